
namespace NetGen.Generators.Graph;

/// <summary>A tensor with one parameter for each channel.</summary>
/// <param name="tensor">The tensor.</param>
/// <param name="elements">Where the parameters are laid out, one to each element of a row; null where channels are single elements.</param>
internal sealed class ChannelParameter(ParameterTensor tensor, Buffer? elements)
{
    public ParameterTensor Tensor { get; } = tensor;

    /// <summary>Where the parameters are laid out, one to each element of a row, if they do not lie so anyway.</summary>
    public Buffer? Elements { get; } = elements;

    /// <summary>What a kernel over rows reads.</summary>
    public Buffer ByElement => Elements ?? Tensor.Data;
}
