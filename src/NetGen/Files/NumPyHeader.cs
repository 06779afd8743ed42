using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace NetGen;

/// <summary>What an array of NumPy's format says of itself: <c>{'descr': '&lt;f4', 'fortran_order': False, 'shape': (2, 3), }</c> after magic number, version and length.</summary>
internal readonly record struct NumPyHeader(TensorType Type, bool IsBigEndian, bool IsColumnMajor, long[] Shape)
{
    private const int MagicLength = 6, VersionLength = 2, LongestHeader = 1 << 16, MostAxes = 32;

    private static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    private static readonly (string Code, TensorType Type)[] s_types =
    [
        ("b1", TensorType.BOOL), ("u1", TensorType.U8), ("i1", TensorType.I8), ("i2", TensorType.I16), ("u2", TensorType.U16), ("f2", TensorType.F16), ("i4", TensorType.I32),
        ("u4", TensorType.U32), ("f4", TensorType.F32), ("f8", TensorType.F64), ("i8", TensorType.I64), ("u8", TensorType.U64),
    ];

    /// <summary>Reads it from the start of an array.</summary>
    public static NumPyHeader Read(Stream stream, string name)
    {
        byte[] start = new byte[MagicLength + VersionLength + sizeof(uint)];
        Fill(stream, start.AsSpan(0, MagicLength + VersionLength), name, 0);
        if (!start.AsSpan(0, MagicLength).SequenceEqual(Magic))
            throw new InvalidDataException($"{name}: offset 0: expected an array of NumPy's format (93 'NUMPY'), got {Convert.ToHexStringLower(start.AsSpan(0, MagicLength))}.");
        int version = start[MagicLength];
        if (version is < 1 or > 3)
            throw new InvalidDataException($"{name}: offset {MagicLength}: expected version 1, 2 or 3 of the format, got {version}.");
        int size = version == 1 ? sizeof(ushort) : sizeof(uint), first = MagicLength + VersionLength + size;
        Span<byte> length = start.AsSpan(MagicLength + VersionLength, size);
        Fill(stream, length, name, MagicLength + VersionLength);
        uint count = version == 1 ? BinaryPrimitives.ReadUInt16LittleEndian(length) : BinaryPrimitives.ReadUInt32LittleEndian(length);
        if (count > LongestHeader)
            throw new InvalidDataException($"{name}: offset {MagicLength + VersionLength}: expected a header of at most {LongestHeader} bytes, got {count}.");
        byte[] text = new byte[count];
        Fill(stream, text, name, first);
        return new Parser(Encoding.Latin1.GetString(text), name, first).Read();
    }

    /// <summary>The header of an array in row-major order, which begins its elements at a multiple of 64 bytes.</summary>
    public static byte[] Write(TensorType type, ReadOnlySpan<long> shape)
    {
        string axes = string.Join(", ", shape.ToArray().Select(axis => axis.ToString(CultureInfo.InvariantCulture))) + (shape.Length == 1 ? "," : "");
        string code = s_types.First(pair => pair.Type == type).Code;
        string text = $"{{'descr': '{(type.Size() == 1 ? '|' : '<')}{code}', 'fortran_order': False, 'shape': ({axes}), }}";
        const int Prefix = MagicLength + VersionLength + sizeof(ushort), Alignment = 64;
        int length = (Prefix + text.Length + 1 + Alignment - 1) / Alignment * Alignment - Prefix;
        byte[] header = new byte[Prefix + length];
        Magic.CopyTo(header);
        header[MagicLength] = 1;
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(MagicLength + VersionLength), (ushort)length);
        Encoding.Latin1.GetBytes(text.PadRight(length - 1) + "\n", header.AsSpan(Prefix));
        return header;
    }

    /// <summary>Whether the format has a type for these.</summary>
    public static bool Has(TensorType type) => s_types.Any(pair => pair.Type == type);

    private static void Fill(Stream stream, Span<byte> bytes, string name, int offset)
    {
        int read = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        if (read < bytes.Length)
            throw new InvalidDataException($"{name}: offset {offset}: expected {bytes.Length} bytes of the header, got {read}: the file is cut off.");
    }

    /// <summary>Reads the dictionary: a Python literal of three keys in any order, which is parsed, never evaluated.</summary>
    private sealed class Parser(string text, string name, int first)
    {
        private int _at;

        public NumPyHeader Read()
        {
            string? descr = null;
            bool? isColumnMajor = null;
            long[]? shape = null;
            Expect('{');
            while (!TryTake('}'))
            {
                int start = Skip();
                string key = Text();
                Expect(':');
                switch (key)
                {
                    case "descr" when descr is null:
                        if (Peek() != '\'' && Peek() != '"')
                            throw Wrong("the type of all elements, as '<f4'; records of several fields are not read");
                        descr = Text();
                        break;
                    case "fortran_order" when isColumnMajor is null:
                        isColumnMajor = Boolean();
                        break;
                    case "shape" when shape is null:
                        shape = Shape();
                        break;
                    default:
                        _at = start;
                        throw Wrong("each of 'descr', 'fortran_order' and 'shape' once");
                }

                if (!TryTake(','))
                {
                    Expect('}');
                    break;
                }
            }

            if (Skip() < text.Length)
                throw Wrong("nothing after the dictionary");
            if (descr is null || isColumnMajor is null || shape is null)
                throw Wrong("each of 'descr', 'fortran_order' and 'shape' once");
            (TensorType type, bool isBigEndian) = TypeOf(descr);
            return new NumPyHeader(type, isBigEndian, isColumnMajor.Value, shape);
        }

        private (TensorType Type, bool IsBigEndian) TypeOf(string descr)
        {
            char order = descr.Length > 0 ? descr[0] : '\0';
            int index = order is '<' or '>' or '|' or '=' ? Array.FindIndex(s_types, pair => descr.AsSpan(1).SequenceEqual(pair.Code)) : -1;
            if (index < 0)
            {
                string kind = descr.Contains('O') ? "objects, which only Python can read (they are pickled, and might run anything): save numbers" : $"'{Shown(descr)}'";
                throw new InvalidDataException($"{name}: offset {first}: expected elements of a type among {string.Join(", ", s_types.Select(pair => pair.Code))}, got {kind}.");
            }

            return (s_types[index].Type, order == '>');
        }

        private bool Boolean()
        {
            Skip();
            foreach (bool value in (ReadOnlySpan<bool>)[true, false])
            {
                string word = value ? "True" : "False";
                if (text.AsSpan(_at).StartsWith(word, StringComparison.Ordinal))
                {
                    _at += word.Length;
                    return value;
                }
            }

            throw Wrong("True or False");
        }

        private long[] Shape()
        {
            List<long> axes = [];
            Expect('(');
            while (!TryTake(')'))
            {
                Skip();
                int start = _at;
                while (_at < text.Length && char.IsAsciiDigit(text[_at]))
                    _at++;
                if (!long.TryParse(text.AsSpan(start, _at - start), NumberStyles.None, CultureInfo.InvariantCulture, out long axis))
                {
                    _at = start;
                    throw Wrong("a length of an axis, from 0 to 2^63 - 1");
                }

                axes.Add(axis);
                if (axes.Count > MostAxes)
                    throw Wrong($"at most {MostAxes} axes");
                if (text.AsSpan(_at).StartsWith("L", StringComparison.Ordinal))
                    _at++; // Python 2
                if (!TryTake(','))
                {
                    Expect(')');
                    break;
                }
            }

            return [.. axes];
        }

        private string Text()
        {
            char quote = Peek();
            if (quote is not ('\'' or '"'))
                throw Wrong("a quoted text");
            int end = text.IndexOf(quote, _at + 1);
            if (end < 0)
                throw Wrong("a closing quote");
            string value = text[(_at + 1)..end];
            _at = end + 1;
            return value;
        }

        private char Peek() => Skip() < text.Length ? text[_at] : '\0';

        private bool TryTake(char expected)
        {
            if (Peek() != expected)
                return false;
            _at++;
            return true;
        }

        private void Expect(char expected)
        {
            if (!TryTake(expected))
                throw Wrong($"'{expected}'");
        }

        private int Skip()
        {
            while (_at < text.Length && text[_at] is ' ' or '\n' or '\t')
                _at++;
            return _at;
        }

        /// <summary>The beginning of a foreign text, with a point for each character that might do something to a terminal.</summary>
        private static string Shown(string foreign)
        {
            const int Longest = 20;
            string some = string.Concat(foreign.Take(Longest).Select(c => char.IsControl(c) ? '.' : c));
            return foreign.Length > Longest ? some + "…" : some;
        }

        private InvalidDataException Wrong(string expected) =>
            new($"{name}: offset {first + _at}: expected {expected}, got {(_at < text.Length ? $"'{Shown(text[_at..])}'" : "the end of the header")}.");
    }
}
