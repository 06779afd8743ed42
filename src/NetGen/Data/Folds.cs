using System.Numerics;

namespace NetGen;

/// <summary>Stratified splits, and folds for cross-validation.</summary>
public static class Folds
{
    /// <summary>
    /// Splits into two parts at random so that each class is in both in the same proportion, as nearly as whole numbers
    /// allow. The second part has the nearest whole number of examples to its share of all (the even one of two as near),
    /// and of each class its share rounded down or up: up where the rest is largest, but first for classes that would have
    /// none there. A class of two or more is never in the second part alone, and one of a single example stays in the first.
    /// </summary>
    /// <typeparam name="TInput">The type of an input.</typeparam>
    /// <param name="dataset">Examples with class labels.</param>
    /// <param name="validationFraction">The share of the second part, more than 0 and less than 1.</param>
    /// <param name="seed">What decides the split.</param>
    /// <returns>The part to train on, and the part held out, each in random order.</returns>
    /// <exception cref="ArgumentException">An example has several targets.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The fraction is not between 0 and 1.</exception>
    /// <exception cref="InvalidOperationException">No class has two examples.</exception>
    public static (Subset<TInput, int> Train, Subset<TInput, int> Validation) StratifiedSplit<TInput>(this IDataset<TInput, int> dataset, double validationFraction, long seed = 0)
        where TInput : unmanaged => Strata.Split(dataset, label => label, validationFraction, seed);

    /// <summary>The same for labels that are numbers, such as the 0 and 1 of binary cross-entropy: each value is a class.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="dataset">Examples with labels.</param>
    /// <param name="validationFraction">The share of the second part, more than 0 and less than 1.</param>
    /// <param name="seed">What decides the split.</param>
    /// <returns>The part to train on, and the part held out, each in random order.</returns>
    /// <exception cref="ArgumentException">A label is not finite, or an example has several targets.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The fraction is not between 0 and 1.</exception>
    /// <exception cref="InvalidOperationException">No class has two examples, as where targets are no labels.</exception>
    public static (Subset<T, T> Train, Subset<T, T> Validation) StratifiedSplit<T>(this IDataset<T, T> dataset, double validationFraction, long seed = 0)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Strata.Split(dataset, double.CreateTruncating, validationFraction, seed);

    /// <summary>
    /// Splits at random into parts of the same size, give or take one, each of which is held out once: for k-fold
    /// cross-validation.
    /// </summary>
    /// <typeparam name="TInput">The type of an input.</typeparam>
    /// <typeparam name="TTarget">The type of a target.</typeparam>
    /// <param name="dataset">The data set.</param>
    /// <param name="count">The number of folds, at least 2 and at most one for each example.</param>
    /// <param name="seed">What decides the split.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number of folds is out of range.</exception>
    public static IReadOnlyList<(Subset<TInput, TTarget> Train, Subset<TInput, TTarget> Validation)> KFold<TInput, TTarget>(this IDataset<TInput, TTarget> dataset, int count = 5, long seed = 0)
        where TInput : unmanaged
        where TTarget : unmanaged
    {
        ArgumentNullException.ThrowIfNull(dataset);
        return Deal(dataset, Order(dataset, seed, label: null), count);
    }

    /// <summary>The same with each class spread evenly over the folds.</summary>
    /// <typeparam name="TInput">The type of an input.</typeparam>
    /// <param name="dataset">Examples with class labels.</param>
    /// <param name="count">The number of folds, at least 2 and at most one for each example.</param>
    /// <param name="seed">What decides the split.</param>
    /// <exception cref="ArgumentException">An example has several targets.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The number of folds is out of range.</exception>
    public static IReadOnlyList<(Subset<TInput, int> Train, Subset<TInput, int> Validation)> StratifiedKFold<TInput>(this IDataset<TInput, int> dataset, int count = 5, long seed = 0)
        where TInput : unmanaged
    {
        ArgumentNullException.ThrowIfNull(dataset);
        return Deal(dataset, Order(dataset, seed, label => label), count);
    }

    /// <summary>The same for labels that are numbers, such as the 0 and 1 of binary cross-entropy: each value is a class.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="dataset">Examples with labels.</param>
    /// <param name="count">The number of folds, at least 2 and at most one for each example.</param>
    /// <param name="seed">What decides the split.</param>
    /// <exception cref="ArgumentException">A label is not finite, or an example has several targets.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The number of folds is out of range.</exception>
    public static IReadOnlyList<(Subset<T, T> Train, Subset<T, T> Validation)> StratifiedKFold<T>(this IDataset<T, T> dataset, int count = 5, long seed = 0)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(dataset);
        return Deal(dataset, Order(dataset, seed, double.CreateTruncating), count);
    }

    /// <summary>The fold of each example, as the methods above deal them out: stratified where an example has one class label, not where its steps have.</summary>
    internal static int[] FoldOf<TInput, TTarget>(IDataset<TInput, TTarget> dataset, int count, long seed)
        where TInput : unmanaged
        where TTarget : unmanaged => FoldOf(Order(dataset, seed, typeof(TTarget) == typeof(int) && dataset.TargetSize == 1 ? label => (int)(object)label : null), count);

    /// <summary>All examples in random order; with labels, class after class.</summary>
    private static int[] Order<TInput, TTarget>(IDataset<TInput, TTarget> dataset, long seed, Func<TTarget, double>? label)
        where TInput : unmanaged
        where TTarget : unmanaged
    {
        int[] order = [.. Enumerable.Range(0, dataset.Count)];
        Random(seed).Shuffle<int>(order);
        if (label is null)
            return order;
        int[] classOf = Strata.ClassOf(dataset, label);
        return [.. order.OrderBy(i => classOf[i])]; // keeps the random order within a class
    }

    /// <summary>The folds take turns, like players who are dealt cards: neighbours go to different ones.</summary>
    private static int[] FoldOf(int[] order, int count)
    {
        int[] foldOf = new int[order.Length];
        for (int i = 0; i < order.Length; i++)
            foldOf[order[i]] = i % count;
        return foldOf;
    }

    private static (Subset<TInput, TTarget> Train, Subset<TInput, TTarget> Validation)[] Deal<TInput, TTarget>(IDataset<TInput, TTarget> dataset, int[] order, int count)
        where TInput : unmanaged
        where TTarget : unmanaged
    {
        if (count < 2 || count > order.Length)
            throw new ArgumentOutOfRangeException(nameof(count), count, $"Expected 2 to {order.Length} folds of {order.Length} examples.");
        int[] foldOf = FoldOf(order, count);
        var folds = new (Subset<TInput, TTarget>, Subset<TInput, TTarget>)[count];
        for (int fold = 0; fold < count; fold++)
        {
            int held = fold;
            int[] train = [.. order.Where(i => foldOf[i] != held)], validation = [.. order.Where(i => foldOf[i] == held)];
            folds[fold] = (new(dataset, train), new(dataset, validation));
        }

        return folds;
    }

    // Another key than those of epochs and of plain splits.
    internal static PhiloxRandom Random(long seed) => new(Philox.DeriveKey(unchecked((ulong)seed), KeyPurpose.Shuffle, ulong.MaxValue - 1));
}
