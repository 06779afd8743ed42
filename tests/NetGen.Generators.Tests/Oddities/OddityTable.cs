using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace NetGen.Generators.Tests.Oddities;

/// <summary>All oddities, by what is odd about them.</summary>
internal static class OddityTable
{
    public const string Layers = "[Network, Input(4), Dense(3), Tanh, Dropout(0.5), Dense(2), MeanSquaredError, L2(0.1)]";

    /// <summary>The methods of an activation.</summary>
    public const string Methods = "public V Forward<V>(V z) where V : struct, ISimd<V> => z + z; public V Derivative<V>(V h) where V : struct, ISimd<V> => V.One + V.One;";

    public static IReadOnlyList<Oddity> All { get; } =
    [
        .. ClassOddities.All, .. ConstructorOddities.All, .. MemberOddities.All, .. BaseOddities.All, .. NameOddities.All, .. ActivationOddities.All,
        .. ParameterOddities.All, .. TextOddities.All, .. ProjectOddities.All, .. ConstantOddities.All,
    ];

    /// <summary>A network with an activation of the user's own: what stands before the struct and in it, and how it is written.</summary>
    public static string Mine(string before = "", string members = "", string attribute = "", string use = "Mine", string after = "") => $$"""
        {{before}} public struct MineFunction : IActivation { {{members}} {{Methods}} }
        public sealed class MineAttribute : ActivationAttribute<MineFunction> { {{attribute}} }
        [Network, Input(4), Dense(3), {{use}}, Dense(2), MeanSquaredError] public partial class Net; {{after}}
        """;

    /// <summary>Likewise with the traits that an activation needs.</summary>
    public static string Parameter(string members, string attribute, string use, string after = "") =>
        Mine("[Derivative(Needs.Nothing)]", members, attribute, use, after);
}

/// <summary>What kind of class, and where it stands.</summary>
internal static class ClassOddities
{
    private const string Layers = OddityTable.Layers;

    public static readonly IReadOnlyList<Oddity> All =
    [
        new("a plain class", "", $"{Layers} public partial class Net;"),
        new("a record", "NG0002", $"{Layers} public partial record Net;"),
        new("a static class", "NG0002", $"{Layers} public static partial class Net;"),
        new("an abstract class", "NG0002", $"{Layers} public abstract partial class Net;"),
        new("a generic class", "NG0002", $"{Layers} public partial class Net<T>;"),
        new("a file-local class", "NG0002", $"{Layers} file partial class Net;"),
        new("not partial", "NG0001", $"{Layers} public class Net;"),
        new("nested in a class that is not partial", "NG0002", $"public class Outer {{ {Layers} public partial class Net; }}"),
        new("nested in a generic class", "NG0002", $"public partial class Outer<T> {{ {Layers} public partial class Net; }}"),
        new("nested in a generic interface", "NG0002", $"public partial interface IOuter<T> {{ {Layers} public partial class Net; }}"),
        new("nested in a file-local class", "NG0002", $"file partial class Outer {{ {Layers} public partial class Net; }}"),
        new("nested in a class nested in a file-local struct", "NG0002", $"file partial struct Outer {{ public partial class Middle {{ {Layers} public partial class Net; }} }}"),
        new("nested in an interface", "", $"public partial interface IOuter {{ {Layers} public partial class Net; }}"),
        new("nested in a record struct", "", $"public readonly partial record struct Outer {{ {Layers} public partial class Net; }}"),
        new("nested in a network", "", $"{Layers} public partial class Outer {{ {Layers} public partial class Net; }}"),
        new("nested in a class with a primary constructor", "", $"public partial class Outer(int x) {{ public int X => x; {Layers} public partial class Net; }}"),
        new("private and nested", "", $"public partial class Outer {{ {Layers} private partial class Net; }}"),
        new("protected internal and nested", "", $"public partial class Outer {{ {Layers} protected internal partial class Net; }}"),
        new("hides a nested class of the base", "", $"public class Base {{ public class Net; }} public partial class Outer : Base {{ {Layers} public new partial class Net; }}"),
        new("sealed", "", $"{Layers} public sealed partial class Net;"),
        new("unsafe", "", $"{Layers} public unsafe partial class Net;") { Options = options => options.WithAllowUnsafe(true) },
        new("the class Program of top-level statements", "", $"System.Console.WriteLine(new Program(seed: 1).Predict([1, 2, 3, 4])[0]); {Layers} partial class Program;") { Options = options => options.WithOutputKind(OutputKind.ConsoleApplication) },
        new("beside top-level statements", "", $"System.Console.WriteLine(new Net(seed: 1).Predict([1, 2, 3, 4])[0]); {Layers} partial class Net;") { Options = options => options.WithOutputKind(OutputKind.ConsoleApplication) },
        new("laid out explicitly", "NG0002", $"{Layers} [System.Runtime.InteropServices.StructLayout(System.Runtime.InteropServices.LayoutKind.Explicit)] public partial class Net;"),
        new("laid out in sequence", "", $"{Layers} [System.Runtime.InteropServices.StructLayout(System.Runtime.InteropServices.LayoutKind.Sequential)] public partial class Net;"),
        new("an attribute that the generated part has too", "", $"{Layers} [System.CodeDom.Compiler.GeneratedCode(\"mine\", \"1\")] public partial class Net;"),
        new("obsolete", "", $"{Layers} [System.Obsolete] public partial class Net;"),
        new("obsolete with a text", "", $"{Layers} [System.Obsolete(\"old\")] public partial class Net;"),
        new("obsolete as an error", "", $"{Layers} [System.Obsolete(\"old\", true)] public partial class Net;"),
        new("experimental", "", $"{Layers} [System.Diagnostics.CodeAnalysis.Experimental(\"EXP001\")] public partial class Net;"),
        new("within something experimental", "", $"[System.Diagnostics.CodeAnalysis.Experimental(\"EXP001\")] public partial class Outer {{ {Layers} public partial class Net; }}"),
        new("within something obsolete", "", $"[System.Obsolete] public partial class Outer {{ {Layers} public partial class Net; }}"),
        new("serializable", "", $"{Layers} [System.Serializable] public partial class Net;"),
        new("its parts in several files", "", $"{Layers} public partial class Net;", "public partial class Net { public int X => InputSize; }", "#if NEVER\npublic partial class Net { public int X => 0; }\n#endif"),
        new("layers on several parts", "NG0011", "[Network, Input(4), Dense(3)] public partial class Net;", "using NetGen; [Dense(2)] public partial class Net;"),
        new("equal names in two namespaces and two cases", "", $"namespace A {{ {Layers} public partial class Net; {Layers} public partial class NET; }} namespace B {{ {Layers} public partial class Net; }}"),
        new("equal names of another arity beside it", "", $"{Layers} public partial class Net; public class Net<T> {{ public T? X {{ get; set; }} }}"),
        new("a class that is no network derives from it", "", $"{Layers} public partial class Net; public class Better : Net {{ public Better() : base(7) {{ }} }}"),
        new("an alias of an attribute", "", "using D = NetGen.DenseAttribute; using N = NetGen.NetworkAttribute; [N, Input(4), D(3), Tanh] public partial class Net;"),
        new("global aliases of attributes", "", "[N, In(4), D(3)] public partial class Net;", "global using D = NetGen.DenseAttribute; global using N = NetGen.NetworkAttribute<double>; global using In = NetGen.InputAttribute;"),
        new("an attribute target", "", "[type: Network] [type: Input(4)] [type: Dense(3)] public partial class Net;"),
        new("named arguments in odd order", "", "[Network, Input(shape: new[] { 1, 8, 8 }, Name = \"pixels\"), Conv2D(kernel: 3, channels: 2, Name = \"c\"), Flatten, Tanh, Dense(units: 3, Name = \"d\", Bias = false)] public partial class Net;"),
        new("an attribute derived from NetworkAttribute", "", $"public sealed class MyNetworkAttribute : NetworkAttribute; {Layers} public partial class Net;"),
    ];
}

/// <summary>Constructors, primary and other, and what has to be set.</summary>
internal static class ConstructorOddities
{
    private const string Layers = OddityTable.Layers;

    public static readonly IReadOnlyList<Oddity> All =
    [
        new("a primary constructor", "NG0022", $"{Layers} public partial class Net(int x) {{ public int X => x; }}"),
        new("a primary constructor without parameters", "NG0022", $"{Layers} public partial class Net();"),
        new("a primary constructor that takes a seed", "NG0022", $"{Layers} public partial class Net(long seed) {{ public long Mine => seed; }}"),
        new("a primary constructor and a base", "NG0022", $"public class Base(int x) {{ public int X => x; }} {Layers} public partial class Net(int x) : Base(x);"),
        new("a primary constructor on another part", "NG0022", $"{Layers} public partial class Net;", "public partial class Net(int x) { public int X => x; }"),
        new("a constructor that does not chain", "NG0023", $"{Layers} public partial class Net {{ public Net() {{ }} }}"),
        new("a constructor that calls the base", "NG0023", $"{Layers} public partial class Net {{ public Net(string text) : base() {{ _ = text; }} }}"),
        new("a private constructor that does not chain", "NG0023", $"{Layers} public partial class Net {{ private Net(int a, int b) {{ _ = a + b; }} }}"),
        new("a constructor that chains to one that does not", "NG0023", $"{Layers} public partial class Net {{ public Net(string text) {{ _ = text; }} public Net(int x) : this(x.ToString()) {{ }} }}"),
        new("a constructor on another part that does not chain", "NG0023", $"{Layers} public partial class Net;", "public partial class Net { public Net() { } }"),
        new("a constructor that chains", "", $"{Layers} public partial class Net {{ public Net() : this(seed: 7) {{ }} }}"),
        new("a constructor that chains through another", "", $"{Layers} public partial class Net {{ public Net(string text) : this(text.Length) {{ }} public Net(string a, string b) : this(a + b) {{ }} }}"),
        new("a constructor that takes an optional int", "", $"{Layers} public partial class Net {{ public Net(int x = 0) : this((long)x) {{ }} }}"),
        new("a constructor with the seed and more", "", $"{Layers} public partial class Net {{ public Net(long seed, string text = \"\") : this(seed) {{ _ = text; }} }}"),
        new("a private constructor that chains", "", $"{Layers} public partial class Net {{ private Net(object x) : this(0L) {{ _ = x; }} }}"),
        new("the generated constructor again", "NG0020", $"{Layers} public partial class Net {{ public Net(long number) {{ _ = number; }} }}") { Own = "*" },
        new("a static constructor", "", $"{Layers} public partial class Net {{ static Net() {{ System.Console.WriteLine(); }} }}"),
        new("a finalizer", "", $"{Layers} public partial class Net {{ ~Net() {{ System.Console.WriteLine(); }} }}"),
        new("Dispose", "", $"{Layers} public partial class Net : System.IDisposable {{ public void Dispose() {{ System.GC.SuppressFinalize(this); }} }}"),
        new("a required property", "NG0022", $"{Layers} public partial class Net {{ public required string Title {{ get; init; }} }}"),
        new("a required field on another part", "NG0022", $"{Layers} public partial class Net;", "public partial class Net { public required int X; }"),
        new("a required property of the base", "NG0022", $"public class Base {{ public required string Title {{ get; init; }} }} {Layers} public partial class Net : Base;"),
        new("a required property of a base's base", "NG0022", $"public class A {{ public required string Title {{ get; init; }} }} public class B : A; {Layers} public partial class Net : B;"),
        new("a required property that is a stand-in's", "NG0003 NG0022", "[Network, Dense(3)] public partial class Net { public required string Title { get; init; } }"),
        new("init-only properties with values", "", $"{Layers} public partial class Net {{ public string Title {{ get; init; }} = \"\"; }}"),
    ];
}

/// <summary>Members of the user's part.</summary>
internal static class MemberOddities
{
    private const string Layers = OddityTable.Layers;

    public static readonly IReadOnlyList<Oddity> All =
    [
        new("overloads of generated methods", "", $"{Layers} public partial class Net {{ public int Predict(string text) => text.Length; public void Save() => Save(\"x\"); public float Loss(int x) => x; }}"),
        new("overloads that fit the generated calls", "", $$"""
            {{Layers}} public partial class Net
            {
                public TrainingHistory Fit(IDataset<float, float> train, object? validation, FitOptions? options, System.Threading.CancellationToken token) => Fit(train, options, token);
                public TrainingHistory Fit(IDataset<float, float> train, FitOptions? options, FitOptions? other, System.Threading.CancellationToken token) => Fit(train, options ?? other, token);
                public void Load(string path) => Load(path, "*");
                public void Predict<T>(System.ReadOnlySpan<T> a, System.Span<T> b) { }
                public void CopyFrom(object other) { }
                public static explicit operator Net(string text) => new(text.Length);
            }
            """),
        new("a property named like a generated method", "NG0020", $"{Layers} public partial class Net {{ public int Predict {{ get; set; }} }}") { Own = "*" },
        new("a field named like a generated constant", "NG0020", $"{Layers} public partial class Net {{ private readonly int OutputSize = 3; }}") { Own = "*" },
        new("a nested class named like a generated method", "NG0020", $"{Layers} public partial class Net {{ public class Clone; }}") { Own = "*" },
        new("a method with a generated signature", "NG0020", $"{Layers} public partial class Net {{ public Net Clone() => this; }}") { Own = "*" },
        new("a method with a kernel's name", "", $"{Layers} public partial class Net {{ private static int Dense1Forward(int x) => Dense1Forward(x); }}"),
        new("a property with a kernel's name", "NG0020", $"{Layers} public partial class Net {{ public int Dense1Forward => 1; }}") { Own = "*" },
        new("a method that hides what generated code calls", "", $"{Layers} public partial class Net {{ private static int Wrong() => 1; public int Infer(int x) => x + Wrong(); private double Penalty(int x) => x + Infer(1); public double X => Penalty(2); }}"),
        new("a field with a generated field's name", "NG0020", $"{Layers} public partial class Net {{ private int _seed = 1; public int X => _seed; }}") { Own = "*" },
        new("members with names of generated locals", "", $"{Layers} public partial class Net {{ public int x, batch, share, rows, W1, b1, z1, h1, dz1, workspace, first, count, scratch, parameters, state, sum, scale, weight, at, o, r, i, n, t, y; }}"),
        new("members with names of the types that kernels use", "", $"{Layers} public partial class Net {{ public int V4, V8, V, Simd, Unsafe, Rows, Guard, Math, Span, System, NetGen, Vector512, MethodImpl, Sums, Lanes; }}"),
        new("nested types with names of the types that kernels use", "", $"{Layers} public partial class Net {{ public class V4; public class V; public class Simd; public class Unsafe; public class Math; public class Span<T>; public class System; public class NetGen; public class Workspace<T>; public class Vector512; }}"),
        new("a method nameof", "", $"{Layers} public partial class Net {{ private static string nameof(object? x) => \"\" + x; public string X => nameof(null); }}"),
        new("a method nameof in the containing type", "", $"public static partial class Outer {{ public static int nameof(object x) => x is null ? 0 : 1; {Layers} public partial class Net; }}"),
        new("a nested type named var", "", $"#pragma warning disable CS8981\n{Layers} public partial class Net {{ public class @var; public class @nint; public class @dynamic; }}"),
        new("operators", "", $"{Layers} public partial class Net {{ public static Net operator +(Net a, Net b) => a ?? b; public static bool operator true(Net a) => a is not null; public static bool operator false(Net a) => a is null; public static implicit operator Net(long seed) => new(seed); public static implicit operator long(Net net) => net.Parameters.Length; }}"),
        new("equality that throws", "", $"{Layers} public partial class Net {{ public static bool operator ==(Net? a, Net? b) => throw new System.InvalidOperationException(); public static bool operator !=(Net? a, Net? b) => throw new System.InvalidOperationException(); public override bool Equals(object? obj) => false; public override int GetHashCode() => 0; }}"),
        new("an indexer", "", $"{Layers} public partial class Net {{ public float this[int i] => Parameters[i]; }}"),
        new("a sealed override of ToString", "", $"{Layers} public partial class Net {{ public sealed override string ToString() => \"net\"; }}"),
        new("an event", "NG0020", $"{Layers} public partial class Net {{ public event System.Action? Forward; }}") { Own = "*" },
        new("an interface of the user's with a generated member", "", $"public interface ISaves {{ void Save(string path); }} {Layers} public partial class Net : ISaves;"),
        new("an interface that is implemented explicitly", "", $"public interface ILossy {{ float Loss {{ get; }} }} {Layers} public partial class Net : ILossy {{ float ILossy.Loss => 1; }}"),
        new("a generated interface on the user's part", "", $"{Layers} public partial class Net : IPredictor<float>, ITrainableNetwork<Net, float, float>;"),
        new("a generated interface implemented explicitly", "NG0020", $"{Layers} public partial class Net : IPredictor<float> {{ int IPredictor<float>.InputSize => 4; }}") { Own = "*" },
        new("a public method of a generated interface, explicitly", "", $"{Layers} public partial class Net : IPredictor<float> {{ void IPredictor<float>.Predict(System.ReadOnlySpan<float> inputs, System.Span<float> outputs) {{ }} }}"),
        new("a default method of an interface", "", $"public interface ISaves {{ void Save(string path) {{ }} }} {Layers} public partial class Net : ISaves;"),
        new("a comment that looks like an end", "", $"{Layers} /* }} */ public partial class Net {{ /* ; */ }} // }}"),
        new("a summary", "", $"/// <summary>Mine.</summary>\n{Layers} public partial class Net;"),
        new("a summary that is no XML", "", $"/// <summary>Mine & <b></summary>\n{Layers} public partial class Net;") { Own = "CS1570" },
        new("remarks alone", "", $"/// <remarks>Mine.</remarks>\n{Layers} public partial class Net;"),
    ];
}

/// <summary>Base classes.</summary>
internal static class BaseOddities
{
    private const string Layers = OddityTable.Layers;

    public static readonly IReadOnlyList<Oddity> All =
    [
        new("a base without a constructor that takes nothing", "NG0022", $"public class Base {{ public Base(int x) {{ _ = x; }} }} {Layers} public partial class Net : Base;") { Own = "*" },
        new("a base whose constructor is private", "NG0022", $"public class Base {{ private Base() {{ }} public static Base Make() => new(); }} {Layers} public partial class Net : Base;") { Own = "*" },
        new("a base whose constructor is obsolete", "", $"public class Base {{ [System.Obsolete(\"old\")] public Base() {{ }} }} {Layers} public partial class Net : Base;"),
        new("a base whose constructor is obsolete without a text", "", $"public class Base {{ [System.Obsolete] public Base() {{ }} }} {Layers} public partial class Net : Base;"),
        new("a base whose constructor is obsolete as an error", "NG0022", $"public class Base {{ [System.Obsolete(\"old\", true)] public Base() {{ }} }} {Layers} public partial class Net : Base;") { Own = "*" },
        new("a base whose constructor is experimental", "", $"public class Base {{ [System.Diagnostics.CodeAnalysis.Experimental(\"EXP002\")] public Base() {{ }} }} {Layers} public partial class Net : Base;"),
        new("a base whose constructor is protected", "", $"public class Base {{ protected Base() {{ }} }} {Layers} public partial class Net : Base;"),
        new("a base whose constructor has an optional parameter", "", $"public class Base {{ protected Base(int x = 1) {{ _ = x; }} }} {Layers} public partial class Net : Base;"),
        new("a base whose constructor takes params", "", $"public class Base {{ protected Base(params int[] x) {{ _ = x; }} }} {Layers} public partial class Net : Base;"),
        new("a base with members of generated names", "", $"public class Base {{ public int Predict; public int Loss {{ get; set; }} public void Save(string path) {{ }} public static int Description => 1; protected void Infer() {{ }} public const int InputSize = 1; public class Clone; public event System.Action? Fit; protected int _seed; }} {Layers} public partial class Net : Base;") { Own = "CS0067" },
        new("a base with a virtual method of a generated signature", "NG0025", $"public class Base {{ public virtual void Save(string path) {{ }} }} {Layers} public partial class Net : Base;"),
        new("a base with an abstract method of a generated signature", "NG0025", $"public abstract class Base {{ public abstract void Save(string path); }} {Layers} public partial class Net : Base;") { Own = "CS0534" },
        new("a base with an abstract property of a generated name", "NG0025", $"public abstract class Base {{ public abstract int State {{ get; }} }} {Layers} public partial class Net : Base;") { Own = "CS0534" },
        new("a base with an abstract method of another signature", "", $"public abstract class Base {{ public abstract void Save(int number); }} {Layers} public partial class Net : Base {{ public override void Save(int number) {{ }} }}"),
        new("a base with an abstract method that the user implements", "", $"public abstract class Base {{ public abstract int Size(); }} {Layers} public partial class Net : Base {{ public override int Size() => ParameterCount; }}"),
        new("a base with a sealed ToString", "", $"public class Base {{ public sealed override string ToString() => \"\"; }} {Layers} public partial class Net : Base;"),
        new("a generic base", "", $"public class Base<T> {{ public T? Load(string path) => default; }} {Layers} public partial class Net : Base<Net>;"),
        new("a base with a nested type of the network's name", "", $"public class Base {{ public class Net; }} {Layers} public partial class Net : Base;"),
        new("a base that is a network", "NG0025", $"{Layers} public partial class First; {Layers} public partial class Net : First;"),
        new("a base's base that is a network", "NG0025", $"{Layers} public partial class First; public class Second : First; {Layers} public partial class Net : Second;"),
        new("a base with the names of types", "", $"public class Base {{ protected int Simd; protected class V4; protected static void Guard() {{ }} protected class NetGen; }} {Layers} public partial class Net : Base;"),
        new("a base that is obsolete", "", $"#pragma warning disable CS0618, CS0612\n[System.Obsolete] public class Base; {Layers} public partial class Net : Base;"),
        new("the class Attribute as base", "", $"{Layers} public partial class NetAttribute : System.Attribute;"),
        new("the class Exception as base", "", $"{Layers} public partial class NetException : System.Exception;"),
        new("a class of the framework with many members as base", "", $"{Layers} public partial class Net : System.Collections.Generic.List<float>;"),
        new("MarshalByRefObject as base", "", $"{Layers} public partial class Net : System.MarshalByRefObject;"),
    ];
}

/// <summary>Names of classes, namespaces, values and layers.</summary>
internal static class NameOddities
{
    private const string Layers = OddityTable.Layers;

    public static readonly IReadOnlyList<Oddity> All =
    [
        .. new[] { "Predict", "Loss", "State", "Forward", "Backward", "Fit", "Parameters", "Description", "InputSize", "ParameterCount", "Clone", "Save", "ToSource", "Evaluate", "L2Rate", "SetRate", "CreateWorkspace", "FromFile", "CrossValidate" }
            .Select(name => new Oddity($"the class is named {name}", "NG0024", $"{Layers} public partial class {name};")),
        .. new[] { "Infer", "Dense1Forward", "Penalty", "_seed", "_rates", "s_layout" }
            .Select(name => new Oddity($"the class is named {name}", "NG0024", $"{Layers} public partial class {name};") { Own = "CS0542" }),
        new("the class is named like a stand-in's member", "NG0003 NG0024", "[Network, Dense(3)] public partial class Adapt; [Network, Dense(3)] public partial class Wrong;") { Own = "CS0542" },
        .. new[] { "@class", "@event", "@record", "@field", "@required", "@file", "@scoped", "@var", "@nint", "@dynamic", "@partial", "@extension", "@value", "@global", "@await", "@yield", "@where", "@unmanaged", "@allows", "_", "神经网络", "ıİßſ", "Ω1", "N\\u0065t", "V", "V4", "T", "Simd", "Workspace", "Unsafe", "Span", "Math", "Vector512", "Network", "Optimizer", "Mine" }
            .Select(name => new Oddity($"the class is named {name}", "", $"#pragma warning disable CS8981\nnamespace Odd; {Layers}\npublic partial class {name};")),
        new("the class is named NetGen", "", $"namespace Odd; {Layers} public partial class NetGen;"),
        new("the class is named System", "", $"namespace Odd; {Layers} public partial class System;"),
        new("the class is named System in the global namespace", "NG0024", $"{Layers} public partial class System;") { Own = "*" },
        new("a type System in the global namespace", "NG0024", $"{Layers} public partial class Net; public class System;") { Own = "*" },
        new("a class and its namespace of one name", "", $"namespace Net; {Layers} public partial class Net;"),
        new("a class and the namespace above of one name", "", $"namespace Net.Parts; {Layers} public partial class Net;"),
        new("the namespace NetGen.Something", "", $"namespace NetGen.Something; {Layers} public partial class Net;"),
        new("the namespace Something.NetGen.CompilerServices", "", $"namespace Something.NetGen.CompilerServices; {Layers} public partial class Guard;"),
        new("the namespace System.Runtime", "", $"namespace System.Runtime; {Layers} public partial class Net;"),
        new("keywords as namespaces and containers", "", $"namespace @namespace.@int {{ public partial class @while {{ public partial struct @event {{ {Layers} public partial class @if; }} }} }}"),
        new("a type NetGen beside it", "", $"namespace Odd {{ {Layers} public partial class Net; public class NetGen; public class System; public class Span; public class Math; public class Vector512; }}"),
        new("a type of NetGen's in the user's sources", "NG0024", $"namespace NetGen {{ {Layers} public partial class Optimizer; }}") { Own = "*" },
        new("a type of NetGen's beside the network", "NG0024", $"namespace NetGen {{ public class Workspace<T>; }} {Layers} public partial class Net;") { Own = "*" },
        new("a type of the system's in the user's sources", "NG0024", $"namespace System {{ public static class Math; }} {Layers} public partial class Net;") { Own = "*" },
        new("other types in the namespace NetGen", "", $"namespace NetGen {{ public class Helper; public class Dense; public class Tanhs; }} {Layers} public partial class Net;"),
        new("an input named by a keyword", "", "[Network, Input(4, Name = \"class\"), Input(2, Name = \"outputs\"), Concat(\"class\", \"outputs\"), Dense(2), MeanSquaredError] public partial class Net;"),
        new("inputs named like generated names", "", "[Network, Input(4, Name = \"outputs\"), Input(2, Name = \"outputsInput\"), Input(1, Name = \"x\"), Input(1, Name = \"rows\"), Concat(\"outputs\", \"outputsInput\", \"x\", \"rows\"), Dense(2), MeanSquaredError] public partial class Net;"),
        new("inputs named like members and types", "", "[Network, Input(4, Name = \"Predict\"), Input(2, Name = \"workspace\"), Input(1, Name = \"targets\"), Input(1, Name = \"Net\"), Input(1, Name = \"Description\"), Input(1, Name = \"V\"), Concat(\"Predict\", \"workspace\", \"targets\", \"Net\", \"Description\", \"V\"), Dense(2), SoftmaxCrossEntropy] public partial class Net;"),
        new("inputs that differ by case", "", "[Network, Input(4, Name = \"a\"), Input(2, Name = \"A\"), Concat(\"a\", \"A\"), Dense(2), MeanSquaredError] public partial class Net;"),
        new("inputs named by contextual keywords", "", "[Network, Input(4, Name = \"value\"), Input(2, Name = \"await\"), Input(2, Name = \"var\"), Input(2, Name = \"field\"), Input(2, Name = \"scoped\"), Input(2, Name = \"global\"), Concat(\"value\", \"await\", \"var\", \"field\", \"scoped\", \"global\"), Dense(2), MeanSquaredError] public partial class Net;"),
        new("values named like generated locals", "", "[Network, Input(4), Dense(4, Name = \"x\"), Tanh(Name = \"batch\"), Dense(4, Name = \"V\"), ReLU(Name = \"share\"), Add(\"x\", Name = \"z1\"), Dense(4, Name = \"W1\"), Tanh, Dense(4, Name = \"class\"), Tanh, Dense(2, Name = \"rows\"), MeanSquaredError] public partial class Net;"),
        new("values that collide after camel-casing", "", "[Network, Input(4), Dense(4, Name = \"GELU\"), GELU(Name = \"gELU\"), Dense(4, Name = \"gelu\"), GELU, Dropout(0.5, Name = \"dropout2\"), Dropout(0.5, Name = \"Dropout1\"), Dense(2), MeanSquaredError] public partial class Net;"),
        new("losses of values with odd names", "", "[Network, Input(4), Dense(4, Name = \"class\"), Tanh(Name = \"inputs\"), Dense(3, Name = \"samples\"), Tanh, Dense(2, Name = \"workspace\"), MeanSquaredError(From = \"class\"), MeanSquaredError(From = \"inputs\"), SoftmaxCrossEntropy(From = \"samples\"), MeanSquaredError(From = \"workspace\"), MeanSquaredError(From = \"workspace\", Weight = 2)] public partial class Net;"),
        new("losses whose parameters could be named alike", "", "[Network, Input(4), Dense(4, Name = \"meanSquaredError1\"), Tanh, Dense(2, Name = \"meanSquaredError2\"), MeanSquaredError(From = \"meanSquaredError1\"), MeanSquaredError(From = \"meanSquaredError2\"), MeanSquaredError(From = \"meanSquaredError2\")] public partial class Net;"),
        new("an input and a loss whose parameters could be named alike", "", "[Network, Input(4, Name = \"aTargets\"), Input(4, Name = \"bTargets\"), Concat(\"aTargets\", \"bTargets\"), Dense(4, Name = \"a\"), Tanh, Dense(2, Name = \"b\"), MeanSquaredError(From = \"a\"), MeanSquaredError(From = \"b\")] public partial class Net;"),
        new("a name that is no word", "NG0016", "[Network, Input(4), Dense(4, Name = \"a\\n*/ // \\\" <b> \\u2028\"), Dense(2)] public partial class Net;"),
    ];
}
