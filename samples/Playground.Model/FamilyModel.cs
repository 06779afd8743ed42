using NetGen;
using NetGen.CompilerServices;

namespace Playground;

/// <summary>
/// A network of the family, made as narrow as the settings say: weights from and to units that are not there are 0 and stay so. What is left has the bits of the network that
/// the generator would write for just these widths, initial weights too; with penalties, which it adds first and this last, they are equal but for the last places.
/// </summary>
internal sealed class FamilyModel<TNetwork> : Model, IWeights
    where TNetwork : class, INetwork<TNetwork, float>
{
    private const int MaxBatch = 100, Chunk = 512;

    private readonly TNetwork _network;
    private readonly Workspace<float> _workspace;
    private readonly Workspace<float> _drawing;
    private readonly LossKind _loss;
    private readonly int[] _sizes;
    private readonly ParameterDescription[] _weights, _biases;
    private readonly float[] _mask;
    private readonly float[] _isWeight;
    private readonly float[] _inputs = new float[Chunk * Family.Features], _outputs = new float[Chunk], _targets = new float[Chunk], _derivatives = new float[Chunk], _units = new float[Chunk * Widths.MaxWidth];
    private Optimizer _optimizer;
    private string _optimizerKey;
    private float _l1, _l2;

    public FamilyModel(Settings settings)
    {
        long seed = (long)settings.Seed;
        _network = TNetwork.Create(seed);
        (_workspace, _drawing) = (_network.CreateWorkspace(MaxBatch), _network.CreateWorkspace(Chunk, parameterGradients: false));
        _loss = settings.LossInUse;
        _sizes = [settings.ChosenFeatures.Count, .. settings.Layers.Items, 1];
        ParameterDescription[] parameters = [.. TNetwork.Description.Parameters];
        (_weights, _biases) = ([.. parameters.Where(parameter => parameter.IsWeight)], [.. parameters.Where(parameter => !parameter.IsWeight)]);
        (_mask, _isWeight) = (new float[_network.Parameters.Length], new float[_network.Parameters.Length]);
        Initialize(seed, settings.Activation == "relu" ? Init.He : Init.Xavier);
        (_optimizerKey, _optimizer) = (settings.Optimizer, OptimizerKind.Of(settings.Optimizer).Create(settings.Rate));
        Apply(settings);
    }

    public override int InputSize => _sizes[0];

    public override int HiddenCount => _sizes[1..^1].Sum();

    public IReadOnlyList<int> Sizes => _sizes;

    public float this[WeightPlace place]
    {
        get => _network.Parameters[Offset(place)];
        set => _network.Parameters[Offset(place)] = value;
    }

    public override void Apply(Settings settings)
    {
        if (_optimizerKey != settings.Optimizer)
            (_optimizerKey, _optimizer) = (settings.Optimizer, OptimizerKind.Of(settings.Optimizer).Create(settings.Rate));
        _optimizer.LearningRate = settings.Rate;
        (_l1, _l2) = ((float)settings.L1, (float)settings.L2);
        foreach (LayerDescription layer in TNetwork.Description.Layers)
        {
            if (layer.Name.StartsWith("dropout", StringComparison.Ordinal))
                _network.SetRate(layer.Name, settings.Dropout / 100);
            else if (layer.Name.StartsWith("gaussianNoise", StringComparison.Ordinal))
                _network.SetRate(layer.Name, settings.InputNoise);
        }
    }

    public override double Step(ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets)
    {
        double cost = Differentiate(inputs, targets, training: true);
        Span<float> parameters = _network.Parameters, gradients = _workspace.Gradients;
        cost += AddPenalties(parameters, gradients);
        _optimizer.Step(parameters, gradients);
        for (int i = 0; i < parameters.Length; i++)
            parameters[i] *= _mask[i];
        return cost;
    }

    public override double Evaluate(ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets)
    {
        double sum = 0;
        int count = targets.Length;
        for (int first = 0; first < count; first += Chunk)
        {
            int rows = Math.Min(Chunk, count - first);
            Predict(inputs.Slice(first * InputSize, rows * InputSize), rows);
            sum += SumLosses(targets.Slice(first, rows), _outputs.AsSpan(0, rows), 1);
        }

        return sum / Math.Max(1, count);
    }

    public override void Show(ReadOnlySpan<float> inputs, Span<float> shown)
    {
        for (int first = 0; first < shown.Length; first += Chunk)
        {
            int rows = Math.Min(Chunk, shown.Length - first);
            Predict(inputs.Slice(first * InputSize, rows * InputSize), rows);
            for (int i = 0; i < rows; i++)
                shown[first + i] = _loss.Show(_outputs[i]);
        }
    }

    public override void ShowHidden(ReadOnlySpan<float> inputs, Span<float> planes)
    {
        int rows = inputs.Length / InputSize;
        _network.Forward(_drawing, Widen(inputs, rows), training: false);
        int plane = 0;
        for (int layer = 0; layer < _sizes.Length - 2; layer++)
        {
            Span<float> units = _units.AsSpan(0, rows * Widths.MaxWidth);
            _network.GetOutput(_drawing, $"h{layer + 1}", units);
            for (int unit = 0; unit < _sizes[layer + 1]; unit++, plane++)
            {
                for (int i = 0; i < rows; i++)
                    planes[(plane * rows) + i] = units[(i * Widths.MaxWidth) + unit];
            }
        }
    }

    public GradientView Explain(WeightPlace place, ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets)
    {
        Differentiate(inputs, targets, training: false);
        int rows = targets.Length, before = place.Layer - 1;
        float gradient = _workspace.Gradients[Offset(place)];
        float[] deltas = Column($"z{place.Layer}", place.Layer == _sizes.Length - 1 ? 1 : Widths.MaxWidth, place.Unit, rows, isGradient: true);
        float[] sources = place.IsBias ? [.. Enumerable.Repeat(1f, rows)]
            : before == 0 ? Column(inputs, InputSize, place.Input, rows)
            : Column($"h{before}", Widths.MaxWidth, place.Input, rows, isGradient: false);
        float value = this[place];
        return new(place, value, deltas, sources, gradient, place.IsBias ? 0 : PenaltyGradient(value));
    }

    private void Initialize(long seed, Init init)
    {
        Span<float> parameters = _network.Parameters;
        parameters.Clear();
        for (int layer = 0; layer < _weights.Length; layer++)
        {
            // The generated code's call for these widths; the weights of one input lie side by side there.
            (int inputs, int outputs) = (_sizes[layer], _sizes[layer + 1]);
            float[] exact = new float[inputs * outputs];
            Init formula = layer == _weights.Length - 1 ? Init.Xavier : init;
            Initializer.Fill(exact, inputs, outputs, inputs, outputs, outputs, formula, double.NaN, (ulong)seed, 2 * (ulong)layer);
            for (int unit = 0; unit < outputs; unit++)
            {
                _mask[Offset(new(layer + 1, unit, -1))] = 1;
                for (int input = 0; input < inputs; input++)
                {
                    int offset = Offset(new(layer + 1, unit, input));
                    (_mask[offset], _isWeight[offset], parameters[offset]) = (1, 1, exact[(input * outputs) + unit]);
                }
            }
        }
    }

    private int Offset(WeightPlace place)
    {
        if (place.IsBias)
            return _biases[place.Layer - 1].Offset + (place.Unit * _biases[place.Layer - 1].Strides[0]);
        ParameterDescription weight = _weights[place.Layer - 1];
        return weight.Offset + (place.Unit * weight.Strides[0]) + (place.Input * weight.Strides[1]);
    }

    /// <summary>Forward and backward: the gradients are in the workspace, without penalties.</summary>
    private double Differentiate(ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets, bool training)
    {
        int rows = targets.Length;
        ReadOnlySpan<float> outputs = _network.Forward(_workspace, Widen(inputs, rows), training);
        Span<float> derivatives = _derivatives.AsSpan(0, rows);
        double sum = SumLosses(targets, outputs, (float)(1.0 / rows));
        _network.Backward(_workspace, derivatives);
        return sum * (1.0 / rows);
    }

    private double SumLosses(ReadOnlySpan<float> targets, ReadOnlySpan<float> outputs, float scale)
    {
        for (int i = 0; i < targets.Length; i++)
            _targets[i] = _loss.Target(targets[i]);
        return _loss.Sum(outputs, _targets.AsSpan(0, targets.Length), scale, _derivatives.AsSpan(0, targets.Length));
    }

    private double AddPenalties(ReadOnlySpan<float> parameters, Span<float> gradients)
    {
        if (_l1 == 0 && _l2 == 0)
            return 0;
        double sum = 0;
        for (int i = 0; i < parameters.Length; i++)
        {
            float weight = parameters[i] * _isWeight[i];
            gradients[i] += PenaltyGradient(weight);
            sum += ((double)_l1 * Math.Abs(weight)) + (0.5 * _l2 * weight * weight);
        }

        return sum;
    }

    private float PenaltyGradient(float weight) => (_l1 * (weight > 0 ? 1 : weight < 0 ? -1 : 0)) + (_l2 * weight);

    private void Predict(ReadOnlySpan<float> inputs, int rows) => _network.Predict(Widen(inputs, rows), _outputs.AsSpan(0, rows));

    /// <summary>The chosen features, and zeros for those that are not.</summary>
    private ReadOnlySpan<float> Widen(ReadOnlySpan<float> inputs, int rows)
    {
        int size = InputSize;
        Span<float> wide = _inputs.AsSpan(0, rows * Family.Features);
        wide.Clear();
        for (int i = 0; i < rows; i++)
            inputs.Slice(i * size, size).CopyTo(wide[(i * Family.Features)..]);
        return wide;
    }

    private float[] Column(string name, int width, int column, int rows, bool isGradient)
    {
        float[] all = new float[rows * width];
        if (isGradient)
            _network.GetOutputGradient(_workspace, name, all);
        else
            _network.GetOutput(_workspace, name, all);
        return Column(all, width, column, rows);
    }

    private static float[] Column(ReadOnlySpan<float> all, int width, int column, int rows)
    {
        float[] values = new float[rows];
        for (int i = 0; i < rows; i++)
            values[i] = all[(i * width) + column];
        return values;
    }
}
