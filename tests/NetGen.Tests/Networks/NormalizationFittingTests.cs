using NetGen.CompilerServices;
using Xunit;

namespace NetGen.Tests;

/// <summary>When the mean and variance of [Normalization] are fitted, what counts as fitted, and what is refused.</summary>
public sealed partial class NormalizationFittingTests : IDisposable
{
    [Network, Input(2), Normalization, Dense(8), Tanh, Dense(1), MeanSquaredError]
    internal sealed partial class Surface;

    [Network<double>, Input(2, Name = "a"), Input(3, Name = "b"), Normalization(From = "a", Name = "first"), Normalization(From = "b", Name = "second"), Concat("first"), Dense(1), MeanSquaredError]
    internal sealed partial class TwoInputs;

    [Block, Normalization, Dense(2)]
    internal sealed class Scaled;

    [Network<double>, Input(2), Sequence<Scaled>, Dense(1), MeanSquaredError]
    internal sealed partial class InBlock;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_second_fit_on_two_rows_leaves_the_predictions_as_they_are()
    {
        Surface net = new(seed: 1);
        (float[] inputs, float[] targets) = Grid();
        net.Fit(inputs, targets, new FitOptions { Optimizer = new Adam(0.02), Epochs = 20, BatchSize = 4 });
        float[] state = net.State.ToArray(), before = net.Predict([15, 15]);
        Assert.Equal(15, Mean(net)[0], 1e-5);

        net.Fit([500, 500, 501, 700], [0, 0], new FitOptions { Optimizer = new SGD(0), Epochs = 2 });
        Assert.Equal(before, net.Predict([15, 15]));
        Assert.Equal(state, net.State.ToArray());
    }

    [Fact]
    public void Always_fits_before_every_training_and_Never_before_none()
    {
        Surface net = new(seed: 1);
        float[] rows = [500, 500, 502, 700];
        FitOptions always = new() { Optimizer = new SGD(0), Epochs = 1, Adapt = Adapt.Always }, never = new() { Optimizer = new SGD(0), Epochs = 1, Adapt = Adapt.Never };
        net.Fit(rows, [0, 0], never);
        Assert.Equal([0, 0], Mean(net));
        Assert.True(net.IsAdapted); // it was trained with these
        net.Fit(rows, [0, 0], new FitOptions { Epochs = 1 });
        Assert.Equal([0, 0], Mean(net));
        net.Fit(rows, [0, 0], always);
        Assert.Equal([501, 600], Mean(net));
        net.Fit([1, 1, 3, 3], [0, 0], always);
        Assert.Equal([2, 2], Mean(net));
        net.Fit(rows, [0, 0], never);
        Assert.Equal([2, 2], Mean(net));
        Assert.Throws<ArgumentOutOfRangeException>(() => net.Fit(rows, [0, 0], new FitOptions { Adapt = (Adapt)7 }));
    }

    [Fact]
    public void Setting_loading_copying_and_writing_the_state_count_as_fitting()
    {
        (float[] inputs, float[] targets) = Grid();
        Surface fitted = new(seed: 1);
        Assert.False(fitted.IsAdapted);
        fitted.Adapt(inputs);
        Assert.True(fitted.IsAdapted);
        fitted.Save(_folder["fitted"]);

        Surface set = new(), loaded = new(), copied = new(), written = new();
        set.SetState("normalization1.variance", [1, 1]); // the numbers of the start, but meant
        loaded.Load(_folder["fitted"]);
        copied.CopyFrom(fitted);
        fitted.State.CopyTo(written.State);
        foreach (Surface net in (Surface[])[set, loaded, copied, written, fitted.Clone(), Surface.FromFile(_folder["fitted"])])
        {
            Assert.True(net.IsAdapted);
            float[] state = net.State.ToArray();
            net.Fit([500, 500, 502, 700], [0, 0], new FitOptions { Optimizer = new SGD(0), Epochs = 1 });
            Assert.Equal(state, net.State.ToArray());
        }

        // A file without the mark counts as fitted, whatever it holds.
        using SafetensorsFile file = SafetensorsFile.Open(_folder["fitted"]);
        Assert.DoesNotContain(file.MetadataKeys, key => key.Contains("unfitted", StringComparison.Ordinal));
        Assert.Contains("SetState(\"normalization1.mean\"", fitted.ToSource(), StringComparison.Ordinal);
        Surface head = new();
        head.Load(_folder["fitted"], include: "dense*");
        Assert.False(head.IsAdapted);
        head.Load(_folder["fitted"], include: "normalization1*");
        Assert.True(head.IsAdapted);
    }

    [Fact]
    public void That_a_network_is_not_fitted_is_copied_and_saved()
    {
        (float[] inputs, float[] targets) = Grid();
        Surface fresh = new(seed: 3);
        fresh.Save(_folder["fresh"]);
        Surface once = new();
        once.Adapt(inputs);
        Surface reloaded = new();
        reloaded.Adapt(inputs);
        once.CopyFrom(fresh);
        reloaded.Load(_folder["fresh"]);
        foreach (Surface net in (Surface[])[once, reloaded, fresh.Clone(), Surface.FromFile(_folder["fresh"])])
        {
            Assert.False(net.IsAdapted);
            net.Fit(inputs, targets, new FitOptions { Optimizer = new SGD(0), Epochs = 1 });
            Assert.Equal([15, 15], Mean(net));
        }

        // What the source sets would count as fitted.
        Assert.DoesNotContain("normalization1", fresh.ToSource(), StringComparison.Ordinal);
        Assert.Contains("SetParameter(\"dense1.weight\"", fresh.ToSource(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_checkpoint_before_the_first_step_knows_that_nothing_is_fitted()
    {
        (float[] inputs, float[] targets) = Grid();
        ArrayDataset<float, float> data = new(inputs, targets, 2);
        Surface net = new(seed: 3), resumed = new(seed: 3), whole = new(seed: 3);
        using (Trainer<Surface, float, float> trainer = new(net, data, null, Options()))
            trainer.SaveCheckpoint(_folder["start"]);
        whole.Fit(data, Options());
        resumed.Adapt([1, 1]);
        using (Trainer<Surface, float, float> trainer = new(resumed, data, null, Options()))
        {
            trainer.Resume(_folder["start"]);
            Assert.False(resumed.IsAdapted);
            trainer.Run();
        }

        Assert.Equal(whole.State.ToArray(), resumed.State.ToArray());
        Assert.Equal(whole.Parameters.ToArray(), resumed.Parameters.ToArray());

        static FitOptions Options() => new() { Optimizer = new Adam(0.01), Epochs = 2, BatchSize = 5 };
    }

    [Theory]
    [InlineData(Adapt.WhenNew)]
    [InlineData(Adapt.Always)]
    public void A_resumed_training_keeps_the_numbers_that_it_began_with(Adapt adapt)
    {
        (float[] inputs, float[] targets) = Grid();
        ArrayDataset<float, float> data = new(inputs, targets, 2);
        Surface whole = new(seed: 3), first = new(seed: 3), second = new(seed: 3);
        whole.Fit(data, Options(4));
        using (Trainer<Surface, float, float> trainer = new(first, data, null, Options(2)))
        {
            trainer.Run();
            trainer.SaveCheckpoint(_folder["two"]);
        }

        // Set after the fit, as a user may: resuming does not fit again.
        using (Trainer<Surface, float, float> trainer = new(second, data, null, Options(4)))
        {
            trainer.Resume(_folder["two"]);
            second.SetState("normalization1.mean", Mean(first));
            trainer.Run();
        }

        Assert.Equal(whole.Parameters.ToArray(), second.Parameters.ToArray());
        Assert.Equal(whole.State.ToArray(), second.State.ToArray());

        FitOptions Options(int epochs) => new() { Optimizer = new Adam(0.01), Epochs = epochs, BatchSize = 5, Adapt = adapt };
    }

    [Fact]
    public void Of_several_only_the_new_one_is_fitted()
    {
        TwoInputs net = new(seed: 2);
        net.SetState("first.mean", [7, 8]);
        Assert.False(net.IsAdapted);
        double[] rows = [1, 2, 10, 20, 30, 3, 4, 12, 22, 32];
        net.Fit(new ArrayDataset<double, double>(rows, [0, 0], 5), new FitOptions { Optimizer = new SGD(0), Epochs = 1 });
        Assert.Equal([7, 8], State(net, "first.mean", 2));
        Assert.Equal([1, 1], State(net, "first.variance", 2));
        Assert.Equal([11, 21, 31], State(net, "second.mean", 3));
        Assert.True(net.IsAdapted);

        // By hand, and on request, both.
        net.Adapt(rows);
        Assert.Equal([2, 3], State(net, "first.mean", 2));
        TwoInputs partly = new(seed: 2);
        partly.SetState("second.variance", [1, 2, 3]);
        partly.Save(_folder["partly"]);
        using SafetensorsFile file = SafetensorsFile.Open(_folder["partly"]);
        Assert.Equal("first", file.Metadata("netgen.unfitted"));
    }

    [Fact]
    public void In_a_block_it_is_fitted_once_too()
    {
        InBlock net = new(seed: 2);
        net.Fit([1, 2, 3, 4], [0, 0], new FitOptions { Optimizer = new SGD(0), Epochs = 1 });
        double[] state = net.State.ToArray();
        Assert.Equal([2, 3], State(net, "sequence1.1.normalization1.mean", 2));
        net.Fit([10, 20, 30, 40], [0, 0], new FitOptions { Optimizer = new SGD(0), Epochs = 1 });
        Assert.Equal(state, net.State.ToArray());
        net.Save(_folder["block"]);
        Assert.True(InBlock.FromFile(_folder["block"]).IsAdapted);
        new InBlock().Save(_folder["block"]);
        Assert.False(InBlock.FromFile(_folder["block"]).IsAdapted);
    }

    [Fact]
    public void Training_by_hand_what_was_never_fitted_says_what_to_do()
    {
        (float[] inputs, float[] targets) = Grid();
        Surface net = new(seed: 1);
        Workspace<float> workspace = net.CreateWorkspace(16);
        string message = Assert.Throws<InvalidOperationException>(() => { net.Forward(workspace, inputs); }).Message;
        Assert.Contains("Adapt(inputs)", message, StringComparison.Ordinal);
        Assert.Contains("Adapt.Never", message, StringComparison.Ordinal);
        Assert.Contains("Surface", message, StringComparison.Ordinal);
        Assert.Equal(0, workspace.Step);

        // Without training it computes; a step from there is training.
        net.Forward(workspace, inputs, training: false);
        net.Loss(workspace, targets);
        net.Backward(workspace);
        Assert.Throws<InvalidOperationException>(() => net.Step(workspace, new SGD(0.1)));
        Assert.InRange(net.CheckGradients(workspace, inputs, targets), 0, 0.05); // tries, trains nothing
        Assert.False(net.IsAdapted);
        Assert.Throws<InvalidOperationException>(() => { net.Forward(workspace, inputs); });
        Assert.Contains("Adapt(inputs)", Assert.Throws<InvalidOperationException>(() => new LBFGS().Minimize<Surface, float, float>(net, inputs, targets)).Message, StringComparison.Ordinal);

        net.Adapt(inputs);
        net.Forward(workspace, inputs);
        net.Loss(workspace, targets);
        net.Step(workspace, new SGD(0.1));
        new LBFGS { MaximumIterations = 2 }.Minimize<Surface, float, float>(net, inputs, targets);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    public void Values_that_are_not_finite_are_refused_with_feature_and_example(float value)
    {
        Surface net = new(seed: 1);
        string message = Assert.Throws<ArgumentException>(() => net.Adapt([1, 2, 3, 4, 5, value])).Message;
        Assert.Contains("feature 1 of example 2", message, StringComparison.Ordinal);
        Assert.False(net.IsAdapted);
        InputMoments moments = new(2);
        moments.Add<float>([1, 2, 3, 4]);
        message = Assert.Throws<ArgumentException>(() => moments.Add<float>([5, 6, value, 7])).Message;
        Assert.Contains("feature 0 of example 3", message, StringComparison.Ordinal);
        Assert.Equal((2, 2.0, 3.0), (moments.Count, moments.Means[0], moments.Means[1]));

        // In Fit, by the number in the training part, in whatever order batches come.
        float[] inputs = [.. Enumerable.Range(0, 80).Select(i => (float)i)], parameters = net.Parameters.ToArray(), state = net.State.ToArray();
        inputs[(2 * 37) + 1] = value;
        message = Assert.Throws<ArgumentException>(() => net.Fit(inputs, new float[40], new FitOptions { BatchSize = 8 })).Message;
        Assert.Contains("feature 1 of example 37", message, StringComparison.Ordinal);
        Assert.False(net.IsAdapted);
        Assert.Equal(parameters, net.Parameters.ToArray());
        Assert.Equal(state, net.State.ToArray());
        int[] order = [.. Enumerable.Range(0, 40).Reverse()]; // the user's data set, of which a part is trained on
        message = Assert.Throws<ArgumentException>(() => net.Fit(new ArrayDataset<float, float>(inputs, new float[40], 2).Subset(order))).Message;
        Assert.Contains("feature 1 of example 37 of the data set", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Statistics_beyond_the_precision_are_refused_and_nothing_changes()
    {
        Surface net = new(seed: 1);
        net.SetState("normalization1.mean", [5, 6]);
        float[] state = net.State.ToArray();
        string message = Assert.Throws<ArgumentException>(() => net.Adapt([1, 1e30f, 2, -1e30f])).Message; // the variance 1e60
        Assert.Contains("feature 1", message, StringComparison.Ordinal);
        Assert.Equal(state, net.State.ToArray());
        TwoInputs two = new(seed: 1);
        Assert.Throws<ArgumentException>(() => two.Adapt([1, 2, 1e200, 1, 1, 2, 3, -1e200, 1, 1]));
        Assert.Equal(new TwoInputs(seed: 1).State.ToArray(), two.State.ToArray());
        Assert.False(two.IsAdapted);
    }

    [Fact]
    public void Each_fold_of_a_cross_validation_is_fitted_to_its_own_training_part()
    {
        Random random = new(3);
        float[] inputs = [.. Enumerable.Range(0, 60).Select(i => 100 + (i * (float)random.NextDouble()))], targets = [.. Enumerable.Range(0, 30).Select(i => i / 30f)];
        ArrayDataset<float, float> data = new(inputs, targets, 2);
        CrossValidationResult result = Surface.CrossValidate(data, 3, _ => Options(), seed: 4);
        foreach (CrossValidationFold fold in result.Folds)
        {
            Surface net = new(seed: 4);
            net.Fit(data.Subset([.. Enumerable.Range(0, 30).Except(fold.HeldOut)]), Options());
            using Trainer<Surface, float, float> trainer = new(net, data, null, Options());
            Assert.Equal(trainer.Evaluate(data.Subset([.. fold.HeldOut])).Loss, fold.Loss);
        }

        static FitOptions Options() => new() { Optimizer = new SGD(0), Epochs = 1 };
    }

    private static (float[] Inputs, float[] Targets) Grid()
    {
        float[] axis = [0, 10, 20, 30];
        float[] inputs = [.. axis.SelectMany(a => axis.SelectMany(b => (float[])[a, b]))];
        return (inputs, [.. inputs.Chunk(2).Select(x => MathF.Sin(x[0] / 10) + (x[1] / 30))]);
    }

    private static float[] Mean(Surface net)
    {
        float[] mean = new float[2];
        net.GetState("normalization1.mean", mean);
        return mean;
    }

    private static double[] State<TNetwork>(TNetwork net, string name, int count)
        where TNetwork : class, INetwork<TNetwork, double>
    {
        double[] values = new double[count];
        ParameterBuffer.GetState<double>(TNetwork.Description, net.State, name, values);
        return values;
    }
}
