using System.Globalization;
using NetGen.Generators.Graph;
using NetGen.Generators.Kernels;

namespace NetGen.Generators.Layers;

/// <summary>
/// One direction of a recurrent layer: its parameters, what it keeps of each step, and its kernels. States and sums of one step lie in buffers of
/// their own, one row an example, so that a step's product is one over the batch.
/// </summary>
internal sealed partial class Recurrence
{
    private readonly Recurrent _layer;
    private readonly bool _isReverse;
    private readonly string _suffix;
    private readonly ParameterTensor? _inputBias;
    private readonly ParameterTensor? _stateBias;
    private readonly ParameterTensor _stateWeight;
    private readonly Buffer _transposedStateWeight;
    private readonly (MatrixPanels Panels, Buffer Buffer)? _inputPanels;
    private readonly (MatrixPanels Panels, Buffer Buffer)? _statePanels;
    private readonly (MatrixPanels Panels, Buffer Buffer)? _transposedPanels;
    private readonly Dictionary<string, Buffer> _ofStep = [];
    private readonly Dictionary<string, Buffer> _compact = [];

    public Recurrence(Recurrent layer, bool isReverse, ParameterContext context)
    {
        _layer = layer;
        _isReverse = isReverse;
        string number = layer.Number.ToString(CultureInfo.InvariantCulture), prefix = $"{layer.Name}.{(isReverse ? "reverse." : "")}";
        _suffix = number + (isReverse ? "Reverse" : "");
        int units = layer.Units, gates = layer.Gates.Count, stride = gates * layer.UnitStride;
        InputWeight = Weight("Wx", "inputWeight", layer.Features, ParameterContext.Xavier);
        _stateWeight = Weight("Wh", "hiddenWeight", units, ParameterContext.Orthogonal);
        if (layer.HasBias)
        {
            _inputBias = Bias("bx", "inputBias", context.BiasInitialization(layer) with { GroupOfOnes = layer.GroupOfOnes });
            _stateBias = Bias("bh", "hiddenBias", new Initialization("Zeros", 0, 1, 1));
        }

        TransposedInputWeight = new Buffer($"Wx{_suffix}T", Place.PerWorkspace, stride * Value.Padded(layer.Features));
        _transposedStateWeight = new Buffer($"Wh{_suffix}T", Place.PerWorkspace, stride * layer.UnitStride);
        _inputPanels = PanelsOf($"Wx{_suffix}", GatesStride, layer.Features);
        _statePanels = PanelsOf($"Wh{_suffix}", GatesStride, units);
        _transposedPanels = PanelsOf($"Wh{_suffix}T", layer.UnitStride, GatesStride);
        foreach (string name in layer.KeptOfStep.Append("before"))
        {
            OfStep(name, 1);
        }

        OfStep("gates", gates);
        OfStep("dgates", gates);
        OfStep("dparts", gates);
        foreach (string name in new[] { "dstate", "dcell", "passed", "dstep" })
        {
            _compact[name] = new Buffer($"{name}{_suffix}", Place.PerExample, layer.UnitStride);
        }

        foreach (string name in layer.HasCell ? new[] { "state", "cell" } : ["state"])
        {
            // A stream goes on from the state that the step before has left.
            _compact[name] = layer.Stream?.State($"{name}{_suffix}", layer.UnitStride) ?? new Buffer($"{name}{_suffix}", Place.PerExample, layer.UnitStride);
        }

        foreach (string name in new[] { "sums", "dsums" })
        {
            _compact[name] = new Buffer($"{name}{_suffix}", Place.PerExample, stride);
        }

        ParameterTensor Weight(string symbol, string name, int fanIn, int init) => new(
            symbol + _suffix, prefix + name, fanIn, units, [gates * units, fanIn], [1, stride], isWeight: true, context.WeightInitialization(layer, fanIn, units, init), groups: gates);

        ParameterTensor Bias(string symbol, string name, Initialization start) =>
            new(symbol + _suffix, prefix + name, 1, units, [gates * units], [1], isWeight: false, start, groups: gates);

        void OfStep(string name, int blocks) => _ofStep[name] = new Buffer($"{name}{_suffix}", Place.PerExample, layer.Steps * blocks * layer.UnitStride);
    }

    /// <summary>The panels of a product's matrix, where they pay: not for the few rows of a stream.</summary>
    private (MatrixPanels, Buffer)? PanelsOf(string symbol, int columns, int terms)
    {
        VectorPlan plan = VectorPlan.Choose(columns);
        if (_layer.Stream is not null || !MatrixPanels.Pay(plan, columns, terms))
        {
            return null;
        }

        MatrixPanels panels = new(plan, terms);
        return (panels, new Buffer($"{symbol}Panels", Place.PerWorkspace, panels.Length));
    }

    private static IEnumerable<Buffer> BufferOf((MatrixPanels Panels, Buffer Buffer)? panels) => panels is { } some ? [some.Buffer] : [];

    public IReadOnlyList<ParameterTensor> Parameters => _inputBias is null ? [InputWeight, _stateWeight] : [InputWeight, _stateWeight, _inputBias, _stateBias!];

    public ParameterTensor InputWeight { get; }

    public Buffer TransposedInputWeight { get; }

    /// <summary>The gradients of the gates, as the inputs' part has them.</summary>
    public Buffer GateGradients => _ofStep["dgates"];

    /// <summary>What the forward pass leaves to the backward pass.</summary>
    public IEnumerable<Buffer> Kept => [_ofStep["gates"], .. KeptOfStep];

    /// <summary>The prefix of the methods.</summary>
    public string Method => _layer.MethodName + (_isReverse ? "Reverse" : "");

    /// <summary>The gradient of the gates in equations.</summary>
    public const string GateBar = "ā";

    public string InputEquation => $"{InputWeight.Symbol}·{_layer.Input.Symbol}[t]{Plus(_inputBias)}";

    public string StateEquation => $"{_stateWeight.Symbol}·h[{Before}]{Plus(_stateBias)}";

    public string SumEquation => $"{InputEquation} + {StateEquation}";

    private string Before => _isReverse ? "t+1" : "t-1";

    private int GatesStride => _layer.Gates.Count * _layer.UnitStride;

    private int Steps => _layer.Steps;

    private int UnitStride => _layer.UnitStride;

    private Buffer StatePartGradients => _layer.HasTwoSides ? _ofStep["dparts"] : _ofStep["dgates"];

    private IEnumerable<Buffer> KeptOfStep => _layer.KeptOfStep.Append("before").Select(name => _ofStep[name]);

    /// <summary>The state, and the cell beside it.</summary>
    private IEnumerable<Buffer> States => _layer.HasCell ? [_compact["state"], _compact["cell"]] : [_compact["state"]];

    /// <summary>Where the output's columns of this direction start.</summary>
    private int FirstColumn => _isReverse ? _layer.Units : 0;

    /// <summary>Whether the steps' states, as the output has them, end on vectors of four.</summary>
    private bool EndsOnVector => _layer.Units % 4 == 0;

    private static IReadOnlyList<string> Equations(ParameterTensor weight, string penalty, string gradient, string input, IEnumerable<ParameterTensor> biases) =>
        [$"{weight.Bar} = {penalty}{gradient}·{input}ᵀ{string.Concat(biases.Select(bias => $",  {bias.Bar} = {gradient}"))},  summed over all steps of all examples"];

    private static string Plus(ParameterTensor? bias) => bias is null ? "" : $" + {bias.Symbol}";
}
