using Xunit;

namespace NetGen.Tests;

/// <summary>What threads of a step allocate beside the one that calls: nothing.</summary>
[Collection(Allocations.OfAllThreads)]
public sealed class WholeProcessAllocationTests
{
    [Fact]
    public void A_step_on_threads_allocates_nothing()
    {
        float[] inputs = [.. Enumerable.Range(0, 150 * 33).Select(i => MathF.Sin(i))];
        int[] labels = [.. Enumerable.Range(0, 150).Select(i => i % 3)];
        Nets.Single33 net = new(seed: 3);
        Workspace<float> workspace = net.CreateWorkspace(150, threads: 2);
        Adam adam = new();
        Step(100);
        Assert.Equal(0, Allocations.InProcess(() => Step(10)));

        void Step(int count)
        {
            for (int i = 0; i < count; i++)
            {
                net.Forward(workspace, inputs);
                net.Loss(workspace, labels);
                net.Step(workspace, adam);
            }
        }
    }

    [Theory]
    [InlineData(8, 0)]
    [InlineData(600, 0)] // enough bytes that the threads of the step gather a batch
    [InlineData(8, 2)] // a data set so slow that another thread reads it ahead
    public void The_steps_of_Fit_allocate_nothing(int batchSize, int milliseconds)
    {
        Delayed data = new(new ArrayDataset<float, int>(new float[40_000 * 33], new int[40_000], 33), milliseconds);
        Nets.Single33 net = new(seed: 3);
        FitOptions options = new() { BatchSize = batchSize, Threads = 2, Schedule = new CosineSchedule(100), ClipNorm = 1, ClipValue = 1 };
        using var trainer = net.CreateTrainer(milliseconds == 0 ? data.Inner : data, null, options);
        trainer.Workspace.DividesAlways = true;
        Steps(12);
        Assert.Equal(0, Allocations.InProcess(() => Steps(1)));

        void Steps(int count)
        {
            for (int i = 0; i < count; i++)
            {
                Assert.True(trainer.NextBatch());
                trainer.Step();
            }
        }
    }

    private sealed class Delayed(ArrayDataset<float, int> inner, int milliseconds) : IDataset<float, int>
    {
        public ArrayDataset<float, int> Inner => inner;

        public int Count => inner.Count;

        public int InputSize => inner.InputSize;

        public int TargetSize => 1;

        public void CopyTo(ReadOnlySpan<int> indices, Span<float> inputs, Span<int> targets)
        {
            Thread.Sleep(milliseconds);
            inner.CopyTo(indices, inputs, targets);
        }
    }
}
