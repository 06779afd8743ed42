namespace NetGen.Programs.Tests;

public sealed class AugmentationTests
{
    // Two channels of 3 x 4, each pixel a number of its own; never 0, which fills.
    private static readonly ArrayDataset<float, int> s_images = new([.. Enumerable.Range(1, 2 * 24).Select(i => (float)i)], [7, 9], inputSize: 24);

    [Fact]
    public void Every_copy_is_a_shifted_and_perhaps_mirrored_image_and_all_of_them_occur()
    {
        AugmentedImages<float, int> augmented = s_images.Augmented(channels: 2, height: 3, width: 4, copies: 200, shift: 1, flip: true, seed: 5);
        Assert.Equal(400, augmented.Count);
        (float[] inputs, int[] labels) = All(augmented);
        Assert.Equal(s_images.Inputs.ToArray(), inputs[..48]);
        Assert.Equal(Enumerable.Range(0, 400).Select(i => i % 2 == 0 ? 7 : 9), labels);

        Dictionary<(int, int, bool), int> seen = [];
        for (int i = 2; i < 400; i++)
        {
            float[] image = inputs[(24 * i)..(24 * i + 24)];
            (int Down, int Right, bool IsMirrored) change = Assert.Single(Changes(), change => image.SequenceEqual(Changed(s_images.Inputs.Slice(i % 2 * 24, 24).ToArray(), change)));
            seen[change] = seen.GetValueOrDefault(change) + 1;
        }

        Assert.Equal(18, seen.Count);
        Assert.All(seen.Values, count => Assert.InRange(count, 8, 45)); // 22 of each on average
    }

    [Fact]
    public void An_example_has_the_same_bits_alone_in_any_order_and_from_any_dataset_of_the_seed()
    {
        AugmentedImages<float, int> augmented = s_images.Augmented(2, 3, 4, copies: 200, shift: 2, flip: true, seed: 5, fill: -1);
        (float[] inputs, _) = All(augmented);
        Assert.Equal(inputs, All(s_images.Augmented(2, 3, 4, copies: 200, shift: 2, flip: true, seed: 5, fill: -1)).Inputs);
        Assert.NotEqual(inputs, All(s_images.Augmented(2, 3, 4, copies: 200, shift: 2, flip: true, seed: 6, fill: -1)).Inputs);
        Assert.Contains(-1, inputs);
        float[] one = new float[24];
        int[] label = new int[1];
        foreach (int i in new[] { 399, 3, 0, 258 })
        {
            augmented.CopyTo([i], one, label);
            Assert.Equal(inputs[(24 * i)..(24 * i + 24)], one);
        }
    }

    [Fact]
    public void Without_shift_and_flip_copies_are_the_images() =>
        Assert.Equal([.. s_images.Inputs, .. s_images.Inputs, .. s_images.Inputs], All(s_images.Augmented(2, 3, 4, copies: 3)).Inputs);

    [Fact]
    public void Weights_come_along_and_wrong_numbers_are_refused()
    {
        WeightedDataset<float, int> weighted = new(s_images, [1, 3]);
        Classifier net = new(seed: 1);
        ArrayDataset<float, int> blobs = Blobs.Create(6, seed: 1);
        TrainingHistory plain = net.Fit(new WeightedDataset<float, int>(blobs, [1, 1, 1, 1, 1, 0]).Augmented(1, 2, 2, copies: 2), new FitOptions { Epochs = 1, Optimizer = new SGD(0) });
        TrainingHistory twice = new Classifier(seed: 1).Fit(new WeightedDataset<float, int>(blobs, [1, 1, 1, 1, 1, 0]).Subset([0, 1, 2, 3, 4, 5, 0, 1, 2, 3, 4, 5]), new FitOptions { Epochs = 1, Optimizer = new SGD(0) });
        Assert.Equal(twice.Last.Loss, plain.Last.Loss);
        Assert.Throws<ArgumentException>(() => weighted.Augmented(1, 3, 4, copies: 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => weighted.Augmented(2, 3, 4, copies: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => weighted.Augmented(2, 3, 4, copies: 1, shift: 4));
        Assert.Throws<ArgumentOutOfRangeException>(() => weighted.Augmented(2, 3, 4, copies: 1, shift: -1));
    }

    private static IEnumerable<(int, int, bool)> Changes() =>
        from down in Enumerable.Range(-1, 3)
        from right in Enumerable.Range(-1, 3)
        from isMirrored in new[] { false, true }
        select (down, right, isMirrored);

    private static float[] Changed(float[] image, (int Down, int Right, bool IsMirrored) change)
    {
        float[] changed = new float[24];
        for (int i = 0; i < 24; i++)
        {
            (int channel, int y, int x) = (i / 12, i / 4 % 3, change.IsMirrored ? 3 - i % 4 : i % 4);
            (y, x) = (y - change.Down, x - change.Right);
            changed[i] = y is >= 0 and < 3 && x is >= 0 and < 4 ? image[12 * channel + 4 * y + x] : 0;
        }

        return changed;
    }

    private static (float[] Inputs, int[] Labels) All(AugmentedImages<float, int> dataset)
    {
        (float[] inputs, int[] labels) = (new float[dataset.Count * dataset.InputSize], new int[dataset.Count]);
        dataset.CopyTo([.. Enumerable.Range(0, dataset.Count)], inputs, labels);
        return (inputs, labels);
    }
}
