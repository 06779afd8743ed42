using System.Numerics;

namespace NetGen;

/// <summary>Time series and sequences of different lengths as data sets.</summary>
public static class Sequences
{
    /// <summary>
    /// Windows of a series of one column: from <paramref name="length"/> values the <paramref name="horizon"/> that follow. The input of the
    /// network is <c>[Input(length, 1)]</c>, its output <paramref name="horizon"/> values.
    /// </summary>
    /// <typeparam name="T">The type of a value.</typeparam>
    /// <param name="series">The values in order of time, all finite. Kept, not copied.</param>
    /// <param name="length">The values of a window, at least 1.</param>
    /// <param name="horizon">How many values after a window are its targets, at least 1.</param>
    /// <param name="stride">The distance of neighbouring windows, at least 1.</param>
    /// <exception cref="ArgumentException">The series is shorter than one window with its targets, or a value is not finite.</exception>
    public static WindowDataset<T> Windows<T>(T[] series, int length, int horizon = 1, int stride = 1)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Windows(series, 1, [0], length, horizon, stride);

    /// <summary>
    /// Windows of a series of several columns: from <paramref name="length"/> rows those columns of the <paramref name="horizon"/> rows that
    /// follow which are to be forecast. The input of the network is <c>[Input(length, columns)]</c>.
    /// </summary>
    /// <typeparam name="T">The type of a value.</typeparam>
    /// <param name="series">Row after row in order of time, each of <paramref name="columns"/> finite values. Kept, not copied.</param>
    /// <param name="columns">The number of columns, at least 1.</param>
    /// <param name="targetColumns">The columns that are forecast, in the order in which the targets have them; none: all of them.</param>
    /// <param name="length">The rows of a window, at least 1.</param>
    /// <param name="horizon">How many rows after a window are its targets, at least 1.</param>
    /// <param name="stride">The distance of neighbouring windows in rows, at least 1.</param>
    /// <exception cref="ArgumentException">
    /// The series is no whole number of rows, is shorter than one window with its targets, or a value is not finite.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such column.</exception>
    public static WindowDataset<T> Windows<T>(T[] series, int columns, ReadOnlySpan<int> targetColumns, int length, int horizon = 1, int stride = 1)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(series);
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(horizon, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(stride, 1);
        foreach (int column in targetColumns)
        {
            if (column < 0 || column >= columns)
                throw new ArgumentOutOfRangeException(nameof(targetColumns), column, $"Expected columns from 0 to {columns - 1}.");
        }

        int rows = series.Length / columns;
        if (series.Length % columns != 0)
            throw new ArgumentException($"Expected whole rows of {columns} values, got {series.Length} values.", nameof(series));
        if (rows < (long)length + horizon)
            throw new ArgumentException($"Expected at least {(long)length + horizon} rows, those of a window of {length} and of {horizon} targets after it, got {rows}.", nameof(series));

        int bad = Array.FindIndex(series, value => !T.IsFinite(value));
        if (bad >= 0)
            throw new ArgumentException($"Expected finite values, got {series[bad]} in row {bad / columns}{(columns == 1 ? "" : $", column {bad % columns}")}.", nameof(series));

        int[] targets = targetColumns.IsEmpty ? [.. Enumerable.Range(0, columns)] : targetColumns.ToArray();
        return new WindowDataset<T>(series, columns, targets, length, horizon, stride);
    }

    /// <summary>
    /// Sequences of different lengths side by side, as <c>[Input&lt;int&gt;(length, Padding = 0)]</c> takes them: each with padding after its
    /// end. With −1 as <paramref name="padding"/>, labels for each step that <c>IgnoreLabel = -1</c> leaves out.
    /// </summary>
    /// <param name="sequences">The sequences, each of tokens or labels.</param>
    /// <param name="length">The length that all of them get, at least 1.</param>
    /// <param name="padding">The token or label that fills what is left.</param>
    /// <param name="truncate">Whether a longer sequence loses its end; else it is refused.</param>
    /// <returns>sequences.Count · length values.</returns>
    /// <exception cref="ArgumentException">A sequence is longer, or missing.</exception>
    public static int[] Pad(IReadOnlyList<int[]> sequences, int length, int padding = 0, bool truncate = false) => Pad(sequences, 1, length, padding, truncate);

    /// <summary>
    /// Likewise steps of features, as <c>[Input(length, features, Padding = 0)]</c> takes them.
    /// </summary>
    /// <typeparam name="T">The type of a value.</typeparam>
    /// <param name="sequences">The sequences, each step after step of <paramref name="features"/> values.</param>
    /// <param name="features">The values of a step, at least 1.</param>
    /// <param name="length">The number of steps that all of them get, at least 1.</param>
    /// <param name="padding">The value that fills all features of what is left.</param>
    /// <param name="truncate">Whether a longer sequence loses its end; else it is refused.</param>
    /// <returns>sequences.Count · length · features values.</returns>
    /// <exception cref="ArgumentException">A sequence is longer, missing, or no whole number of steps.</exception>
    public static T[] Pad<T>(IReadOnlyList<T[]> sequences, int features, int length, T padding, bool truncate = false)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(sequences);
        ArgumentOutOfRangeException.ThrowIfLessThan(features, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        long total = (long)sequences.Count * length * features;
        if (total > Array.MaxLength)
            throw new ArgumentException($"Expected at most {Array.MaxLength} values in all, got {sequences.Count} sequences of {(long)length * features}.", nameof(sequences));

        int size = length * features;
        var padded = new T[total];
        for (int i = 0; i < sequences.Count; i++)
        {
            T[] sequence = sequences[i] ?? throw new ArgumentException($"Expected a sequence, but number {i} is null.", nameof(sequences));
            if (sequence.Length % features != 0)
                throw new ArgumentException($"Expected whole steps of {features} values, but sequence {i} has {sequence.Length} values.", nameof(sequences));
            if (sequence.Length > size && !truncate)
                throw new ArgumentException($"Expected at most {length} steps, but sequence {i} has {sequence.Length / features}; truncate them, or pad to more.", nameof(sequences));

            int taken = Math.Min(sequence.Length, size);
            sequence.AsSpan(0, taken).CopyTo(padded.AsSpan(i * size));
            padded.AsSpan((i * size) + taken, size - taken).Fill(padding);
        }

        return padded;
    }
}
