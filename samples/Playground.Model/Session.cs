using NetGen;

namespace Playground;

/// <summary>How well a network does.</summary>
/// <param name="TrainLoss">The mean loss of what it is trained on.</param>
/// <param name="TestLoss">The mean loss of the others.</param>
/// <param name="TrainScore">The share of right decisions, or of the variance that is explained.</param>
/// <param name="TestScore">The same of the others.</param>
public readonly record struct Score(double TrainLoss, double TestLoss, double TrainScore, double TestScore);

/// <summary>A training: a network, its data, and what there is to draw of both. The same in the page, in the page's worker and in tests.</summary>
public sealed class Session
{
    /// <summary>The points of the surface along each axis.</summary>
    public const int SurfaceSize = 50;

    /// <summary>The points of a unit's own surface along each axis.</summary>
    public const int UnitSize = 20;

    private readonly Feature[] _features;
    private readonly float[] _trainInputs, _trainTargets, _testInputs, _testTargets, _surfaceInputs, _unitInputs;
    private readonly int[] _order;
    private readonly PhiloxRandom _random;
    private readonly float[] _batchInputs, _batchTargets, _shown;
    private int _batch;
    private int _next;

    /// <summary>Begins a training.</summary>
    /// <param name="settings">What with.</param>
    /// <param name="model">The network; without one, the family's.</param>
    public Session(Settings settings, Model? model = null)
    {
        Points = DataSet.Points(settings);
        Model = model ?? Family.Create(settings);
        _features = [.. settings.ChosenFeatures];
        if (Model.InputSize != _features.Length)
            throw new ArgumentException($"The network takes {Model.InputSize} inputs, but {_features.Length} features are chosen.", nameof(model));
        (_trainInputs, _trainTargets) = Tables(Points.Train);
        (_testInputs, _testTargets) = Tables(Points.Test);
        (_surfaceInputs, _unitInputs) = (Grid(SurfaceSize), Grid(UnitSize));
        _order = [.. Enumerable.Range(0, _trainTargets.Length)];
        _random = new PhiloxRandom((ulong)settings.Seed, stream: 2);
        _batch = (int)settings.Batch;
        (_batchInputs, _batchTargets) = (new float[100 * _features.Length], new float[100]);
        _shown = new float[Math.Max(_trainTargets.Length, _testTargets.Length)];
    }

    /// <summary>The data.</summary>
    public PointSet Points { get; }

    /// <summary>The network.</summary>
    public Model Model { get; }

    /// <summary>The steps so far.</summary>
    public long Steps { get; private set; }

    /// <summary>How often each example was trained on.</summary>
    public double Epochs { get; private set; }

    /// <summary>The cost of the last step; NaN before.</summary>
    public double Cost { get; private set; } = double.NaN;

    /// <summary>Takes what may change while a network is trained.</summary>
    public void Apply(Settings settings)
    {
        _batch = (int)settings.Batch;
        Model.Apply(settings);
    }

    /// <summary>Trains by so many steps.</summary>
    public void Run(int steps)
    {
        for (int step = 0; step < steps && _order.Length > 0; step++)
        {
            int rows = TakeBatch();
            Cost = Model.Step(_batchInputs.AsSpan(0, rows * _features.Length), _batchTargets.AsSpan(0, rows));
            Steps++;
            Epochs += (double)rows / _order.Length;
        }
    }

    /// <summary>How well the network does now.</summary>
    public Score Measure()
    {
        double trainLoss = Model.Evaluate(_trainInputs, _trainTargets), testLoss = Model.Evaluate(_testInputs, _testTargets);
        return new(trainLoss, testLoss, Rate(_trainInputs, _trainTargets, trainLoss), Rate(_testInputs, _testTargets, testLoss));
    }

    /// <summary>What there is to draw now.</summary>
    public Picture Draw()
    {
        int plane = UnitSize * UnitSize, features = _features.Length;
        float[] surface = new float[SurfaceSize * SurfaceSize], units = new float[(features + Model.HiddenCount) * plane];
        DrawSurface(surface);
        for (int feature = 0; feature < features; feature++)
            DrawFeature(feature, units.AsSpan(feature * plane, plane));
        DrawUnits(units.AsSpan(features * plane));
        byte[] surfacePixels = new byte[surface.Length], unitPixels = new byte[units.Length];
        ToPixels(surface, surfacePixels, 1);
        for (int unit = 0; unit < features + Model.HiddenCount; unit++)
        {
            // A feature by its own range; a unit too where that is more than ±1.
            ReadOnlySpan<float> values = units.AsSpan(unit * plane, plane);
            float largest = unit < features ? 1e-6f : 1;
            foreach (float value in values)
                largest = Math.Max(largest, Math.Abs(value));
            ToPixels(values, unitPixels.AsSpan(unit * plane, plane), largest);
        }

        return new(surfacePixels, unitPixels, Steps, Epochs, Measure());
    }

    /// <summary>What the network makes of the plane: <see cref="SurfaceSize"/> rows from the top, as many points each.</summary>
    public void DrawSurface(Span<float> shown) => Model.Show(_surfaceInputs, shown);

    /// <summary>What each hidden unit makes of it, at <see cref="UnitSize"/> points each way.</summary>
    public void DrawUnits(Span<float> planes) => Model.ShowHidden(_unitInputs, planes);

    /// <summary>What each feature makes of it.</summary>
    public void DrawFeature(int feature, Span<float> plane)
    {
        for (int i = 0; i < plane.Length; i++)
            plane[i] = _unitInputs[(i * _features.Length) + feature];
    }

    /// <summary>The numbers behind a weight's gradient, for the first examples of the training.</summary>
    public GradientView? Explain(WeightPlace place)
    {
        int rows = Math.Min(_batch, _trainTargets.Length);
        return rows > 0 && Model is IWeights weights ? weights.Explain(place, _trainInputs.AsSpan(0, rows * _features.Length), _trainTargets.AsSpan(0, rows)) : null;
    }

    private static void ToPixels(ReadOnlySpan<float> values, Span<byte> pixels, float largest)
    {
        float scale = 127 / largest;
        for (int i = 0; i < values.Length; i++)
            pixels[i] = (byte)(128 + Math.Clamp(values[i] * scale, -127, 127)); // NaN gives 128: nothing is known
    }

    private int TakeBatch()
    {
        if (_next == 0)
            _random.Shuffle(_order.AsSpan());
        int rows = Math.Min(_batch, _order.Length - _next), size = _features.Length;
        for (int i = 0; i < rows; i++)
        {
            int example = _order[_next + i];
            _trainInputs.AsSpan(example * size, size).CopyTo(_batchInputs.AsSpan(i * size));
            _batchTargets[i] = _trainTargets[example];
        }

        _next = _next + rows == _order.Length ? 0 : _next + rows;
        return rows;
    }

    /// <summary>The share of right decisions; of numbers 1 − Σ(y − t)² / Σ(t − mean)².</summary>
    private double Rate(float[] inputs, float[] targets, double loss)
    {
        if (targets.Length == 0)
            return 0;
        if (Points.IsRegression)
        {
            double mean = targets.Average(target => (double)target), variance = targets.Average(target => (target - mean) * (target - mean));
            return 1 - (loss / variance);
        }

        Span<float> shown = _shown.AsSpan(0, targets.Length);
        Model.Show(inputs, shown);
        int right = 0;
        for (int i = 0; i < targets.Length; i++)
            right += shown[i] > 0 == targets[i] > 0 ? 1 : 0;
        return (double)right / targets.Length;
    }

    private (float[] Inputs, float[] Targets) Tables(IReadOnlyList<Point> points) =>
        ([.. points.SelectMany(point => _features.Select(feature => feature.Of(point.X, point.Y)))], [.. points.Select(point => point.Target)]);

    private float[] Grid(int size)
    {
        float[] inputs = new float[size * size * _features.Length];
        for (int i = 0, at = 0; i < size * size; i++)
        {
            float x = Coordinate(i % size), y = -Coordinate(i / size);
            foreach (Feature feature in _features)
                inputs[at++] = feature.Of(x, y);
        }

        return inputs;

        // The middle of a pixel.
        float Coordinate(int pixel) => OwnPoints.Reach * ((((2 * pixel) + 1f) / size) - 1);
    }
}
