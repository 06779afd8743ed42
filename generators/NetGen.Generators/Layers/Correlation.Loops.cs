using NetGen.Generators.Graph;
using NetGen.Generators.Text;

namespace NetGen.Generators.Layers;

/// <summary>The plain statements of the loops, which the kernels cut into tiles, lanes and threads.</summary>
internal sealed partial record Correlation
{
    /// <summary>Whether it moves along steps, whose channels lie side by side.</summary>
    private bool IsOfSteps => Image.Channel < Image.Column;

    /// <summary>A channel of the image, in its group.</summary>
    private PlainIndex InputChannel => new("c", GroupInputs);

    private PlainIndex OutputChannel => new("o", Map.Channels);

    private PlainIndex KernelRow => new("k", Window.Rows.Kernel);

    private PlainIndex KernelColumn => new("l", Window.Columns.Kernel);

    private PlainIndex OutputRow => new("i", Window.Rows.Output);

    private PlainIndex OutputColumn => new("j", Window.Columns.Output);

    /// <summary>An element of a value, in the notation of comments.</summary>
    private string ElementOf(string value, string channel, string row, string column) => IsOfSteps ? $"{value}[{column}][{channel}]" : $"{value}[{channel}][{row}][{column}]";

    /// <summary>A weight as it lies in memory, likewise.</summary>
    private string WeightOf(string weight, PlainIndex channel, PlainIndex output) =>
        IsOfSteps ? $"{weight}[{channel}][{KernelColumn}][{output}]" : $"{weight}[{channel}][{KernelRow}][{KernelColumn}][{output}]";

    /// <summary>A weight by the variables of the loops.</summary>
    private string WeightAt(string weight) => WeightOf(weight, InputChannel, OutputChannel);

    private string OutputAt(string map) => ElementOf(map, $"{OutputChannel}", $"{OutputRow}", $"{OutputColumn}");

    /// <summary>The element of the image that a window has at a place.</summary>
    private string ImageAt(string image) => ElementOf(image, Groups == 1 ? $"{InputChannel}" : InGroup("o", GroupOutputs, InputChannel), Window.Rows.PlaceOf("i", "k"), Window.Columns.PlaceOf("j", "l"));

    /// <summary>A channel of the group that another belongs to: of so many there, and of so many here.</summary>
    private static string InGroup(string other, int others, PlainIndex channel)
    {
        string group = others == 1 ? other : $"{other} / {others}";
        return channel.Count == 1 ? group : $"{channel.Count}·{(others == 1 ? group : $"({group})")} + {channel}";
    }

    /// <summary>The map from the image.</summary>
    /// <param name="unit">Example, where there are several.</param>
    /// <param name="map">What the map is called.</param>
    /// <param name="image">What the image is called.</param>
    /// <param name="bias">What a sum starts with, if anything.</param>
    public string MapLoop(string? unit, string map, string image, ParameterTensor? bias)
    {
        string sum = PlainLoop.Sum($"{ImageAt(image)}·{WeightAt(Weight.Symbol)}", InputChannel, KernelRow, KernelColumn);
        return $"{PlainLoop.Each(unit, OutputChannel, OutputRow, OutputColumn)}{OutputAt(map)} = {(bias is null ? "" : $"{bias.Symbol}[{OutputChannel}] + ")}{sum}";
    }

    /// <summary>The weight's gradient. Of each partial sum, one follows the other in the order of the examples, and of the positions in each.</summary>
    public string WeightLoop(string gradient, string map, string image) =>
        $"{PlainLoop.Each(null, InputChannel, KernelRow, KernelColumn, OutputChannel)}{WeightAt(gradient)} = Σ {ImageAt(image)}·{OutputAt(map)}, {Over(OutputRow, OutputColumn)}; example r adds to partial sum r mod 16{(ConvolutionWeightGradient.IsGrouped(Window.Outputs) ? ", sixteen examples at a time" : "")}";

    /// <summary>The gradient of a bias of the map.</summary>
    public string BiasLoop(ParameterTensor bias, string map) => $"{PlainLoop.Each(null, OutputChannel)}{bias.Bar}[{OutputChannel}] = Σ {OutputAt(map)}, likewise";

    /// <summary>The gradient of a bias of the image.</summary>
    public string ImageBiasLoop(ParameterTensor bias, string image)
    {
        PlainIndex channel = new("c", Image.Channels), row = new("i", Window.Rows.Length), column = new("j", Window.Columns.Length);
        return $"{PlainLoop.Each(null, channel)}{bias.Bar}[{channel}] = Σ {ElementOf(image, $"{channel}", $"{row}", $"{column}")}, {Over(row, column)}, likewise";
    }

    /// <summary>The image from the map.</summary>
    /// <param name="unit">Example, where there are several.</param>
    /// <param name="image">What the image is called.</param>
    /// <param name="map">What the map is called, in sums and where it is said that it has an element.</param>
    /// <param name="bias">What a sum starts with, if anything.</param>
    public string ImageLoop(string? unit, string image, string map, ParameterTensor? bias = null)
    {
        PlainIndex row = new("i", Window.Rows.Length), column = new("j", Window.Columns.Length);
        PlainIndex channel = new("c", Image.Channels), inGroup = Groups == 1 ? channel : new($"c % {GroupInputs}", GroupInputs);
        PlainIndex summed = Groups == 1 ? OutputChannel : new("n", GroupOutputs);
        string output = Groups == 1 ? $"{OutputChannel}" : InGroup("c", GroupInputs, summed);
        string element = ElementOf(map, output, Window.Rows.WindowOf("i", "k"), Window.Columns.WindowOf("j", "l"));
        string sum = PlainLoop.Sum($"{element}·{WeightOf(Weight.Symbol, inGroup, new PlainIndex(output, Map.Channels))}", KernelRow, KernelColumn, summed);
        string places = Window.Size == 1 && !Window.IsPadded && Window.Rows.Stride == 1 && Window.Columns.Stride == 1 ? "" : $", where {map} has such an element";
        return $"{PlainLoop.Each(unit, channel, row, column)}{ElementOf(image, $"{channel}", $"{row}", $"{column}")} = {(bias is null ? "" : $"{bias.Symbol}[{channel}] + ")}{sum}{places}";
    }

    private static string Over(PlainIndex row, PlainIndex column)
    {
        string positions = PlainLoop.Range(row, column);
        return positions.Length == 0 ? "over the examples" : $"over {positions} of each example";
    }
}
