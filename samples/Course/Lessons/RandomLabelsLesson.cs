using NetGen;

namespace Course;

/// <summary>Ten classes, more weights than examples; weight decay that can be set.</summary>
[Network<double>]
[Input(784)]
[Dense(64), ReLU, Dense(10)]
[SoftmaxCrossEntropy, L2(0)]
internal sealed partial class Shatterer;

/// <summary>
/// A network shatters a training set when it can give it any labels: training accuracy 1 on random ones, and 1/classes on other examples. Its VC dimension with sigmoids is Ω(E²), E the number of edges
/// (for suitable graphs; a slide prints ‖E‖²). Why: capacity cannot be why networks generalize; the same one fits noise, and learns (Zhang and others, 2021).
/// </summary>
internal sealed class RandomLabelsLesson() : Lesson("random-labels", "the same network fits true and random labels; weight decay is neither needed nor enough", "Y40", "Y41")
{
    public override void Run(Page page)
    {
        int examples = page.Pick(300, 150), epochs = page.Pick(80, 60);
        ArrayDataset<double, int> train = DropoutLesson.Digits(examples, 1), test = DropoutLesson.Digits(500, 2);
        PhiloxRandom random = new(3);
        int[] Random(int count) => [.. Enumerable.Range(0, count).Select(_ => random.NextInt32(10))];
        ArrayDataset<double, int> noise = new(train.Inputs.ToArray(), Random(examples), 784), otherNoise = new(test.Inputs.ToArray(), Random(500), 784);
        List<object[]> rows = [];
        List<(string Name, TrainingHistory History)> histories = [];
        foreach ((string labels, ArrayDataset<double, int> data, ArrayDataset<double, int> others) in ((string, ArrayDataset<double, int>, ArrayDataset<double, int>)[])[("true", train, test), ("random", noise, otherNoise)])
        {
            foreach (double decay in (double[])[0, 0.001])
            {
                Shatterer net = new(seed: 1) { L2Rate = decay };
                TrainingHistory history = net.Fit(data, others, new FitOptions { Optimizer = new Adam(0.003), Epochs = epochs, BatchSize = 32, Threads = 1, Seed = 1, Metrics = [new Accuracy()] });
                double trained = Accuracy(net, data), tested = Accuracy(net, others);
                string name = $"{labels} labels, {(decay > 0 ? "decay" : "no decay")}";
                rows.Add([labels, decay, page.Number($"Y40 training accuracy, {name}", trained), page.Number($"{(labels == "random" ? "Y40" : "Y41")} test accuracy, {name}", tested), page.Number($"Y41 gap, {name}", trained - tested)]);
                histories.Add((name, history));
            }
        }

        page.Table($"784-64-10 ({Shatterer.ParameterCount:N0} parameters), {examples} drawn digits", ["labels", "weight decay", "training accuracy", "test accuracy", "gap"], rows);
        page.Number("Y40 parameters for each example", (double)Shatterer.ParameterCount / examples);
        page.Say("With true labels the gap is small without any regularizer: none is needed. With random ones, decay does not stop the fit: it is not enough. So neither capacity nor decay explains it.");
        page.Plot("", "True labels are learned faster; random ones are learned too", "epoch", "training accuracy", plot =>
        {
            ScottPlot.LinePattern[] patterns = [ScottPlot.LinePattern.Solid, ScottPlot.LinePattern.Dashed, ScottPlot.LinePattern.Dotted, ScottPlot.LinePattern.DenselyDashed];
            foreach ((int i, (string name, TrainingHistory history)) in histories.Index())
                plot.Line(name, [.. history.Epochs.Select(epoch => (double)epoch.Epoch)], [.. history.Epochs.Select(epoch => epoch.Metrics[0].Value)], patterns[i]);
        });
    }

    private static double Accuracy(Shatterer net, ArrayDataset<double, int> data)
    {
        int[] predicted = new int[data.Count];
        net.PredictLabels(data.Inputs, predicted);
        return predicted.Zip(data.Targets.ToArray()).Average(pair => pair.First == pair.Second ? 1.0 : 0);
    }
}
