using NetGen.Generators.Tests.Harness;

namespace NetGen.Generators.Tests.Formulas;

/// <summary>A network of one activation or one loss, its printed equations, and what it computes at twenty points.</summary>
/// <param name="Name">The name of the class.</param>
/// <param name="Attribute">The attribute as it is written.</param>
internal sealed record FormulaCase(string Name, string Attribute)
{
    public const int Examples = 5, Values = 4;

    /// <summary>The attribute's type.</summary>
    public required Type Kind { get; init; }

    /// <summary>The values of names in the equations that are members of the class or locals of the code.</summary>
    public Dictionary<string, Term> Members { get; init; } = [];

    public bool IsLoss => typeof(LossAttribute).IsAssignableFrom(Kind);

    /// <summary>Whether the attribute has arguments.</summary>
    public bool IsVariant => Name != $"{Kind.Name[..^"Attribute".Length]}Net";

    /// <summary>What stands in the first cell of its row on the page of attributes, after the first bracket.</summary>
    public string Declaration => $"{Attribute.Replace(", Reduction = Reduction.Sum", "", StringComparison.Ordinal).Replace("(Reduction = Reduction.Sum)", "", StringComparison.Ordinal)}]`";

    /// <summary>The struct that computes it; null where there is none.</summary>
    public Type? Struct => Kind.BaseType is { IsGenericType: true } basis ? basis.GenericTypeArguments[0] : null;

    public bool TakesLabels => IsLoss && Struct is null && Kind != typeof(CosineDistanceAttribute) && !Attribute.Contains("Probabilities", StringComparison.Ordinal);

    public string Source => $"[Network<double>] [Input({Values})] {(IsLoss ? $"[{(Struct == typeof(PerceptronRule) ? "HardThreshold" : "Identity")}] [{Attribute}]" : $"[{Attribute}] [HalfSquaredError(Reduction = Reduction.Sum)]")} public sealed partial class {Name};";

    /// <summary>Every attribute of an activation or a loss that exists, as it is without arguments where it needs none, and some of them with.</summary>
    public static IReadOnlyList<FormulaCase> All { get; } =
    [
        .. from type in typeof(NetworkAttribute).Assembly.GetExportedTypes()
           where !type.IsAbstract && IsActivationOrLoss(type) && type.GetConstructor([]) is not null
           let name = type.Name[..^"Attribute".Length]
           select new FormulaCase($"{name}Net", typeof(LossAttribute).IsAssignableFrom(type) ? $"{name}(Reduction = Reduction.Sum)" : name) { Kind = type },
        With<LeakyReLUAttribute>("Slope = 0.2"),
        With<ELUAttribute>("Alpha = 0.7"),
        With<ScaleAttribute>("2.5"),
        With<ScaleAttribute>("-0.5, Offset = -0.25"),
        With<HardTanhAttribute>("Min = -0.4, Max = 1.7"),
        With<HardThresholdAttribute>("AtZero = 1"),
        With<HuberAttribute>("Delta = 0.6"),
        With<SmoothL1Attribute>("Beta = 0.6"),
        With<PoissonNLLAttribute>("LogInput = false"),
        With<PoissonNLLAttribute>("LogInput = false, Epsilon = 0.1"),
        With<MultiMarginAttribute>("Power = 2, Margin = 0.5"),
        With<BinaryCrossEntropyAttribute>("FromLogits = false"),
        With<BinaryCrossEntropyAttribute>("PositiveWeight = new[] { 2.5 }"),
        With<BinaryCrossEntropyAttribute>("FromLogits = false, PositiveWeight = new[] { 2.5 }, ClassWeights = new double[] { 1, 2, 0.5, 0 }", ("outputWeights", [1, 2, 0.5, 0])),
        With<BinaryCrossEntropyAttribute>("PositiveWeight = new[] { 2.5, 1, 0.5, 3 }", ("positiveWeights", [2.5, 1, 0.5, 3])),
        With<NegativeLogLikelihoodAttribute>("ClassWeights = new double[] { 1, 2, 0.5, 3 }", ("classWeights", [1, 2, 0.5, 3])),
        With<FocalAttribute>("0"),
        With<FocalAttribute>("1.5, ClassWeights = new double[] { 1, 2, 0.5, 3 }", ("classWeights", [1, 2, 0.5, 3])),
        With<SoftmaxCrossEntropyAttribute>("ClassWeights = new double[] { 1, 2, 0.5, 3 }", ("classWeights", [1, 2, 0.5, 3])),
        With<SoftmaxCrossEntropyAttribute>("LabelSmoothing = 0.1, ClassWeights = new double[] { 1, 2, 0.5, 3 }", ("classWeights", [1, 2, 0.5, 3])),
        With<SoftmaxCrossEntropyAttribute>("Targets = Targets.Probabilities, LabelSmoothing = 0.1"),
    ];

    /// <summary>Tails, kinks and what lies between; where outputs must be probabilities or rates, in their range.</summary>
    public double[] Inputs
    {
        get
        {
            double[] points = [-30, -8, -6, -3, -2.5, -1.7, -1, -0.6, -0.4, -1e-3, 0, 1e-3, 0.25, 0.6, 1, 1.7, 2.9, 3, 6, 20];
            return Attribute.Contains("FromLogits = false", StringComparison.Ordinal) ? [.. Enumerable.Range(0, 20).Select(i => i / 19.0)]
                : Attribute is "Log" or "Sqrt" || Attribute.Contains("LogInput = false", StringComparison.Ordinal) ? [.. points.Select(point => Math.Abs(point) + 0.01)]
                : points;
        }
    }

    public double[] Targets =>
        Struct == typeof(Hinge) || Struct == typeof(SquaredHinge) ? [.. Enumerable.Range(0, 20).Select(i => i % 3 == 0 ? -1.0 : 1)]
        : Struct == typeof(PerceptronRule) ? [.. Enumerable.Range(0, 20).Select(i => (i / 2) % 2 * 1.0)]
        : IsLoss ? [.. Enumerable.Range(0, 20).Select(i => i * 7 % 20 / 19.0)]
        : [.. Enumerable.Repeat(100.0, 20)]; // no output is there, so that every derivative shows in the gradient

    public static int[] Labels => [.. Enumerable.Range(0, Examples).Select(i => i * 3 % Values)];

    /// <summary>Values of x, t or label, weight and scale, and of the struct's properties, for an example.</summary>
    public Dictionary<string, Term> Symbols(int example)
    {
        Dictionary<string, Term> symbols = new(Members)
        {
            ["x"] = Row(Inputs, example),
            ["t"] = Row(Targets, example),
            ["label"] = Term.Of(Labels[example]),
            ["weight"] = Term.Of(1),
            ["scale"] = Term.Of(1),
            ["hardThreshold1.AtZero"] = Term.Of(0),
        };
        string local = IsLoss ? "loss" : NetGen.Generators.Text.Names.CamelCase(Attribute.Split('(')[0]) + "1";
        object? defaults = Struct is null ? null : Activator.CreateInstance(Struct);
        foreach (var property in Struct?.GetProperties() ?? [])
        {
            Term value = Term.Of(Convert.ToDouble(property.GetValue(defaults), null));
            symbols[$"{local}.{property.Name}"] = symbols[property.Name] = value;
        }

        return symbols;
    }

    public static Term Row(double[] values, int example) => Term.Of(values[(example * Values)..((example + 1) * Values)]);

    /// <summary>Losses of several values have no formula without arguments.</summary>
    private static bool IsActivationOrLoss(Type type) =>
        (typeof(LossAttribute).IsAssignableFrom(type) && type.GetProperty("LogVariance") is null && type != typeof(TripletMarginAttribute)) || type == typeof(SoftmaxAttribute) || type == typeof(LogSoftmaxAttribute)
        || type.BaseType is { IsGenericType: true } basis && basis.GetGenericTypeDefinition() == typeof(ActivationAttribute<>);

    private static FormulaCase With<T>(string arguments, params (string Name, double[] Values)[] members)
    {
        string name = typeof(T).Name[..^"Attribute".Length];
        bool isLoss = typeof(LossAttribute).IsAssignableFrom(typeof(T));
        string words = string.Concat(arguments.Where(char.IsLetterOrDigit));
        return new FormulaCase($"{name}With{words}Net", $"{name}({arguments}{(isLoss ? ", Reduction = Reduction.Sum" : "")})") { Kind = typeof(T), Members = members.ToDictionary(member => member.Name, member => Term.Of(member.Values)) };
    }
}
