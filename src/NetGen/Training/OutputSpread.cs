using System.Numerics;

namespace NetGen;

/// <summary>Whether outputs are the same for all examples: whether none has a standard deviation of 10⁻⁶ or more.</summary>
/// <param name="examples">How many examples there will be.</param>
internal sealed class OutputSpread<T>(int examples)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const double Least = 1e-6;

    // Two of n numbers that are d apart have a variance of d² / 2n at least: with one such pair the rest need not be looked at.
    private readonly double _certain = Least * Math.Sqrt(2.0 * examples);
    private double[] _first = [];
    private double[] _sums = [];
    private double[] _squares = [];
    private bool _varies;

    /// <summary>Whether that is so, of two examples or more.</summary>
    public bool IsConstant => !_varies && examples > 1 && Enumerable.Range(0, _sums.Length).All(i =>
    {
        double mean = _sums[i] / examples;
        return _squares[i] / examples - mean * mean < Least * Least;
    });

    /// <summary>Adds a batch.</summary>
    public void Add(ReadOnlySpan<T> outputs, int size)
    {
        if (_first.Length == 0)
        {
            _first = [.. outputs[..size].ToArray().Select(double.CreateTruncating)];
            (_sums, _squares) = (new double[size], new double[size]);
        }

        for (int i = 0; i < outputs.Length && !_varies; i++)
        {
            int output = i % size;
            double difference = double.CreateTruncating(outputs[i]) - _first[output];
            _varies = !(Math.Abs(difference) < _certain); // NaN is no constant
            _sums[output] += difference;
            _squares[output] += difference * difference;
        }
    }
}
