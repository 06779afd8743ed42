namespace NetGen;

/// <summary>Windows of which one number is taken, in single precision.</summary>
internal sealed class QuantizedPool : QuantizedStage
{
    private readonly WindowAxis _rows;
    private readonly WindowAxis _columns;
    private readonly QuantizedConvolution.Maps _input;
    private readonly QuantizedConvolution.Maps _output;
    private readonly bool _takesLargest;
    private readonly bool _countsPadding;

    /// <summary>A pool.</summary>
    /// <param name="rows">How windows move along the height; one row of a sequence.</param>
    /// <param name="columns">How they move along the width, or the steps.</param>
    /// <param name="channels">The number of channels.</param>
    /// <param name="channelsLast">Whether the channels of a step lie side by side.</param>
    /// <param name="takesLargest">Whether the largest is taken, rather than the mean.</param>
    /// <param name="countsPadding">Whether the padding counts in the mean.</param>
    public QuantizedPool(WindowAxis rows, WindowAxis columns, int channels, bool channelsLast, bool takesLargest, bool countsPadding)
        : base(channels * rows.Count * columns.Count)
    {
        _rows = rows;
        _columns = columns;
        _input = QuantizedConvolution.Maps.Of(channels, rows.Length, columns.Length, channelsLast);
        _output = QuantizedConvolution.Maps.Of(channels, rows.Count, columns.Count, channelsLast);
        _takesLargest = takesLargest;
        _countsPadding = countsPadding;
    }

    public override void Run(ReadOnlySpan<float> x, Span<float> y, Span<byte> scratch)
    {
        for (int c = 0; c < _input.Channels; c++)
        {
            for (int i = 0; i < _rows.Count; i++)
            {
                for (int j = 0; j < _columns.Count; j++)
                    y[c * _output.Channel + i * _output.Row + j * _output.Column] = Window(x[(c * _input.Channel)..], i * _rows.Stride - _rows.Before, j * _columns.Stride - _columns.Before);
            }
        }
    }

    private float Window(ReadOnlySpan<float> channel, int firstRow, int firstColumn)
    {
        float largest = float.NegativeInfinity, sum = 0;
        int endRow = Math.Min(firstRow + _rows.Kernel, _rows.Length), endColumn = Math.Min(firstColumn + _columns.Kernel, _columns.Length), count = 0;
        for (int row = Math.Max(firstRow, 0); row < endRow; row++)
        {
            for (int column = Math.Max(firstColumn, 0); column < endColumn; column++, count++)
            {
                float value = channel[row * _input.Row + column * _input.Column];
                sum += value;
                largest = Math.Max(largest, value);
            }
        }

        return _takesLargest ? largest : sum / (_countsPadding ? _rows.Kernel * _columns.Kernel : count);
    }
}

/// <summary>A factor and a shift of each channel: running statistics.</summary>
/// <param name="name">The name of the layer.</param>
/// <param name="means">What is taken away first.</param>
/// <param name="factors">What the difference is multiplied with.</param>
/// <param name="shifts">What is added.</param>
/// <param name="length">How many elements of a channel lie side by side.</param>
/// <param name="size">The number of elements.</param>
internal sealed class QuantizedStatistics(string name, float[] means, float[] factors, float[] shifts, int length, int size) : QuantizedStage(size)
{
    public override long Bytes => 3L * sizeof(float) * means.Length;

    public override void Run(ReadOnlySpan<float> x, Span<float> y, Span<byte> scratch)
    {
        for (int first = 0, channel = 0; first < Outputs; first += length, channel = channel + 1 == means.Length ? 0 : channel + 1)
        {
            (float mean, float factor, float shift) = (means[channel], factors[channel], shifts[channel]);
            for (int i = first; i < first + length; i++)
                y[i] = (x[i] - mean) * factor + shift;
        }
    }

    public override void AddTo(SafetensorsWriter file)
    {
        file.Add(name + ".mean", [means.Length], means);
        file.Add(name + ".factor", [factors.Length], factors);
        file.Add(name + ".shift", [shifts.Length], shifts);
    }
}
