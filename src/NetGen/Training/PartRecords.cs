using System.Runtime.InteropServices;

namespace NetGen;

/// <summary>What the parts of a batch came to: a few numbers for each, which every rank has of all after <see cref="Exchange"/>.</summary>
/// <param name="exchange">The ranks.</param>
/// <param name="parts">What they hold.</param>
/// <param name="losses">The number of losses.</param>
internal sealed class PartRecords(IGradientExchange exchange, BatchParts parts, int losses)
{
    // Of each loss the sum and the divisor, which is negative where the reduction is the sum; then the penalty and the cost. Before the parts of a rank, its wish to stop.
    private readonly int _width = (2 * losses) + 2;
    private readonly double[] _values = new double[(parts.Count * ((2 * losses) + 2)) + exchange.Size];
    private readonly int[] _lengths = [.. Enumerable.Range(0, exchange.Size).Select(rank => sizeof(double) * (1 + ((parts.FirstPart(rank + 1) - parts.FirstPart(rank)) * ((2 * losses) + 2))))];
    private readonly int[] _rankOf = [.. Enumerable.Range(0, parts.Count).Select(part => Enumerable.Range(0, exchange.Size).First(rank => part < parts.FirstPart(rank + 1)))];
    private readonly LossPart[] _losses = new LossPart[losses];

    /// <summary>The rank that holds a part.</summary>
    public int RankOf(int part) => _rankOf[part];

    /// <summary>Notes what this rank's part came to.</summary>
    public void Set(int part, ReadOnlySpan<LossPart> ofLosses, double penalty, double cost)
    {
        Span<double> record = Record(part);
        for (int i = 0; i < ofLosses.Length; i++)
            (record[2 * i], record[(2 * i) + 1]) = (ofLosses[i].Sum, ofLosses[i].Divisor ?? -1);
        (record[^2], record[^1]) = (penalty, cost);
    }

    /// <summary>The losses of a part: a view that the next call overwrites.</summary>
    public ReadOnlySpan<LossPart> Losses(int part)
    {
        Span<double> record = Record(part);
        for (int i = 0; i < _losses.Length; i++)
            _losses[i] = new(record[2 * i], record[(2 * i) + 1] < 0 ? null : record[(2 * i) + 1]);
        return _losses;
    }

    /// <summary>The penalty of a part.</summary>
    public double Penalty(int part) => Record(part)[^2];

    /// <summary>The cost of a part.</summary>
    public double Cost(int part) => Record(part)[^1];

    /// <summary>Gives all ranks the records of all.</summary>
    /// <param name="stops">Whether this rank is to stop.</param>
    /// <returns>Whether one of them is.</returns>
    public bool Exchange(bool stops)
    {
        _values[Start(exchange.Rank)] = stops ? 1 : 0;
        exchange.AllGather(MemoryMarshal.AsBytes(_values.AsSpan()), _lengths);
        for (int rank = 0; rank < exchange.Size; rank++)
            stops |= _values[Start(rank)] != 0;
        return stops;
    }

    private int Start(int rank) => (parts.FirstPart(rank) * _width) + rank;

    private Span<double> Record(int part) => _values.AsSpan((part * _width) + _rankOf[part] + 1, _width);
}
