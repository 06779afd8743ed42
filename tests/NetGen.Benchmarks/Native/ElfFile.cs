using System.Buffers.Binary;
using System.Text;

namespace NetGen.Benchmarks.Native;

/// <summary>The parts of a 64-bit little-endian ELF library that say which symbols, of which versions, it needs.</summary>
internal sealed class ElfFile(byte[] bytes)
{
    private const int DynamicSymbols = 11, VersionNeeds = 0x6ffffffe, SymbolVersions = 0x6fffffff;
    private const int SymbolSize = 24;

    /// <summary>Whether the bytes are such a library at all.</summary>
    public bool IsValid => bytes.Length > 64 && bytes.AsSpan(0, 6).SequenceEqual("\u007fELF\u0002\u0001"u8);

    /// <summary>The bytes, with all changes.</summary>
    public byte[] Bytes => bytes;

    /// <summary>Renames a symbol that the library needs and forgets which version of it was asked for.</summary>
    /// <param name="name">The symbol.</param>
    /// <param name="replacement">Its new name, not longer.</param>
    /// <returns>Whether the library needs the symbol.</returns>
    public bool RenameNeededSymbol(string name, string replacement)
    {
        Section symbols = Find(DynamicSymbols), versions = Find(SymbolVersions);
        long strings = SectionAt(symbols.Link).Offset;
        for (int index = 0; index < symbols.Size / SymbolSize; index++)
        {
            int symbol = (int)symbols.Offset + (index * SymbolSize);
            int nameAt = (int)(strings + Int32(symbol));
            bool isUndefined = Int16(symbol + 6) == 0;
            if (!isUndefined || TextAt(nameAt) != name)
                continue;
            bytes.AsSpan(nameAt, name.Length).Clear();
            Encoding.ASCII.GetBytes(replacement, bytes.AsSpan(nameAt, name.Length));
            BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan((int)versions.Offset + (2 * index)), 1);
            return true;
        }

        return false;
    }

    /// <summary>Marks the need of a version as weak: the loader then does without it.</summary>
    public void WeakenVersionNeed(string version)
    {
        const int WeakFlag = 2;
        Section needs = Find(VersionNeeds);
        long strings = SectionAt(needs.Link).Offset;
        for (int need = (int)needs.Offset, next = -1; next != 0; need += next)
        {
            int count = Int16(need + 2), entry = need + Int32(need + 8);
            for (; count > 0; count--, entry += Int32(entry + 12))
            {
                if (TextAt((int)(strings + Int32(entry + 8))) == version)
                    bytes[entry + 4] |= WeakFlag;
            }

            next = Int32(need + 12);
        }
    }

    private Section Find(int type)
    {
        for (int index = 0; index < Int16(0x3C); index++)
        {
            Section section = SectionAt(index);
            if (section.Type == type)
                return section;
        }

        throw new InvalidDataException($"The library has no section of type 0x{type:x}.");
    }

    private Section SectionAt(int index)
    {
        int at = (int)Int64(0x28) + (index * Int16(0x3A));
        return new(Int32(at + 4), Int64(at + 24), Int64(at + 32), Int32(at + 40));
    }

    private string TextAt(int offset)
    {
        ReadOnlySpan<byte> rest = bytes.AsSpan(offset);
        return Encoding.ASCII.GetString(rest[..rest.IndexOf((byte)0)]);
    }

    private int Int16(int offset) => BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(offset));

    private int Int32(int offset) => BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(offset));

    private long Int64(int offset) => BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(offset));

    private readonly record struct Section(int Type, long Offset, long Size, int Link);
}
