using System.Globalization;

namespace NetGen.Generators.Tests.Fuzzing;

/// <summary>
/// Random declarations of networks: well-formed attributes with arguments that may or may not make sense, and texts in which
/// something was typed wrong or is not yet typed.
/// </summary>
internal sealed class Declarations(System.Random random)
{
    /// <summary>Blocks for all declarations, among them one that contains itself, two that contain each other, and one without layers.</summary>
    public const string Blocks = """
        namespace Blocks;
        [NetGen.Block] [NetGen.Dense, NetGen.Tanh] public class Same;
        [NetGen.Block] [NetGen.Dense, NetGen.ReLU] [NetGen.Dense(Name = "out")] public class Deep;
        [NetGen.Block] [NetGen.Sequence<Same>(Repeat = 2)] [NetGen.Residual<Same>] public class Nested;
        [NetGen.Block] [NetGen.Residual<Loop>] public class Loop;
        [NetGen.Block] [NetGen.Sequence<Pong>] public class Ping;
        [NetGen.Block] [NetGen.Dense(4), NetGen.Sequence<Ping>] public class Pong;
        [NetGen.Block] public class Empty;
        [NetGen.Dense(4)] public class NoBlock;
        """;

    private static readonly string[] s_layers =
    [
        "Dense", "Dense", "Dense", "Dropout", "Softmax", "LogSoftmax", "Flatten", "Reshape", "Slice", "Add", "Subtract", "Multiply", "MatMul", "Concat", "Transpose", "Sum", "Mean", "Max", "Conv1D", "Conv2D", "MaxPool1D", "AveragePool1D", "MaxPool2D", "AveragePool2D",
        "GlobalAveragePool2D", "GlobalMaxPool2D", "ConvTranspose1D", "ConvTranspose2D", "GroupNorm", "InstanceNorm", "Upsample2D", "Pad", "LayerNorm", "RMSNorm", "BatchNorm", "GaussianNoise", "Normalization", "ReLU", "ReLU", "LeakyReLU", "ELU", "SELU", "GELU", "Sigmoid", "Tanh", "HardThreshold", "HardTanh", "Softplus", "Identity",
        "Residual<Blocks.Same>", "Residual<Blocks.Deep>", "Sequence<Blocks.Nested>", "Residual<Blocks.Loop>", "Sequence<Blocks.Ping>", "Residual<Blocks.Empty>", "Sequence<Blocks.NoBlock>", "Residual<int>", "NoSuchLayer", "Input(3)", "Network",
    ];

    private static readonly string[] s_losses =
    [
        "MeanSquaredError", "HalfSquaredError", "SoftmaxCrossEntropy", "BinaryCrossEntropy", "AbsoluteError", "Huber", "SmoothL1", "Hinge", "SquaredHinge", "MultiMargin", "KLDivergence", "PoissonNLL", "NegativeLogLikelihood", "PerceptronRule",
    ];

    private static readonly string[] s_kinds =
    [
        "Dense", "Dense", "Dense", "Dropout", "Softmax", "Flatten", "Slice", "Add", "Multiply", "Concat", "Conv2D", "MaxPool2D", "AveragePool2D", "LayerNorm", "BatchNorm", "ReLU", "Sigmoid", "Tanh",
        "HardThreshold", "Softplus", "Residual<Blocks.Same>", "Residual<Blocks.Deep>", "Sequence<Blocks.Nested>", "Residual<Blocks.Loop>", "Sequence<Blocks.Ping>", "Residual<Blocks.Empty>", "Sequence<Blocks.NoBlock>",
    ];

    private static readonly string[] s_integers = ["0", "1", "2", "3", "4", "5", "8", "16", "-1", "7", "int.MaxValue", "int.MinValue", "1000000", "2 + 2", "(byte)3"];

    private static readonly string[] s_doubles = ["0", "0.5", "0.0", "1.0", "-0.5", "1e300", "1e-300", "double.NaN", "double.PositiveInfinity", "0.25", "1"];

    private static readonly string[] s_numbers = ["0", "1", "2", "3", "4", "5", "8", "16", "-1", "7", "int.MaxValue", "int.MinValue", "1000000", "0.5", "0.0", "1.0", "-0.5", "1e300", "1e-300", "double.NaN", "double.PositiveInfinity", "99999999999", "1 / 0", "'a'", "2 + 2", "(byte)3"];

    private static readonly string[] s_names = ["\"a\"", "\"b\"", "\"input\"", "\"dense1\"", "\"tanh1\"", "\"\"", "\"1x\"", "\"a b\"", "\"слой\"", "\"層\"", "\"a.b\"", "null", "\"\\u0000\"", "\"{0}\"", "nameof(Net)", "\"residual1\"", "\"out\""];

    private static readonly string[] s_properties = ["Name", "Name", "Name", "From", "From", "Init", "InitScale", "BiasInit", "Bias", "Trainable", "Tie", "Repeat", "Slope", "Alpha", "Epsilon", "Momentum", "Affine", "Stride", "Padding", "Groups", "Kernel", "Weight", "Reduction", "LabelSmoothing", "ClassWeights", "PositiveWeight", "Delta", "NoSuchProperty"];

    private static readonly string[] s_values = ["true", "false", "null", "Init.He", "(Init)99", "Reduction.Sum", "(Reduction)7", "Padding.Same", "new double[] { 1, 2 }", "new double[0]", "[1, 2, 3]", "typeof(int)", "default"];

    private static readonly string[] s_declarations =
    [
        "partial class Net;", "partial class Net;", "partial class Net;", "partial class Net;", "public sealed partial class Net { }", "class Net;", "static partial class Net;", "abstract partial class Net;", "partial class Net<T>;", "partial record Net;", "partial struct Net;", "file partial class Net;",
        "partial class Сеть;", "partial class @class;", "partial class Net { public int X => InputSize; }", "partial class Outer { [NetGen.Network] partial class Net;", "partial class Net { void Forward( }", "partial class Net : System.IDisposable { public void Dispose() { } }", "partial class",
    ];

    private readonly System.Random _random = random;

    /// <summary>How far a declaration is from a network.</summary>
    private enum Care
    {
        /// <summary>Layers and numbers that mostly fit together.</summary>
        Sensible,

        /// <summary>Arguments of the right types, whatever their values.</summary>
        Typed,

        /// <summary>Anything.</summary>
        None,
    }

    /// <summary>The next declaration, in a namespace of its own.</summary>
    public string Next(int number)
    {
        string text = Network((Care)_random.Next(3));
        int mutations = _random.Next(3) == 0 ? _random.Next(1, 4) : 0;
        for (int i = 0; i < mutations; i++)
        {
            text = Mutate(text);
        }

        return $"using NetGen;\nnamespace N{number.ToString(CultureInfo.InvariantCulture)};\n{text}\n";
    }

    private string Network(Care care)
    {
        List<string> attributes = [Pick("Network", "Network", "Network<double>", care == Care.None ? "Network<int>" : "Network"), Input(care)];
        for (int count = _random.Next(1, 7); count > 0; count--)
        {
            attributes.Add(Layer(care));
        }

        if (_random.Next(3) != 0)
        {
            string loss = Pick(care == Care.None ? s_losses : s_losses[..4]);
            attributes.Add(Call(loss, _random.Next(4) == 0 && care != Care.Sensible ? [Property(care)] : []));
        }

        if (_random.Next(6) == 0)
        {
            int at = _random.Next(care == Care.None ? 0 : 2, attributes.Count);
            attributes.Insert(at, care == Care.None ? Pick($"L2({Number()})", "L2", "System.Obsolete", "System.Serializable") : $"L2({Pick(s_doubles)})");
        }

        bool brackets = _random.Next(2) == 0;
        string list = brackets ? string.Concat(attributes.Select(attribute => $"[{attribute}]\n")) : $"[{string.Join(", ", attributes)}]\n";
        return list + (care == Care.None ? Pick(s_declarations) : "public partial class Net;");
    }

    private string Input(Care care) => care switch
    {
        Care.Sensible => $"Input({Pick("4", "8", "3", "17", "1, 8, 8", "2, 4")})",
        Care.Typed => $"Input({Pick("4", "8", "2, 4", Pick(s_integers), $"{Pick(s_integers)}, {Pick(s_integers)}")})",
        _ => Pick("Input(4)", "Input(8)", "Input", "Input()", "Input(null)", "Dense(3)", $"Input({Number()})"),
    };

    private string Layer(Care care)
    {
        string kind = care switch
        {
            Care.Sensible => Pick("Dense", "Dense", "Dense", "ReLU", "Tanh", "Dropout", "Flatten", "LayerNorm", "Conv2D", "MaxPool2D", "Residual<Blocks.Same>"),
            Care.Typed => Pick(s_kinds),
            _ => Pick(s_layers),
        };
        List<string> arguments = kind switch
        {
            "Dense" => [Size(care)],
            "Dropout" or "GaussianNoise" => [care == Care.Sensible ? "0.25" : care == Care.Typed ? Pick(s_doubles) : Number()],
            "Conv2D" or "Conv1D" or "ConvTranspose2D" or "ConvTranspose1D" => [Size(care), care == Care.Sensible ? "3" : Size(care)],
            "MaxPool2D" or "AveragePool2D" or "MaxPool1D" or "AveragePool1D" => [care == Care.Sensible ? "2" : Size(care)],
            "Add" or "Multiply" or "Subtract" or "MatMul" => [Name()],
            "Sum" or "Mean" or "Max" => _random.Next(2) == 0 ? [] : [Pick("0", "1", "-1", Size(care))],
            "Concat" => [Name(), Name()],
            "GroupNorm" or "Upsample2D" => [Size(care)],
            "Slice" or "Reshape" or "Pad" => [Size(care), Size(care)],
            _ => [],
        };
        for (int properties = care != Care.Sensible && _random.Next(4) == 0 ? _random.Next(1, 3) : 0; properties > 0; properties--)
        {
            arguments.Add(care == Care.Typed ? TypedProperty(kind) : Property(care));
        }

        return Call(kind, arguments);
    }

    private string Size(Care care) => care switch { Care.Sensible => Pick("3", "4", "8", "17"), Care.Typed => Pick(s_integers), _ => Number() };

    private string TypedProperty(string kind) => kind == "Dense" && _random.Next(2) == 0
        ? Pick("Init = Init.He", "Init = (Init)99", $"InitScale = {Pick(s_doubles)}", $"BiasInit = {Pick(s_doubles)}", "Bias = false", "Trainable = false", $"Tie = {Name()}")
        : kind.Contains('<', StringComparison.Ordinal) && _random.Next(2) == 0 ? $"Repeat = {Pick("0", "1", "3", "-1")}"
        : $"{Pick("Name", "From")} = {Name()}";

    private string Property(Care care)
    {
        if (care == Care.Typed)
        {
            return Pick("Reduction = Reduction.Sum", "Reduction = (Reduction)7", $"From = {Name()}", $"Weight = {Pick(s_doubles)}");
        }

        string name = Pick(s_properties);
        return $"{name} = {(name is "Name" or "From" or "Tie" && _random.Next(8) != 0 ? Name() : _random.Next(2) == 0 ? Number() : Pick(s_values))}";
    }

    private static string Call(string kind, List<string> arguments) => arguments.Count == 0 ? kind : $"{kind}({string.Join(", ", arguments)})";

    /// <summary>One slip of the hand: letters lost, doubled, swapped or foreign.</summary>
    private string Mutate(string text)
    {
        if (text.Length < 4)
        {
            return text;
        }

        int at = _random.Next(text.Length - 2), length = Math.Min(_random.Next(1, 8), text.Length - at);
        return _random.Next(6) switch
        {
            0 => text.Remove(at, length),
            1 => text.Insert(at, text.Substring(at, length)),
            2 => text.Insert(at, Pick("(", ")", "[", "]", ",", "\"", "<", ">", "=", ";", "{", "}", "/*", "//", "\0", "🙂", "é", " ", "\n", "@", "$\"", "#if X\n")),
            3 => string.Concat(text.AsSpan(0, at), text.AsSpan(at + 1, 1), text.AsSpan(at, 1), text.AsSpan(at + 2)),
            4 => text[..at],
            _ => string.Concat(text.AsSpan(0, at), ((char)_random.Next(32, 0x3000)).ToString(), text.AsSpan(at + 1)),
        };
    }

    private string Number() => _random.Next(2) == 0 ? _random.Next(1, 20).ToString(CultureInfo.InvariantCulture) : Pick(s_numbers);

    private string Name() => Pick(s_names);

    private string Pick(params string[] from) => from[_random.Next(from.Length)];
}
