namespace NetGen;

/// <summary>Stratified splits, and folds for cross-validation.</summary>
public static class Folds
{
    /// <summary>
    /// Splits into two parts at random so that each class is in both in the same proportion, as nearly as whole numbers
    /// allow: a class gives the nearest whole number of its examples to the second part, at least one and not all where it
    /// has two or more; a class of one example stays in the first.
    /// </summary>
    /// <typeparam name="TInput">The type of an input.</typeparam>
    /// <param name="dataset">Examples with class labels.</param>
    /// <param name="validationFraction">The share of the second part, more than 0 and less than 1.</param>
    /// <param name="seed">What decides the split.</param>
    /// <returns>The part to train on, and the part held out, each in random order.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The fraction is not between 0 and 1.</exception>
    public static (Subset<TInput, int> Train, Subset<TInput, int> Validation) StratifiedSplit<TInput>(this IDataset<TInput, int> dataset, double validationFraction, long seed = 0)
        where TInput : unmanaged
    {
        if (!(validationFraction > 0 && validationFraction < 1))
            throw new ArgumentOutOfRangeException(nameof(validationFraction), validationFraction, "Expected a fraction of more than 0 and less than 1.");
        PhiloxRandom random = Random(seed);
        List<int> train = [], validation = [];
        foreach (int[] members in Classes(dataset, random))
        {
            int held = members.Length < 2 ? 0 : Math.Clamp((int)Math.Round(members.Length * validationFraction), 1, members.Length - 1);
            validation.AddRange(members[..held]);
            train.AddRange(members[held..]);
        }

        int[] trainOrder = [.. train], validationOrder = [.. validation];
        random.Shuffle<int>(trainOrder);
        random.Shuffle<int>(validationOrder);
        return (new(dataset, trainOrder), new(dataset, validationOrder));
    }

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
        return Deal(dataset, Order(dataset, seed, stratified: false), count);
    }

    /// <summary>The same with each class spread evenly over the folds.</summary>
    /// <typeparam name="TInput">The type of an input.</typeparam>
    /// <param name="dataset">Examples with class labels.</param>
    /// <param name="count">The number of folds, at least 2 and at most one for each example.</param>
    /// <param name="seed">What decides the split.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number of folds is out of range.</exception>
    public static IReadOnlyList<(Subset<TInput, int> Train, Subset<TInput, int> Validation)> StratifiedKFold<TInput>(this IDataset<TInput, int> dataset, int count = 5, long seed = 0)
        where TInput : unmanaged
    {
        ArgumentNullException.ThrowIfNull(dataset);
        if (dataset.TargetSize != 1)
            throw new ArgumentException($"Expected one label for each example, got {dataset.TargetSize}.", nameof(dataset));
        return Deal(dataset, Order(dataset, seed, stratified: true), count);
    }

    /// <summary>The fold of each example, as <see cref="KFold"/> and <see cref="StratifiedKFold"/> deal them out.</summary>
    internal static int[] FoldOf<TInput, TTarget>(IDataset<TInput, TTarget> dataset, int count, long seed)
        where TInput : unmanaged
        where TTarget : unmanaged => FoldOf(Order(dataset, seed, stratified: typeof(TTarget) == typeof(int)), count);

    /// <summary>All examples in random order; stratified, class after class.</summary>
    private static int[] Order<TInput, TTarget>(IDataset<TInput, TTarget> dataset, long seed, bool stratified)
        where TInput : unmanaged
        where TTarget : unmanaged
    {
        int[] order = [.. Enumerable.Range(0, dataset.Count)];
        Random(seed).Shuffle<int>(order);
        if (!stratified)
            return order;

        int[] labels = new int[dataset.Count];
        TInput[] inputs = new TInput[dataset.InputSize];
        TTarget[] target = new TTarget[dataset.TargetSize];
        for (int i = 0; i < labels.Length; i++)
        {
            dataset.CopyTo([i], inputs, target);
            labels[i] = (int)(object)target[0];
        }

        return [.. order.OrderBy(i => labels[i])]; // keeps the random order within a class
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

    /// <summary>The examples of each class, by class, in random order.</summary>
    private static List<int[]> Classes<TInput>(IDataset<TInput, int> dataset, PhiloxRandom random)
        where TInput : unmanaged
    {
        ArgumentNullException.ThrowIfNull(dataset);
        if (dataset.TargetSize != 1)
            throw new ArgumentException($"Expected one label for each example, got {dataset.TargetSize}.", nameof(dataset));
        SortedDictionary<int, List<int>> classes = [];
        TInput[] inputs = new TInput[dataset.InputSize];
        Span<int> label = stackalloc int[1];
        for (int i = 0; i < dataset.Count; i++)
        {
            dataset.CopyTo([i], inputs, label);
            if (!classes.TryGetValue(label[0], out List<int>? members))
                classes[label[0]] = members = [];
            members.Add(i);
        }

        List<int[]> shuffled = [];
        foreach (List<int> members in classes.Values)
        {
            int[] order = [.. members];
            random.Shuffle<int>(order);
            shuffled.Add(order);
        }

        return shuffled;
    }

    // Another key than those of epochs and of plain splits.
    private static PhiloxRandom Random(long seed) => new(Philox.DeriveKey(unchecked((ulong)seed), KeyPurpose.Shuffle, ulong.MaxValue - 1));
}
