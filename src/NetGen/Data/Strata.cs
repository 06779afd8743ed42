namespace NetGen;

/// <summary>The classes of a data set, and splits that keep their proportions.</summary>
internal static class Strata
{
    /// <summary>The class of each example, from 0, in the order of the labels.</summary>
    public static int[] ClassOf<TInput, TTarget>(IDataset<TInput, TTarget> dataset, Func<TTarget, double> value)
        where TInput : unmanaged
        where TTarget : unmanaged
    {
        ArgumentNullException.ThrowIfNull(dataset);
        if (dataset.TargetSize != 1)
            throw new ArgumentException($"Expected one label for each example, got {dataset.TargetSize}.", nameof(dataset));
        double[] labels = new double[dataset.Count];
        TInput[] inputs = new TInput[dataset.InputSize];
        TTarget[] label = new TTarget[1];
        for (int i = 0; i < labels.Length; i++)
        {
            dataset.CopyTo([i], inputs, label);
            labels[i] = value(label[0]);
            if (!double.IsFinite(labels[i]))
                throw new ArgumentException($"Expected finite labels, got {labels[i]} in example {i}.", nameof(dataset));
        }

        double[] classes = [.. labels.Distinct().Order()];
        return [.. labels.Select(value => Array.BinarySearch(classes, value))];
    }

    /// <summary>Two parts at random, in each of which every class has its share.</summary>
    public static (Subset<TInput, TTarget> Train, Subset<TInput, TTarget> Validation) Split<TInput, TTarget>(IDataset<TInput, TTarget> dataset, Func<TTarget, double> value, double validationFraction, long seed)
        where TInput : unmanaged
        where TTarget : unmanaged
    {
        if (!(validationFraction > 0 && validationFraction < 1))
            throw new ArgumentOutOfRangeException(nameof(validationFraction), validationFraction, "Expected a fraction of more than 0 and less than 1.");
        PhiloxRandom random = Folds.Random(seed);
        int[][] classes = [.. ClassOf(dataset, value).Select((label, example) => (label, example)).GroupBy(pair => pair.label, pair => pair.example).OrderBy(group => group.Key).Select(group => group.ToArray())];
        foreach (int[] members in classes)
            random.Shuffle<int>(members);
        int[] held = Held([.. classes.Select(members => members.Length)], validationFraction, seed);
        int[] train = [.. classes.SelectMany((members, label) => members[held[label]..])];
        int[] validation = [.. classes.SelectMany((members, label) => members[..held[label]])];
        random.Shuffle<int>(train);
        random.Shuffle<int>(validation);
        return (new(dataset, train), new(dataset, validation));
    }

    /// <summary>How many examples of each class are held out: the shares rounded down, and what is missing one by one.</summary>
    private static int[] Held(int[] sizes, double fraction, long seed)
    {
        // A class of one cannot be learned from the part held out.
        int[] most = [.. sizes.Select(size => Math.Max(size - 1, 0))];
        if (most.All(count => count == 0))
            throw new InvalidOperationException($"Expected a class of at least two examples to split, got {sizes.Length} of at most one: are the targets labels?");
        double[] shares = [.. sizes.Select(size => size * fraction)];
        int[] held = [.. shares.Select((share, label) => Math.Min((int)share, most[label]))];
        int total = Math.Max((int)Math.Round(sizes.Sum() * fraction), 1);

        // Which of classes of the same size get one more is left to chance.
        int[] order = [.. Enumerable.Range(0, sizes.Length)];
        new PhiloxRandom(Philox.DeriveKey(unchecked((ulong)seed), KeyPurpose.Shuffle, ulong.MaxValue - 2)).Shuffle<int>(order);
        IEnumerable<int> next = order.Where(label => held[label] < most[label]).OrderBy(label => held[label] > 0).ThenByDescending(label => Math.Round(shares[label] - held[label], 9));
        foreach (int label in next.Take(total - held.Sum()).ToArray())
            held[label]++;
        return held;
    }
}
