namespace Digits;

/// <summary>How often each class was taken for which: rows are what an image is, columns what was predicted.</summary>
internal sealed class ConfusionMatrix
{
    /// <summary>The number of classes.</summary>
    public const int Classes = DigitNet.OutputSize;

    private readonly int[,] _counts = new int[Classes, Classes];
    private readonly int[] _totals = new int[Classes];

    /// <summary>Counts.</summary>
    public ConfusionMatrix(ReadOnlySpan<int> actual, ReadOnlySpan<int> predicted)
    {
        for (int i = 0; i < actual.Length; i++)
        {
            _counts[actual[i], predicted[i]]++;
            _totals[actual[i]]++;
        }
    }

    /// <summary>How often an image of one class was taken for another, or recognized when the two are the same.</summary>
    public int this[int actual, int predicted] => _counts[actual, predicted];

    /// <summary>The same as a share of all images of the class; 0 when there are none.</summary>
    public double Share(int actual, int predicted) => _totals[actual] == 0 ? 0 : (double)_counts[actual, predicted] / _totals[actual];
}
