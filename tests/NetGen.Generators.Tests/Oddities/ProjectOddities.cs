using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using NetGen.Generators.Tests.Harness;

namespace NetGen.Generators.Tests.Oddities;

/// <summary>What the project says.</summary>
internal static class ProjectOddities
{
    private const string Net = $"{OddityTable.Layers} public partial class Net;";
    private const string Several = "[Network, Input(4, Name = \"a\"), Input(2, Name = \"b\"), Concat(\"a\", \"b\"), Dense(30, Name = \"h\"), Tanh, Dense(2), SoftmaxCrossEntropy, MeanSquaredError(From = \"h\")] public partial class Net;";
    private const string Images = "[Network, Input(1, 9, 9), Normalization, Conv2D(3, 3), BatchNorm, ReLU, MaxPool2D(2), Flatten, Dense(20), GELU, LayerNorm, Dropout(0.1), GaussianNoise(0.1), Dense(3), SoftmaxCrossEntropy] public sealed partial class Net;";

    public static readonly IReadOnlyList<Oddity> All =
    [
        .. new[] { LanguageVersion.CSharp12, LanguageVersion.CSharp13, LanguageVersion.CSharp14, LanguageVersion.Preview, LanguageVersion.LatestMajor, LanguageVersion.Default }
            .Select(version => new Oddity($"the language {version}", "", Images) { Parsing = options => options.WithLanguageVersion(version) }),
        .. new[] { LanguageVersion.CSharp7_3, LanguageVersion.CSharp8, LanguageVersion.CSharp9, LanguageVersion.CSharp10, LanguageVersion.CSharp11 }
            .Select(version => new Oddity($"the language {version}", "NG0021", Net.Replace("Net;", "Net { }", StringComparison.Ordinal)) { Parsing = options => options.WithLanguageVersion(version), Options = options => options.WithNullableContextOptions(NullableContextOptions.Disable) }),
        new("several inputs and losses in C# 12", "", Several) { Parsing = options => options.WithLanguageVersion(LanguageVersion.CSharp12) },
        new("nullable off", "", Images) { Options = options => options.WithNullableContextOptions(NullableContextOptions.Disable) },
        new("nullable warnings alone", "", Several) { Options = options => options.WithNullableContextOptions(NullableContextOptions.Warnings) },
        new("checked arithmetic", "", Images) { Options = options => options.WithOverflowChecks(true) },
        new("unsafe code allowed", "", Images) { Options = options => options.WithAllowUnsafe(true) },
        new("no optimization", "", Net.Replace("public", "\n#pragma warning disable NG0118\npublic", StringComparison.Ordinal)) { Options = options => options.WithOptimizationLevel(OptimizationLevel.Debug) },
        new("warnings as errors", "", Images) { Options = options => options.WithGeneralDiagnosticOption(ReportDiagnostic.Error) },
        new("a project for one processor", "", Images) { Options = options => options.WithPlatform(Platform.Arm64) },
        new("a strict compiler", "", Several) { Parsing = options => options.WithFeatures([new("strict", "true")]) },
        new("no documentation", "", Images) { Parsing = options => options.WithDocumentationMode(DocumentationMode.None) },
        new("CLS compliance", "", "[assembly: System.CLSCompliant(true)]\n" + Images),
        new("CLS compliance with named inputs and losses", "", "[assembly: System.CLSCompliant(true)]\n" + Several),
        new("CLS compliance of an internal network", "", "[assembly: System.CLSCompliant(true)]\n" + Images.Replace("public", "internal", StringComparison.Ordinal)),
        new("CLS compliance of a nested network", "", "[assembly: System.CLSCompliant(true)]\npublic partial class Outer { " + Images + " private partial class Inner { " + Net + " } }"),
        new("CLS compliance that the network disclaims", "", "[assembly: System.CLSCompliant(true)]\n[System.CLSCompliant(false)]\n" + Images),
        new("CLS compliance that the network claims", "", "[assembly: System.CLSCompliant(true)]\n[System.CLSCompliant(true)]\n" + Images),
        new("CLS compliance that the container disclaims", "", "[assembly: System.CLSCompliant(true)]\n[System.CLSCompliant(false)] public partial class Outer { " + Images + " }"),
        new("CLS compliance that the assembly disclaims", "", "[assembly: System.CLSCompliant(false)]\n" + Images),
        new("CLS compliance of a network that cannot be generated", "NG0004", "[assembly: System.CLSCompliant(true)]\n[Network, Input(4)] public partial class Net;"),
        new("friends", "", "[assembly: System.Runtime.CompilerServices.InternalsVisibleTo(\"Friend\")]\n" + Images),
        new("a line directive", "", "#line 7 \"Elsewhere.cs\"\n" + Images),
        new("a hidden line", "", "#line hidden\n" + Images),
        new("pragmas and regions", "", "#region r\n#pragma warning disable\n#nullable disable\n" + Images + "\n#endregion"),
        new("global usings and usings of everything", "", "using static System.Math; using static NetGen.SimdMath;\n" + Images, "global using System; global using System.Numerics; global using System.Runtime.Intrinsics; global using System.Collections.Generic; global using static System.Math; global using NetGen.CompilerServices;"),
        new("global aliases with names of the types that kernels use", "", Images, "global using V4 = System.String; global using Simd = System.Int32; global using Unsafe = System.Math; global using System = System.Text; global using NetGen = System.Text;") { Own = "*" },
        new("NetGen under an alias", "NG0024", "//raw\nextern alias ng; using ng::NetGen; " + Net) { Project = Aliased("ng") },
        new("NetGen under an alias and without one", "", "//raw\nextern alias ng; using ng::NetGen; " + Net) { Project = Aliased("global", "ng") },
        new("an activation under an alias", "NG0026", "//raw\nextern alias other; using NetGen; [Network, Input(4), Dense(3), other::Other.Mine] public partial class Net;") { Project = project => project.AddReferences(Other().WithAliases(["other"])) },
        new("an activation of another assembly", "", "[Network, Input(4), Dense(3), Other.Mine(Slope = 3)] public partial class Net;") { Project = project => project.AddReferences(Other()) },
        new("an experimental assembly", "", "#pragma warning disable EXP007\n[Network, Input(4), Dense(3), Other.Mine] public partial class Net;") { Project = project => project.AddReferences(Other("[assembly: System.Diagnostics.CodeAnalysis.Experimental(\"EXP007\")]")) },
        new("an interceptor's namespaces, skipped locals and others", "", "[module: System.Runtime.CompilerServices.SkipLocalsInit]\n" + Images) { Options = options => options.WithAllowUnsafe(true) },
    ];

    private static Func<CSharpCompilation, CSharpCompilation> Aliased(params string[] aliases) => project =>
    {
        MetadataReference netGen = project.References.Single(reference => reference.Display?.EndsWith("/NetGen.dll", StringComparison.Ordinal) is true);
        return project.ReplaceReference(netGen, netGen.WithAliases(aliases));
    };

    private static CompilationReference Other(string before = "") => Generation.Compile($$"""
        using NetGen;
        {{before}}
        namespace Other
        {
            [Derivative(Needs.Nothing)] public struct F : IActivation { public int Slope { get; set; } {{OddityTable.Methods}} }
            public sealed class MineAttribute : ActivationAttribute<F> { public int Slope { get; set; } }
        }
        """).WithAssemblyName("Other").ToMetadataReference();
}

/// <summary>Constants of other networks.</summary>
internal static class ConstantOddities
{
    private const string A = "[Network, Input(4), Dense(7)] public partial class A;";

    public static readonly IReadOnlyList<Oddity> All =
    [
        new("the output of another network as input", "", $"{A} [Network, Input(A.OutputSize), Dense(A.InputSize), Tanh, Dropout(1.0 / A.ParameterCount), Dense(2)] public partial class Net;"),
        new("a network that comes later", "", $"[Network, Input(A.OutputSize), Dense(2)] public partial class Net; {A}"),
        new("a network in another file and namespace", "", "[Network, Input(Other.A.OutputSize), Dense(2)] public partial class Net;", $"using NetGen; namespace Other; {A}"),
        new("constants of the user's between", "", $"{A} public static class Sizes {{ public const int Hidden = 2 * A.OutputSize + Half; private const int Half = A.InputSize / 2; }} [Network, Input(A.OutputSize), Dense(Sizes.Hidden)] public partial class Net;"),
        new("a constant of the user's within the other network", "", $"[Network, Input(4), Dense(7)] public partial class A {{ public const int Twice = 2 * OutputSize; }} [Network, Input(A.Twice), Dense(2)] public partial class Net;"),
        new("a constant of its own input", "", "[Network, Input(4), Dense(Net.Width)] public partial class Net { public const int Width = 5; }"),
        new("a chain of networks", "", $"{A} [Network, Input(A.OutputSize), Dense(A.OutputSize * 2)] public partial class B; [Network, Input(B.OutputSize), Dense(B.InputSize)] public partial class C; [Network, Input(C.OutputSize), Dense(A.InputSize + B.InputSize + C.OutputSize)] public partial class Net;"),
        new("an alias, and using static, before which the own constants come", "NG0028", "using static Odd.A; using Alias = Odd.A; namespace Odd { " + A + " } [Network, Input(OutputSize), Dense(Alias.InputSize), Dense(unchecked((int)(byte)ParameterCount))] public partial class Net;"),
        new("a class derived from the other network", "", $"{A} public class Better : A; [Network, Input(Better.OutputSize), Dense(2)] public partial class Net;"),
        new("a block with a constant of a network", "", $"{A} [Block, Dense(A.OutputSize), Tanh] class B; [Network, Input(A.OutputSize), Residual<B>] public partial class Net;"),
        new("a nested network", "", $"public partial class Outer {{ {A} }} [Network, Input(Outer.A.OutputSize), Dense(2)] public partial class Net;"),
        new("a network nested in the other, whose own constants come first", "NG0028", "[Network, Input(4), Dense(7)] public partial class A { [Network, Input(OutputSize), Dense(InputSize)] public partial class Net; }"),
        new("a network of itself", "NG0028", "[Network, Input(4), Dense(Net.InputSize)] public partial class Net;"),
        new("a cycle", "NG0028", "[Network, Input(B.OutputSize), Dense(2)] public partial class A; [Network, Input(A.OutputSize), Dense(2)] public partial class B;"),
        new("a cycle through constants of the user's", "NG0028", "public static class Sizes { public const int X = A.OutputSize; } [Network, Input(B.OutputSize), Dense(2)] public partial class A; [Network, Input(Sizes.X), Dense(2)] public partial class B;"),
        new("a network that cannot be planned", "NG0005 NG0028", "[Network, Input(4), Dense(-7)] public partial class A; [Network, Input(A.OutputSize), Dense(2)] public partial class Net;"),
        new("a network that is no network", "NG0002 NG0028", "[Network, Input(4), Dense(7)] public abstract partial class A; [Network, Input(A.OutputSize), Dense(2)] public partial class Net;") { Own = "CS0117" },
        new("a constant that is not there", "", $"{A} [Network, Input(A.Size), Dense(2)] public partial class Net;") { Own = "CS0117" },
        new("a network of another assembly", "", "[Network, Input(A.OutputSize), Dense(A.InputSize)] public partial class Net;") { Project = project => project.AddReferences(Referenced()) },
        new("a network whose image this is", "", "[Network, Input(1, 8, 8), Conv2D(2, 3), Flatten] public partial class A; [Network, Input(1, 1, A.OutputSize), Flatten, Dense(A.OutputSize / 2, Name = nameof(A.OutputSize)), SoftmaxCrossEntropy(Weight = A.ParameterCount * 0.5)] public partial class Net;"),
    ];

    private static PortableExecutableReference Referenced()
    {
        using MemoryStream image = new();
        Assert.True(Generation.Run(Generation.Compile("using NetGen; " + A).WithAssemblyName("Referenced")).Output.Emit(image).Success);
        return MetadataReference.CreateFromImage(image.ToArray());
    }
}
