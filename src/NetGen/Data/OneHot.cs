using System.Numerics;
using System.Runtime.InteropServices;
using NetGen.CompilerServices;

namespace NetGen;

/// <summary>Class labels as vectors that are 1 at the class and 0 elsewhere.</summary>
public static class OneHot
{
    /// <summary>Encodes labels.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="labels">Labels from 0 to <paramref name="classes"/> − 1.</param>
    /// <param name="classes">The number of classes, at least 1.</param>
    /// <param name="destination">Receives labels.Length · classes values, row by row.</param>
    /// <exception cref="ArgumentOutOfRangeException">A label is out of range.</exception>
    /// <exception cref="ArgumentException">The destination has another length, or overlaps the labels.</exception>
    public static void Encode<T>(ReadOnlySpan<int> labels, int classes, Span<T> destination)
        where T : unmanaged, INumberBase<T>
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 1);
        Guard.Outputs(destination.Length, labels.Length, classes, nameof(destination));
        Guard.Labels(labels, classes, nameof(labels));
        Guard.Disjoint(MemoryMarshal.AsBytes(labels), MemoryMarshal.AsBytes(destination), nameof(destination));
        destination.Clear();
        for (int i = 0; i < labels.Length; i++)
            destination[(i * classes) + labels[i]] = T.One;
    }

    /// <summary>The class with the largest value of each row: the inverse of <see cref="Encode"/>, and of probabilities the likeliest.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="rows">labels.Length · classes values, row by row.</param>
    /// <param name="classes">The number of classes, at least 1.</param>
    /// <param name="labels">Receives the first largest of each row.</param>
    /// <exception cref="ArgumentException">The lengths do not fit, or the labels overlap the rows without starting where they do.</exception>
    public static void Decode<T>(ReadOnlySpan<T> rows, int classes, Span<int> labels)
        where T : unmanaged, INumber<T>
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 1);
        Guard.Outputs(rows.Length, labels.Length, classes, nameof(rows));
        Guard.Apart<T, int>(rows, labels, nameof(labels));
        for (int i = 0; i < labels.Length; i++)
        {
            ReadOnlySpan<T> row = rows.Slice(i * classes, classes);
            int best = 0;
            for (int c = 1; c < classes; c++)
            {
                if (row[c] > row[best])
                    best = c;
            }

            labels[i] = best;
        }
    }

    /// <summary>A data set in memory whose targets are one-hot vectors, for losses that compare numbers.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="dataset">Examples with one class label each.</param>
    /// <param name="classes">The number of classes, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A label is out of range.</exception>
    public static ArrayDataset<T, T> ToOneHot<T>(this IDataset<T, int> dataset, int classes)
        where T : unmanaged, INumberBase<T>
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 1);
        (T[] inputs, int[] labels) = All(dataset);
        T[] targets = new T[checked(labels.Length * classes)];
        Encode<T>(labels, classes, targets);
        return new(inputs, targets, dataset.InputSize, classes);
    }

    /// <summary>A data set in memory whose targets are the labels as numbers, 0 and 1 for binary cross-entropy.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="dataset">Examples with one class label each.</param>
    public static ArrayDataset<T, T> ToNumbers<T>(this IDataset<T, int> dataset)
        where T : unmanaged, INumberBase<T>
    {
        (T[] inputs, int[] labels) = All(dataset);
        return new(inputs, [.. labels.Select(T.CreateTruncating)], dataset.InputSize);
    }

    private static (T[] Inputs, int[] Labels) All<T>(IDataset<T, int> dataset)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(dataset);
        T[] inputs = new T[checked(dataset.Count * dataset.InputSize)];
        int[] labels = new int[dataset.Count];
        dataset.CopyTo([.. Enumerable.Range(0, dataset.Count)], inputs, labels);
        return (inputs, labels);
    }
}
