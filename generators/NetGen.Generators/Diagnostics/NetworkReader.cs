using Microsoft.CodeAnalysis;
using NetGen.Generators.Model;
using NetGen.Generators.Parsing;
using NetGen.Generators.Planning;

namespace NetGen.Generators.Diagnostics;

/// <summary>Reads networks with what it takes to read the constants of others in their attributes: these have to be planned, and may be wrong.</summary>
internal static class NetworkReader
{
    /// <summary>The declaration of a network.</summary>
    public static NetworkSpec Read(INamedTypeSymbol type, Compilation compilation, CancellationToken cancellation) =>
        Read(type, compilation, out _, cancellation);

    /// <summary>Likewise, with the attributes that problems refer to by position: the network's, then those of its blocks.</summary>
    public static NetworkSpec Read(INamedTypeSymbol type, Compilation compilation, out IReadOnlyList<LocatedAttribute> attributes, CancellationToken cancellation) =>
        NetworkParser.Parse(type, compilation, Measure, out attributes, cancellation);

    private static (int Input, int Output, int Parameters)? Measure(NetworkSpec spec, out string failure)
    {
        NetworkPlan plan = NetworkPlanner.Measure(spec);
        failure = plan.IsValid ? "" : plan.Problems.Count > 0 ? Rules.WhatIsWrong(plan) : "an attribute of it does not compile";
        return plan.IsValid ? (plan.Input.Size, plan.OutputSize, plan.ParameterCount) : null;
    }
}
