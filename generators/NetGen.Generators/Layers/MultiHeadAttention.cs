using System.Globalization;
using NetGen.Generators.Graph;
using NetGen.Generators.Kernels;
using NetGen.Generators.Model;

namespace NetGen.Generators.Layers;

/// <summary>
/// Multi-head attention: affine maps to queries, keys and values, for each head the values mixed by softmax(query·keyᵀ / √d), and an affine map of
/// all heads side by side. The shares of the keys are never stored: the backward pass computes them again, from what is kept of each query.
/// </summary>
internal sealed class MultiHeadAttention : HeadLayer
{
    private Dense _query = null!;
    private Dense _key = null!;
    private Dense _value = null!;
    private Dense _output = null!;
    private AttentionHeads _heads = null!;

    public override bool HasTiles => true;

    public override bool HasBlocks => Maps.Any(map => map.HasBlocks);

    public override string Declaration
    {
        get
        {
            string[] arguments =
            [
                Text(Heads),
                .. KeyValueHeads == Heads ? [] : new[] { $"KeyValueHeads = {Text(KeyValueHeads)}" },
                .. Spec.Arguments.Text("Context") is { } context ? [$"Context = {context}"] : Array.Empty<string>(),
                .. IsCausal ? ["Causal = true"] : Array.Empty<string>(),
                .. IsRotary ? ["Rotary = true"] : Array.Empty<string>(),
                .. HasBias ? [] : new[] { "Bias = false" },
            ];
            return $"MultiHeadAttention({string.Join(", ", arguments)})";
        }
    }

    public override bool WorksStepByStep => IsCausal;

    public override string Definition => _output.Definition;

    public override IReadOnlyList<ParameterTensor> Parameters => [.. Maps.SelectMany(map => map.Parameters)];

    public override long Flops => Maps.Sum(map => map.Flops) + _heads.Flops;

    public override string Plan => $"{Text(Heads)} {(Heads == 1 ? "head" : "heads")} of {Text(_heads.Width)}, {_output.Plan}";

    /// <summary>The queries' side, then the side of keys and values for each of them.</summary>
    public override IReadOnlyList<Value> Reads => [Input, Source, Source];

    /// <summary>Those of the queries.</summary>
    public override IEnumerable<Value> StepsOf(IReadOnlyList<Value> inputs, Shape output) => inputs.Take(1);

    public override IEnumerable<Value> Keeps => Maps.Take(3).SelectMany(map => map.Keeps).Distinct();

    public override IEnumerable<Buffer> KeptBesides =>
        [_heads.Query.Data, _heads.Key.Data, _heads.Value.Data, _heads.Kept, _heads.Mixed.Data, .. _heads.LengthsIfAny, .. Maps.SelectMany(map => map.KeptBesides)];

    public override bool StoresThroughChain => _output.StoresThroughChain;

    public override ChannelAxis? StoredChannels => _output.StoredChannels;

    public override bool ReadsSingleElements => true;

    /// <summary>Whether it tells its steps where they stand.</summary>
    public bool KnowsPositions => IsRotary;

    private IReadOnlyList<Dense> Maps => [_query, _key, _value, _output];

    /// <summary>Where keys and values come from: the input, or the context.</summary>
    private Value Source => Inputs[Inputs.Count - 1];

    private bool HasBias => Spec.Arguments.Bool("Bias", true);

    private bool IsCausal => Spec.Arguments.Bool("Causal", false);

    private bool IsRotary => Spec.Arguments.Bool("Rotary", false);

    private int Heads => Spec.Arguments.Int("heads") ?? 0;

    private int KeyValueHeads => Spec.Arguments.Int("KeyValueHeads") is { } some and not 0 ? some : Heads;

    private string Index => Text(Number);

    public override string OutputSymbol(Value input) => "attention" + Index;

    public override Shape? InferShape(IReadOnlyList<Value> inputs, ProblemReporter problems)
    {
        Shape shape = inputs[0].Shape;
        foreach (Value input in inputs.Where(input => input.Shape.Rank != 2).Take(1))
        {
            problems.Report("NG0010", Spec.Attribute, input == inputs[0] ? Name : $"{Name}, Context = {input.Name}", "two axes (steps, features)", input.Shape.ToString());
            return null;
        }

        if (Heads < 1)
        {
            problems.Report("NG0005", Spec.Attribute, $"The number of heads of {Name}", Text(Heads));
            return null;
        }

        string? wrong = null, must = null, have = null;
        if (shape.Last % Heads != 0)
        {
            (wrong, must, have) = ("the number of heads", $"a divisor of the {Text(shape.Last)} features of its input", Text(Heads));
        }
        else if (KeyValueHeads < 1 || Heads % KeyValueHeads != 0)
        {
            (wrong, must, have) = ("KeyValueHeads", $"a divisor of its {Text(Heads)} heads", Text(KeyValueHeads));
        }
        else if (IsRotary && shape.Last / Heads % 2 != 0)
        {
            (wrong, must, have) = ("the width of a head", "even with Rotary, which turns pairs of elements", $"{Text(shape.Last / Heads)}: {Text(shape.Last)} features for {Text(Heads)} heads");
        }
        else if (IsCausal && inputs.Count > 1)
        {
            (wrong, must, have) = ("Causal", $"left out with a Context, for the steps of {inputs[1].Name} are not those of its input", "true");
        }

        if (wrong is null)
        {
            return shape;
        }

        problems.Report("NG0017", Spec.Attribute, Name, wrong, must!, have!);
        return null;
    }

    public override void DeclareParameters(ParameterContext context)
    {
        int steps = Input.Shape.Axes[0], keys = Source.Shape.Axes[0], width = Input.Shape.Last, keyWidth = width / Heads * KeyValueHeads;
        Value query = Inner("query", steps, width), key = Inner("key", keys, keyWidth), value = Inner("value", keys, keyWidth), mixed = Inner("mixed", steps, width);
        _heads = new AttentionHeads(this, Heads, KeyValueHeads, IsCausal, Source.Lengths, query, key, value, mixed);
        _query = Dense.PartOf(this, "AttentionQuery", "query", Input, query);
        _key = Dense.PartOf(this, "AttentionKey", "key", Source, key);
        _value = Dense.PartOf(this, "AttentionValue", "value", Source, value);
        _output = Dense.PartOf(this, "AttentionOutput", "output", mixed, Output);
        foreach (Dense map in Maps)
        {
            map.DeclareParameters(context);
        }
    }

    public override IEnumerable<Kernel> Prepare(Stage stage)
    {
        Kernel[] maps = [.. Maps.Take(3).Select(map => map.Forward(new Stage(map, map.Input)))];
        return IsRotary ? [.. maps, AttentionRotation.Forward(_heads), AttentionForward.Kernel(_heads)] : [.. maps, AttentionForward.Kernel(_heads)];
    }

    /// <summary>
    /// What a stream runs instead, where the layer is bound to one step, [1, features]: the step of each sequence attends to those before it in the
    /// cache, and joins them, with the bits that the whole sequence has at that step.
    /// </summary>
    public override IEnumerable<Kernel> Step(Stage stage)
    {
        AttentionCache cache = new(this, Stream!, _heads.Key.Shape.Last);
        Kernel[] maps = [.. Maps.Take(3).Select(map => map.Forward(new Stage(map, map.Input)))];
        return [.. maps, .. IsRotary ? [AttentionRotation.Step(_heads, cache)] : Array.Empty<Kernel>(), AttentionStep.Kernel(_heads, cache), _output.Forward(stage)];
    }

    public override Kernel Forward(Stage stage) => _output.Forward(stage);

    public override IEnumerable<Kernel> Backward(GradientSink sink, PassContext context) => throw new InvalidOperationException("Attention reads several values.");

    public override IEnumerable<Kernel> Backward(IReadOnlyList<GradientSink> sinks, PassContext context)
    {
        // Nothing of it is needed where neither the parameters are trained nor a layer before it has any, unless for the inputs' gradients.
        Condition condition = TrainsParameters || sinks.Any(sink => sink.Condition == Condition.Always) ? Condition.Always : Condition.InputGradients;
        return
        [
            .. _output.Backward(new GradientSink(_heads.Mixed, _heads.Mixed, [], condition), context),
            AttentionBackward.Kernel(_heads, condition),
            .. IsRotary ? [AttentionRotation.Backward(_heads, condition)] : Array.Empty<Kernel>(),
            .. Maps.Take(3).SelectMany((map, i) => map.Backward(sinks[i], context)),
        ];
    }

    /// <summary>A value that stands in memory between the parts.</summary>
    private Value Inner(string name, int steps, int width) => new(name + Index, new Shape(steps, width), this) { IsStored = true };

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
