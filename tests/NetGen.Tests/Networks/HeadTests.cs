using Xunit;

namespace NetGen.Tests;

/// <summary>Networks with several heads: predictions, losses, gradients and training of each by its name.</summary>
public sealed partial class HeadTests
{
    private const int Examples = 24;

    [Network]
    [Input(5, Name = "state")]
    [Input(3, Name = "action")]
    [Dense(12, From = "state"), Tanh, Concat("action"), Dense(9, Name = "trunk"), Dense(1, Name = "value"), Dense(4, From = "trunk", Name = "policy")]
    [SoftmaxCrossEntropy]
    [MeanSquaredError(From = "value", Weight = 0.5)]
    internal sealed partial class PolicyAndValue;

    [Network<double>]
    [Input(6)]
    [Dense(3, Name = "logits"), Tanh, Dropout(0.2), Dense(5, Name = "flags"), Sigmoid, Dense(2)]
    [SoftmaxCrossEntropy(From = "logits")]
    [BinaryCrossEntropy(From = "flags", Weight = 2)]
    [MeanSquaredError]
    [L2(0.01)]
    internal sealed partial class ThreeHeads;

    [Network<double>]
    [Input(4)]
    [Dense(3), Tanh, Dense(2)]
    [MeanSquaredError]
    [Huber(Weight = 0.25, Name = "pull")]
    internal sealed partial class TwoLossesOfOneHead;

    [Network<double>]
    [Input(4)]
    [Dense(3, Name = "logits"), Softmax(Name = "shares")]
    [SoftmaxCrossEntropy(From = "logits")]
    internal sealed partial class HeadBeforeTheEnd;

    [Network<double>]
    [Input(4, 2)]
    [GRU(3, ReturnSequences = true), Dense(3, Name = "logits"), Softmax]
    [SoftmaxCrossEntropy(From = "logits")]
    internal sealed partial class HeadOfSteps;

    [Network<double>]
    [Input(4, 2, Padding = 0)]
    [GRU(3, ReturnSequences = true, Name = "states"), Dense(3, Name = "tags"), Dense(1, From = "states", Name = "value")]
    [SoftmaxCrossEntropy(From = "tags", IgnoreLabel = -1)]
    [MeanSquaredError(From = "value")]
    internal sealed partial class HeadsOfSteps;

    [Fact]
    public void Each_head_is_predicted_alone_or_with_the_others()
    {
        (PolicyAndValue net, float[] state, float[] action, _, _) = Create();
        float[] policy = new float[Examples * 4], value = new float[Examples], alone = new float[Examples];

        net.Predict(state, action, policy, value);
        net.Predict(state, action, default, alone);
        float[] rows = net.Predict(state, action);

        Assert.Equal(5, PolicyAndValue.OutputSize);
        Assert.Equal(value, alone);
        for (int i = 0; i < Examples; i++)
        {
            Assert.Equal(policy.AsSpan(4 * i, 4).ToArray(), rows.AsSpan(5 * i, 4).ToArray());
            Assert.Equal(value[i], rows[(5 * i) + 4]);
            float[] one = new float[4], ofOne = new float[1];
            net.Predict(state.AsSpan(5 * i, 5), action.AsSpan(3 * i, 3), one, ofOne);
            Assert.Equal(policy.AsSpan(4 * i, 4).ToArray(), one);
            Assert.Equal(value[i], ofOne[0]);
        }

        Workspace<float> workspace = net.CreateWorkspace(Examples);
        Assert.Equal(rows, net.Forward(workspace, state, action, training: false).ToArray());
        ArgumentException refused = Assert.Throws<ArgumentException>(() => net.Predict(state, action, new float[3], value));
        Assert.Contains($"{Examples} examples of 4 values", refused.Message, StringComparison.Ordinal);
        Assert.Equal("policy", refused.ParamName);
    }

    [Fact]
    public void Probabilities_and_labels_are_of_heads_with_a_meaning()
    {
        ThreeHeads net = new(3);
        double[] inputs = Numbers(Examples * 6), logits = new double[Examples * 3], flags = new double[Examples * 5], ofClasses = new double[Examples * 3], ofFlags = new double[Examples * 5];
        int[] classes = new int[Examples], yes = new int[Examples * 5], alone = new int[Examples * 5];

        net.Predict(inputs, logits, flags, default);
        net.PredictProbabilities(inputs, ofClasses, ofFlags);
        net.PredictLabels(inputs, classes, yes);
        net.PredictLabels(inputs, default, alone);

        Assert.Equal(yes, alone);
        for (int i = 0; i < Examples; i++)
        {
            double[] row = logits[(3 * i)..((3 * i) + 3)];
            Assert.Equal(Array.IndexOf(row, row.Max()), classes[i]);
            double total = row.Sum(Math.Exp);
            for (int c = 0; c < 3; c++)
                Assert.Equal(Math.Exp(row[c]) / total, ofClasses[(3 * i) + c], 1e-12);
        }

        Assert.All(flags.Zip(ofFlags, yes), entry =>
        {
            Assert.Equal(1 / (1 + Math.Exp(-entry.First)), entry.Second, 1e-12);
            Assert.Equal(entry.First > 0 ? 1 : 0, entry.Third);
        });
    }

    [Fact]
    public void The_cost_is_the_weighted_sum_and_its_parts_have_names()
    {
        (PolicyAndValue net, float[] state, float[] action, int[] labels, float[] values) = Create();
        Workspace<float> workspace = net.CreateWorkspace(Examples);
        net.Forward(workspace, state, action, training: false);

        float cost = net.Loss(workspace, labels, values);

        Assert.Equal(cost, workspace.Loss("policy") + (0.5 * workspace.Loss("value")), 1e-6);
        Assert.Equal(workspace.Loss("policy"), workspace.Loss("softmaxCrossEntropy"));
        Assert.Equal(cost, net.Evaluate(state, action, labels, values), 1e-6);
        Assert.Throws<ArgumentException>(() => workspace.Loss("trunk"));
        Assert.Throws<InvalidOperationException>(() => net.CreateWorkspace(1).Loss("policy"));
    }

    [Fact]
    public void Gradients_are_those_of_central_differences()
    {
        ThreeHeads net = new(4);
        double[] inputs = Numbers(Examples * 6), flags = [.. Numbers(Examples * 5).Select(x => x > 0 ? 1.0 : 0)], numbers = Numbers(Examples * 2);
        int[] labels = Labels(Examples, 3);
        Assert.InRange(net.CheckGradients(net.CreateWorkspace(Examples, inputGradients: true), inputs, labels, flags, numbers), 0, 1e-7);

        TwoLossesOfOneHead two = new(5);
        Assert.Equal(2, TwoLossesOfOneHead.OutputSize);
        Assert.InRange(two.CheckGradients(two.CreateWorkspace(Examples), Numbers(Examples * 4), numbers, Numbers(Examples * 2)), 0, 1e-7);
    }

    [Fact]
    public void Backward_takes_a_gradient_for_each_head_and_none_is_zero()
    {
        (PolicyAndValue net, float[] state, float[] action, _, _) = Create();
        Workspace<float> workspace = net.CreateWorkspace(Examples, inputGradients: true);
        float[] ofPolicy = [.. Numbers(Examples * 4).Select(x => (float)x)], ofValue = [.. Numbers(Examples).Select(x => (float)x)], none = new float[Examples * 4];
        net.Forward(workspace, state, action, training: false);

        net.Backward(workspace, ofPolicy, ofValue);
        float[] both = workspace.Gradients.ToArray();
        net.Backward(workspace, none, ofValue);
        float[] value = workspace.Gradients.ToArray();
        net.Backward(workspace, default, ofValue);
        Assert.Equal(value, workspace.Gradients.ToArray());
        net.Backward(workspace, ofPolicy, default);
        Assert.All(both.Zip(value, workspace.Gradients.ToArray()), entry => Assert.Equal(entry.First, entry.Second + entry.Third, 1e-4f));

        float[] rows = new float[Examples * 5];
        for (int i = 0; i < Examples; i++)
        {
            ofPolicy.AsSpan(4 * i, 4).CopyTo(rows.AsSpan(5 * i));
            rows[(5 * i) + 4] = ofValue[i];
        }

        net.Backward(workspace, rows);
        Assert.Equal(both, workspace.Gradients.ToArray());
        Assert.Throws<ArgumentException>(() => net.Backward(workspace, ofPolicy, new float[2]));
        Assert.Throws<InvalidOperationException>(() => net.CreateWorkspace(2).Let(fresh => net.Backward(fresh, default, default)));
    }

    [Fact]
    public void Fit_takes_an_array_for_each_or_rows_with_the_same_bits_on_any_threads()
    {
        (PolicyAndValue net, float[] state, float[] action, int[] labels, float[] values) = Create();
        PolicyAndValue other = new(1);
        float[] inputs = new float[Examples * 8], targets = new float[Examples * 2];
        for (int i = 0; i < Examples; i++)
        {
            state.AsSpan(5 * i, 5).CopyTo(inputs.AsSpan(8 * i));
            action.AsSpan(3 * i, 3).CopyTo(inputs.AsSpan((8 * i) + 5));
            (targets[2 * i], targets[(2 * i) + 1]) = (labels[i], values[i]);
        }

        ArrayDataset<float, float> rows = new(inputs, targets, 8, 2);
        TrainingHistory history = net.Fit(state, action, labels, values, new FitOptions { Epochs = 3, BatchSize = 7 });
        TrainingHistory same = other.Fit(rows, rows, new FitOptions { Epochs = 3, BatchSize = 7, Threads = 3 });

        Assert.Equal(net.Parameters.ToArray(), other.Parameters.ToArray());
        Assert.Equal(["policy", "value"], history.Last.Losses.Select(loss => loss.Name));
        Assert.Equal(history.Last.Loss, history.Last.Losses[0].Value + (0.5 * history.Last.Losses[1].Value), 1e-9);
        Assert.Equal(["policy.accuracy"], history.Last.Metrics.Select(metric => metric.Name));
        Assert.Equal(same.Last.ValidationLoss!.Value, net.Evaluate(state, action, labels, values), 1e-6);
        Assert.Equal(same.Last.ValidationLosses[1].Value, RMSE(net, state, action, values), 1e-6);
        Assert.Contains("policyLoss,validationPolicyLoss,valueLoss", same.ToCsv(), StringComparison.Ordinal);
        Assert.Equal(same.ToCsv(), TrainingHistory.FromJson(same.ToJson()).ToCsv());
    }

    [Fact]
    public void Metrics_go_by_heads()
    {
        (PolicyAndValue net, float[] state, float[] action, int[] labels, float[] values) = Create();
        FitOptions options = new() { Epochs = 1, Metrics = [new Accuracy { Head = "policy" }, new MAE { Head = "value" }] };
        TrainingHistory history = net.Fit(state, action, labels, values, options);
        Assert.Equal(["policy.accuracy", "value.mae"], history.Last.Metrics.Select(metric => metric.Name));
        ArgumentException refused = Assert.Throws<ArgumentException>(() => net.Fit(state, action, labels, values, new FitOptions { Metrics = [new MAE { Head = "nothing" }] }));
        Assert.Contains("policy, value", refused.Message, StringComparison.Ordinal);
        Assert.Equal(2, PolicyAndValue.CrossValidate(new ArrayDataset<float, float>(new float[8 * 8], new float[8 * 2], 8, 2), 2).Folds.Count);
    }

    [Fact]
    public void Labels_in_rows_are_whole_and_in_range()
    {
        PolicyAndValue net = new(1);
        float[] targets = [0, 1, 1.5f, 2];
        ArgumentException broken = Assert.Throws<ArgumentException>(() => net.Fit(new ArrayDataset<float, float>(new float[16], targets, 8, 2)));
        Assert.Contains("labels from 0 to 3, got 1.5 for example 1 of the data set", broken.Message, StringComparison.Ordinal);
        targets[2] = float.NaN;
        Assert.Throws<ArgumentException>(() => net.Fit(new ArrayDataset<float, float>(new float[16], targets, 8, 2)));
        targets[2] = 4;
        ArgumentException large = Assert.Throws<ArgumentOutOfRangeException>(() => net.Fit(new ArrayDataset<float, float>(new float[16], targets, 8, 2)));
        Assert.Contains("got 4 for example 1 of the data set", large.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_loss_compares_is_put_out_even_before_the_end()
    {
        HeadBeforeTheEnd net = new(2);
        double[] inputs = Numbers(8), logits = net.Predict(inputs), shares = new double[6];
        Workspace<double> workspace = net.CreateWorkspace(2);
        Assert.Equal(logits, net.Forward(workspace, inputs, training: false).ToArray());
        net.GetOutput(workspace, "shares", shares);
        Assert.Equal(1, shares.Take(3).Sum(), 1e-12);
        Assert.Equal(Math.Exp(logits[0] - logits[1]), shares[0] / shares[1], 1e-12);
    }

    [Fact]
    public void A_stream_puts_out_what_the_loss_compares()
    {
        HeadOfSteps net = new(1);
        double[] inputs = Numbers(8), outputs = net.Predict(inputs), step = new double[3];
        SequenceStream<double> stream = net.CreateStream();
        for (int t = 0; t < 4; t++)
        {
            net.Predict(stream, inputs.AsSpan(2 * t, 2), step);
            Assert.Equal(outputs.AsSpan(3 * t, 3).ToArray(), step);
        }
    }

    [Fact]
    public void Steps_that_do_not_count_leave_each_loss()
    {
        HeadsOfSteps net = new(1);
        double[] inputs = [1, 2, 3, 4, 5, 6, 0, 0, 1, 1, 0, 0, 0, 0, 0, 0], values = [1, 2, 3, 99, 4, 99, 99, 99];
        int[] tags = [0, -1, 2, 1, 1, 0, 0, 0];
        Workspace<double> workspace = net.CreateWorkspace(2);
        net.Forward(workspace, inputs, training: false);
        double cost = net.Loss(workspace, tags, values);
        double[] logits = new double[24], numbers = new double[8];
        net.Predict(inputs, logits, numbers);
        int[] counted = [0, 2, 4];
        double ofTags = counted.Average(step => Math.Log(logits[(3 * step)..((3 * step) + 3)].Sum(Math.Exp)) - logits[(3 * step) + tags[step]]);
        double ofValues = new[] { 0, 1, 2, 4 }.Average(step => (numbers[step] - values[step]) * (numbers[step] - values[step]));
        Assert.Equal(ofTags, workspace.Loss("tags"), 1e-12);
        Assert.Equal(ofValues, workspace.Loss("value"), 1e-12);
        Assert.Equal(ofTags + ofValues, cost, 1e-12);
        Assert.Equal(cost, net.Evaluate(inputs, tags, values), 1e-12);
        Assert.InRange(net.CheckGradients(workspace, inputs, tags, values), 0, 1e-8);
    }

    private static double RMSE(PolicyAndValue net, float[] state, float[] action, float[] values)
    {
        float[] predicted = new float[values.Length];
        net.Predict(state, action, default, predicted);
        return predicted.Zip(values, (a, b) => ((double)a - b) * ((double)a - b)).Average();
    }

    private static (PolicyAndValue Net, float[] State, float[] Action, int[] Labels, float[] Values) Create() =>
        (new(1), [.. Numbers(Examples * 5).Select(x => (float)x)], [.. Numbers(Examples * 3).Select(x => (float)x)], Labels(Examples, 4), [.. Numbers(Examples).Select(x => (float)x)]);

    private static double[] Numbers(int count) => [.. Enumerable.Range(0, count).Select(i => Math.Sin((i * 1.7) + count))];

    private static int[] Labels(int count, int classes) => [.. Enumerable.Range(0, count).Select(i => (i * i) % classes)];
}

file static class Expressions
{
    public static void Let<T>(this T value, Action<T> use) => use(value);
}
