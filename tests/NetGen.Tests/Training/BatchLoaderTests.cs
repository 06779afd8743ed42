using System.Diagnostics;
using Xunit;

namespace NetGen.Tests;

/// <summary>Batches gathered in the workspace, on the threads of the step, and by a thread of their own.</summary>
public sealed partial class BatchLoaderTests
{
    [Network]
    [Input(64)]
    [Dense(8), Tanh]
    [Dense(3)]
    [SoftmaxCrossEntropy]
    internal sealed partial class LoaderNet;

    private static readonly ArrayDataset<float, int> s_data = new([.. Enumerable.Range(0, 700 * 64).Select(i => MathF.Sin(i))], [.. Enumerable.Range(0, 700).Select(i => i % 3)], 64);

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, false)]
    [InlineData(3, false)]
    [InlineData(2, true)]
    public void All_ways_to_gather_give_the_same_bits(int threads, bool asSubset)
    {
        IDataset<float, int> data = asSubset ? s_data.Subset([.. Enumerable.Range(0, 700)]) : s_data;
        LoaderNet net = new(seed: 1), twin = new(seed: 1);
        FitOptions options = new() { Optimizer = new Adam(0.01), BatchSize = 300, Epochs = 3, Threads = threads };
        net.Fit(data, options);
        twin.Fit(new Watched(s_data, 0, int.MaxValue), new FitOptions { Optimizer = new Adam(0.01), BatchSize = 300, Epochs = 3 });
        Assert.Equal(twin.Parameters.ToArray(), net.Parameters.ToArray());
    }

    [Fact]
    public void A_batch_stays_what_it_is_when_its_workspace_is_used_for_others()
    {
        LoaderNet net = new(seed: 1), twin = new(seed: 1);
        using var trainer = net.CreateTrainer(s_data, s_data, new FitOptions { Optimizer = new Adam(0.01), BatchSize = 32, Epochs = 1 });
        using var plain = twin.CreateTrainer(s_data, null, new FitOptions { Optimizer = new Adam(0.01), BatchSize = 32, Epochs = 1 });
        float[] other = new float[32 * 64];
        for (int i = 0; trainer.NextBatch(); i++)
        {
            Assert.True(plain.NextBatch());
            float[] inputs = trainer.Inputs.ToArray();
            if (i % 3 == 1)
                net.Forward(trainer.Workspace, other);
            else if (i % 3 == 2)
                trainer.Evaluate(s_data);
            Assert.Equal(inputs, trainer.Inputs.ToArray());
            trainer.Step();
            plain.Step();
            Assert.Equal(inputs, trainer.Inputs.ToArray());
        }

        Assert.Equal(twin.Parameters.ToArray(), net.Parameters.ToArray());
    }

    [Fact]
    public void A_backward_pass_does_not_mix_two_batches()
    {
        LoaderNet net = new(seed: 1);
        using var trainer = net.CreateTrainer(s_data, null, new FitOptions { BatchSize = 32 });
        trainer.NextBatch();
        net.Forward(trainer.Workspace, trainer.Inputs);
        net.Loss(trainer.Workspace, trainer.Targets);
        trainer.NextBatch();
        Assert.Throws<InvalidOperationException>(() => net.Backward(trainer.Workspace));
        Assert.Throws<InvalidOperationException>(() => net.Backward(trainer.Workspace, new float[32 * 3]));
        trainer.Step();
        net.Backward(trainer.Workspace);
    }

    [Theory]
    [InlineData(0, 3)] // on the thread of the steps
    [InlineData(2, 14)] // on the one that reads ahead
    public void An_error_of_the_data_set_ends_Fit_with_the_parameters_and_leaves_no_thread(int milliseconds, int failsAt)
    {
        Watched data = new(s_data, milliseconds, failsAt), sound = new(s_data, 0, int.MaxValue);
        LoaderNet net = new(seed: 1), twin = new(seed: 1);
        InvalidOperationException exception = Assert.Throws<InvalidOperationException>(() => net.Fit(data, new FitOptions { BatchSize = 16, Epochs = 2 }));
        Assert.Contains("disk on fire", exception.Message, StringComparison.Ordinal);
        IOException original = Assert.IsType<IOException>(exception.InnerException);
        Assert.Contains(nameof(Watched), original.StackTrace, StringComparison.Ordinal);
        Assert.Equal(milliseconds > 0, data.LastThread != Thread.CurrentThread);

        // All steps before are kept, and none is done by half.
        using var trainer = twin.CreateTrainer(sound, null, new FitOptions { BatchSize = 16, Epochs = 2 });
        for (int step = 1; step < failsAt; step++)
        {
            Assert.True(trainer.NextBatch());
            trainer.Step();
        }

        Assert.Equal(twin.Parameters.ToArray(), net.Parameters.ToArray());

        // The thread that read ahead has nothing more to do, and ends.
        long start = Stopwatch.GetTimestamp();
        while (milliseconds > 0 && data.LastThread!.IsAlive)
        {
            Assert.True(Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(20), "The thread that gathers batches has not ended.");
            Thread.Sleep(1);
        }
    }

    [Fact]
    public void After_an_error_the_training_can_go_on()
    {
        Watched data = new(s_data, 2, failsAt: 14);
        LoaderNet net = new(seed: 1), twin = new(seed: 1);
        using var trainer = net.CreateTrainer(data, null, new FitOptions { BatchSize = 16, Epochs = 1 });
        Assert.Throws<InvalidOperationException>(() => trainer.Run());
        trainer.Run();
        twin.Fit(s_data, new FitOptions { BatchSize = 16, Epochs = 1 });
        Assert.Equal(twin.Parameters.ToArray(), net.Parameters.ToArray());
    }

    /// <summary>A data set that takes its time, fails once, and knows on what thread it was read.</summary>
    private sealed class Watched(ArrayDataset<float, int> inner, int milliseconds, int failsAt) : IDataset<float, int>
    {
        private int _batches;

        public Thread? LastThread { get; private set; }

        public int Count => inner.Count;

        public int InputSize => inner.InputSize;

        public int TargetSize => 1;

        public void CopyTo(ReadOnlySpan<int> indices, Span<float> inputs, Span<int> targets)
        {
            LastThread = Thread.CurrentThread;
            Thread.Sleep(milliseconds);
            if (++_batches == failsAt)
                throw new IOException("disk on fire");
            inner.CopyTo(indices, inputs, targets);
        }
    }
}
