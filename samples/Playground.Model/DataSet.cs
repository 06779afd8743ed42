using NetGen;

namespace Playground;

/// <summary>A data set, with the settings that it comes with.</summary>
/// <param name="Key">In addresses.</param>
/// <param name="Label">As the page calls it.</param>
/// <param name="IsRegression">Whether its targets are numbers rather than classes.</param>
/// <param name="Make">So many points, with noise from 0 to ½, by a seed.</param>
/// <param name="Preset">What choosing it changes.</param>
public sealed record DataSet(string Key, string Label, bool IsRegression, Func<int, double, long, IReadOnlyList<Point>> Make, Func<Settings, Settings> Preset)
{
    /// <summary>The points of a data set, as in the original.</summary>
    public const int Count = 500;

    /// <summary>The user's own points.</summary>
    public const string Own = "own";

    /// <summary>All of them; the page starts with the first.</summary>
    public static IReadOnlyList<DataSet> All { get; } =
    [
        new("spiral", "Spiral", false, Classes(SyntheticData.Spirals), settings => settings with
        {
            Features = new(["x1", "x2", "x1sq", "x2sq", "sinx1", "sinx2"]), Layers = new([8, 8]), Activation = "tanh", Loss = "crossentropy", Optimizer = "adam", Rate = 0.01,
        }),
        new("circle", "Circle", false, Classes(SyntheticData.Circle), settings => settings with
        {
            Features = new(["x1", "x2"]), Layers = new([4, 2]), Activation = "tanh", Loss = "crossentropy", Optimizer = "adam", Rate = 0.03,
        }),
        new("xor", "Exclusive or", false, Classes(SyntheticData.Xor), settings => settings with
        {
            Features = new(["x1", "x2"]), Layers = new([8, 4]), Activation = "tanh", Loss = "crossentropy", Optimizer = "adam", Rate = 0.01,
        }),
        new("gauss", "Two clouds", false, Classes(SyntheticData.Gaussians), settings => settings with
        {
            Features = new(["x1", "x2"]), Layers = new([]), Activation = "tanh", Loss = "crossentropy", Optimizer = "sgd", Rate = 0.03,
        }),
        new("plane", "Plane (regression)", true, Numbers(SyntheticData.RegressionPlane), settings => settings with
        {
            Features = new(["x1", "x2"]), Layers = new([]), Activation = "tanh", Loss = "squared", Optimizer = "sgd", Rate = 0.01,
        }),
        new("bumps", "Bumps (regression)", true, Numbers(SyntheticData.RegressionGaussian), settings => settings with
        {
            Features = new(["x1", "x2", "sinx1", "sinx2"]), Layers = new([8, 8]), Activation = "sin", Loss = "squared", Optimizer = "adam", Rate = 0.01,
        }),
        new(Own, "Own points", false, static (_, _, _) => [], settings => settings with
        {
            Features = new(["x1", "x2"]), Layers = new([8, 8]), Activation = "tanh", Loss = "crossentropy", Optimizer = "adam", Rate = 0.01,
        }),
    ];

    /// <summary>The data set of a key.</summary>
    public static DataSet Of(string key) => All.First(data => data.Key == key);

    /// <summary>The points that the settings ask for, shuffled and divided.</summary>
    public static PointSet Points(Settings settings)
    {
        DataSet data = Of(settings.Data);
        long seed = (long)settings.Seed;
        Point[] points = [.. data.Key == Own ? settings.Points.Items : data.Make(Count, settings.Noise / 100, seed)];
        new PhiloxRandom((ulong)seed, stream: 1).Shuffle(points.AsSpan());
        int train = points.Length < 2 ? points.Length : Math.Clamp((int)Math.Round(points.Length * settings.Share / 100), 1, points.Length - 1);
        return new(points[..train], points[train..], data.IsRegression);
    }

    private static Func<int, double, long, IReadOnlyList<Point>> Classes(Func<int, double, long, ArrayDataset<float, int>> make) =>
        (count, noise, seed) => Read(make(count, noise, seed), static label => (2 * label) - 1);

    private static Func<int, double, long, IReadOnlyList<Point>> Numbers(Func<int, double, long, ArrayDataset<float, float>> make) =>
        (count, noise, seed) => Read(make(count, noise, seed), static value => value);

    private static Point[] Read<TTarget>(ArrayDataset<float, TTarget> data, Func<TTarget, float> target)
        where TTarget : unmanaged
    {
        Point[] points = new Point[data.Count];
        for (int i = 0; i < points.Length; i++)
            points[i] = new(data.Inputs[2 * i], data.Inputs[(2 * i) + 1], target(data.Targets[i]));
        return points;
    }
}
