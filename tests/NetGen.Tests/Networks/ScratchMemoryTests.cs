using NetGen.CompilerServices;
using Xunit;

namespace NetGen.Tests;

/// <summary>The memory that Predict keeps for each thread: as much as calls need, and for as long as they do.</summary>
[Collection(Allocations.OfAllThreads)]
public sealed partial class ScratchMemoryTests
{
    private const int Megabyte = 1 << 20;

    [Fact]
    public void One_image_takes_the_memory_of_a_few_and_more_take_more()
    {
        Assert.Equal(14_666, PhotoNet.ParameterCount);
        PhotoNet net = new(seed: 1);
        float[] image = Image(1);
        OnAThread(() =>
        {
            float[] alone = net.Predict(image);
            long one = Held();
            Assert.InRange(one, 1, 32 * Megabyte);
            net.Predict(Image(12));
            long several = Held();
            Assert.InRange(several, one + 1, 100 * Megabyte);
            Assert.Equal(alone, net.Predict(image));

            // However many there are.
            net.Predict(Image(20));
            Assert.Equal(several, Held());
        });
    }

    [Fact]
    public void Memory_that_nobody_needs_for_ten_seconds_is_given_back()
    {
        MiddleNet net = new(seed: 1);
        float[] inputs = new float[MiddleNet.InputSize * 48];
        OnAThread(() =>
        {
            float[] expected = net.Predict(inputs);
            long all = Held();
            for (int look = 0; look < 2 * ScratchBuffer.Patience; look++)
            {
                net.Predict(inputs);
                ScratchMemory.Look();
            }

            Assert.Equal(all, Held());

            // A few examples do not need the memory of many.
            for (int look = 0; look <= ScratchBuffer.Patience; look++)
            {
                net.Predict(inputs.AsSpan(0, MiddleNet.InputSize));
                ScratchMemory.Look();
            }

            net.Predict(inputs.AsSpan(0, MiddleNet.InputSize));
            Assert.InRange(Held(), 1, all / 4);
            for (int look = 0; look <= ScratchBuffer.Patience; look++)
            {
                ScratchMemory.Look();
            }

            Assert.Equal(0, Held());
            Assert.Equal(expected, net.Predict(inputs));
        });
    }

    [Fact]
    public void Trim_gives_all_memory_back_at_once()
    {
        MiddleNet net = new(seed: 1);
        float[] inputs = new float[MiddleNet.InputSize * 48];
        using SemaphoreSlim predicted = new(0), trimmed = new(0);
        long before = 0, after = -1;
        float[] expected = net.Predict(inputs), actual = [];
        Thread thread = new(() =>
        {
            net.Predict(inputs);
            before = Held();
            predicted.Release();
            trimmed.Wait();
            after = Held();
            actual = net.Predict(inputs);
        });
        thread.Start();
        predicted.Wait();
        NetGenMemory.Trim();
        trimmed.Release();
        thread.Join();
        Assert.True(before > 0);
        Assert.Equal(0, after);
        Assert.Equal(expected, actual);
    }

    [Fact]
    public void Threads_may_predict_and_evaluate_while_memory_is_given_back()
    {
        MiddleNet net = new(seed: 1);
        float[] inputs = [.. Enumerable.Range(0, MiddleNet.InputSize * 60).Select(i => MathF.Sin(i))];
        int[] labels = [.. Enumerable.Range(0, 60).Select(i => i % 3)];
        float[] expected = net.Predict(inputs);
        float loss = net.Evaluate(inputs, labels);
        bool isOver = false;
        Thread trimmer = new(() =>
        {
            while (!Volatile.Read(ref isOver))
            {
                ScratchMemory.Look();
                NetGenMemory.Trim();
            }
        });
        trimmer.Start();
        try
        {
            for (int round = 0; round < 30; round++)
            {
                Assert.Equal(expected, net.Predict(inputs));
                Assert.Equal(loss, net.Evaluate(inputs, labels));
            }
        }
        finally
        {
            Volatile.Write(ref isOver, true);
            trimmer.Join();
        }
    }

    [Fact]
    public void A_thread_that_has_ended_leaves_nothing()
    {
        MiddleNet net = new(seed: 1);
        WeakReference? memory = null;
        OnAThread(() =>
        {
            net.Predict(new float[MiddleNet.InputSize]);
            memory = new(ThreadScratch.ValuesOf<float>());
        });
        for (int i = 0; i < 50 && memory!.IsAlive; i++)
        {
            GC.Collect();
            Thread.Sleep(10);
        }

        Assert.False(memory!.IsAlive);
    }

    [Theory]
    [InlineData(1, 4)]
    [InlineData(4, 4)]
    [InlineData(5, 8)]
    [InlineData(9, 16)]
    [InlineData(16, 16)]
    [InlineData(17, 32)]
    [InlineData(48, 48)]
    public void Memory_is_taken_in_steps(int rows, int examples) => Assert.Equal(examples, ThreadScratch.Examples(rows));

    private static float[] Image(int count) => [.. Enumerable.Range(0, count * PhotoNet.InputSize).Select(i => (i % 251) / 251f)];

    private static long Held() => ThreadScratch.ValuesOf<float>()?.Bytes ?? 0;

    /// <summary>On a thread that holds nothing yet.</summary>
    private static void OnAThread(Action action)
    {
        Exception? failure = null;
        Thread thread = new(() => failure = Record.Exception(action));
        thread.Start();
        thread.Join();
        Assert.Null(failure);
    }

    [Network]
    [Input(3, 224, 224)]
    [Conv2D(16, 3, Padding = 1), ReLU, MaxPool2D(2)]
    [Conv2D(32, 3, Padding = 1), ReLU, MaxPool2D(2)]
    [Conv2D(32, 3, Padding = 1), ReLU, GlobalAveragePool2D]
    [Dense(10)]
    [SoftmaxCrossEntropy]
    internal sealed partial class PhotoNet;

    [Network]
    [Input(600)]
    [Dense(200), ReLU]
    [Dense(3)]
    [SoftmaxCrossEntropy]
    internal sealed partial class MiddleNet;
}
