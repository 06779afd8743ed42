using System.Globalization;

namespace NetGen.Generators.Tests.RandomNetworks;

/// <summary>A loss: the attribute's kind, what is written in it, and what the reference computes with.</summary>
internal sealed record LossChoice(string Kind, string Arguments)
{
    private static readonly string[] s_ofElements =
    [
        "MeanSquaredError", "HalfSquaredError", "Huber", "SmoothL1", "SquaredHinge", "BinaryCrossEntropy", "BinaryCrossEntropyOfProbabilities", "KLDivergence", "PoissonNLL", "PoissonNLLOfRates",
    ];

    private static readonly string[] s_ofElementsWithKinks = [.. s_ofElements, "MeanAbsoluteError", "Hinge"];

    private static readonly string[] s_ofClasses = ["SoftmaxCrossEntropy", "SoftmaxCrossEntropy", "SoftmaxCrossEntropyOfProbabilities", "NegativeLogLikelihood", "SquaredMultiMargin"];

    private static readonly string[] s_ofClassesWithKinks = [.. s_ofClasses, "MultiMargin"];

    /// <summary>The kind, and of which kind of output or target where there are two.</summary>
    public string Variant { get; private init; } = Kind;

    public string Reduction { get; private init; } = "";

    /// <summary>δ, β, the margin, ε or the label smoothing.</summary>
    public double Number { get; private init; }

    public double[]? ClassWeights { get; private init; }

    public double[]? PositiveWeights { get; private init; }

    public bool TakesLabels => Kind is "SoftmaxCrossEntropy" or "NegativeLogLikelihood" or "MultiMargin" && Variant != "SoftmaxCrossEntropyOfProbabilities";

    /// <summary>Whether an example's loss is one number of all its outputs, not a sum over them.</summary>
    public bool IsOfExamples => Kind is "SoftmaxCrossEntropy" or "NegativeLogLikelihood" or "MultiMargin";

    public bool HasKink => Variant is "MeanAbsoluteError" or "Hinge" or "MultiMargin";

    /// <summary>The activation that gives the loss what it is a loss of.</summary>
    public string? NeedsActivation => Variant switch { "BinaryCrossEntropyOfProbabilities" => "Sigmoid", "PoissonNLLOfRates" => "Softplus", _ => null };

    public static LossChoice Choose(System.Random random, int width, bool kinks)
    {
        string[] choices = width >= 2 && random.Next(2) == 0 ? kinks ? s_ofClassesWithKinks : s_ofClasses : kinks ? s_ofElementsWithKinks : s_ofElements;
        string variant = Architecture.Pick(random, choices), reduction = Architecture.Pick(random, "", "", "Mean", "BatchMean", "Sum");
        string kind = variant.Replace("OfProbabilities", "", StringComparison.Ordinal).Replace("OfRates", "", StringComparison.Ordinal).Replace("SquaredM", "M", StringComparison.Ordinal);
        double number = Math.Round(0.1 + 0.8 * random.NextDouble(), 3);
        bool hasSmoothing = kind == "SoftmaxCrossEntropy" && random.Next(2) == 0;
        double[]? classWeights = kind is "SoftmaxCrossEntropy" or "NegativeLogLikelihood" or "BinaryCrossEntropy" && random.Next(2) == 0 ? Weights(random, width) : null;
        double[]? positiveWeights = kind == "BinaryCrossEntropy" && random.Next(2) == 0 ? Weights(random, random.Next(2) == 0 ? 1 : width) : null;
        string arguments = Architecture.Join(
            kind switch
            {
                "Huber" => $"Delta = {Text(number)}",
                "SmoothL1" => $"Beta = {Text(number)}",
                "MultiMargin" => $"Margin = {Text(number)}",
                "PoissonNLL" when variant != kind => $"LogInput = false, Epsilon = {Text(number)}",
                "BinaryCrossEntropy" when variant != kind => "FromLogits = false",
                _ => "",
            },
            variant == "SquaredMultiMargin" ? "Power = 2" : "",
            variant == "SoftmaxCrossEntropyOfProbabilities" ? "Targets = Targets.Probabilities" : "",
            hasSmoothing ? $"LabelSmoothing = {Text(number)}" : "",
            classWeights is null ? "" : $"ClassWeights = new double[] {{ {string.Join(", ", classWeights.Select(Text))} }}",
            positiveWeights is null ? "" : $"PositiveWeight = new double[] {{ {string.Join(", ", positiveWeights.Select(Text))} }}",
            reduction.Length == 0 ? "" : $"Reduction = Reduction.{reduction}");
        return new LossChoice(kind, arguments)
        {
            Variant = variant,
            Reduction = reduction,
            Number = kind == "SoftmaxCrossEntropy" && !hasSmoothing ? 0 : number,
            ClassWeights = classWeights,
            PositiveWeights = positiveWeights,
        };
    }

    /// <summary>Targets that suit: labels, signs, distributions, probabilities, counts or any numbers.</summary>
    public double[] Targets(System.Random random, int examples, int outputs)
    {
        if (TakesLabels)
        {
            return [.. Enumerable.Range(0, examples).Select(_ => (double)random.Next(outputs))];
        }

        IEnumerable<double> values = Enumerable.Range(0, examples * outputs).Select(_ => (double)(float)random.NextDouble());
        return Kind switch
        {
            "Hinge" or "SquaredHinge" => [.. values.Select(value => value < 0.5 ? -1.0 : 1.0)],
            "PoissonNLL" => [.. values.Select(value => Math.Floor(4 * value))],
            "KLDivergence" or "SoftmaxCrossEntropy" => [.. values.Chunk(outputs).SelectMany(Distribution)],
            _ => [.. values],
        };
    }

    /// <summary>The sum over the batch, divided as the reduction says.</summary>
    public double Cost(double[] outputs, double[] targets, int size)
    {
        int rows = outputs.Length / size;
        double[][] examples = [.. outputs.Chunk(size)];
        double sum = !IsOfExamples ? outputs.Select((y, i) => OfElement(y, targets[i], i % size)).Sum()
            : examples.Select((y, row) => OfExample(y, TakesLabels ? [targets[row]] : targets[(row * size)..((row + 1) * size)])).Sum();
        double weightOfLabels = TakesLabels && ClassWeights is not null ? targets.Sum(label => ClassWeights[(int)label]) : rows;
        return (Reduction, Kind) switch
        {
            ("Sum", _) => sum,
            ("BatchMean", _) or ("", "HalfSquaredError") => sum / rows,
            _ => sum / (IsOfExamples ? weightOfLabels : rows * size),
        };
    }

    /// <summary>The distance of the outputs from where the loss is not smooth.</summary>
    public double NearestKink(double[] outputs, double[] targets, int size) => !HasKink ? double.PositiveInfinity : Variant switch
    {
        "MeanAbsoluteError" => outputs.Zip(targets, (y, t) => Math.Abs(y - t)).Min(),
        "Hinge" => outputs.Zip(targets, (y, t) => Math.Abs(1 - t * y)).Min(),
        _ => outputs.Chunk(size).Zip(targets, (y, t) => y.Where((_, c) => c != (int)t).Min(other => Math.Abs(Number - y[(int)t] + other))).Min(),
    };

    public override string ToString() => Arguments.Length == 0 ? Kind : $"{Kind}({Arguments})";

    private double OfElement(double y, double t, int output)
    {
        double d = Math.Abs(y - t), weight = ClassWeights?[output] ?? 1;
        double positive = PositiveWeights is null ? 1 : PositiveWeights[PositiveWeights.Length == 1 ? 0 : output];
        return Variant switch
        {
            "MeanSquaredError" => d * d,
            "HalfSquaredError" => d * d / 2,
            "MeanAbsoluteError" => d,
            "Huber" => d < Number ? d * d / 2 : Number * (d - Number / 2),
            "SmoothL1" => d < Number ? d * d / (2 * Number) : d - Number / 2,
            "Hinge" => Math.Max(0, 1 - t * y),
            "SquaredHinge" => Math.Pow(Math.Max(0, 1 - t * y), 2),
            "BinaryCrossEntropy" => weight * (positive * t * Reference.Softplus(-y) + (1 - t) * Reference.Softplus(y)),
            "BinaryCrossEntropyOfProbabilities" => weight * (-positive * t * Math.Log(y) - (1 - t) * Math.Log(1 - y)),
            "KLDivergence" => t == 0 ? 0 : t * (Math.Log(t) - y),
            "PoissonNLL" => Math.Exp(y) - t * y,
            "PoissonNLLOfRates" => y - t * Math.Log(y + Number),
            _ => throw new NotSupportedException(Variant),
        };
    }

    private double OfExample(double[] y, double[] target)
    {
        int n = y.Length, label = TakesLabels ? (int)target[0] : 0;
        double Weight(int c) => ClassWeights?[c] ?? 1;
        if (Kind == "MultiMargin")
        {
            return y.Where((_, c) => c != label).Sum(other => Math.Pow(Math.Max(0, Number - y[label] + other), Variant == Kind ? 1 : 2)) / n;
        }

        if (Kind == "NegativeLogLikelihood")
        {
            return -Weight(label) * y[label];
        }

        double max = y.Max(), logarithm = max + Math.Log(y.Sum(value => Math.Exp(value - max)));
        return -y.Select((value, c) => ((1 - Number) * (TakesLabels ? c == label ? 1 : 0 : target[c]) + Number / n) * Weight(c) * (value - logarithm)).Sum();
    }

    /// <summary>With a zero now and then.</summary>
    private static double[] Distribution(double[] values)
    {
        double[] kept = [.. values.Select((value, i) => value < 0.1 && i > 0 ? 0 : value + 0.01)];
        return [.. kept.Select(value => (double)(float)(value / kept.Sum()))];
    }

    private static double[] Weights(System.Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => Math.Round(0.2 + 2 * random.NextDouble(), 2))];

    private static string Text(double number) => number.ToString("R", CultureInfo.InvariantCulture);
}
