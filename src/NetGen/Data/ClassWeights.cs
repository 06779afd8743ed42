using System.Numerics;
using NetGen.CompilerServices;

namespace NetGen;

/// <summary>Weights of classes, for a loss to make up for classes that are rare.</summary>
public static class ClassWeights
{
    /// <summary>
    /// n / (C · n_c) for each class c of C, of which n_c of the n labels are: then all classes weigh the same together, and the mean over the labels is 1
    /// (scikit-learn's <c>class_weight="balanced"</c>). A class without labels has the weight 0.
    /// </summary>
    /// <param name="labels">The labels, from 0; negative ones do not count.</param>
    /// <param name="classes">The number of classes; without it, one more than the largest label.</param>
    /// <exception cref="ArgumentException">There is no label, or one is not less than <paramref name="classes"/>.</exception>
    public static double[] Balanced(ReadOnlySpan<int> labels, int? classes = null)
    {
        int largest = -1, counted = 0;
        foreach (int label in labels)
        {
            largest = Math.Max(largest, label);
            counted += label >= 0 ? 1 : 0;
        }

        if (largest < 0)
            throw new ArgumentException("Expected at least one label of at least 0, got none.", nameof(labels));
        int count = classes ?? largest + 1;
        if (largest >= count)
            throw new ArgumentException($"Expected class labels from 0 to {count - 1}, got {largest}.", nameof(labels));
        int[] sizes = new int[count];
        foreach (int label in labels)
        {
            if (label >= 0)
                sizes[label]++;
        }

        return Array.ConvertAll(sizes, size => size == 0 ? 0 : (double)counted / ((double)count * size));
    }

    /// <summary>Gives every example of a data set a weight.</summary>
    /// <typeparam name="TInput">The type of an input.</typeparam>
    /// <typeparam name="TTarget">The type of a target.</typeparam>
    /// <param name="dataset">The data set.</param>
    /// <param name="weights">A weight for each example, finite and at least 0; not all 0.</param>
    /// <exception cref="ArgumentException">There are not as many weights as examples, or one is negative or not finite, or all are 0.</exception>
    public static WeightedDataset<TInput, TTarget> WithWeights<TInput, TTarget>(this IDataset<TInput, TTarget> dataset, ReadOnlySpan<TInput> weights)
        where TInput : unmanaged, IBinaryFloatingPointIeee754<TInput>
        where TTarget : unmanaged => new(dataset, weights);

    /// <inheritdoc cref="WithWeights{TInput, TTarget}(IDataset{TInput, TTarget}, ReadOnlySpan{TInput})"/>
    /// <remarks>For data sets that can be read in single and in double precision, such as images: the weights decide.</remarks>
    public static WeightedDataset<float, int> WithWeights(this IDataset<float, int> dataset, ReadOnlySpan<float> weights) => new(dataset, weights);

    /// <inheritdoc cref="WithWeights(IDataset{float, int}, ReadOnlySpan{float})"/>
    public static WeightedDataset<double, int> WithWeights(this IDataset<double, int> dataset, ReadOnlySpan<double> weights) => new(dataset, weights);

    /// <summary>Gives every example of a data set the weight of its class: the loss is then Σ c·ℓ / N, where the loss's own class weights would make it Σ c·ℓ / Σ c.</summary>
    /// <typeparam name="TInput">The type of an input.</typeparam>
    /// <typeparam name="TTarget">The type of a target.</typeparam>
    /// <param name="dataset">The data set.</param>
    /// <param name="labels">The class of each example.</param>
    /// <param name="classWeights">The weight of each class, as <see cref="Balanced"/> gives them.</param>
    /// <exception cref="ArgumentException">There are not as many labels as examples, one is no class, or a weight is negative or not finite, or all are 0.</exception>
    public static WeightedDataset<TInput, TTarget> WithWeights<TInput, TTarget>(this IDataset<TInput, TTarget> dataset, ReadOnlySpan<int> labels, ReadOnlySpan<double> classWeights)
        where TInput : unmanaged, IBinaryFloatingPointIeee754<TInput>
        where TTarget : unmanaged
    {
        ArgumentNullException.ThrowIfNull(dataset);
        Guard.Length(labels.Length, dataset.Count, nameof(labels));
        Guard.Labels(labels, classWeights.Length, nameof(labels));
        TInput[] weights = new TInput[labels.Length];
        for (int i = 0; i < weights.Length; i++)
            weights[i] = TInput.CreateTruncating(classWeights[labels[i]]);
        return new(dataset, weights);
    }

    /// <inheritdoc cref="WithWeights{TInput, TTarget}(IDataset{TInput, TTarget}, ReadOnlySpan{int}, ReadOnlySpan{double})"/>
    /// <remarks>For data sets that can be read in single and in double precision, such as images: this is the one in single precision.</remarks>
    public static WeightedDataset<float, int> WithWeights(this IDataset<float, int> dataset, ReadOnlySpan<int> labels, ReadOnlySpan<double> classWeights) =>
        dataset.WithWeights<float, int>(labels, classWeights);
}
