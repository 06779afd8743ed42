using System.Globalization;

namespace NetGen.Generators.Tests.RandomNetworks;

/// <summary>One operation: the attribute's kind, what is written in it, and what the reference computes with.</summary>
internal sealed record Operation(string Kind, string Arguments)
{
    /// <summary>The number of outputs.</summary>
    public int Outputs { get; init; }

    public bool HasBias { get; init; }

    /// <summary>A slope or a rate.</summary>
    public double Number { get; init; }

    /// <summary>Whether f is not smooth at 0, so that central differences are wrong near there.</summary>
    public bool HasKink => Kinked.Contains(Kind);

    /// <summary>The activations that are not smooth.</summary>
    public static string[] Kinked { get; } = ["ReLU", "LeakyReLU", "HardThreshold", "SELU", "HardSigmoid", "HardSwish", "HardTanh", "ReLU6"];

    /// <summary>Where they are not.</summary>
    public double[] Kinks => Kind switch { "HardSigmoid" or "HardSwish" => [-3, 3], "HardTanh" => [-1, Number], "ReLU6" => [0, 6], _ => [0] };

    /// <summary>The user's name of the output, if there is one.</summary>
    public string? Name => Arguments.Contains("Name = ", StringComparison.Ordinal) ? Arguments.Split('"')[1] : null;

    public override string ToString() => Arguments.Length == 0 ? Kind : $"{Kind}({Arguments})";
}

/// <summary>A random architecture and what it is tried with.</summary>
internal sealed record Architecture(int Inputs, IReadOnlyList<Operation> Layers, LossChoice Loss, double? L2, int Batch)
{
    private static readonly string[] s_smooth = ["Sigmoid", "Tanh", "Softplus", "Identity", "ELU", "GELU", "GELUTanh", "SiLU", "Mish", "Softsign"];
    private static readonly string[] s_activations = [.. s_smooth, .. Operation.Kinked];
    private static readonly string[] s_initializers = ["", "", "", "Xavier", "XavierNormal", "He", "HeNormal", "LeCun", "Orthogonal", "Normal", "Uniform", "Constant"];

    public int Outputs => Layers.Count == 0 ? Inputs : Layers[^1].Outputs;

    public bool HasKinks => Loss.HasKink || Layers.Any(layer => layer.HasKink);

    /// <summary>An architecture of one to eight layers; every kind of layer, loss and argument comes up.</summary>
    public static Architecture Choose(System.Random random)
    {
        int inputs = Size(random), width = inputs;
        List<Operation> layers = [];
        int count = random.Next(1, 9);
        bool kinks = random.Next(3) == 0;
        while (layers.Count < count)
        {
            Operation layer = ChooseLayer(random, width, layers.Count, kinks);
            layers.Add(layer);
            width = layer.Outputs;
        }

        LossChoice loss = LossChoice.Choose(random, width, kinks);
        if (loss.NeedsActivation is { } activation)
        {
            layers.Add(new Operation(activation, "") { Outputs = width });
        }

        return new Architecture(inputs, layers, loss, random.Next(3) == 0 ? random.NextDouble() : null, random.Next(1, 10));
    }

    /// <summary>The declaration: attributes in one bracket or in several.</summary>
    public string Source(string name, string scalar)
    {
        string network = scalar == "double" ? "Network<double>" : "Network";
        string penalty = L2 is { } rate ? $" [L2({rate.ToString("R", CultureInfo.InvariantCulture)})]" : "";
        return $"[{network}, Input({Inputs})] [{string.Join(", ", Layers)}]{penalty} [{Loss}] public partial class {name};";
    }

    public override string ToString() => $"{Source("Net", "double")} // batch {Batch}";

    private static Operation ChooseLayer(System.Random random, int width, int index, bool kinks)
    {
        // A name keeps a value out of fusion.
        string name = random.Next(6) == 0 ? $"Name = \"v{index}\"" : "";
        switch (random.Next(10))
        {
            case < 5:
                return ChooseDense(random, width, name);
            case 5:
                double rate = random.Next(5) == 0 ? 0 : Math.Round(0.9 * random.NextDouble(), 3);
                return new Operation("Dropout", Join(rate.ToString("R", CultureInfo.InvariantCulture), name)) { Outputs = width, Number = rate };
            case 6 when random.Next(2) == 0:
                return new Operation(Pick(random, "Softmax", "LogSoftmax"), name) { Outputs = width };
            default:
                string kind = Pick(random, kinks ? s_activations : s_smooth);
                bool isSet = random.Next(2) == 0;
                (string argument, double number) = kind switch
                {
                    "LeakyReLU" => isSet ? ("Slope = 0.3", 0.3) : ("", 0.01),
                    "ELU" => isSet ? ("Alpha = 0.5", 0.5) : ("", 1),
                    "HardTanh" => isSet ? ("Max = 0.25", 0.25) : ("", 1),
                    _ => ("", 0),
                };
                return new Operation(kind, Join(argument, name)) { Outputs = width, Number = number };
        }
    }

    private static Operation ChooseDense(System.Random random, int width, string name)
    {
        int? units = random.Next(5) == 0 ? null : Size(random);
        bool hasBias = random.Next(4) != 0;
        string initializer = Pick(random, s_initializers);
        string arguments = Join(
            units?.ToString(CultureInfo.InvariantCulture) ?? "",
            hasBias ? "" : "Bias = false",
            initializer.Length == 0 ? "" : $"Init = Init.{initializer}",
            initializer is "Normal" or "Uniform" ? "InitScale = 0.4" : "",
            hasBias && random.Next(2) == 0 ? "BiasInit = 0.25" : "",
            name);
        return new Operation("Dense", arguments) { Outputs = units ?? width, HasBias = hasBias };
    }

    /// <summary>1 to 70, the small ones as often as the large: multiples of the vectors' widths and what is beside them.</summary>
    private static int Size(System.Random random) => random.Next(2) == 0 ? random.Next(1, 18) : random.Next(1, 71);

    public static string Pick(System.Random random, params string[] choices) => choices[random.Next(choices.Length)];

    public static string Join(params string[] arguments) => string.Join(", ", arguments.Where(argument => argument.Length > 0));
}
