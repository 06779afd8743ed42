using NetGen;

namespace Course;

/// <summary>Digits of 28 × 28 = 784 pixels; 25 units, each with a weight for every pixel.</summary>
[Network<double>]
[Input(784)]
[Dense(25, Name = "detectors"), ReLU, Dense(10)]
[SoftmaxCrossEntropy, L2(0.003)]
internal sealed partial class DetectorNetwork;

/// <summary>
/// A unit of the first layer is a feature detector φ(w_iᵀx): its weights w_i are as many as there are pixels, and so an image.
/// Why: what a network looks for can be looked at, and it comes from the data, unlike features that a program lays down.
/// </summary>
internal sealed class FeaturesLesson() : Lesson("features", "the weights of a digit network's first layer as images, before and after training", "G21", "G22")
{
    private const int Side = 28;

    public override void Run(Page page)
    {
        ArrayDataset<double, int> train = DropoutLesson.Digits(page.Pick(2000, 400), 1), test = DropoutLesson.Digits(page.Pick(1000, 300), 2);
        (double[] testInputs, int[] testLabels) = (test.Inputs.ToArray(), test.Targets.ToArray());
        DetectorNetwork net = new(seed: 1);
        double[] before = net.Get("detectors.weight");
        double accuracyBefore = Accuracy(net, testInputs, testLabels);
        net.Fit(train, new FitOptions { Optimizer = new Adam(0.002), Epochs = page.Pick(15, 12), BatchSize = 32, Threads = 1, Seed = 1 });
        double[] after = net.Get("detectors.weight");

        // G21: 784 weights a unit; the unit is φ of their sum with the pixels.
        double[] bias = net.Get("detectors.bias"), digit = train.Inputs[..784].ToArray();
        Workspace<double> workspace = net.CreateWorkspace(1);
        net.Forward(workspace, digit, training: false);
        double[] detected = [.. after.Chunk(784).Select((w, i) => Algebra.Dot(w, digit) + bias[i])], z = net.Output(workspace, "detectors");
        page.Number("G21 weights of a unit", after.Length / 25);
        page.Number("G21 w·x + b minus the network's", Algebra.Difference(detected, z));
        page.Table("Before and after training on drawn digits", ["", "before", "after"],
            ["test accuracy", page.Number("G22 accuracy before", accuracyBefore), page.Number("G22 accuracy after", Accuracy(net, testInputs, testLabels))],
            ["how alike weights of neighbouring pixels are (correlation)", page.Number("G22 neighbours before", Smoothness(before)), page.Number("G22 neighbours after", Smoothness(after))]);
        page.Say("Before, an image of weights is noise; after, it shows strokes: blue where ink excites the unit, orange where it inhibits. Another data set would give others.");
        Draw(page, "", "After training: 25 feature detectors", after);
        Draw(page, "before", "Before training: noise", before);
    }

    private static double Accuracy(DetectorNetwork net, double[] inputs, int[] labels)
    {
        int[] predicted = new int[labels.Length];
        net.PredictLabels(inputs, predicted);
        return predicted.Zip(labels).Average(pair => pair.First == pair.Second ? 1.0 : 0);
    }

    /// <summary>The correlation of each weight with the one to its right, over all units.</summary>
    private static double Smoothness(double[] weights)
    {
        int[] left = [.. Enumerable.Range(0, weights.Length).Where(i => i % Side < Side - 1)];
        double mean = weights.Average(), variance = weights.Average(w => (w - mean) * (w - mean));
        return left.Average(i => (weights[i] - mean) * (weights[i + 1] - mean)) / variance;
    }

    private static void Draw(Page page, string name, string title, double[] weights) => page.Plot(name, title, "columns of pixels, 28 a unit", "rows of pixels", plot =>
    {
        const int Columns = 5, Tile = Side + 2;
        double[,] mosaic = new double[5 * Tile, Columns * Tile];
        foreach ((int unit, double[] w) in weights.Chunk(784).Index())
        {
            double largest = w.Max(Math.Abs);
            for (int i = 0; i < 784; i++)
                mosaic[(unit / Columns * Tile) + (i / Side), (unit % Columns * Tile) + (i % Side)] = Math.Clamp(1.5 * w[i] / largest, -1, 1);
        }

        plot.Image("weight over two thirds of the unit's largest", mosaic);
    }, square: true);
}
