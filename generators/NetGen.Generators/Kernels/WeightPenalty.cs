using NetGen.Generators.Graph;

namespace NetGen.Generators.Kernels;

/// <summary>
/// What the penalties add to the gradient of a weight: λ·W of L2, λ·sign(W) of L1. A kernel starts its sums from it, so that
/// it costs no pass of its own; of layers that share a weight, the one that owns it does.
/// </summary>
internal sealed class WeightPenalty(PassContext context, ParameterTensor weight)
{
    public const string L1Rate = "l1Rate";
    public const string L2Rate = "l2Rate";

    private bool HasL1 => context.HasL1 && weight.Original is null;

    private bool HasL2 => context.HasL2 && weight.Original is null;

    private bool IsThere => HasL1 || HasL2;

    public IEnumerable<Buffer> Reads => IsThere ? [weight.Data] : [];

    public IEnumerable<KernelArgument> Arguments =>
    [
        .. HasL1 ? [new KernelArgument(null, L1Rate)] : Array.Empty<KernelArgument>(),
        .. HasL2 ? [new KernelArgument(null, L2Rate)] : Array.Empty<KernelArgument>(),
    ];

    /// <summary>The terms in the lectures' notation, each with a plus after it.</summary>
    public string Equation => (HasL1, HasL2) switch
    {
        (true, true) => $"λ1·sign({weight.Symbol}) + λ2·{weight.Symbol} + ",
        (true, false) => $"λ·sign({weight.Symbol}) + ",
        (false, true) => $"λ·{weight.Symbol} + ",
        _ => "",
    };

    /// <summary>What the sum of an element starts from, at an offset in the weight; null: from 0.</summary>
    public Func<string, string, string>? Start => IsThere ? Terms : null;

    private string Terms(string vector, string at)
    {
        string w = $"{vector}.Load(ref {weight.Symbol}, {at})";
        string l1 = $"{vector}.Broadcast({L1Rate}) * global::NetGen.SimdMath.Sign({w})", l2 = $"{vector}.Broadcast({L2Rate}) * {w}";
        return HasL1 && HasL2 ? $"{l1} + {l2}" : HasL1 ? l1 : l2;
    }
}
