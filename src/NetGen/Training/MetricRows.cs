using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace NetGen;

/// <summary>
/// What metrics need of the examples of a batch, a row of bytes for each: what every head put out, which of its rows count, and the targets. Rank 0 gets those of all ranks in the
/// order of the batch, so that any metric sees what it would see in one process.
/// </summary>
/// <param name="exchange">The ranks.</param>
/// <param name="parts">What they hold.</param>
/// <param name="heads">Of each head the number of outputs and of rows that may not count, for each example.</param>
/// <param name="targetSize">The number of targets of an example.</param>
internal sealed class MetricRows<T, TTarget>(IGradientExchange exchange, BatchParts parts, (int Outputs, int Counted)[] heads, int targetSize)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TTarget : unmanaged
{
    private readonly int _rowSize = heads.Sum(head => (head.Outputs * Unsafe.SizeOf<T>()) + head.Counted) + (targetSize * Unsafe.SizeOf<TTarget>());
    private readonly int[] _sent = new int[exchange.Size];
    private readonly int[] _received = new int[exchange.Size];
    private byte[] _own = [];
    private byte[] _all = [];
    private T[] _outputs = [];
    private bool[] _counted = [];
    private TTarget[] _targets = [];

    /// <summary>Makes room for a batch.</summary>
    /// <param name="own">The number of examples of this rank.</param>
    public void Begin(int own)
    {
        if (_own.Length < own * _rowSize)
            _own = new byte[own * _rowSize];
    }

    /// <summary>Takes what a head put out for examples of this rank, from one on.</summary>
    public void Take(int head, int example, ReadOnlySpan<T> outputs, ReadOnlySpan<bool> counted)
    {
        int at = PlaceOf(head);
        Put(example, at, MemoryMarshal.AsBytes(outputs), heads[head].Outputs * Unsafe.SizeOf<T>());
        Put(example, at + (heads[head].Outputs * Unsafe.SizeOf<T>()), MemoryMarshal.AsBytes(counted), heads[head].Counted);
    }

    /// <summary>Takes the targets of examples of this rank, from one on.</summary>
    public void Take(int example, ReadOnlySpan<TTarget> targets) => Put(example, PlaceOf(heads.Length), MemoryMarshal.AsBytes(targets), targetSize * Unsafe.SizeOf<TTarget>());

    /// <summary>Gives rank 0 the rows of all.</summary>
    /// <param name="examples">The number of examples of the batch.</param>
    public void Gather(int examples)
    {
        bool isFirst = exchange.Rank == 0;
        if (isFirst && _all.Length < examples * _rowSize)
            _all = new byte[examples * _rowSize];
        _sent[0] = Length(exchange.Rank, examples);
        for (int rank = 0; rank < exchange.Size && isFirst; rank++)
            _received[rank] = Length(rank, examples);
        exchange.AllToAll(_own.AsSpan(0, _sent[0]), _sent, _all.AsSpan(0, isFirst ? examples * _rowSize : 0), _received);
    }

    /// <summary>On rank 0, what a head put out for the batch.</summary>
    public ReadOnlySpan<T> Outputs(int head, int examples) => Get(ref _outputs, PlaceOf(head), heads[head].Outputs, examples);

    /// <summary>On rank 0, which rows of a head count; empty where all do.</summary>
    public ReadOnlySpan<bool> Counted(int head, int examples) => Get(ref _counted, PlaceOf(head) + (heads[head].Outputs * Unsafe.SizeOf<T>()), heads[head].Counted, examples);

    /// <summary>On rank 0, the targets of the batch.</summary>
    public ReadOnlySpan<TTarget> Targets(int examples) => Get(ref _targets, PlaceOf(heads.Length), targetSize, examples);

    private int Length(int rank, int examples) => (parts.FirstExample(parts.FirstPart(rank + 1), examples) - parts.FirstExample(parts.FirstPart(rank), examples)) * _rowSize;

    private int PlaceOf(int head)
    {
        int place = 0;
        for (int i = 0; i < head; i++)
            place += (heads[i].Outputs * Unsafe.SizeOf<T>()) + heads[i].Counted;
        return place;
    }

    private void Put(int example, int place, ReadOnlySpan<byte> values, int width)
    {
        for (int start = 0; start < values.Length; start += width, example++)
            values.Slice(start, width).CopyTo(_own.AsSpan((example * _rowSize) + place));
    }

    private ReadOnlySpan<TValue> Get<TValue>(ref TValue[] memory, int place, int width, int examples)
        where TValue : unmanaged
    {
        if (memory.Length < width * examples)
            memory = new TValue[width * examples];
        int bytes = width * Unsafe.SizeOf<TValue>();
        Span<byte> values = MemoryMarshal.AsBytes(memory.AsSpan());
        for (int i = 0; i < examples && bytes > 0; i++)
            _all.AsSpan((i * _rowSize) + place, bytes).CopyTo(values[(i * bytes)..]);
        return memory.AsSpan(0, width * examples);
    }
}
