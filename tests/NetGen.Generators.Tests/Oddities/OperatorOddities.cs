using Microsoft.CodeAnalysis;

namespace NetGen.Generators.Tests.Oddities;

/// <summary>Structs and attributes of the user's own activations and losses.</summary>
internal static class ActivationOddities
{
    private const string Methods = OddityTable.Methods;
    private const string Needs = "[Derivative(Needs.Nothing)]";

    public static readonly IReadOnlyList<Oddity> All =
    [
        new("an activation of the user's", "", OddityTable.Mine(Needs)),
        new("an activation without traits", "NG0012", OddityTable.Mine()),
        new("an obsolete activation", "", OddityTable.Mine($"#pragma warning disable CS0612, CS0618\n{Needs} [System.Obsolete]")),
        new("an obsolete activation with a text", "", OddityTable.Mine($"#pragma warning disable CS0612, CS0618\n{Needs} [System.Obsolete(\"old\")]")),
        new("an obsolete activation with an id", "", OddityTable.Mine($"#pragma warning disable MINE01\n{Needs} [System.Obsolete(\"old\", DiagnosticId = \"MINE01\")]")),
        new("an activation that is obsolete as an error", "NG0026", OddityTable.Mine($"{Needs} [System.Obsolete(\"old\", true)]")) { Own = "CS0619" },
        new("an obsolete container of an activation", "", $"#pragma warning disable CS0612\n[System.Obsolete] public static class Holder {{ {Needs} public struct F : IActivation {{ {Methods} }} }} public sealed class MineAttribute : ActivationAttribute<Holder.F>; [Network, Input(4), Dense(3), Mine] public partial class Net;"),
        new("an activation with obsolete methods", "", OddityTable.Mine($"#pragma warning disable CS0612, CS0618\n{Needs}").Replace("public V", "[System.Obsolete] public V", StringComparison.Ordinal)),
        new("an activation with a method that is obsolete as an error", "NG0026", OddityTable.Mine(Needs).Replace("public V Forward", "[System.Obsolete(\"old\", true)] public V Forward", StringComparison.Ordinal)),
        new("an obsolete property", "", OddityTable.Parameter("[System.Obsolete] public int Count { get; set; }", "public int Count { get; set; }", "Mine(Count = 3)")),
        new("a property that is obsolete as an error", "NG0026", OddityTable.Parameter("[System.Obsolete(\"old\", true)] public int Count { get; set; }", "public int Count { get; set; }", "Mine(Count = 3)")),
        new("an experimental activation", "", OddityTable.Mine($"#pragma warning disable EXP003\n{Needs} [System.Diagnostics.CodeAnalysis.Experimental(\"EXP003\")]")),
        new("an experimental property of an activation", "", OddityTable.Parameter("[System.Diagnostics.CodeAnalysis.Experimental(\"EXP004\")] public int Count { get; set; }", "public int Count { get; set; }", "Mine(Count = 3)")),
        new("an activation of an experimental container", "", $"#pragma warning disable EXP005\n[System.Diagnostics.CodeAnalysis.Experimental(\"EXP005\")] public static class Holder {{ {Needs} public struct F : IActivation {{ {Methods} }} }} public sealed class MineAttribute : ActivationAttribute<Holder.F>; [Network, Input(4), Dense(3), Mine] public partial class Net;"),
        new("an internal activation in a public network", "", OddityTable.Mine(Needs).Replace("public struct", "internal struct", StringComparison.Ordinal).Replace("public sealed class MineAttribute", "internal sealed class MineAttribute", StringComparison.Ordinal)),
        new("a file-local activation", "NG0026", OddityTable.Mine(Needs).Replace("public struct", "file struct", StringComparison.Ordinal).Replace("public sealed class MineAttribute", "file sealed class MineAttribute", StringComparison.Ordinal)),
        new("an activation in a file-local class", "NG0026", $"file static class Holder {{ {Needs} public struct F : IActivation {{ {Methods} }} public sealed class MineAttribute : ActivationAttribute<F>; }} [Network, Input(4), Dense(3), Holder.Mine] public partial class Net;"),
        new("a file-local type argument of an activation", "NG0026", $"file struct A; {Needs} public struct F<T> : IActivation {{ {Methods} }} file sealed class MineAttribute : ActivationAttribute<F<A>>; [Network, Input(4), Dense(3), Mine] public partial class Net;"),
        new("a generic activation", "", $"{Needs} public struct F<T> : IActivation {{ {Methods} }} public sealed class MineAttribute : ActivationAttribute<F<int[]>>; [Network, Input(4), Dense(3), Mine] public partial class Net;"),
        new("a generic attribute", "", $"{Needs} public struct F : IActivation {{ {Methods} }} public sealed class MineAttribute<T> : ActivationAttribute<T> where T : struct, IActivation; [Network, Input(4), Dense(3), Mine<F>] public partial class Net;"),
        new("a private activation of the network's container", "", $"public partial class Outer {{ {Needs} private struct F : IActivation {{ {Methods} }} private sealed class MineAttribute : ActivationAttribute<F>; [Network, Input(4), Dense(3), Mine] public partial class Net; }}"),
        new("an activation within the network", "", $"[Network, Input(4), Dense(3), Net.Mine] public partial class Net {{ {Needs} public struct F : IActivation {{ {Methods} }} internal sealed class MineAttribute : ActivationAttribute<F>; }}"),
        new("a record struct as activation", "", OddityTable.Mine(Needs).Replace("public struct", "public readonly record struct", StringComparison.Ordinal)),
        new("a ref struct as activation", "", OddityTable.Mine(Needs).Replace("public struct", "public ref struct", StringComparison.Ordinal)) { Own = "*" },
        new("an activation with a primary constructor", "", OddityTable.Mine(Needs).Replace("struct MineFunction", "struct MineFunction(int x)", StringComparison.Ordinal).Replace("{  public V Forward", "{ public int X => x; public V Forward", StringComparison.Ordinal)),
        new("an activation that implements its interface explicitly", "NG0026", $"{Needs} public struct F : IActivation {{ V IActivation.Forward<V>(V z) => z; V IActivation.Derivative<V>(V z) => z; }} public sealed class MineAttribute : ActivationAttribute<F>; [Network, Input(4), Dense(3), Mine] public partial class Net;"),
        new("keywords as names of an activation", "", $"namespace @while {{ {Needs} public struct @if : IActivation {{ public int @class {{ get; set; }} {Methods} }} public sealed class @else : ActivationAttribute<@if> {{ public int @class {{ get; set; }} }} [Network, Input(4), Dense(3), @else(@class = 3)] public partial class @do; }}"),
        new("names of activations that differ by case", "", $"#pragma warning disable CS8981\n{Needs} public struct F : IActivation {{ {Methods} }} public sealed class MineAttribute : ActivationAttribute<F>; public sealed class MINEAttribute : ActivationAttribute<F>; public sealed class mineAttribute : ActivationAttribute<F>; [Network, Input(4), Dense(3), MINE, Mine, mine, Mine, Dense(2), mine, Mine, MINE] public partial class Net;"),
        new("names of activations that end in digits", "", $"{Needs} public struct F : IActivation {{ {Methods} }} public sealed class Mine1Attribute : ActivationAttribute<F>; public sealed class MineAttribute : ActivationAttribute<F>; [Network, Input(4), Dense(3), Mine, Mine1, Mine, Mine, Mine, Mine, Mine, Mine, Mine, Mine, Mine, Mine, Mine1] public partial class Net;"),
        new("names of activations like kernels' locals", "", $"#pragma warning disable CS8981\n{Needs} public struct F : IActivation {{ {Methods} }} {string.Concat(new[] { "Z", "X", "W", "H", "A", "B", "V", "Y", "T", "g", "k", "dz", "z0", "x0", "Row", "Next", "Copy", "Sum" }.Select(name => $"public sealed class {name}Attribute : ActivationAttribute<F>; "))} [Network, Input(4), Dense(3), Z, X, W, H, A, B, V, Y, T, g, k, dz, z0, x0, Row, Next, Copy, Sum, Dense(60), Z, X, W, H, A, B, V, Dense(40), Y, T, g, k, dz, z0, x0, Row, Dense(2), MeanSquaredError] public partial class Net;"),
        new("an attribute of an activation called Attribute", "", $"namespace Odd {{ {Needs} public struct F : IActivation {{ {Methods} }} public sealed class Attribute : ActivationAttribute<F>; [Network, Input(4), Dense(3), @Attribute] public partial class Net; }}"),
        new("an attribute of an activation called by an underscore", "", $"{Needs} public struct F : IActivation {{ {Methods} }} public sealed class _Attribute : ActivationAttribute<F>; [Network, Input(4), Dense(3), _, _] public partial class Net;"),
        new("an activation called like a layer", "", $"namespace Odd {{ {Needs} public struct F : IActivation {{ {Methods} }} public sealed class DenseAttribute : ActivationAttribute<F>; [Network, Input(4), NetGen.Dense(3), Odd.Dense, NetGen.Dense(3), Odd.Dense, Add(\"dense1\")] public partial class Net; }}"),
        new("a loss of the user's", "", """
            [LossTraits(Equation = "a\nb */ {0} {1} {2} {", Derivative = "\u2028x")] public struct F : ILoss { public float Bound { get; set; } public V Value<V>(V y, V t) where V : struct, ISimd<V> => y - t; public V Derivative<V>(V y, V t) where V : struct, ISimd<V> => V.One; }
            public sealed class MineAttribute : LossAttribute<F> { public float Bound { get; set; } }
            [Network, Input(4), Dense(3), Mine(Bound = 0.1f)] public partial class Net;
            """),
        new("losses that differ by case and end in digits", "", """
            [LossTraits] public struct F : ILoss { public V Value<V>(V y, V t) where V : struct, ISimd<V> => y - t; public V Derivative<V>(V y, V t) where V : struct, ISimd<V> => V.One; }
            public sealed class MineAttribute : LossAttribute<F>; public sealed class MINEAttribute : LossAttribute<F>; public sealed class Mine2Attribute : LossAttribute<F>; public sealed class DenseAttribute : LossAttribute<F>; public sealed class Attribute : LossAttribute<F>;
            [Network, Input(4), NetGen.Dense(3, Name = "a"), Mine, MINE, Mine, Mine2, Mine2, Dense, Dense, @Attribute, Mine(From = "a")] public partial class Net;
            """),
        new("a file-local loss", "NG0026", """
            [LossTraits] file struct F : ILoss { public V Value<V>(V y, V t) where V : struct, ISimd<V> => y - t; public V Derivative<V>(V y, V t) where V : struct, ISimd<V> => V.One; }
            file sealed class MineAttribute : LossAttribute<F>;
            [Network, Input(4), Dense(3), Mine] public partial class Net;
            """),
        new("a file-local block", "", "[Block, Dense(4), Tanh] file class B; [Network, Input(4), Residual<B>] public partial class Net;"),
        new("an internal block in a public network", "", "[Block, Dense(4), Tanh] internal class B; [Network, Input(4), Residual<B>, Sequence<B>(Repeat = 2)] public partial class Net;"),
        new("a generic, static and obsolete block", "", "#pragma warning disable CS0612\n[Block, Dense(4), Tanh, System.Obsolete] static class B<T>; class Outer<T> { [Block, Dense(4)] internal struct Dummy; [Block, Dense(4)] internal class C; } [Network, Input(4), Sequence<Outer<int>.C>] public partial class Net;") { Own = "*" },
        new("an experimental block", "", "#pragma warning disable EXP006\n[Block, Dense(4), Tanh, System.Diagnostics.CodeAnalysis.Experimental(\"EXP006\")] class B; [Network, Input(4), Residual<B>] public partial class Net;"),
    ];
}

/// <summary>Parameters of the user's own activations.</summary>
internal static class ParameterOddities
{
    private static Oddity Parameter(string name, string property, string attribute, string use, string rules = "", string after = "") =>
        new(name, rules, OddityTable.Parameter($"public {property}", $"public {attribute}", $"Mine({use})", after));

    public static readonly IReadOnlyList<Oddity> All =
    [
        Parameter("an enum as parameter", "System.DayOfWeek Day { get; set; }", "System.DayOfWeek Day { get; set; }", "Day = System.DayOfWeek.Friday"),
        Parameter("a value of an enum that is not declared", "Kind Kind { get; set; }", "Kind Kind { get; set; }", "Kind = (Kind)(-7)", after: "public enum Kind { A }"),
        Parameter("an enum of bytes", "Kind Kind { get; set; }", "Kind Kind { get; set; }", "Kind = Kind.B", after: "public enum Kind : byte { A, B = 255 }"),
        Parameter("an enum of unsigned longs", "Kind Kind { get; set; }", "Kind Kind { get; set; }", "Kind = Kind.B", after: "public enum Kind : ulong { A, B = ulong.MaxValue }"),
        Parameter("a float as parameter", "float Slope { get; set; }", "float Slope { get; set; }", "Slope = 0.1f"),
        Parameter("a float that is infinite", "float Slope { get; set; }", "float Slope { get; set; }", "Slope = float.NegativeInfinity"),
        Parameter("a float that is not a number", "float Slope { get; set; }", "float Slope { get; set; }", "Slope = float.NaN"),
        Parameter("a double for a float", "float Slope { get; set; }", "double Slope { get; set; }", "Slope = 0.1"),
        Parameter("a float for a double", "double Slope { get; set; }", "float Slope { get; set; }", "Slope = 0.1f"),
        Parameter("a double that is an infinity", "double Slope { get; set; }", "double Slope { get; set; }", "Slope = double.PositiveInfinity"),
        Parameter("an int for a double", "double Slope { get; set; }", "int Slope { get; set; }", "Slope = 3"),
        Parameter("an int for a byte", "byte Slope { get; set; }", "int Slope { get; set; }", "Slope = 3"),
        Parameter("an int that is too large for a byte", "byte Slope { get; set; }", "int Slope { get; set; }", "Slope = 300", "NG0027"),
        Parameter("a double for an int", "int Slope { get; set; }", "double Slope { get; set; }", "Slope = 0.5", "NG0027"),
        Parameter("the least int", "int Slope { get; set; }", "int Slope { get; set; }", "Slope = int.MinValue"),
        Parameter("the least long", "long Slope { get; set; }", "long Slope { get; set; }", "Slope = long.MinValue"),
        Parameter("the largest unsigned long", "ulong Slope { get; set; }", "ulong Slope { get; set; }", "Slope = ulong.MaxValue"),
        Parameter("a short", "short Slope { get; set; }", "short Slope { get; set; }", "Slope = -5"),
        Parameter("an unsigned int", "uint Slope { get; set; }", "uint Slope { get; set; }", "Slope = 4000000000"),
        Parameter("a decimal", "decimal Slope { get; set; }", "double Slope { get; set; }", "Slope = 0.1"),
        Parameter("a Half", "System.Half Slope { get; set; }", "double Slope { get; set; }", "Slope = 0.1"),
        Parameter("a nullable double", "double? Slope { get; set; }", "double Slope { get; set; }", "Slope = 0.1"),
        Parameter("a nullable enum", "System.DayOfWeek? Day { get; set; }", "System.DayOfWeek Day { get; set; }", "Day = System.DayOfWeek.Friday"),
        Parameter("a text", "string? Text { get; set; }", "string? Text { get; set; }", "Text = \"a\\n\\\"\\u2028 */ // {0} }\""),
        Parameter("a text that is null", "string Text { get; set; }", "string? Text { get; set; }", "Text = null"),
        Parameter("a character", "char Text { get; set; }", "char Text { get; set; }", "Text = '\\''"),
        Parameter("a character that ends a line", "char Text { get; set; }", "char Text { get; set; }", "Text = '\\n'"),
        Parameter("a character that is half of one", "char Text { get; set; }", "char Text { get; set; }", "Text = '\\ud800'"),
        Parameter("a bool", "bool Flag { get; set; }", "bool Flag { get; set; }", "Flag = true"),
        Parameter("a type", "System.Type? Type { get; set; }", "System.Type? Type { get; set; }", "Type = typeof(System.Collections.Generic.Dictionary<,>)"),
        Parameter("a type that is an array", "System.Type? Type { get; set; }", "System.Type? Type { get; set; }", "Type = typeof(int[][,])"),
        Parameter("an object", "object? Thing { get; set; }", "object? Thing { get; set; }", "Thing = 3f"),
        Parameter("an array", "double[]? Slopes { get; set; }", "double[]? Slopes { get; set; }", "Slopes = new[] { 0.1 }", "NG0027"),
        Parameter("a text for a number", "int Text { get; set; }", "string? Text { get; set; }", "Text = \"3\"", "NG0027"),
        Parameter("a number for a struct of the user's", "Wrapped Slope { get; set; }", "double Slope { get; set; }", "Slope = 0.1", "NG0027", "public readonly record struct Wrapped(double Value);"),
        Parameter("a number for a struct with a conversion", "Wrapped Slope { get; set; }", "double Slope { get; set; }", "Slope = 0.1", after: "public readonly record struct Wrapped(double Value) { public static implicit operator Wrapped(double value) => new(value); }"),
        Parameter("a property named by a keyword", "int @class { get; set; }", "int @class { get; set; }", "@class = 3"),
        Parameter("a property that is only initialized", "int Count { get; init; }", "int Count { get; set; }", "Count = 3"),
        Parameter("a field", "int Count;", "int Count { get; set; }", "Count = 3"),
        Parameter("a field that is read-only", "readonly int Count;", "int Count { get; set; }", "Count = 3", "NG0027"),
        Parameter("a property without a setter", "int Count => 1;", "int Count { get; set; }", "Count = 3", "NG0027"),
        Parameter("a property with a private setter", "int Count { get; private set; }", "int Count { get; set; }", "Count = 3", "NG0027"),
        Parameter("a property with an internal setter", "int Count { get; internal set; }", "int Count { get; set; }", "Count = 3"),
        Parameter("properties that differ by case", "int Count { get; set; } public int count { get; set; }", "int Count { get; set; }", "Count = 3"),
        Parameter("an indexer of an activation", "int Count { get; set; } public int this[int i] { get => i; set { } }", "int Count { get; set; } public int Item { get; set; }", "Count = 3, Item = 2"),
        Parameter("a required property that is set", "required int Count { get; set; }", "int Count { get; set; }", "Count = 3"),
        new("a required property that is not set", "NG0027", OddityTable.Parameter("public required int Count { get; set; }", "public int Count { get; set; }", "Mine")),
        new("constructor arguments", "", OddityTable.Parameter("public float Slope { get; set; } public string? Text { get; set; }", "public MineAttribute(double slope, string text = \"x\") { Slope = slope; Text = text; } public double Slope { get; } public string Text { get; }", "Mine(0.5)")),
        new("an argument of an attribute alone", "", OddityTable.Parameter("", "public string? Comment { get; set; }", "Mine(Comment = \"why\")")),
        new("a private enum", "", $"public partial class Outer {{ private enum Kind {{ A, B }} [Derivative(Needs.Nothing)] private struct F : IActivation {{ public Kind Kind {{ get; set; }} {OddityTable.Methods} }} private sealed class MineAttribute : ActivationAttribute<F> {{ public Kind Kind {{ get; set; }} }} [Network, Input(4), Dense(3), Mine(Kind = Kind.B)] public partial class Net; }}"),
        new("a file-local type as parameter", "NG0026", OddityTable.Parameter("public System.Type? Type { get; set; }", "public System.Type? Type { get; set; }", "Mine(Type = typeof(Local))", "file class Local;")),
    ];
}

/// <summary>Texts that end up in comments and documentation.</summary>
internal static class TextOddities
{
    private static Oddity Equation(string name, string equation) =>
        new($"an equation with {name}", "", OddityTable.Mine($"[Derivative(Needs.Nothing, Equation = {equation})]"));

    public static readonly IReadOnlyList<Oddity> All =
    [
        Equation("a new line", "\"a\\nb\""),
        Equation("a carriage return", "\"a\\rb\""),
        Equation("a next-line character", "\"a\\u0085b\""),
        Equation("a line separator", "\"a\\u2028b\""),
        Equation("a paragraph separator", "\"a\\u2029b\""),
        Equation("the end of a comment", "\"a */ b // c /* d\""),
        Equation("quotes and backslashes", "\"\\\"a\\\\\""),
        Equation("what XML knows", "\"a < b && c > d ]]> <!-- &amp;\""),
        Equation("braces", "\"{ {0} {1} }}\""),
        Equation("control characters", "\"\\0\\x01\\x1f\\x7f\\ufffe\""),
        Equation("half a character", "\"\\ud800\""),
        Equation("nothing", "\"\""),
        Equation("null", "null"),
        Equation("a directive", "\"\\n#error no\""),
        Equation("a raw string", "\"\"\"\n  a\n  b\n  \"\"\""),
    ];
}
