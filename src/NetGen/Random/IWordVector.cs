namespace NetGen;

/// <summary>
/// A vector of 32-bit words, also seen as 64-bit lanes, with what <see cref="PhiloxKernel"/> needs. One lane is one Philox
/// block.
/// </summary>
/// <typeparam name="TSelf">The vector itself.</typeparam>
internal interface IWordVector<TSelf>
    where TSelf : struct, IWordVector<TSelf>
{
    /// <summary>The number of 32-bit words, twice that of the lanes.</summary>
    static abstract int Count { get; }

    /// <summary>The number of each lane's block, in the order that lets <see cref="Interleave"/> write the blocks one after another.</summary>
    static abstract TSelf BlockNumbers { get; }

    /// <summary><paramref name="value"/> in every 64-bit lane.</summary>
    static abstract TSelf Broadcast(ulong value);

    /// <summary>a + b, 64-bit lanes.</summary>
    static abstract TSelf Add(TSelf a, TSelf b);

    /// <summary>The 64-bit product of the lower halves of the lanes.</summary>
    static abstract TSelf Multiply(TSelf a, TSelf b);

    /// <summary>The upper half of each lane, moved to its lower half.</summary>
    static abstract TSelf UpperHalves(TSelf a);

    /// <summary>a ⊕ b ⊕ c.</summary>
    static abstract TSelf Xor(TSelf a, TSelf b, TSelf c);

    /// <summary>The lower halves of four vectors of lanes as words in memory order: the four words of block 0, of block 1 …</summary>
    static abstract void Interleave(TSelf w0, TSelf w1, TSelf w2, TSelf w3, out TSelf first, out TSelf second);

    /// <summary>Writes the words.</summary>
    static abstract void Store(TSelf words, ref uint destination, int offset);

    /// <summary>Writes 1 for each word that is at least <paramref name="threshold"/>, 0 for the others.</summary>
    static abstract void StoreAtLeast(TSelf words, uint threshold, ref float destination, int offset);

    /// <summary>Writes 1 for each word that is at least <paramref name="threshold"/>, 0 for the others.</summary>
    static abstract void StoreAtLeast(TSelf words, uint threshold, ref double destination, int offset);
}
