using NetGen;

namespace Course;

/// <summary>Points of the plane, of two classes.</summary>
/// <param name="Inputs">Two numbers a point.</param>
/// <param name="Labels">0 or 1 for each.</param>
internal sealed record Examples(double[] Inputs, int[] Labels)
{
    /// <summary>The four rows of the exclusive or.</summary>
    public static Examples Xor { get; } = new([0, 0, 0, 1, 1, 0, 1, 1], [0, 1, 1, 0]);

    public int Count => Labels.Length;

    public double[][] Points => [.. Inputs.Chunk(2)];

    /// <summary>The labels as numbers.</summary>
    public double[] Targets => [.. Labels.Select(label => (double)label)];

    /// <summary>−1 for class 0, 1 for class 1.</summary>
    public double[] Signs => [.. Labels.Select(label => (2.0 * label) - 1)];

    /// <summary>A made-up data set, its coordinates divided by a scale.</summary>
    public static Examples From(ArrayDataset<float, int> data, double scale = 1) => new([.. data.Inputs.ToArray().Select(x => x / scale)], data.Targets.ToArray());

    /// <summary>The share of points for which a network's first output is on the side of the level that their label says.</summary>
    public double Accuracy<TNet>(INetwork<TNet, double> net, double level)
        where TNet : class, INetwork<TNet, double>
    {
        double[] outputs = net.Outputs(Inputs);
        return Labels.Index().Average(item => outputs[item.Index] > level == (item.Item == 1) ? 1.0 : 0);
    }
}
