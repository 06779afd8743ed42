using System.Runtime.InteropServices;

namespace NetGen;

/// <summary>
/// A convolution: the input becomes bytes once, the windows of each position are copied side by side, zeros of the padding as the byte that stands for
/// 0, and multiplied with the weights of each group.
/// </summary>
internal sealed class QuantizedConvolution : QuantizedStage
{
    private readonly QuantizedTensors _tensors;
    private readonly QuantizedWeights[] _groups;
    private readonly Maps _input;
    private readonly Maps _output;
    private readonly WindowAxis _rows;
    private readonly WindowAxis _columns;

    /// <summary>A convolution.</summary>
    /// <param name="tensors">Its numbers.</param>
    /// <param name="rows">How windows move along the height; one row of a sequence.</param>
    /// <param name="columns">How they move along the width, or the steps.</param>
    /// <param name="channels">The channels of the input.</param>
    /// <param name="groups">How many groups they are divided into.</param>
    /// <param name="channelsLast">Whether the channels of a step lie side by side, rather than the elements of a channel.</param>
    public QuantizedConvolution(QuantizedTensors tensors, WindowAxis rows, WindowAxis columns, int channels, int groups, bool channelsLast)
        : base(tensors.Shape[0] * rows.Count * columns.Count)
    {
        int filters = tensors.Shape[0];
        _groups = [.. Enumerable.Range(0, groups).Select(group => tensors.Pack(group * (filters / groups), filters / groups))];
        _tensors = tensors with { Weights = [] };
        _rows = rows;
        _columns = columns;
        _input = Maps.Of(channels, rows.Length, columns.Length, channelsLast);
        _output = Maps.Of(filters, rows.Count, columns.Count, channelsLast);
    }

    // The bytes of the input, one patch, and the floats of one position.
    public override int Scratch => InputBytes + PatchBytes + sizeof(float) * QuantizedWeights.Rounded(_groups[0].Outputs, QuantizedWeights.Block);

    public override long Bytes => _groups.Sum(group => group.Bytes);

    private int Inputs => _input.Channels * _rows.Length * _columns.Length;

    private int InputBytes => QuantizedWeights.Rounded(Inputs, sizeof(float));

    private int PatchBytes => _groups[0].RowLength;

    public override void Run(ReadOnlySpan<float> x, Span<float> y, Span<byte> scratch)
    {
        Span<byte> bytes = scratch[..InputBytes], patch = scratch.Slice(InputBytes, PatchBytes);
        Span<float> sums = MemoryMarshal.Cast<byte, float>(scratch[(InputBytes + PatchBytes)..]);
        _tensors.Input.Quantize(x[..Inputs], bytes);
        int ofGroup = _groups[0].Outputs, channelsOfGroup = _input.Channels / _groups.Length;
        for (int group = 0; group < _groups.Length; group++)
        {
            for (int i = 0; i < _rows.Count; i++)
            {
                for (int j = 0; j < _columns.Count; j++)
                {
                    CopyPatch(bytes, group * channelsOfGroup, channelsOfGroup, i, j, patch);
                    _groups[group].Multiply(patch, sums);
                    int place = i * _output.Row + j * _output.Column + group * ofGroup * _output.Channel;
                    for (int o = 0; o < ofGroup; o++)
                        y[place + o * _output.Channel] = sums[o];
                }
            }
        }
    }

    public override void AddTo(SafetensorsWriter file) => (_tensors with { Weights = [.. _groups.SelectMany(group => group.ToArray())] }).AddTo(file);

    /// <summary>The elements of a window, channel after channel, row after row.</summary>
    private void CopyPatch(ReadOnlySpan<byte> bytes, int first, int channels, int i, int j, Span<byte> patch)
    {
        int at = 0, row0 = i * _rows.Stride - _rows.Before, column0 = j * _columns.Stride - _columns.Before;
        bool isWithin = _input.Column == 1 && _columns.Dilation == 1 && column0 >= 0 && column0 + _columns.Kernel <= _columns.Length;
        byte zero = (byte)_tensors.Input.Zero;
        for (int c = first; c < first + channels; c++)
        {
            for (int k = 0; k < _rows.Kernel; k++, at += _columns.Kernel)
            {
                int row = row0 + k * _rows.Dilation;
                Span<byte> part = patch.Slice(at, _columns.Kernel);
                if ((uint)row >= (uint)_rows.Length)
                {
                    part.Fill(zero);
                    continue;
                }

                int start = c * _input.Channel + row * _input.Row;
                if (isWithin)
                {
                    bytes.Slice(start + column0, part.Length).CopyTo(part);
                    continue;
                }

                for (int l = 0; l < part.Length; l++)
                {
                    int column = column0 + l * _columns.Dilation;
                    part[l] = (uint)column < (uint)_columns.Length ? bytes[start + column * _input.Column] : zero;
                }
            }
        }
    }

    /// <summary>How the channels of a value lie: the distance of neighbouring channels, rows and columns.</summary>
    internal readonly record struct Maps(int Channels, int Channel, int Row, int Column)
    {
        public static Maps Of(int channels, int rows, int columns, bool channelsLast) =>
            channelsLast ? new Maps(channels, 1, columns * channels, channels) : new Maps(channels, rows * columns, columns, 1);
    }
}
