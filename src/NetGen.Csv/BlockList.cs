namespace NetGen;

/// <summary>
/// A list whose elements stay where they are when it grows: it takes little more memory than they do, and gives its blocks
/// back while it becomes an array.
/// </summary>
internal sealed class BlockList<T>
{
    private const int FirstLength = 8, LargestLength = 1 << 14;

    private readonly List<T[]> _full = [];
    private T[] _block = [];
    private int _used;
    private long _count;

    public int Count => (int)(_count + _used);

    public void Clear()
    {
        _full.Clear();
        (_block, _used, _count) = ([], 0, 0);
    }

    public void Add(T value)
    {
        if (_used == _block.Length)
            AddBlock();
        _block[_used++] = value;
    }

    /// <summary>All elements. The list is empty then.</summary>
    public T[] MoveToArray()
    {
        T[] all = GC.AllocateUninitializedArray<T>(Count);
        int at = 0;
        for (int i = 0; i < _full.Count; i++)
        {
            _full[i].CopyTo(all, at);
            at += _full[i].Length;
            _full[i] = [];
        }

        _block.AsSpan(0, _used).CopyTo(all.AsSpan(at));
        Clear();
        return all;
    }

    private void AddBlock()
    {
        if (_used > 0)
            _full.Add(_block);
        _count += _used;
        if (_count == Array.MaxLength)
            throw new InvalidDataException($"Expected at most {Array.MaxLength} rows, got more.");
        _block = new T[Math.Min(Math.Clamp(_block.Length * 2, FirstLength, LargestLength), Array.MaxLength - (int)_count)];
        _used = 0;
    }
}
