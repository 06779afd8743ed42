using NetGen;

namespace Course;

/// <summary>A convolutional network: eight filters of 5 × 5, a pool, and a layer.</summary>
[Network<double>]
[Input(1, 28, 28)]
[Conv2D(8, 5, Name = "filters"), ReLU, MaxPool2D(4), Flatten, Dense(10)]
[SoftmaxCrossEntropy]
internal sealed partial class SmallCnn;

/// <summary>A recurrent network: the next value of a series from twenty before.</summary>
[Network<double>]
[Input(20, 1)]
[GaussianNoise(0.03), RNN(16), Dense(1)]
[HalfSquaredError]
internal sealed partial class SmallRnn;

/// <summary>A generator of points from noise, and its judge: a GAN.</summary>
[Network<double>]
[Input(2)]
[Dense(32), Tanh, Dense(32), Tanh, Dense(2)]
internal sealed partial class PointGenerator;

/// <summary>Real or made?</summary>
[Network<double>]
[Input(2)]
[Dense(32), LeakyReLU(Slope = 0.2), Dense(32), LeakyReLU(Slope = 0.2), Dense(1)]
[BinaryCrossEntropy]
internal sealed partial class PointJudge;

/// <summary>
/// CNN: the same filter everywhere; RNN: h[t] = tanh(W·x[t] + U·h[t−1]), a cycle in time; GAN: a generator against a judge; transformer: softmax(q·kᵀ/√d)·v.
/// Why: modern vision, language and games are built of the units, layers and gradients of this course, in other graphs.
/// </summary>
internal sealed partial class OutlookLesson() : Lesson("outlook", "a small CNN, RNN, GAN and transformer, one picture each", "G42")
{
    public override void Run(Page page)
    {
        Vision(page);
        Series(page);
        Adversaries(page);
        Language(page);
    }

    private static void Vision(Page page)
    {
        ArrayDataset<double, int> train = DropoutLesson.Digits(page.Pick(1500, 300), 1), test = DropoutLesson.Digits(page.Pick(1000, 300), 2);
        SmallCnn net = new(seed: 1);
        TrainingHistory history = net.Fit(train, test, new FitOptions { Optimizer = new Adam(0.003), Epochs = page.Pick(6, 6), BatchSize = 32, Threads = 1, Seed = 1, Metrics = [new Accuracy()] });
        page.Table("Vision: a CNN on drawn digits", ["parameters", "test accuracy"], [SmallCnn.ParameterCount, page.Number("G42 CNN, test accuracy", history.Last.ValidationMetrics[0].Value)]);
        page.Plot("cnn", "CNN: eight filters of 5 x 5 that it learned", "columns, 5 a filter", "rows", plot =>
        {
            double[,] mosaic = new double[13, 27];
            foreach ((int filter, double[] w) in net.Get("filters.weight").Chunk(25).Index())
            {
                for (int i = 0; i < 25; i++)
                    mosaic[1 + (filter / 4 * 6) + (i / 5), 1 + (filter % 4 * 6) + (i % 5)] = w[i] / w.Max(Math.Abs);
            }

            plot.Image("weight / the filter's largest", mosaic);
        });
    }

    private static void Series(Page page)
    {
        double[] series = [.. Enumerable.Range(0, 400).Select(t => (0.6 * Math.Sin(0.3 * t)) + (0.4 * Math.Sin(0.131 * t)))];
        double[] inputs = [.. Enumerable.Range(0, 280).SelectMany(t => series[t..(t + 20)])], targets = series[20..300];
        SmallRnn net = new(seed: 1);
        net.Fit(inputs, targets, new FitOptions { Optimizer = new Adam(0.005), Epochs = page.Pick(400, 200), BatchSize = 28, Threads = 1, Seed = 1 });
        List<double> heard = [.. series[280..300]];
        for (int t = 0; t < 100; t++)
            heard.Add(net.At([.. heard.TakeLast(20)]));
        double[] continued = [.. heard.Skip(20)];
        double error = Math.Sqrt(continued.Take(40).Zip(series.Skip(300)).Average(pair => Math.Pow(pair.First - pair.Second, 2)));
        page.Table("Series: an RNN goes on by itself", ["steps", "root mean square error", "of the series itself"], [40, page.Number("G42 RNN, error of 40 steps", error), Math.Sqrt(series.Average(value => value * value))]);
        page.Plot("rnn", "RNN: it hears 300 values, then goes on alone", "time (steps)", "value", plot =>
        {
            plot.Line("the series", [.. Enumerable.Range(250, 150).Select(t => (double)t)], series[250..]);
            plot.Line("RNN, from its own outputs", [.. Enumerable.Range(300, 100).Select(t => (double)t)], continued, ScottPlot.LinePattern.Dashed);
            plot.At("it begins to go on alone", 300);
        });
    }
}
