using Xunit;

namespace NetGen.Tests;

/// <summary>Checkpoints: what they hold, what they refuse, which are kept.</summary>
public sealed partial class CheckpointTests : IDisposable
{
    [Network, Input(2), Dense(6), Tanh, Dropout(0.2), Dense(2), SoftmaxCrossEntropy]
    internal sealed partial class Net;

    [Network, Input(2), Dense(6), ReLU, Dropout(0.2), Dense(2), SoftmaxCrossEntropy]
    internal sealed partial class OtherActivation;

    [Network, Input(2), Dense(7), Tanh, Dropout(0.2), Dense(2), SoftmaxCrossEntropy]
    internal sealed partial class Wider;

    [Network<double>, Input(2), Dense(6), Tanh, Dropout(0.2), Dense(2), SoftmaxCrossEntropy]
    internal sealed partial class InDouble;

    private static readonly ArrayDataset<float, int> Data = SyntheticData.Moons(60, 0.1, seed: 1);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_training_goes_on_from_the_middle_of_an_epoch_with_the_same_bits()
    {
        Net whole = new(seed: 2);
        using Trainer<Net, float, int> uninterrupted = new(whole, Data, null, Options());
        TrainingHistory expected = uninterrupted.Run();

        Net first = new(seed: 2), second = new(seed: 2); // the seed decides the dropout masks
        using (Trainer<Net, float, int> trainer = new(first, Data, null, Options()))
        {
            for (int epoch = 0; epoch < 2; epoch++)
            {
                while (trainer.NextBatch())
                    trainer.Step();
                trainer.EndEpoch();
            }

            trainer.NextBatch();
            trainer.Step();
            trainer.SaveCheckpoint(_folder["middle"]);
        }

        using Trainer<Net, float, int> resumed = new(second, Data, null, Options());
        Assert.Equal(_folder["middle"], resumed.Resume(_folder["middle"]));
        Assert.Equal((2, 1), (resumed.Epoch, resumed.StepInEpoch));
        TrainingHistory history = resumed.Run();
        Assert.Equal(whole.Parameters.ToArray(), second.Parameters.ToArray());
        Assert.Equal(expected.Epochs.Select(epoch => epoch.Loss), history.Epochs.Select(epoch => epoch.Loss));
    }

    [Fact]
    public void A_checkpoint_is_a_model_too_and_has_the_same_bytes_when_saved_again()
    {
        Net net = new(seed: 2);
        using Trainer<Net, float, int> trainer = new(net, Data, null, Options());
        trainer.Run();
        trainer.SaveCheckpoint(_folder["a"]);
        Assert.Equal(net.Parameters.ToArray(), Net.FromFile(_folder["a"]).Parameters.ToArray());

        Net other = new(seed: 3);
        using Trainer<Net, float, int> resumed = new(other, Data, null, Options());
        resumed.Resume(_folder["a"]);
        Assert.True(resumed.IsFinished);
        resumed.SaveCheckpoint(_folder["b"]);
        Assert.Equal(File.ReadAllBytes(_folder["a"]), File.ReadAllBytes(_folder["b"]));
    }

    [Fact]
    public void Fit_writes_checkpoints_and_keeps_the_newest()
    {
        Net net = new(seed: 2);
        using Trainer<Net, float, int> trainer = new(net, Data, null, Options(new CheckpointOptions(_folder["run"]) { EverySteps = 2, Keep = 2 }));
        trainer.Run(); // 4 epochs of 6 steps
        Assert.Equal(["step-000000000024.safetensors", "step-000000000022.safetensors"], CheckpointFolder.Files(_folder["run"]).Select(Path.GetFileName));
        Assert.Equal(CheckpointFolder.Newest(_folder["run"]), Path.Combine(_folder["run"], "step-000000000024.safetensors"));
        Assert.Null(CheckpointFolder.Newest(_folder["none"]));
    }

    [Fact]
    public void A_new_training_in_the_folder_of_another_keeps_its_own_checkpoints()
    {
        FitOptions Few(int epochs) => new() { BatchSize = 10, Epochs = epochs, Checkpoint = new CheckpointOptions(_folder.Path) };
        new Net(seed: 1).Fit(Data, Few(5));
        Net net = new(seed: 2);
        net.Fit(Data, Few(2));
        Assert.Equal(["step-000000000012.safetensors", "step-000000000006.safetensors"], CheckpointFolder.Files(_folder.Path).Select(Path.GetFileName));
        Net loaded = new(seed: 3);
        loaded.Load(CheckpointFolder.Newest(_folder.Path)!);
        Assert.Equal(net.Parameters.ToArray(), loaded.Parameters.ToArray());

        // What the other one left is set aside, not lost.
        Assert.True(File.Exists(_folder["step-000000000030.safetensors.superseded"]));
    }

    [Fact]
    public void A_cancelled_training_leaves_a_checkpoint()
    {
        using CancellationTokenSource source = new();
        Net net = new(seed: 2), second = new(seed: 2), whole = new(seed: 2);
        using (Trainer<Net, float, int> trainer = new(net, Data, null, Options(new CheckpointOptions(_folder["run"]) { EveryEpochs = 0 })))
        {
            for (int step = 0; step < 3; step++)
            {
                trainer.NextBatch();
                trainer.Step();
            }

            source.Cancel();
            Assert.Equal(StopReason.Cancelled, trainer.Run(source.Token).StopReason);
        }

        using Trainer<Net, float, int> resumed = new(second, Data, null, Options()), uninterrupted = new(whole, Data, null, Options());
        Assert.EndsWith("step-000000000003.safetensors", resumed.Resume(_folder["run"]), StringComparison.Ordinal);
        resumed.Run();
        uninterrupted.Run();
        Assert.Equal(whole.Parameters.ToArray(), second.Parameters.ToArray());
    }

    [Fact]
    public void A_damaged_newest_checkpoint_gives_way_to_the_one_before()
    {
        Net net = new(seed: 2);
        using (Trainer<Net, float, int> trainer = new(net, Data, null, Options(new CheckpointOptions(_folder["run"]))))
            trainer.Run();
        string[] files = [.. CheckpointFolder.Files(_folder["run"])];
        File.WriteAllBytes(files[0], File.ReadAllBytes(files[0])[..^5]);
        using Trainer<Net, float, int> resumed = new(net, Data, null, Options());
        Assert.Equal(files[1], resumed.Resume(_folder["run"]));
        foreach (string file in files)
            File.WriteAllBytes(file, [1, 2, 3]);
        Assert.Contains(files[0], Assert.Throws<InvalidDataException>(() => resumed.Resume(_folder["run"])).Message, StringComparison.Ordinal);
        Directory.CreateDirectory(_folder["empty"]);
        Assert.Null(resumed.Resume(_folder["empty"]));
        Assert.Throws<FileNotFoundException>(() => resumed.Resume(_folder["none"]));
    }

    [Fact]
    public void Other_architectures_and_other_trainings_are_refused()
    {
        Net net = new(seed: 2);
        using (Trainer<Net, float, int> trainer = new(net, Data, null, Options()))
        {
            trainer.Run();
            trainer.SaveCheckpoint(_folder["a"]);
        }

        net.Save(_folder["model"]);
        Refused(new Net(seed: 3), _folder["model"], "expected a checkpoint, got a file without a training's state");
        Refused(new OtherActivation(seed: 3), _folder["a"], "with 'reLU1: ReLU of dense1 [6]', got one with 'tanh1: Tanh of dense1 [6]'");
        Refused(new Wider(seed: 3), _folder["a"], "'dense1.weight' of the shape [7, 2], got [6, 2]");
        Assert.Contains("with 'double', got one with 'float'", Assert.Throws<InvalidDataException>(() => Checkpoint.Load(_folder["a"], new InDouble())).Message, StringComparison.Ordinal);

        Net other = new(seed: 3);
        float[] before = other.Parameters.ToArray();
        using Trainer<Net, float, int> smaller = new(other, Data, null, new FitOptions { BatchSize = 5, Epochs = 4, Seed = 3, Optimizer = new Adam() });
        Assert.Contains("batchSize", Assert.Throws<InvalidDataException>(() => smaller.Resume(_folder["a"])).Message, StringComparison.Ordinal);
        Assert.Equal(before, other.Parameters.ToArray());
    }

    private static FitOptions Options(CheckpointOptions? checkpoint = null) =>
        new() { BatchSize = 10, Epochs = 4, Seed = 3, Optimizer = new Adam(), Checkpoint = checkpoint };

    private static void Refused<TNet>(TNet net, string path, string message)
        where TNet : class, ITrainableNetwork<TNet, float, int>
    {
        float[] before = net.Parameters.ToArray();
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => Checkpoint.Load(path, net));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.StartsWith(path + ": offset ", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, net.Parameters.ToArray());
    }
}
