using System.IO.Compression;

namespace NetGen;

/// <summary>
/// What a gzip file holds: the data of all its members, one after the other (RFC 1952), also with zeros between or after
/// them, as tapes and block devices leave them. Anything else that follows, and a file that is cut off, are refused.
/// </summary>
/// <remarks>
/// The decompressor of .NET goes from member to member and checks their checksums. It neither says where in its input it
/// stopped, nor that the input ended too early; it says so by what it asks for. Where the file ends it gets one byte more:
/// complete members leave that byte alone, a member that is cut off takes it and asks for another. And where it stops
/// before, a second run, which gives the last piece byte by byte, finds the place.
/// </remarks>
/// <param name="name">What messages call the file.</param>
/// <param name="file">The file, which can seek, from its beginning. It stays open.</param>
internal sealed class GzipMembers(string name, Stream file) : Stream
{
    private Input _input = new(name, file, start: 0, singlyFrom: long.MaxValue);
    private GZipStream? _members;
    private bool _hasEnded;
    private long _length;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => _length;
        set => throw new NotSupportedException();
    }

    /// <summary>Whether a file begins as gzip does, whatever its name. Its position is 0 then.</summary>
    public static bool Begins(Stream file)
    {
        bool begins = IsHeaderAt(file, 0);
        file.Position = 0;
        return begins;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        while (!_hasEnded && !buffer.IsEmpty)
        {
            _members ??= new GZipStream(_input, CompressionMode.Decompress, leaveOpen: true);
            int count = Decompress(_members, buffer);
            _length += count;
            if (count > 0)
                return count;
            GoOn();
        }

        return 0;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _members?.Dispose();
            _input.Dispose();
        }

        base.Dispose(disposing);
    }

    private int Decompress(GZipStream members, Span<byte> buffer)
    {
        try
        {
            return members.Read(buffer);
        }
        catch (InvalidDataException e) when (!_input.WasCutOff)
        {
            throw Corrupt(e); // the decompressor calls every error an unsupported method
        }
    }

    /// <summary>After a member that is followed neither by another nor by the end of the file.</summary>
    private void GoOn()
    {
        if (_input.HasEnded)
        {
            _hasEnded = true;
            return;
        }

        long next = AfterZeros(EndOfMembers());
        _hasEnded = next == file.Length;
        if (_hasEnded)
            return;
        if (!IsHeaderAt(file, next))
            throw new InvalidDataException($"{name}: compressed offset {next}: expected the gzip file to end, or another member, but something else follows it.");
        _members!.Dispose();
        _members = null;
        _input.Dispose();
        _input = new Input(name, file, next, singlyFrom: long.MaxValue);
    }

    /// <summary>Where the decompressor stopped, which it found out from one byte that it did not need.</summary>
    private long EndOfMembers()
    {
        using Input input = new(name, file, _input.Start, singlyFrom: _input.LastPiece);
        using GZipStream members = new(input, CompressionMode.Decompress, leaveOpen: true);
        Span<byte> buffer = new byte[1 << 13];
        try
        {
            while (members.Read(buffer) > 0)
            {
                // Once more, for the place alone.
            }
        }
        catch (InvalidDataException e) when (!input.WasCutOff)
        {
            throw Corrupt(e); // what follows begins like a member
        }

        return input.HasEnded ? file.Length : input.Offset - 1;
    }

    private long AfterZeros(long offset)
    {
        Span<byte> piece = stackalloc byte[512];
        file.Position = offset;
        while (true)
        {
            int count = file.Read(piece);
            if (count == 0)
                return offset;
            int zeros = piece[..count].IndexOfAnyExcept((byte)0);
            if (zeros >= 0)
                return offset + zeros;
            offset += count;
        }
    }

    private InvalidDataException Corrupt(Exception inner) => new(
        $"{name}: compressed offset {_input.Offset} or before: expected intact gzip data, got data that is corrupt or fails its checksum.", inner);

    private static bool IsHeaderAt(Stream file, long offset)
    {
        file.Position = offset;
        return file.ReadByte() == 0x1F && file.ReadByte() == 0x8B;
    }

    /// <summary>The file from an offset, for the decompressor: in pieces, or byte by byte, and one byte beyond the end.</summary>
    private sealed class Input : Stream
    {
        private readonly string _name;
        private readonly Stream _file;
        private readonly long _singlyFrom;

        public Input(string name, Stream file, long start, long singlyFrom)
        {
            (_name, _file, _singlyFrom) = (name, file, singlyFrom);
            Start = Offset = LastPiece = start;
        }

        public long Start { get; }

        /// <summary>Where the next piece begins.</summary>
        public long Offset { get; private set; }

        /// <summary>Where the last piece began.</summary>
        public long LastPiece { get; private set; }

        /// <summary>Whether the byte beyond the end was asked for.</summary>
        public bool HasEnded { get; private set; }

        public bool WasCutOff { get; private set; }

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => Offset;
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            _file.Position = Offset;
            int count = _file.Read(Offset >= _singlyFrom ? buffer[..1] : buffer[..(int)Math.Min(buffer.Length, _singlyFrom - Offset)]);
            if (count == 0)
                return End(buffer);
            LastPiece = Offset;
            Offset += count;
            return count;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        private int End(Span<byte> buffer)
        {
            if (HasEnded)
            {
                WasCutOff = true;
                throw new InvalidDataException($"{_name}: compressed offset {Offset}: expected more gzip data, but the file ends here: it is cut off.");
            }

            HasEnded = true;
            buffer[0] = 0;
            return 1;
        }
    }
}
