namespace NetGen;

/// <summary>Parts of data sets.</summary>
public static class DatasetExtensions
{
    /// <summary>The chosen examples, which are not copied.</summary>
    /// <typeparam name="TInput">The type of an input.</typeparam>
    /// <typeparam name="TTarget">The type of a target.</typeparam>
    /// <param name="dataset">The data set.</param>
    /// <param name="indices">The examples, each from 0 to its count − 1; one may occur several times.</param>
    /// <exception cref="ArgumentOutOfRangeException">An index is out of range.</exception>
    public static Subset<TInput, TTarget> Subset<TInput, TTarget>(this IDataset<TInput, TTarget> dataset, ReadOnlySpan<int> indices)
        where TInput : unmanaged
        where TTarget : unmanaged => new(dataset, indices);

    /// <summary>
    /// Splits into two parts at random, every split into these sizes with the same probability. Each example is in one
    /// part; the parts are in random order and depend on the count, the fraction and the seed alone.
    /// </summary>
    /// <typeparam name="TInput">The type of an input.</typeparam>
    /// <typeparam name="TTarget">The type of a target.</typeparam>
    /// <param name="dataset">The data set.</param>
    /// <param name="validationFraction">
    /// The share of the second part, more than 0 and less than 1. It gets the nearest whole number of examples (the even
    /// one of two as near), but at least one, as does the first part.
    /// </param>
    /// <param name="seed">What decides the split.</param>
    /// <returns>The part to train on, and the part held out.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The fraction is not between 0 and 1.</exception>
    /// <exception cref="InvalidOperationException">There are fewer than two examples.</exception>
    public static (Subset<TInput, TTarget> Train, Subset<TInput, TTarget> Validation) Split<TInput, TTarget>(
        this IDataset<TInput, TTarget> dataset, double validationFraction, long seed = 0)
        where TInput : unmanaged
        where TTarget : unmanaged
    {
        ArgumentNullException.ThrowIfNull(dataset);
        (int[] train, int[] validation) = SplitIndices(dataset.Count, validationFraction, seed);
        return (new(dataset, train), new(dataset, validation));
    }

    /// <summary>
    /// Images with copies that are shifted and mirrored at random: see <see cref="AugmentedImages{TInput, TTarget}"/>. Split first and augment the part that is trained on, else copies of
    /// an image are in both parts.
    /// </summary>
    /// <typeparam name="TInput">The type of an input.</typeparam>
    /// <typeparam name="TTarget">The type of a target.</typeparam>
    /// <param name="images">The images, channel after channel and row by row.</param>
    /// <param name="channels">The channels of an image.</param>
    /// <param name="height">The rows of an image.</param>
    /// <param name="width">The columns of an image.</param>
    /// <param name="copies">How often each image is in the data set, at least 1: once as it is.</param>
    /// <param name="shift">The most rows and columns that a copy is shifted by, at least 0.</param>
    /// <param name="flip">Whether a copy is mirrored, left and right, with probability one half.</param>
    /// <param name="seed">What decides how.</param>
    /// <param name="fill">What comes in where an image is shifted away.</param>
    /// <exception cref="ArgumentException">The shape is not that of the inputs, or a number is out of range.</exception>
    public static AugmentedImages<TInput, TTarget> Augmented<TInput, TTarget>(
        this IDataset<TInput, TTarget> images, int channels, int height, int width, int copies, int shift = 0, bool flip = false, long seed = 0, TInput fill = default)
        where TInput : unmanaged
        where TTarget : unmanaged => new(images, (channels, height, width), copies, shift, flip, seed, fill);

    internal static (int[] Train, int[] Validation) SplitIndices(int count, double validationFraction, long seed)
    {
        if (!(validationFraction > 0 && validationFraction < 1))
            throw new ArgumentOutOfRangeException(nameof(validationFraction), validationFraction, "Expected a fraction of more than 0 and less than 1.");
        if (count < 2)
            throw new InvalidOperationException($"Expected at least two examples to split, got {count}.");

        int[] order = [.. Enumerable.Range(0, count)];

        // Another key than the epochs': their order must not repeat that of the split.
        new PhiloxRandom(Philox.DeriveKey(unchecked((ulong)seed), KeyPurpose.Shuffle, ulong.MaxValue)).Shuffle<int>(order);
        int validation = Math.Clamp((int)Math.Round(count * validationFraction), 1, count - 1);
        return (order[validation..], order[..validation]);
    }
}
