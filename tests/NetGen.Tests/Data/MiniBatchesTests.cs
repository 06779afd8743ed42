using Xunit;
using Xunit.Abstractions;

namespace NetGen.Tests;

public class MiniBatchesTests(ITestOutputHelper output)
{
    private readonly long _seed = Random.Shared.NextInt64(long.MinValue, long.MaxValue);

    /// <summary>Example i has the input i and the target −i.</summary>
    private static ArrayDataset<float, int> Numbers(int count) => new(
        [.. Enumerable.Range(0, count).Select(i => (float)i)], [.. Enumerable.Range(0, count).Select(i => -i)], 1);

    [Theory]
    [InlineData(10, 5, false, 5, 5)]
    [InlineData(10, 4, false, 4, 4, 2)]
    [InlineData(10, 4, true, 4, 4)]
    [InlineData(10, 10, true, 10)]
    [InlineData(10, 99, false, 10)]
    [InlineData(10, 99, true, 10)]
    [InlineData(1, 1, true, 1)]
    public void Batches_have_the_sizes_asked_for(int count, int batchSize, bool dropLast, params int[] sizes)
    {
        MiniBatches<float, int> batches = new(Numbers(count), batchSize, _seed, dropLast);
        for (int epoch = 0; epoch < 3; epoch++)
        {
            batches.Shuffle(epoch);
            List<int> found = [];
            while (batches.Next())
            {
                found.Add(batches.Count);
                Assert.Equal((batches.Count, batches.Count, batches.Count), (batches.Inputs.Length, batches.Targets.Length, batches.Indices.Length));
            }

            Assert.Equal(sizes, found);
            Assert.Equal(sizes.Length, batches.BatchCount);
            Assert.False(batches.Next());
            Assert.Equal((0, 0, 0), (batches.Inputs.Length, batches.Targets.Length, batches.Indices.Length));
        }
    }

    [Fact]
    public void Every_epoch_goes_through_all_examples_in_an_order_of_its_own()
    {
        output.WriteLine($"seed {_seed}");
        MiniBatches<float, int> batches = new(Numbers(1000), 64, _seed);
        HashSet<string> orders = [];
        for (int epoch = 0; epoch < 20; epoch++)
        {
            batches.Shuffle(epoch);
            int[] order = Order(batches);
            Assert.Equal(Enumerable.Range(0, 1000), order.Order());
            orders.Add(string.Join(' ', order));
        }

        Assert.Equal(20, orders.Count);
    }

    [Fact]
    public void The_order_depends_on_seed_and_epoch_alone()
    {
        output.WriteLine($"seed {_seed}");
        MiniBatches<float, int> first = new(Numbers(500), 7, _seed), second = new(Numbers(500), 64, _seed);
        first.Shuffle(3);
        int[] expected = Order(first);
        for (int epoch = 0; epoch <= 3; epoch++)
        {
            // Epochs before it, or a part of one, make no difference.
            second.Shuffle(epoch);
            second.Next();
        }

        second.Shuffle(3);
        Assert.Equal(expected, Order(second));

        MiniBatches<float, int> other = new(Numbers(500), 7, unchecked(_seed + 1));
        other.Shuffle(3);
        Assert.NotEqual(expected, Order(other));
    }

    /// <summary>Written down from the first run: the order is part of a run's reproducibility, on every machine.</summary>
    [Fact]
    public void The_order_of_a_seed_never_changes()
    {
        MiniBatches<float, int> batches = new(Numbers(10), 3, seed: 42);
        batches.Shuffle(0);
        Assert.Equal("5678932401", string.Concat(Order(batches)));
        batches.Shuffle(int.MaxValue);
        Assert.Equal("9630451287", string.Concat(Order(batches)));
    }

    /// <summary>Of 24 orders each comes in a 24th of the epochs: χ² with 23 degrees of freedom is beyond 58.6 once in 16,000 runs.</summary>
    [Fact]
    public void Every_order_is_as_likely()
    {
        MiniBatches<float, int> batches = new(Numbers(4), 4, seed: 1);
        Dictionary<string, int> counts = [];
        for (int epoch = 0; epoch < 24_000; epoch++)
        {
            batches.Shuffle(epoch);
            string order = string.Concat(Order(batches));
            counts[order] = counts.GetValueOrDefault(order) + 1;
        }

        Assert.Equal(24, counts.Count);
        Assert.InRange(counts.Values.Sum(n => (n - 1000.0) * (n - 1000.0) / 1000), 0, 58.6);
    }

    [Fact]
    public void Without_shuffling_and_after_Rewind_the_order_is_that_of_the_data()
    {
        MiniBatches<float, int> batches = new(Numbers(10), 3, _seed);
        Assert.Equal(Enumerable.Range(0, 10), Order(batches));
        batches.Shuffle(1);
        batches.Next();
        batches.Rewind();
        Assert.Equal(Enumerable.Range(0, 10), Order(batches));
    }

    [Fact]
    public void Nothing_is_allocated_after_construction()
    {
        ImageDataset images = new(IdxBytes.Pixels(1000 * 784), new byte[1000], 28, 28);
        MiniBatches<float, int>[] all =
        [
            new(images, 64), new(images.Subset([1, 2, 3]), 2), new(((IDataset<float, int>)images).Split(0.9).Validation, 300), new(Numbers(1000), 64),
        ];
        foreach (MiniBatches<float, int> batches in all)
        {
            float sum = Epoch(batches, 0);
            Assert.Equal(0, Allocations.Of(() => sum += Epoch(batches, 1)));
            Assert.NotEqual(0, sum);
        }
    }

    [Fact]
    public void Wrong_arguments_are_refused()
    {
        Assert.Throws<ArgumentNullException>(() => new MiniBatches<float, int>(null!, 1));
        Assert.Throws<ArgumentOutOfRangeException>("batchSize", () => new MiniBatches<float, int>(Numbers(3), 0));
        Assert.Throws<ArgumentException>("dataset", () => new MiniBatches<float, int>(Numbers(0), 1));
        Assert.Throws<ArgumentOutOfRangeException>("epoch", () => new MiniBatches<float, int>(Numbers(3), 1).Shuffle(-1));
    }

    private static float Epoch(MiniBatches<float, int> batches, int epoch)
    {
        batches.Shuffle(epoch);
        float sum = 0;
        while (batches.Next())
            sum += batches.Inputs[0] + batches.Inputs[^1] + batches.Targets[^1];
        return sum;
    }

    /// <summary>The examples of the rest of the epoch; each batch holds what its indices say.</summary>
    private static int[] Order(MiniBatches<float, int> batches)
    {
        List<int> order = [];
        while (batches.Next())
        {
            Assert.Equal(batches.Indices.ToArray(), batches.Inputs.ToArray().Select(value => (int)value));
            Assert.Equal(batches.Indices.ToArray(), batches.Targets.ToArray().Select(value => -value));
            order.AddRange(batches.Indices);
        }

        return [.. order];
    }
}
