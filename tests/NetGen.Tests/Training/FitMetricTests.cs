using Xunit;

namespace NetGen.Tests;

/// <summary>Metrics where the network is known: thresholds and meanings come from its loss.</summary>
public sealed partial class FitMetricTests
{
    // The identity, so that inputs are outputs.
    [Network<double>, Input(1), Identity, BinaryCrossEntropy]
    internal sealed partial class Logit;

    [Network<double>, Input(1), Identity, BinaryCrossEntropy(FromLogits = false)]
    internal sealed partial class Share;

    [Network<double>, Input(1), Identity, Hinge]
    internal sealed partial class Margin;

    [Network<double>, Input(1), HardThreshold, PerceptronRule]
    internal sealed partial class Decision;

    [Network<double>, Input(3), Identity, BinaryCrossEntropy(FromLogits = false)]
    internal sealed partial class Shares;

    [Network<double>, Input(3), Identity, KLDivergence]
    internal sealed partial class Divergence;

    [Network<double>, Input(2, 3), Identity, KLDivergence]
    internal sealed partial class DivergenceOfSteps;

    [Network<double>, Input(3), Identity, SoftmaxCrossEntropy(Targets = Targets.Probabilities)]
    internal sealed partial class Distribution;

    [Network<double>, Input(3), Identity, SoftmaxCrossEntropy]
    internal sealed partial class Classes;

    [Network<double>, Input(1), Identity, MeanSquaredError]
    internal sealed partial class Squares;

    [Network<double>, Input(1), Identity, PoissonNLL]
    internal sealed partial class Counts;

    [Network<double>, Input(2), Identity(Name = "logits"), Sigmoid, Dense(5), BinaryCrossEntropy(From = "logits")]
    internal sealed partial class LogitsWithin;

    [Fact]
    public void Yes_is_above_what_the_outputs_mean()
    {
        double[] x = [0.4, 0.6, 0.9, 0.1], t = [0, 1, 1, 0];
        Check<Share>(1, 0.5, x, t);
        Check<Logit>(0.5, 0, x, t);
        Check<Logit>(1, 0, [-0.4, 0.6, 0.1, -0.1], [0.1, 0.9, 1, 0]);
        Check<Margin>(0.5, 0, x, [-1, 1, 1, -1]);
        Check<Margin>(1, 0, [-0.4, 0.6, 0.9, -0.1], [-1, 1, 1, -1]);
        Check<Decision>(0.5, 0.5, x, t);
        Check<Decision>(1, 0.5, [-0.4, 0.6, 0.9, -0.1], t);

        static void Check<TNetwork>(double accuracy, double threshold, double[] x, double[] t)
            where TNetwork : class, ITrainableNetwork<TNetwork, double, double>
        {
            Accuracy metric = new();
            ArrayDataset<double, double> data = new(x, t, 1);
            using Trainer<TNetwork, double, double> trainer = new(TNetwork.Create(0), data, data, new FitOptions { Epochs = 1, BatchSize = 3, Metrics = [metric, new ZeroOneLoss(), new F1(), new Accuracy(threshold: -5)] });
            TrainingHistory history = trainer.Run();
            foreach (IReadOnlyList<MetricValue> values in (IReadOnlyList<MetricValue>[])[history.Last.Metrics, history.Last.ValidationMetrics, trainer.Evaluate(data).Metrics])
            {
                Assert.Equal(["accuracy", "zeroOneLoss", "f1", "accuracy"], values.Select(value => value.Name));
                Assert.Equal(accuracy, values[0].Value);
                Assert.Equal(1 - accuracy, values[1].Value);
                Assert.Equal(0.5, values[3].Value); // a threshold that is given stays
            }

            Assert.Equal(threshold, metric.Threshold);
        }
    }

    [Fact]
    public void Cross_validation_asks_the_network_too()
    {
        CrossValidationResult result = Share.CrossValidate(new ArrayDataset<double, double>([0.4, 0.6, 0.9, 0.1], [0, 1, 1, 0], 1), 2, _ => new FitOptions { Epochs = 1, Metrics = [new Accuracy()] });
        Assert.Equal(1, result.Mean("accuracy"));
        Assert.Throws<ArgumentException>(() => Squares.CrossValidate(new ArrayDataset<double, double>([0, 1], [0, 1], 1), 2, _ => new FitOptions { Metrics = [new Accuracy()] }));
    }

    [Fact]
    public void Distributions_are_of_the_class_of_their_largest_share()
    {
        double[] x = [-1, -2, -3, -3, -2, -1], t = [0.2, 0.5, 0.3, 0.3, 0.3, 0.4];
        foreach (IReadOnlyList<MetricValue> values in (IReadOnlyList<MetricValue>[])[Values<Divergence>(x, t, 3, 3), Values<Distribution>(x, t, 3, 3), Values<DivergenceOfSteps>(x, t, 6, 6)])
        {
            Assert.Equal(0.5, values[0].Value); // 0 for 1, 2 for 2
            Assert.Equal(1, values[1].Value); // both of the two largest
            Assert.Equal(1 / 3.0, values[2].Value, 1e-15); // 0 of classes 0 and 1, 1 of class 2
        }

        int[] labels = new int[2];
        new DivergenceOfSteps().PredictLabels(x, labels);
        Assert.Equal([0, 2], labels);

        static IReadOnlyList<MetricValue> Values<TNetwork>(double[] x, double[] t, int inputs, int targets)
            where TNetwork : class, ITrainableNetwork<TNetwork, double, double>
        {
            ArrayDataset<double, double> data = new(x, t, inputs, targets);
            using Trainer<TNetwork, double, double> trainer = new(TNetwork.Create(0), data, null, new FitOptions { Metrics = [new Accuracy(), new TopKAccuracy(2), new F1()] });
            return trainer.Evaluate(data).Metrics;
        }
    }

    [Fact]
    public void Several_yes_no_outputs_have_a_name_and_a_value_for_each_average()
    {
        double[] x = [0.9, 0.2, 0.6, 0.4, 0.3, 0.7], t = [1, 0, 0, 1, 0, 1];
        TrainingHistory history = new Shares().Fit(x, t, new FitOptions { Epochs = 1, Metrics = [new F1(), new F1(Average.Micro), new F1(Average.PerLabel), new RocAuc(average: Average.PerLabel)] });
        Assert.Equal(["f1Macro", "f1Micro", "f1[0]", "f1[1]", "f1[2]", "rocAuc[0]", "rocAuc[1]", "rocAuc[2]"], history.Last.Metrics.Select(value => value.Name));
        Assert.Equal([(2 / 3.0 + 0 + 2 / 3.0) / 3, 4 / 6.0, 2 / 3.0, 0, 2 / 3.0], history.Last.Metrics.Take(5).Select(value => value.Value));
        Assert.Contains("f1[2],validationF1[2]", history.ToCsv(), StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new Shares().Fit(x, t, new FitOptions { Metrics = [new F1(Average.Binary)] }));
    }

    [Fact]
    public void Metrics_that_the_outputs_cannot_have_are_refused_before_the_first_step()
    {
        double[] x = [0, 1], t = [0, 1];
        foreach (Metric metric in (Metric[])[new Accuracy(), new ZeroOneLoss(), new Precision(), new Recall(), new F1(), new RocAuc(), new TopKAccuracy()])
        {
            Squares net = new();
            string message = Assert.Throws<ArgumentException>(() => net.Fit(x, t, new FitOptions { Metrics = [new MAE(), metric] })).Message;
            Assert.StartsWith($"Squares: {metric.Name} is for ", message, StringComparison.Ordinal);
            Assert.Throws<ArgumentException>(() => new Counts().CreateTrainer(new ArrayDataset<double, double>(x, t, 1), null, new FitOptions { Metrics = [metric] }));
        }

        Assert.Throws<ArgumentException>(() => new Logit().Fit(x, t, new FitOptions { Metrics = [new TopKAccuracy()] }));
        foreach (Metric metric in (Metric[])[new MAE(), new RMSE(), new R2()])
            Assert.Throws<ArgumentException>(() => new Classes().Fit([1, 2, 3], [0], new FitOptions { Metrics = [metric] }));

        // Who says what yes is may count it.
        Assert.Equal(1, new Squares().Fit(x, t, new FitOptions { Epochs = 1, Metrics = [new Accuracy(threshold: 0.5)] }).Last.Metrics[0].Value);
        Assert.Equal(1, new Squares().Fit(x, t, new FitOptions { Epochs = 1, Metrics = [new RocAuc { Outputs = OutputMeaning.BinaryProbabilities }] }).Last.Metrics[0].Value);
    }

    [Fact]
    public void What_is_measured_is_what_the_loss_compares()
    {
        LogitsWithin net = new(seed: 1);
        double[] x = [-1, 2, 3, -4], t = [0, 1, 1, 0];
        TrainingHistory history = net.Fit(x, t, new FitOptions { Epochs = 1, BatchSize = 1, Metrics = [new Accuracy(), new RocAuc(average: Average.Micro)] });
        Assert.All(history.Last.Metrics, metric => Assert.Equal(1, metric.Value));
        Assert.Equal(new HeadDescription(OutputMeaning.BinaryLogits, LogitsWithin.Description.Heads[0].Shape, false, "logits", loss: "binaryCrossEntropy"), LogitsWithin.Description.Heads[0]);
        Assert.Equal((2, 2), (LogitsWithin.Description.Heads[0].Size, LogitsWithin.Description.Heads[0].TargetSize));
        Assert.Equal((OutputMeaning.ClassLogits, true, null, 1), (Classes.Description.Heads[0].Outputs, Classes.Description.Heads[0].TakesLabels, Classes.Description.Heads[0].From, Classes.Description.Heads[0].TargetSize));
    }
}
