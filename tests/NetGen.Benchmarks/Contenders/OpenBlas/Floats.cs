using System.Runtime.InteropServices;

namespace NetGen.Benchmarks.Contenders.OpenBlas;

/// <summary>Aligned native memory with slack behind its end, so that the last vector of a loop needs no tail.</summary>
internal sealed unsafe class Floats : SafeHandle
{
    private const int Slack = 16;

    /// <summary>Takes memory, all zero.</summary>
    public Floats(int length)
        : base(0, ownsHandle: true)
    {
        Length = length;
        nuint bytes = (nuint)((length + Slack) * sizeof(float) + 63) & ~(nuint)63;
        SetHandle((nint)NativeMemory.AlignedAlloc(bytes, 64));
        NativeMemory.Clear(Pointer, bytes);
    }

    /// <summary>A copy of an array.</summary>
    public Floats(ReadOnlySpan<float> values)
        : this(values.Length) => values.CopyTo(Span);

    /// <summary>The number of values.</summary>
    public int Length { get; }

    /// <summary>The first value.</summary>
    public float* Pointer => (float*)handle;

    /// <summary>All values.</summary>
    public Span<float> Span => new(Pointer, Length);

    /// <inheritdoc/>
    public override bool IsInvalid => handle == 0;

    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        NativeMemory.AlignedFree(Pointer);
        return true;
    }
}
