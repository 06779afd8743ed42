using System.Numerics;
using System.Runtime.InteropServices;

namespace NetGen;

/// <summary>
/// Vectors of all parts of a batch, added up in the tree of <see cref="BatchParts"/>: a rank adds what it can alone; then each rank adds a segment of the sums of all, and all
/// get all segments. So a rank sends about twice the vector, whatever the number of ranks.
/// </summary>
/// <param name="exchange">The ranks.</param>
/// <param name="parts">What they hold.</param>
/// <param name="length">The elements of a vector.</param>
internal sealed class PartSums<T>(IGradientExchange exchange, BatchParts parts, int length)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    // Elements that travel at a time: long messages, and few enough bytes for the 32-bit lengths of any transport.
    private const int ChunkLength = 1 << 22;

    private readonly T[][] _slots = new T[parts.MostNodes + BitOperations.Log2((uint)parts.Count) + 1][];
    private readonly Dictionary<BatchParts.Node, int> _places = []; // of the nodes of all ranks: where this rank's segment of them was received
    private readonly int[] _sent = new int[exchange.Size];
    private readonly int[] _received = new int[exchange.Size];
    private readonly int[] _segments = new int[exchange.Size];
    private T[] _segmentsOfAll = [];
    private T[]? _total;

    /// <summary>The sum of all parts, after <see cref="Exchange"/>.</summary>
    public T[] Total => exchange.Size == 1 ? Slot(0) : _total ??= new T[length];

    /// <summary>Memory for a vector: the sums of this rank's nodes come first.</summary>
    public T[] Slot(int slot) => _slots[slot] ??= new T[length];

    /// <summary>Adds up the sums of all ranks, of which this one's are in the slots.</summary>
    /// <param name="notEmpty">The number of parts that have examples.</param>
    public void Exchange(int notEmpty)
    {
        if (exchange.Size == 1)
            return;
        for (int first = 0; first < length; first += ChunkLength)
            ExchangeChunk(first, Math.Min(ChunkLength, length - first), notEmpty);
    }

    /// <summary>Gives all ranks a vector that rank 0 has.</summary>
    public void Broadcast(ReadOnlySpan<T> values)
    {
        values.CopyTo(Total);
        for (int first = 0; first < values.Length; first += ChunkLength)
        {
            int count = Math.Min(ChunkLength, values.Length - first);
            _segments.AsSpan().Clear();
            _segments[0] = Bytes(count);
            exchange.AllGather(MemoryMarshal.AsBytes(Total.AsSpan(first, count)), _segments);
        }
    }

    private void ExchangeChunk(int first, int count, int notEmpty)
    {
        int own = Segment(exchange.Rank, count), place = 0;
        for (int round = 0; round < parts.MostNodes; round++)
        {
            int start = place;
            bool sends = IsNode(exchange.Rank, round, notEmpty);
            for (int rank = 0; rank < exchange.Size; rank++)
            {
                _sent[rank] = sends ? Bytes(Segment(rank, count)) : 0;
                bool receives = IsNode(rank, round, notEmpty);
                _received[rank] = receives ? Bytes(own) : 0;
                if (!receives)
                    continue;
                _places[parts.Nodes(rank)[round]] = place;
                place += own;
            }

            if (_segmentsOfAll.Length < place)
                Array.Resize(ref _segmentsOfAll, Math.Max(place, parts.MostNodes * exchange.Size * own));
            ReadOnlySpan<T> sent = sends ? Slot(round).AsSpan(first, count) : [];
            exchange.AllToAll(MemoryMarshal.AsBytes(sent), _sent, MemoryMarshal.AsBytes(_segmentsOfAll.AsSpan(start, place - start)), _received);
        }

        int sum = AddUp(parts.Root, own, notEmpty);
        Span<T> total = Total.AsSpan(first, count);
        _segmentsOfAll.AsSpan(sum, own).CopyTo(total[BatchParts.FirstOf(exchange.Rank, exchange.Size, count)..]);
        for (int rank = 0; rank < exchange.Size; rank++)
            _segments[rank] = Bytes(Segment(rank, count));
        exchange.AllGather(MemoryMarshal.AsBytes(total), _segments);
    }

    /// <summary>Where the sum of a node is, that others hold, or that this adds up.</summary>
    private int AddUp(BatchParts.Node node, int count, int notEmpty)
    {
        if (_places.TryGetValue(node, out int place))
            return place;
        int left = AddUp(node.Left, count, notEmpty);
        if (node.Right.First < notEmpty)
            VectorJob<T>.Add(_segmentsOfAll.AsSpan(left, count), _segmentsOfAll.AsSpan(AddUp(node.Right, count, notEmpty), count));
        return left;
    }

    private bool IsNode(int rank, int round, int notEmpty) => round < parts.Nodes(rank).Length && parts.Nodes(rank)[round].First < notEmpty;

    private int Segment(int rank, int count) => BatchParts.FirstOf(rank + 1, exchange.Size, count) - BatchParts.FirstOf(rank, exchange.Size, count);

    private static int Bytes(int count) => count * System.Runtime.CompilerServices.Unsafe.SizeOf<T>();
}
