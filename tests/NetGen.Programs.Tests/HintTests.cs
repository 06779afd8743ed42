namespace NetGen.Programs.Tests;

public sealed class HintTests
{
    private readonly ArrayDataset<float, int> _data = Blobs.Create(48, seed: 1);

    [Fact]
    public void A_sound_training_has_none()
    {
        TrainingHistory history = new Rectified(seed: 1).Fit(_data, _data, new FitOptions { BatchSize = 8, Epochs = 8, Optimizer = new Adam(0.01) });
        Assert.Empty(history.Hints);
    }

    [Fact]
    public void Inputs_hundreds_of_deviations_from_0_are_told_where_nothing_normalizes_them()
    {
        ArrayDataset<float, int> far = Blobs.Create(48, seed: 1, shift: 2000);
        FitOptions options = new() { BatchSize = 8, Epochs = 2, Optimizer = new Adam(1e-6) };
        string hint = Assert.Single(new Rectified(seed: 1).Fit(far, options).Hints);
        Assert.Matches(@"^Feature \d of the inputs is 1?\d{3,4} standard deviations from 0 \(mean 200\d, deviation \d\.\d+\), and the network has no \[Normalization\]", hint);
        Assert.Empty(new Normalized(seed: 1).Fit(far, new FitOptions { BatchSize = 8, Epochs = 2 }).Hints);
    }

    [Fact]
    public void A_feature_that_never_changes_is_not_told()
    {
        float[] inputs = _data.Inputs.ToArray();
        for (int i = 0; i < inputs.Length; i += 4)
            inputs[i] = 5000;
        TrainingHistory history = new Rectified(seed: 1).Fit(inputs, _data.Targets.ToArray(), new FitOptions { Epochs = 1, Optimizer = new Adam(1e-9) });
        Assert.Empty(history.Hints);
    }

    [Fact]
    public void A_loss_that_never_fell_is_told_once()
    {
        TrainingHistory history = new Rectified(seed: 1).Fit(_data, new FitOptions { Epochs = 6, Optimizer = new SGD(0) });
        Assert.StartsWith("The training loss has not fallen in 3 epochs: ", Assert.Single(history.Hints), StringComparison.Ordinal);
    }

    [Fact]
    public void A_layer_without_a_living_unit_is_told_once()
    {
        Rectified net = new(seed: 1);
        net.SetParameter("dense1.bias", [-100, -100, -100, -100, -100, -100]);
        TrainingHistory history = net.Fit(_data, new FitOptions { Epochs = 5, Optimizer = new Adam(0.01) });
        Assert.StartsWith("All units of reLU1 put out 0 for every example", Assert.Single(history.Hints), StringComparison.Ordinal);
    }

    [Fact]
    public void Outputs_that_are_the_same_for_all_examples_are_told_once_and_in_progress()
    {
        Rectified net = new(seed: 1);
        net.SetParameter("dense1.weight", new float[24]);
        net.SetParameter("dense1.bias", [1, 1, 1, 1, 1, 1]);
        List<string> reported = [];
        FitOptions options = new()
        {
            Epochs = 4,
            Optimizer = new SGD(0.1) { LearningRateFactors = { ["dense1.*"] = 0 } },
            Progress = new Progress(value => reported.AddRange(value.Hints)),
        };
        TrainingHistory history = net.Fit(_data, _data, options);
        Assert.StartsWith("The outputs are the same for all examples of the validation part", Assert.Single(history.Hints), StringComparison.Ordinal);
        Assert.Equal(history.Hints, reported);
        Assert.EndsWith($"hint: {history.Hints[0]}\n", history.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("same for all", history.ToJson(), StringComparison.Ordinal);
    }

    private sealed class Progress(Action<TrainingProgress> report) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => report(value);
    }
}
