using NetGen;

namespace Playground.Tests;

/// <summary>A browser's runtime has one thread only: it refuses to start another.</summary>
public sealed class SingleThreadTests
{
    [Fact]
    public void Fit_works_where_there_are_no_threads_with_the_same_bits()
    {
        SlowDataset data = new();
        TwoTanh expected = new(seed: 1), actual = new(seed: 1);
        FitOptions Options() => new() { Optimizer = new Adam(0.01), BatchSize = 4, Epochs = 3, Threads = 2 };
        expected.Fit(data, Options());
        BackgroundThread.IsRefused = true;
        try
        {
            actual.Fit(data, Options());
        }
        finally
        {
            BackgroundThread.IsRefused = false;
        }

        Assert.Equal(expected.Parameters.ToArray(), actual.Parameters.ToArray());
        Assert.True(data.Batches > 16);
    }

    [Fact]
    public void A_workspace_for_several_threads_works_where_there_is_one()
    {
        TwoTanh net = new(seed: 1);
        Workspace<float> one = net.CreateWorkspace(8), two = net.CreateWorkspace(8, threads: 2);
        two.DividesAlways = true;
        float[] inputs = [.. Enumerable.Range(0, 16).Select(i => i / 8f)], targets = [.. Enumerable.Repeat(1f, 8)];
        BackgroundThread.IsRefused = true;
        try
        {
            foreach (Workspace<float> workspace in (Workspace<float>[])[one, two])
            {
                net.Forward(workspace, inputs);
                net.Loss(workspace, targets);
                net.Backward(workspace);
            }
        }
        finally
        {
            BackgroundThread.IsRefused = false;
        }

        Assert.Null(two.Crew);
        Assert.Equal(one.Gradients.ToArray(), two.Gradients.ToArray());
        Assert.Contains(two.Gradients.ToArray(), gradient => gradient != 0);
    }

    /// <summary>Gathering a batch takes so long that a thread of its own would pay.</summary>
    private sealed class SlowDataset : IDataset<float, float>
    {
        public int Count => 40;

        public int InputSize => 2;

        public int TargetSize => 1;

        public int Batches { get; private set; }

        public void CopyTo(ReadOnlySpan<int> indices, Span<float> inputs, Span<float> targets)
        {
            Batches++;
            Thread.Sleep(1);
            for (int i = 0; i < indices.Length; i++)
                (inputs[2 * i], inputs[(2 * i) + 1], targets[i]) = (indices[i] / 40f, 1 - (indices[i] / 40f), indices[i] % 2);
        }
    }
}
