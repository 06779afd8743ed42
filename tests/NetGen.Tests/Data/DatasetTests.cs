using Xunit;
using Xunit.Abstractions;

namespace NetGen.Tests;

public class DatasetTests(ITestOutputHelper output)
{
    /// <summary>Example i has the inputs 3i, 3i + 1, 3i + 2 and the targets −2i, −2i − 1.</summary>
    private static ArrayDataset<double, double> Numbers(int count) => new(
        [.. Enumerable.Range(0, 3 * count).Select(i => (double)i)],
        [.. Enumerable.Range(0, 2 * count).Select(i => -(double)i)],
        inputSize: 3,
        targetSize: 2);

    private static ImageDataset Images(int count) =>
        new(IdxBytes.Pixels(6 * count), [.. Enumerable.Range(0, count).Select(i => (byte)(i % 10))], 2, 3);

    [Fact]
    public void Arrays_are_gathered_in_the_order_of_the_indices()
    {
        ArrayDataset<double, double> data = Numbers(4);
        Assert.Equal((4, 3, 2), (data.Count, data.InputSize, data.TargetSize));
        double[] inputs = new double[9], targets = new double[6];
        data.CopyTo([3, 0, 3], inputs, targets);
        Assert.Equal([9, 10, 11, 0, 1, 2, 9, 10, 11], inputs);
        Assert.Equal([-6, -7, 0, -1, -6, -7], targets);
    }

    [Fact]
    public void Arrays_that_do_not_fit_are_refused()
    {
        Assert.Contains("7", Assert.Throws<ArgumentException>(() => new ArrayDataset<float, int>(new float[7], new int[2], 3)).Message, StringComparison.Ordinal);
        string message = Assert.Throws<ArgumentException>(() => new ArrayDataset<float, int>(new float[6], new int[3], 3)).Message;
        Assert.Contains("Expected 2", message, StringComparison.Ordinal);
        Assert.Contains("got 3", message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new ArrayDataset<float, int>([], [], 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ArrayDataset<float, int>([], [], 1, -1));
        Assert.Throws<ArgumentNullException>(() => new ArrayDataset<float, int>(null!, [], 1));
        Assert.Throws<ArgumentNullException>(() => new ArrayDataset<float, int>([], null!, 1));
    }

    [Fact]
    public void Spans_and_indices_are_checked_by_every_data_set()
    {
        IDataset<double, double> numbers = Numbers(4), part = numbers.Subset([1, 2, 3, 0]);
        foreach (IDataset<double, double> data in (IDataset<double, double>[])[numbers, part])
        {
            Assert.Throws<ArgumentException>("inputs", () => data.CopyTo([0, 1], new double[5], new double[4]));
            Assert.Throws<ArgumentException>("targets", () => data.CopyTo([0, 1], new double[6], new double[5]));
            Assert.Throws<ArgumentOutOfRangeException>("indices", () => data.CopyTo([0, 4], new double[6], new double[4]));
            Assert.Throws<ArgumentOutOfRangeException>("indices", () => data.CopyTo([0, -1], new double[6], new double[4]));
        }

        ImageDataset images = Images(4);
        Assert.Throws<ArgumentException>("inputs", () => images.CopyTo([0], new float[7], new int[1]));
        Assert.Throws<ArgumentException>("targets", () => images.CopyTo([0], new float[6], new int[2]));
        Assert.Throws<ArgumentOutOfRangeException>("indices", () => images.CopyTo([4], new float[6], new int[1]));
        Assert.Throws<ArgumentOutOfRangeException>("index", () => images.Pixels(4));
        Assert.Throws<ArgumentOutOfRangeException>("index", () => images.Label(-1));
    }

    [Fact]
    public void Every_byte_becomes_the_nearest_number_to_a_255th_of_it()
    {
        ImageDataset data = new([.. Enumerable.Range(0, 256).Select(i => (byte)i)], [3], 16, 16);
        float[] single = new float[256];
        double[] twice = new double[256];
        int[] labels = new int[1];
        data.CopyTo([0], single, labels);
        data.CopyTo([0], twice, labels);
        Assert.Equal(3, labels[0]);
        for (int i = 0; i < 256; i++)
        {
            // No neighbour is nearer. The errors times 255 are exact: in the larger format, and by one rounding.
            double error = Math.Abs((255.0 * single[i]) - i);
            Assert.True(error <= Math.Abs((255.0 * float.BitIncrement(single[i])) - i), $"{i}");
            Assert.True(error <= Math.Abs((255.0 * float.BitDecrement(single[i])) - i), $"{i}");
            error = Math.Abs(Math.FusedMultiplyAdd(255, twice[i], -i));
            Assert.True(error <= Math.Abs(Math.FusedMultiplyAdd(255, double.BitIncrement(twice[i]), -i)), $"{i}");
            Assert.True(error <= Math.Abs(Math.FusedMultiplyAdd(255, double.BitDecrement(twice[i]), -i)), $"{i}");
        }
    }

    /// <summary>Whole vectors and what is left over, between images that must not be touched.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(15)]
    [InlineData(16)]
    [InlineData(17)]
    [InlineData(47)]
    [InlineData(784)]
    public void Images_of_any_width_are_scaled(int width)
    {
        ImageDataset data = new(IdxBytes.Pixels(5 * width), [0, 1, 2, 3, 4], 1, width);
        float[] single = new float[(2 * width) + 1];
        double[] twice = new double[(2 * width) + 1];
        single[^1] = -1;
        twice[^1] = -1;
        int[] labels = new int[2];
        data.CopyTo([3, 1], single.AsSpan(0, 2 * width), labels);
        data.CopyTo([3, 1], twice.AsSpan(0, 2 * width), labels);
        byte[] pixels = [.. data.Pixels(3), .. data.Pixels(1)];
        Assert.Equal([.. pixels.Select(value => value / 255f), -1], single);
        Assert.Equal([.. pixels.Select(value => value / 255.0), -1], twice);
        Assert.Equal([3, 1], labels);
    }

    [Fact]
    public void Images_that_do_not_fit_are_refused()
    {
        Assert.Throws<ArgumentException>("pixels", () => new ImageDataset(new byte[11], new byte[2], 2, 3));
        Assert.Throws<ArgumentOutOfRangeException>("labels", () => new ImageDataset(new byte[12], [0, 10], 2, 3));
        Assert.Throws<ArgumentOutOfRangeException>("height", () => new ImageDataset([], [], 0, 3));
        Assert.Throws<ArgumentOutOfRangeException>("width", () => new ImageDataset([], [], 2, 0));
        Assert.Throws<ArgumentOutOfRangeException>("width", () => new ImageDataset([], [], 65536, 65536));
        Assert.Throws<ArgumentOutOfRangeException>("classes", () => new ImageDataset(new byte[6], [0], 2, 3, 0));
        Assert.Throws<ArgumentOutOfRangeException>("classes", () => new ImageDataset(new byte[6], [0], 2, 3, -1));
        Assert.Throws<ArgumentOutOfRangeException>("classes", () => new ImageDataset(new byte[6], [0], 2, 3, 257));
        Assert.Equal(255, new ImageDataset(new byte[6], [255], 2, 3, 256).Label(0));
    }

    [Fact]
    public void Drawn_digits_are_a_data_set()
    {
        ImageDataset data = StrokeDigits.Create(30, seed: 11);
        (byte[] pixels, byte[] labels) = StrokeDigits.Draw(30, seed: 11);
        Assert.Equal((30, 28, 28, 10), (data.Count, data.Height, data.Width, data.Classes));
        for (int i = 0; i < 30; i++)
        {
            Assert.Equal(labels[i], data.Label(i));
            Assert.Equal(pixels.AsSpan(i * 784, 784), data.Pixels(i));
        }
    }

    [Fact]
    public void A_subset_of_a_subset_holds_the_examples_of_the_whole()
    {
        Subset<double, double> part = Numbers(1000).Subset([.. Enumerable.Range(0, 900).Select(i => 999 - i)]).Subset([.. Enumerable.Range(0, 700)]);
        Assert.Equal((700, 3, 2), (part.Count, part.InputSize, part.TargetSize));
        double[] inputs = new double[3 * 700], targets = new double[2 * 700];
        part.CopyTo([.. Enumerable.Range(0, 700)], inputs, targets);
        for (int i = 0; i < 700; i++)
            Assert.Equal((3.0 * (999 - i), -2.0 * (999 - i)), (inputs[3 * i], targets[2 * i]));

        ImageDataset images = Images(50), some = images.Subset([7, 48, 7]).Subset([1, 2]);
        Assert.Equal((2, 2, 3, 10), (some.Count, some.Height, some.Width, some.Classes));
        Assert.Equal(images.Pixels(48).ToArray(), some.Pixels(0).ToArray());
        Assert.Equal((8, 7), (some.Label(0), some.Label(1)));
        Assert.Throws<ArgumentOutOfRangeException>("indices", () => images.Subset([50]));
        Assert.Throws<ArgumentOutOfRangeException>("indices", () => Numbers(3).Subset([3]));
    }

    [Theory]
    [InlineData(10, 0.1, 1)]
    [InlineData(10, 0.25, 2)]
    [InlineData(1000, 1 / 3.0, 333)]
    [InlineData(3, 0.01, 1)]
    [InlineData(3, 0.99, 2)]
    public void A_split_puts_every_example_into_one_part(int count, double fraction, int validationCount)
    {
        long seed = Random.Shared.NextInt64(long.MinValue, long.MaxValue);
        output.WriteLine($"seed {seed}");
        (Subset<double, double> train, Subset<double, double> validation) = Numbers(count).Split(fraction, seed);
        Assert.Equal((count - validationCount, validationCount), (train.Count, validation.Count));
        Assert.Equal(Enumerable.Range(0, count), First(train).Concat(First(validation)).Order());

        (Subset<double, double> again, _) = Numbers(count).Split(fraction, seed);
        Assert.Equal(First(train), First(again));
        if (count == 1000)
            Assert.NotEqual(First(train), First(Numbers(count).Split(fraction, unchecked(seed + 1)).Train));
    }

    [Fact]
    public void Images_split_as_other_data_sets_do()
    {
        ImageDataset images = Images(200);
        (ImageDataset train, ImageDataset validation) = images.Split(0.2, seed: 5);
        (Subset<float, int> sameTrain, Subset<float, int> sameValidation) = ((IDataset<float, int>)images).Split(0.2, seed: 5);
        Assert.Equal((160, 40), (train.Count, validation.Count));
        AssertSame(sameTrain, train);
        AssertSame(sameValidation, validation);
    }

    [Fact]
    public void A_split_that_cannot_be_is_refused()
    {
        foreach (double fraction in (double[])[0, 1, -0.1, 1.1, double.NaN])
            Assert.Throws<ArgumentOutOfRangeException>("validationFraction", () => Numbers(10).Split(fraction));
        Assert.Throws<InvalidOperationException>(() => Numbers(1).Split(0.5));
        Assert.Throws<InvalidOperationException>(() => Images(1).Split(0.5));
    }

    private static void AssertSame(Subset<float, int> expected, ImageDataset actual)
    {
        int[] all = [.. Enumerable.Range(0, expected.Count)], expectedLabels = new int[all.Length], labels = new int[all.Length];
        float[] expectedInputs = new float[all.Length * expected.InputSize], inputs = new float[expectedInputs.Length];
        expected.CopyTo(all, expectedInputs, expectedLabels);
        actual.CopyTo(all, inputs, labels);
        Assert.Equal(expectedInputs, inputs);
        Assert.Equal(expectedLabels, labels);
    }

    /// <summary>The examples' numbers in <see cref="Numbers"/>.</summary>
    private static int[] First(Subset<double, double> data)
    {
        double[] inputs = new double[3 * data.Count];
        data.CopyTo([.. Enumerable.Range(0, data.Count)], inputs, new double[2 * data.Count]);
        return [.. Enumerable.Range(0, data.Count).Select(i => (int)inputs[3 * i] / 3)];
    }
}
