using System.Numerics;
using NetGen.CompilerServices;

namespace NetGen;

/// <summary>
/// Windows of a time series: the inputs of an example are so many consecutive rows of it, [length, columns], its targets what follows them. The
/// series is kept once, however many windows have a value in them. <see cref="Sequences.Windows{T}(T[], int, int, int)"/> makes one.
/// </summary>
/// <typeparam name="T">The type of a value: <see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed class WindowDataset<T> : IDataset<T, T>, IParallelReading
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly T[] _series;
    private readonly int[] _targetColumns;
    private readonly bool _hasAllInOrder;
    private readonly int _first;

    internal WindowDataset(T[] series, int columns, int[] targetColumns, int length, int horizon, int stride)
        : this(series, columns, targetColumns, length, horizon, stride, 0, CountOf(series.Length / columns, length, horizon, stride))
    {
    }

    private WindowDataset(T[] series, int columns, int[] targetColumns, int length, int horizon, int stride, int first, int count)
    {
        (_series, Columns, _targetColumns, Length, Horizon, Stride, _first, Count) = (series, columns, targetColumns, length, horizon, stride, first, count);
        _hasAllInOrder = targetColumns.AsSpan().SequenceEqual([.. Enumerable.Range(0, columns)]);
    }

    /// <summary>The number of windows.</summary>
    public int Count { get; }

    /// <summary>The numbers of a row of the series.</summary>
    public int Columns { get; }

    /// <summary>The rows of a window.</summary>
    public int Length { get; }

    /// <summary>The rows after a window that are its targets.</summary>
    public int Horizon { get; }

    /// <summary>The rows from the beginning of a window to that of the next.</summary>
    public int Stride { get; }

    /// <summary>The number of inputs of an example: <see cref="Length"/> · <see cref="Columns"/>, row after row.</summary>
    public int InputSize => Length * Columns;

    /// <summary>The number of targets of an example: <see cref="Horizon"/> · the columns that are forecast, row after row.</summary>
    public int TargetSize => Horizon * _targetColumns.Length;

    /// <inheritdoc/>
    bool IParallelReading.CanReadInParallel => true;

    /// <summary>The row of the series at which a window begins.</summary>
    /// <param name="index">The window, from 0 to <see cref="Count"/> − 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such window.</exception>
    public int RowOf(int index) => (_first + Guard.Index(index, Count, nameof(index))) * Stride;

    /// <summary>The row of the series that is a window's first target.</summary>
    /// <param name="index">The window, from 0 to <see cref="Count"/> − 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such window.</exception>
    public int TargetRowOf(int index) => RowOf(index) + Length;

    /// <summary>
    /// Splits by time: no target of the first part comes after one of the second, and none is in both. Windows of the second part may begin
    /// before, for whoever forecasts knows the past. At random, neighbours that share nearly all of their values would come to both parts.
    /// </summary>
    /// <param name="validationFraction">The share of the series' rows, at its end, whose targets are held out: more than 0 and less than 1.</param>
    /// <returns>The windows to train on, and those held out.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The fraction is not between 0 and 1.</exception>
    /// <exception cref="InvalidOperationException">A part would be empty.</exception>
    public (WindowDataset<T> Train, WindowDataset<T> Validation) SplitByTime(double validationFraction)
    {
        if (!(validationFraction > 0 && validationFraction < 1))
            throw new ArgumentOutOfRangeException(nameof(validationFraction), validationFraction, "Expected a fraction of more than 0 and less than 1.");

        int rows = _series.Length / Columns;
        return SplitAt(rows - (int)Math.Round(rows * validationFraction));
    }

    /// <summary>Splits likewise before a row of the series: targets before it are trained on, those from it on held out.</summary>
    /// <param name="row">The first row that is held out.</param>
    /// <returns>The windows to train on, and those held out.</returns>
    /// <exception cref="InvalidOperationException">A part would be empty.</exception>
    public (WindowDataset<T> Train, WindowDataset<T> Validation) SplitAt(int row)
    {
        // Of window w the targets are the rows from w·stride + length on.
        int end = _first + Count;
        int trainEnd = (int)Math.Clamp(FloorDivide((long)row - Length - Horizon, Stride) + 1, _first, end);
        int validationStart = (int)Math.Clamp(-FloorDivide((long)Length - row, Stride), _first, end);
        if (trainEnd == _first || validationStart == end)
            throw new InvalidOperationException($"Expected windows on both sides of row {row}: {Count} windows of {Length} rows and {Horizon} targets have {trainEnd - _first} before it and {end - validationStart} from it on.");

        return (Part(_first, trainEnd), Part(validationStart, end));
    }

    /// <inheritdoc/>
    public void CopyTo(ReadOnlySpan<int> indices, Span<T> inputs, Span<T> targets)
    {
        Guard.Outputs(inputs.Length, indices.Length, InputSize, nameof(inputs));
        Guard.Outputs(targets.Length, indices.Length, TargetSize, nameof(targets));
        for (int i = 0; i < indices.Length; i++)
        {
            int row = (_first + Guard.Index(indices[i], Count, nameof(indices))) * Stride;
            _series.AsSpan(row * Columns, InputSize).CopyTo(inputs[(i * InputSize)..]);
            CopyTargets(row + Length, targets.Slice(i * TargetSize, TargetSize));
        }
    }

    private void CopyTargets(int row, Span<T> targets)
    {
        if (_hasAllInOrder)
        {
            _series.AsSpan(row * Columns, TargetSize).CopyTo(targets);
            return;
        }

        for (int i = 0; i < targets.Length; i++)
            targets[i] = _series[((row + (i / _targetColumns.Length)) * Columns) + _targetColumns[i % _targetColumns.Length]];
    }

    private WindowDataset<T> Part(int first, int end) => new(_series, Columns, _targetColumns, Length, Horizon, Stride, first, end - first);

    private static int CountOf(int rows, int length, int horizon, int stride) => (int)((rows - (long)length - horizon) / stride) + 1;

    private static long FloorDivide(long a, long b) => (a / b) - (a % b < 0 ? 1 : 0);
}
