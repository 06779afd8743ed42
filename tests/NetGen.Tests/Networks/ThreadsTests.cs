using System.Runtime.CompilerServices;
using Xunit;

namespace NetGen.Tests;

/// <summary>Workspaces with threads of their own.</summary>
public sealed partial class ThreadsTests
{
    private readonly float[] _inputs = [.. Enumerable.Range(0, 150 * 33).Select(i => MathF.Sin(i))];
    private readonly int[] _labels = [.. Enumerable.Range(0, 150).Select(i => i % 3)];

    [Theory]
    [InlineData(1, 2)]
    [InlineData(7, 2)]
    [InlineData(9, 3)]
    [InlineData(50, 5)]
    [InlineData(149, 2)]
    [InlineData(150, 7)]
    public void Outputs_costs_and_gradients_have_the_same_bits(int batch, int threads)
    {
        Nets.Single33 net = new(seed: 3);
        Workspace<float> alone = net.CreateWorkspace(batch, inputGradients: true), shared = net.CreateWorkspace(batch, inputGradients: true, threads: threads);
        shared.DividesAlways = true;
        Assert.Equal(threads, shared.Threads);
        for (int step = 0; step < 20; step++)
        {
            float[] outputs = net.Forward(alone, _inputs.AsSpan(0, batch * 33)).ToArray();
            Assert.Equal(outputs, net.Forward(shared, _inputs.AsSpan(0, batch * 33)).ToArray());
            Assert.Equal(net.Loss(alone, _labels.AsSpan(0, batch)), net.Loss(shared, _labels.AsSpan(0, batch)));
            net.Backward(alone);
            net.Backward(shared);
            Assert.Equal(alone.Gradients.ToArray(), shared.Gradients.ToArray());
            Assert.Equal(alone.InputGradients.ToArray(), shared.InputGradients.ToArray());
        }
    }

    [Theory]
    [InlineData(9, 2)]
    [InlineData(40, 3)]
    [InlineData(63, 2)]
    public void Layers_that_look_at_the_whole_batch_have_the_same_bits(int batch, int threads)
    {
        NormsNet alone = new(seed: 5), shared = new(seed: 5);
        Workspace<float> one = alone.CreateWorkspace(batch, inputGradients: true), many = shared.CreateWorkspace(batch, inputGradients: true, threads: threads);
        many.DividesAlways = true;
        Adam adam = new(0.01), other = new(0.01);
        for (int step = 0; step < 30; step++)
        {
            float[] outputs = alone.Forward(one, _inputs.AsSpan(0, batch * 33)).ToArray();
            Assert.Equal(outputs, shared.Forward(many, _inputs.AsSpan(0, batch * 33)).ToArray());
            Assert.Equal(alone.Loss(one, _labels.AsSpan(0, batch)), shared.Loss(many, _labels.AsSpan(0, batch)));
            alone.Step(one, adam);
            shared.Step(many, other);
            Assert.Equal(one.Gradients.ToArray(), many.Gradients.ToArray());
            Assert.Equal(one.InputGradients.ToArray(), many.InputGradients.ToArray());
            Assert.Equal(alone.Parameters.ToArray(), shared.Parameters.ToArray());
            Assert.Equal(alone.State.ToArray(), shared.State.ToArray());
        }
    }

    /// <summary>The mask takes the place of values that other threads still read, unless they wait for each other.</summary>
    [Theory]
    [InlineData(32, 2)]
    [InlineData(70, 3)]
    [InlineData(128, 4)]
    public void Dropout_between_convolutions_and_pools_has_the_same_bits(int batch, int threads)
    {
        DroppedImagesNet net = new(seed: 3);
        Workspace<float> alone = net.CreateWorkspace(batch), shared = net.CreateWorkspace(batch, threads: threads);
        shared.DividesAlways = true;
        float[] images = [.. Enumerable.Range(0, batch * 784).Select(i => MathF.Sin(i))];
        int[] labels = [.. Enumerable.Range(0, batch).Select(i => i % 10)];
        for (int step = 0; step < 12; step++)
        {
            Assert.Equal(net.Forward(alone, images).ToArray(), net.Forward(shared, images).ToArray());
            Assert.Equal(net.Loss(alone, labels), net.Loss(shared, labels));
            net.Backward(alone);
            net.Backward(shared);
            Assert.Equal(alone.Gradients.ToArray(), shared.Gradients.ToArray());
        }
    }

    /// <summary>Long examples are handed out one by one: also fewer of them than a vector has lanes.</summary>
    [Theory]
    [InlineData(1, 2)]
    [InlineData(2, 3)]
    [InlineData(5, 3)]
    [InlineData(12, 2)]
    [InlineData(13, 4)]
    public void Few_sequences_are_divided_with_the_same_bits(int batch, int threads)
    {
        SentencesNet alone = new(seed: 5), shared = new(seed: 5);
        Workspace<float> one = alone.CreateWorkspace(batch), many = shared.CreateWorkspace(batch, threads: threads);
        many.DividesAlways = true;
        AdamW adam = new(0.01), other = new(0.01);
        int[] tokens = [.. Enumerable.Range(0, batch * 30).Select(i => i * i % 11)], next = [.. tokens.Select(token => (token + 3) % 11)];
        for (int step = 0; step < 10; step++)
        {
            Assert.Equal(alone.Forward(one, tokens).ToArray(), shared.Forward(many, tokens).ToArray());
            Assert.Equal(alone.Loss(one, next), shared.Loss(many, next));
            alone.Step(one, adam);
            shared.Step(many, other);
            Assert.Equal(one.Gradients.ToArray(), many.Gradients.ToArray());
            Assert.Equal(alone.Parameters.ToArray(), shared.Parameters.ToArray());
        }
    }

    [Fact]
    public void An_exception_on_any_thread_reaches_the_caller_and_the_workspace_stays_usable()
    {
        FailingNet net = new();
        Workspace<float> workspace = net.CreateWorkspace(16, threads: 3);
        workspace.DividesAlways = true;
        float[] inputs = new float[16 * 4];
        float[] expected = net.Forward(workspace, inputs).ToArray();
        foreach (int example in (int[])[0, 15])
        {
            inputs[example * 4] = FailingActivation.Trigger;
            for (int i = 0; i < 50; i++)
            {
                Assert.Equal("as asked", Assert.Throws<InvalidOperationException>(() => { net.Forward(workspace, inputs); }).Message);
            }

            inputs[example * 4] = 0;
            Assert.Equal(expected, net.Forward(workspace, inputs).ToArray());
        }
    }

    [Fact]
    public void Threads_end_when_the_workspace_is_collected()
    {
        (WeakReference workspace, WorkerCrew crew) = RunAndForget();
        for (int i = 0; i < 100 && crew.Running > 0; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            Thread.Sleep(20);
        }

        Assert.False(workspace.IsAlive);
        Assert.Equal(0, crew.Running);
    }

    [Fact]
    public void No_thread_starts_where_none_is_worth_it()
    {
        Nets.Single33 net = new();
        Workspace<float> workspace = net.CreateWorkspace(4, threads: 8);
        net.Forward(workspace, _inputs.AsSpan(0, 4 * 33));
        Assert.Null(workspace.Crew);
        Assert.Contains("threads", Assert.Throws<ArgumentOutOfRangeException>(() => net.CreateWorkspace(4, threads: 0)).Message, StringComparison.Ordinal);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private (WeakReference Workspace, WorkerCrew Crew) RunAndForget()
    {
        Nets.Single33 net = new(seed: 3);
        Workspace<float> workspace = net.CreateWorkspace(150, threads: 3);
        net.Forward(workspace, _inputs);
        WorkerCrew crew = workspace.Crew!;
        Assert.Equal(2, crew.Running);
        return (new(workspace), crew);
    }

    [Network]
    [Input(33)]
    [Dense(40), BatchNorm, ReLU(Name = "h"), Dropout(0.2)]
    [Dense(40), LayerNorm, Tanh]
    [Add("h")]
    [Dense(7), BatchNorm]
    [Dense(3)]
    [SoftmaxCrossEntropy]
    internal sealed partial class NormsNet;

    [Network]
    [Input(1, 28, 28)]
    [Conv2D(8, 5, Padding = 2), ReLU, Dropout(0.2), MaxPool2D(2)]
    [Flatten, Dense(10)]
    [SoftmaxCrossEntropy]
    internal sealed partial class DroppedImagesNet;

    [Network]
    [Input<int>(30)]
    [Embedding(11, 32), PositionalEmbedding(Name = "x"), LayerNorm, MultiHeadAttention(2, Causal = true), Dropout(0.1), Add("x", Name = "y")]
    [LayerNorm, Dense(64), GELU, Dense(32), Add("y"), Dense(16)]
    [SoftmaxCrossEntropy]
    internal sealed partial class SentencesNet;

    /// <summary>The identity, but for one value that it refuses.</summary>
    [Derivative(Needs.Nothing)]
    internal struct FailingActivation : IActivation
    {
        public const float Trigger = 12345;

        public readonly V Forward<V>(V z)
            where V : struct, ISimd<V>
        {
            Span<float> lanes = stackalloc float[16];
            if (z is Float32x16 sixteen)
                Float32x16.Store(sixteen, ref lanes[0], 0);
            else if (z is Float32x8 eight)
                Float32x8.Store(eight, ref lanes[0], 0);
            else if (z is Float32x4 four)
                Float32x4.Store(four, ref lanes[0], 0);
            return lanes.Contains(Trigger) ? throw new InvalidOperationException("as asked") : z;
        }

        public readonly V Derivative<V>(V z)
            where V : struct, ISimd<V> => V.One;
    }

    /// <summary>Applies <see cref="FailingActivation"/>.</summary>
    internal sealed class FailingAttribute : ActivationAttribute<FailingActivation>;

    [Network]
    [Input(4)]
    [Failing]
    [Dense(3), ReLU]
    [MeanSquaredError]
    internal sealed partial class FailingNet;
}
