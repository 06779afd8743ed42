
namespace NetGen.Generators.Kernels;

/// <summary>A value that is part of a larger one along an axis: what joins and cuts copy.</summary>
/// <param name="Times">How many runs of elements it consists of, in one example.</param>
/// <param name="Length">Elements of a run.</param>
/// <param name="Stride">Elements of the piece from one example to the next.</param>
/// <param name="Start">Where its first run starts in the whole.</param>
/// <param name="WholeLength">Elements of the whole from one run to the next.</param>
/// <param name="WholeStride">Elements of the whole from one example to the next.</param>
internal sealed record AxisPiece(int Times, int Length, int Stride, int Start, int WholeLength, int WholeStride)
{
    /// <summary>Copies the piece to its place in the whole.</summary>
    public void WriteCopy(KernelWriter code, string piece, string whole) => Write(code, piece, whole, fromPiece: true);

    /// <summary>Copies the piece out of the whole; its padding becomes zero.</summary>
    public void WriteCopyBack(KernelWriter code, string whole, string piece)
    {
        Write(code, whole, piece, fromPiece: false);
        int size = Times * Length;
        if (size != Stride)
        {
            code.Line($"{code.Names.Rows}.ClearPadding(ref {piece}, rows, {size}, {Stride});");
        }
    }

    private void Write(KernelWriter code, string source, string destination, bool fromPiece)
    {
        if (Times == 1)
        {
            Copy("rows", "0", Start == 0 ? "0" : $"{Start}", Stride, WholeStride);
            return;
        }

        using (code.Block("for (int r = 0; r < rows; r++)"))
        {
            Copy($"{Times}", $"r * {Stride}", Start == 0 ? $"r * {WholeStride}" : $"r * {WholeStride} + {Start}", Length, WholeLength);
        }

        void Copy(string count, string pieceOffset, string wholeOffset, int pieceStep, int wholeStep)
        {
            (string from, int fromStep, string to, int toStep) = fromPiece
                ? (code.At(source, pieceOffset), pieceStep, code.At(destination, wholeOffset), wholeStep)
                : (code.At(source, wholeOffset), wholeStep, code.At(destination, pieceOffset), pieceStep);
            code.Line($"{code.Names.Rows}.Copy(ref {from}, {fromStep}, ref {to}, {toStep}, {Length}, {count});");
        }
    }
}
