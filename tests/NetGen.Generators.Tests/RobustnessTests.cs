using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using NetGen.Generators.Tests.Harness;

namespace NetGen.Generators.Tests;

/// <summary>Generated code compiles without a warning wherever the user's class stands and whatever surrounds it.</summary>
public class RobustnessTests
{
    private const string Layers = "[Network, Input(40), Dense(20), ReLU, Dropout(0.5), Dense(3), Softmax, MeanSquaredError, L2(0.1)]";

    // CS1591: the user's own types have no documentation here. CS8981: a name of lower-case letters alone is the user's.
    private static readonly string[] s_users = ["CS1591", "CS8981"];

    public static TheoryData<string, string> Sources => new()
    {
        { "the global namespace", $"{Layers} public partial class Net;" },
        { "a block namespace", $"namespace A.B {{ namespace C {{ {Layers} public partial class Net; }} }}" },
        { "a namespace below NetGen", $"namespace NetGen.Tests; {Layers} public partial class Net;" },
        { "the namespace NetGen", $"namespace NetGen; {Layers} public partial class Net;" },
        { "the namespace System", $"namespace System {{ {Layers} public partial class Brain; }}" },
        { "a namespace that ends in NetGen", $"namespace Mine.NetGen {{ {Layers} public partial class Net; }}" },
        { "a namespace that ends in System", $"namespace Mine.System {{ {Layers} public partial class Net; }}" },
        { "a class nested in a class", $"public partial class Outer {{ {Layers} public partial class Net; }}" },
        { "a class nested in a static class", $"public static partial class Outer {{ {Layers} public partial class Net; }}" },
        { "a class nested in a struct", $"public partial struct Outer {{ {Layers} public partial class Net; }}" },
        { "a class nested in a readonly ref struct", $"public readonly ref partial struct Outer {{ {Layers} public partial class Net; }}" },
        { "a class nested in a record", $"public partial record Outer {{ {Layers} public partial class Net; }}" },
        { "a class nested in a record struct", $"public partial record struct Outer {{ {Layers} public partial class Net; }}" },
        { "a class nested in an interface", $"public partial interface IOuter {{ {Layers} public partial class Net; }}" },
        { "a private class nested twice", $"namespace A; internal sealed partial class Outer {{ private partial struct Inner {{ {Layers} private sealed partial class Net; }} }}" },
        { "a keyword as name", $"{Layers} public partial class @class;" },
        { "keywords as names of everything", $"namespace @namespace.@int; public partial class @while {{ {Layers} public partial class @event; }}" },
        { "contextual keywords as names", $"namespace @await; public partial class @record {{ {Layers} public partial class @field; }}" },
        { "a name that is a contextual keyword of types", $"{Layers} public partial class @required;" },
        { "a name that is a contextual keyword of files", $"namespace @file; {Layers} public partial class @scoped;" },
        { "the name dynamic", $"{Layers} public partial class @dynamic;" },
        { "a name in lower case", $"#pragma warning disable CS8981\nnamespace mine; {Layers}\npublic partial class net;" },
        { "a name with an escape", $"{Layers} public partial class N\\u0065t;" },
        { "names in other scripts", $"namespace Δίκτυο; {Layers} public partial class 神经网络; " },
        { "a name with letters that have no upper case in ASCII", $"{Layers} public partial class ıİßſ;" },
        { "an internal sealed class", $"{Layers} internal sealed partial class Net;" },
        { "a base class and interfaces", $"public class Base {{ public int Rows; public virtual void Unsafe() {{ }} }} {Layers} public partial class Net : Base, System.IDisposable {{ public void Dispose() {{ }} }}" },
        { "a summary", $"/// <summary>A net.</summary>\n/// <remarks>Mine.</remarks>\n{Layers}\npublic partial class Net;" },
        { "a summary on another part", $"{Layers} public partial class Net;\n/// <summary>A net.</summary>\npublic partial class Net {{ }}" },
        { "only a documented member", $"{Layers} public partial class Net {{ /// <summary>Mine.</summary>\n public int X; }}" },
        { "one bracket for each attribute", "[Network]\n[Input(\n    40)]\n[Dense(\n    20\n),\n ReLU] // a comment, with a bracket ]\n[/* another */ Dense(3)]\n#region layers\n[SoftmaxCrossEntropy]\n#endregion\npublic partial class Net;" },
        { "full names", "[NetGen.NetworkAttribute] [global::NetGen.InputAttribute(4)] [NetGen.Dense(3)] [NetGen.MeanSquaredErrorAttribute()] public partial class Net;" },
        { "attribute aliases", "using D = NetGen.DenseAttribute; using I = NetGen.InputAttribute; using N = NetGen.NetworkAttribute<double>;\n[N, I(4), D(8), Tanh, D(3), MeanSquaredError] public partial class Net;" },
        { "the attribute target", "[type: Network] [type: Input(4), Dense(3)] public partial class Net;" },
        { "arguments that are constants", "public static class Sizes { public const int Inputs = 4; public const int Hidden = Inputs * 8 + 1; public const double Rate = 1.0 / 3; public const string Name = nameof(Hidden); }\n[Network, Input(Sizes.Inputs), Dense(Sizes.Hidden, Name = Sizes.Name), ReLU, Dropout(Sizes.Rate), Dense(units: 3), MeanSquaredError] public partial class Net;" },
        { "arguments of other numeric types", "[Network, Input((byte)4, 'A' - 'A' + 1 == 1 ? (short)1 : 2)] [L2(1)] [Dense(3)] public partial class Other; [Network, Input((byte)4), Dense((short)3, InitScale = 2, BiasInit = 1f), Dropout(0), L2(1)] public partial class Net;" },
        { "an array as the input's shape", "[Network, Input(new[] { 4 }), Dense(3)] public partial class Net;" },
        { "a constant of the network itself as argument", "[Network, Input(4), Dense(Width), Dense(3)] public partial class Net { public const int Width = 7; }" },
        { "an enclosing class's constant as argument", "public partial class Outer { private const int Width = 7; [Network, Input(4), Dense(Width), Dense(3)] public partial class Net; }" },
        { "inputs named like members", "[Network, Input(4, Name = \"InputSize\"), Input(3, Name = \"Predict\"), Input(2, Name = \"nameof\"), Input(1, Name = \"class\"), Concat(\"Predict\", \"nameof\", \"class\", From = \"InputSize\"), Dense(3), MeanSquaredError] public partial class Net;" },
        { "values named like parameters and keywords", "[Network, Input(4), Dense(3, Name = \"workspace\"), Tanh, Dense(3, Name = \"class\"), MeanSquaredError(From = \"workspace\"), MeanSquaredError(From = \"class\"), HalfSquaredError] public partial class Net;" },
        { "no layer but an activation", "[Network, Input(7), Tanh, MeanSquaredError] public partial class Net;" },
        { "no layer but a softmax", "[Network, Input(7), Softmax] public partial class Net;" },
        { "no layer but dropout", "[Network, Input(7), Dropout(0.5), MeanSquaredError] public partial class Net;" },
        { "dropout first and last", "[Network, Input(7), Dropout(0.5), Dense(3), Dropout(0.1), HalfSquaredError] public partial class Net;" },
        { "one input and one output", "[Network, Input(1), Dense(1), BinaryCrossEntropy] public partial class Net;" },
        { "every activation in one chain", "[Network, Input(33), Dense(33), ReLU, LeakyReLU, Sigmoid, Tanh, Softplus, HardThreshold, Identity, Dropout(0.1), Softmax, Tanh, Softmax, MeanSquaredError] public partial class Net;" },
        { "an activation of the user's own", OwnActivation + "[Network, Input(4), Dense(33), Swish(Beta = 2), Dense(3), Swish, MeanSquaredError] public partial class Net;" },
        { "an activation named like a layer of ours", "namespace Mine { " + OwnActivation.Replace("Swish", "Dense", StringComparison.Ordinal) + " [NetGen.Network, NetGen.Input(4), NetGen.Dense(33), Mine.Dense(Beta = 2), NetGen.MeanSquaredError] public partial class Net; }" },
        { "a loss of the user's own", OwnLoss + "[Network, Input(4), Dense(3), Absolute] public partial class Net;" },
        { "a generic attribute of another library", "public class OtherAttribute<T> : System.Attribute; [Other<int>] [Network, Input(4), Dense(3)] public partial class Net;" },
        { "an obsolete attribute", "[System.Obsolete] public sealed class OldAttribute : ActivationAttribute<Tanh>;\n#pragma warning disable CS0612\n[Network, Input(4), Dense(3), Old] public partial class Net;" },
        { "a class hidden by a class of the same name outside", "public class Net; namespace Mine { [Network, Input(4), Dense(3)] public partial class Net; }" },
        { "a class with the name of a type that kernels use", $"namespace Mine {{ {Layers} public partial class Rows; {Layers} public partial class V4; {Layers} public partial class Sums; }}" },
        { "a class named V", $"{Layers} public partial class V;" },
        { "a class named Span", $"namespace Mine {{ {Layers} public partial class Span; public class Math; public class ReadOnlySpan; public class Workspace; }}" },
    };

    /// <summary>In a project that checks for overflow the bodies are written otherwise.</summary>
    public static TheoryData<string> CheckedSources =>
    [
        $"{Layers} public partial class Net;",
        "[Network<double>, Input(33), Dense(33), ReLU, LeakyReLU, Sigmoid, Tanh, Softplus, HardThreshold, Identity, Dropout(0.1), Softmax, Tanh, Softmax, SoftmaxCrossEntropy] public partial class Net;",
        "[Network, Input(2), Dense(4), Tanh, Dense(1), BinaryCrossEntropy] public partial class Net;",
        "[Network, Input(2), Dense(0)] public partial class Net;",
    ];

    /// <summary>Names that mean something else to generated code that is not careful.</summary>
    public static TheoryData<string> Names => ["System", "Unsafe", "NetGen", "Rows", "V", "V4", "Math", "Simd", "Guard", "Sums", "MethodImpl", "MethodImplAttribute", "MethodImplOptions", "Span", "Workspace", "Float32x4", "Tanh", "Initializer", "value", "x", "W1", "rows", "parameters"];

    [Theory]
    [MemberData(nameof(Sources))]
    public void Generated_code_compiles_without_a_warning(string place, string source) => AssertClean(place, source);

    [Theory]
    [MemberData(nameof(CheckedSources))]
    public void Generated_code_compiles_without_a_warning_where_overflow_is_checked(string source)
    {
        CSharpCompilation compilation = Generation.Compile(WithUsing(source));
        Generation generation = Generation.Run(compilation.WithOptions(Generation.CompilationOptions.WithOverflowChecks(true)));

        AssertClean("checked", generation);
        AssertNoChecksInKernels(generation);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_namespace_a_class_or_a_member_may_have_any_name(string name)
    {
        AssertClean(name, $$"""
            namespace A.{{name}} { {{Layers}} public partial class Net; }
            namespace B { {{Layers}} public partial class Net; }
            namespace B.{{name}} { public class Other; }
            namespace C { {{Layers}} public partial class Net; public class {{name}}; }
            namespace D { public partial class {{name}} { {{Layers}} public partial class Net; } }
            namespace E { {{Layers}} public partial class Net { public int {{name}}; } }
            namespace F { {{Layers}} public partial class Net { public void {{name}}() { } } }
            namespace G { {{Layers}} public partial class Net { public class {{name}}; } }
            namespace H { public class Base { public class {{name}}; } {{Layers}} public partial class Net : Base; }
            """);
    }

    [Theory]
    [InlineData("Unsafe")]
    [InlineData("Rows")]
    [InlineData("V4")]
    [InlineData("MethodImpl")]
    public void A_global_alias_may_have_a_name_that_generated_code_uses(string name)
    {
        AssertClean(name, $"global using {name} = System.Int32; using NetGen; {Layers} public partial class Net; namespace Mine {{ {Layers} public partial class Net; }}", $"{Layers} public partial class Third;");
        AssertClean(name, $"global using Mine; using NetGen; {Layers} public partial class Net; namespace Mine {{ public static class {name}; }}");
    }

    [Fact]
    public void Networks_whose_names_differ_only_by_case_stand_side_by_side()
    {
        Generation generation = Generation.Of(WithUsing($"namespace A {{ {Layers} public partial class Net; {Layers} public partial class NET; {Layers} public partial class Other; }} namespace a {{ {Layers} public partial class Net; }}"));

        AssertClean("names that differ by case", generation);
        Assert.Equal(4, generation.HintNames.Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.Contains("A.Other.g.cs", generation.HintNames);
        Assert.All(generation.HintNames.Where(name => name != "A.Other.g.cs"), name => Assert.Matches(@"^(?i)a\.net-[0-9a-f]{8}\.g\.cs$", name));
    }

    [Fact]
    public void Layers_of_all_kinds_that_read_one_value_have_copies_of_their_own() => AssertClean("layers that read one value", Generation.Of(WithUsing("""
        [Network, Input(5, 7)]
        [RNN(7, ReturnSequences = true, Name = "a"), GRU(7, ReturnSequences = true, From = "input", Name = "b"), LSTM(7, ReturnSequences = true, From = "input", Name = "c")]
        [RNN(7, ReturnSequences = true, Bidirectional = true, From = "input", Name = "aa"), GRU(7, ReturnSequences = true, Bidirectional = true, From = "input", Name = "bb")]
        [Dense(7, From = "input", Name = "d"), MultiHeadAttention(1, From = "input", Name = "e"), MultiHeadAttention(7, From = "d", Context = "input", Name = "f")]
        [Conv1D(7, 3, Same = true, From = "input", Name = "g"), Transpose(From = "input", Name = "t"), MatMul("t", From = "input", Name = "h"), MatMul("input", From = "h", Name = "i")]
        [LayerNorm(From = "input", Name = "j"), PositionalEmbedding(From = "input", Name = "k"), Add("a", "b", "c", "d", "e", "f", "g", "j", "k", From = "i"), Concat("aa", "bb")]
        [Flatten, Dense(2), MeanSquaredError]
        public partial class Net;
        """)));

    [Theory]
    [InlineData("A.Net.g.cs", "namespace A; {0} public partial class Net;")]
    [InlineData("Net.g.cs", "{0} public partial class Net;")]
    [InlineData("A.Outer.Net.g.cs", "namespace A; public partial class Outer {{ {0} public partial class Net; }}")]
    [InlineData("class.event.g.cs", "namespace @class; {0} public partial class @event;")]
    public void A_file_is_named_after_the_class(string hint, string source) =>
        Assert.Equal([hint], Generation.Of(WithUsing(string.Format(System.Globalization.CultureInfo.InvariantCulture, source, Layers))).HintNames);

    [Fact]
    public void A_user_summary_is_not_doubled()
    {
        Assert.DoesNotContain("A neural network.", Generation.Of(WithUsing($"/// <summary>Mine.</summary>\n{Layers} public partial class Net;")).Text, StringComparison.Ordinal);
        Assert.Contains("A neural network.", Generation.Of(WithUsing($"{Layers} public partial class Net;")).Text, StringComparison.Ordinal);
    }

    /// <summary>A check for overflow in an inner loop costs more than the loop: no kernel may contain one.</summary>
    private static void AssertNoChecksInKernels(Generation generation)
    {
        using NetworkAssembly assembly = NetworkAssembly.Load(generation);
        Assert.All(MethodBody.AllOf(assembly).Where(method => method.IsKernel), method => Assert.False(method.ChecksOverflow, method.Name));
    }

    private const string OwnActivation = """
        [Derivative(Needs.Input, Equation = "swish({0})")]
        public struct Swish : IActivation
        {
            public Swish() { }
            public double Beta { get; set; } = 1;
            public readonly V Forward<V>(V z) where V : struct, ISimd<V> => z * SimdMath.Sigmoid(V.Constant(Beta) * z);
            public readonly V Derivative<V>(V z) where V : struct, ISimd<V> => SimdMath.Sigmoid(V.Constant(Beta) * z);
        }
        public sealed class SwishAttribute : ActivationAttribute<Swish> { public double Beta { get; set; } }

        """;

    private const string OwnLoss = """
        [LossTraits]
        public struct Absolute : ILoss
        {
            public readonly V Value<V>(V y, V t) where V : struct, ISimd<V> => V.Max(y - t, t - y);
            public readonly V Derivative<V>(V y, V t) where V : struct, ISimd<V> => V.WhereGreater(y, t, V.One, -V.One);
        }
        public sealed class AbsoluteAttribute : LossAttribute<Absolute>;

        """;

    /// <summary>Global usings come before others.</summary>
    private static string WithUsing(string source) => source.StartsWith("global ", StringComparison.Ordinal) ? source : "using NetGen;\n" + source;

    private static void AssertClean(string place, params string[] sources) => AssertClean(place, Generation.Of([.. sources.Select(WithUsing)]));

    private static void AssertClean(string place, Generation generation)
    {
        Assert.Null(generation.Result.Exception);
        Assert.NotEmpty(generation.Result.GeneratedSources);
        Diagnostic[] diagnostics = [.. generation.Diagnostics.Where(d => !s_users.Contains(d.Id) || d.Location.SourceTree?.FilePath.EndsWith(".g.cs", StringComparison.Ordinal) is true)];
        Assert.True(diagnostics.Length == 0, $"{place}:\n{string.Join('\n', diagnostics.Take(5))}\n{generation.Input.SyntaxTrees.First()}");
    }
}
