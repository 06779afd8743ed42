namespace NetGen;

/// <summary>A dense layer, at each row of its input.</summary>
internal sealed class QuantizedDense : QuantizedStage
{
    private readonly QuantizedTensors _tensors;
    private readonly QuantizedWeights _weights;
    private readonly int _rows;

    public QuantizedDense(QuantizedTensors tensors, int rows)
        : base(rows * tensors.Shape[0])
    {
        // The packed weights are all that is kept of them.
        _weights = tensors.Pack(0, tensors.Shape[0]);
        _tensors = tensors with { Weights = [] };
        _rows = rows;
    }

    public override int Room => (_rows - 1) * _weights.Outputs + QuantizedWeights.Rounded(_weights.Outputs, QuantizedWeights.Block);

    public override int Scratch => _weights.RowLength;

    public override long Bytes => _weights.Bytes;

    public override void Run(ReadOnlySpan<float> x, Span<float> y, Span<byte> scratch)
    {
        for (int row = 0; row < _rows; row++)
        {
            _tensors.Input.Quantize(x.Slice(row * _weights.Inputs, _weights.Inputs), scratch);
            _weights.Multiply(scratch, y[(row * _weights.Outputs)..]);
        }
    }

    public override void AddTo(SafetensorsWriter file) => (_tensors with { Weights = _weights.ToArray() }).AddTo(file);
}
