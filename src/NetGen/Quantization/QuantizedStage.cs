namespace NetGen;

/// <summary>A layer of a quantized network: from the floats of one example to the next.</summary>
/// <param name="outputs">The number of outputs of one example.</param>
internal abstract class QuantizedStage(int outputs)
{
    /// <summary>The number of outputs of one example.</summary>
    public int Outputs => outputs;

    /// <summary>How many floats its outputs need room for: it may write beyond them.</summary>
    public virtual int Room => QuantizedWeights.Rounded(outputs, QuantizedWeights.Block);

    /// <summary>The bytes that it needs while it works.</summary>
    public virtual int Scratch => 0;

    /// <summary>What its numbers take.</summary>
    public virtual long Bytes => 0;

    /// <summary>The outputs of one example.</summary>
    /// <param name="x">The inputs, and what there is room for behind them.</param>
    /// <param name="y">Room for the outputs.</param>
    /// <param name="scratch"><see cref="Scratch"/> bytes of any value.</param>
    public abstract void Run(ReadOnlySpan<float> x, Span<float> y, Span<byte> scratch);

    /// <summary>Adds its numbers to a file.</summary>
    public virtual void AddTo(SafetensorsWriter file)
    {
    }
}
