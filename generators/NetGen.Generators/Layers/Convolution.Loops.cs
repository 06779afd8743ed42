using NetGen.Generators.Text;

namespace NetGen.Generators.Layers;

/// <summary>The plain statements of the loops, which the kernels cut into tiles, lanes and threads.</summary>
internal abstract partial class Convolution
{
    /// <summary>A channel of the input, in its group.</summary>
    private PlainIndex InputChannel => new("c", GroupInputs);

    private PlainIndex OutputChannel => new("o", OutputMaps.Channels);

    private PlainIndex KernelRow => new("k", Window.Rows.Kernel);

    private PlainIndex KernelColumn => new("l", Window.Columns.Kernel);

    private PlainIndex OutputRow => new("i", Window.Rows.Output);

    private PlainIndex OutputColumn => new("j", Window.Columns.Output);

    /// <summary>A weight by the variables of the loops.</summary>
    private string WeightAt(string weight) => WeightOf(weight, InputChannel, KernelRow, KernelColumn, OutputChannel);

    private string OutputAt(string output) => ElementOf(output, $"{OutputChannel}", $"{OutputRow}", $"{OutputColumn}");

    /// <summary>The element of the input that a window has at a place.</summary>
    private string ImageAt => ElementOf(Image.Symbol, Groups == 1 ? $"{InputChannel}" : InGroup("o", GroupOutputs, InputChannel), Window.Rows.PlaceOf("i", "k"), Window.Columns.PlaceOf("j", "l"));

    /// <summary>A channel of the group that another belongs to: of so many there, and of so many here.</summary>
    private static string InGroup(string other, int others, PlainIndex channel)
    {
        string group = others == 1 ? other : $"{other} / {others}";
        return channel.Count == 1 ? group : $"{channel.Count}·{(others == 1 ? group : $"({group})")} + {channel}";
    }

    private string ForwardLoop(string? unit)
    {
        string sum = PlainLoop.Sum($"{ImageAt}·{WeightAt(_weight.Symbol)}", InputChannel, KernelRow, KernelColumn);
        return $"{PlainLoop.Each(unit, OutputChannel, OutputRow, OutputColumn)}{OutputAt(Output.Symbol)} = {(HasBias ? $"{_bias!.Symbol}[{OutputChannel}] + " : "")}{sum}";
    }

    /// <summary>Of each partial sum, one follows the other in the order of the examples, and of the positions in each.</summary>
    private IEnumerable<string> WeightLoops
    {
        get
        {
            string positions = PlainLoop.Range(OutputRow, OutputColumn), groups = ConvolutionWeightGradient.IsGrouped(Window) ? ", sixteen examples at a time" : "";
            string over = positions.Length == 0 ? "over the examples" : $"over {positions} of each example";
            yield return $"{PlainLoop.Each(null, InputChannel, KernelRow, KernelColumn, OutputChannel)}{WeightAt($"({Output.Bar} ∗ {Input.Symbol})")} = Σ {ImageAt}·{OutputAt(Output.Bar)}, {over}; example r adds to partial sum r mod 16{groups}";
            if (HasBias)
            {
                yield return $"{PlainLoop.Each(null, OutputChannel)}{_bias!.Bar}[{OutputChannel}] = Σ {OutputAt(Output.Bar)}, likewise";
            }
        }
    }

    private string InputLoop
    {
        get
        {
            PlainIndex row = new("i", Window.Rows.Length), column = new("j", Window.Columns.Length);
            PlainIndex channel = new("c", InputMaps.Channels), inGroup = Groups == 1 ? channel : new($"c % {GroupInputs}", GroupInputs);
            PlainIndex summed = Groups == 1 ? OutputChannel : new("n", GroupOutputs);
            string output = Groups == 1 ? $"{OutputChannel}" : InGroup("c", GroupInputs, summed);
            string gradient = ElementOf(Output.Bar, output, Window.Rows.WindowOf("i", "k"), Window.Columns.WindowOf("j", "l"));
            string weight = WeightOf(_weight.Symbol, inGroup, KernelRow, KernelColumn, new PlainIndex(output, OutputMaps.Channels));
            string sum = PlainLoop.Sum($"{gradient}·{weight}", KernelRow, KernelColumn, summed);
            string places = Window.Size == 1 && !Window.IsPadded && Window.Rows.Stride == 1 && Window.Columns.Stride == 1 ? "" : $", where {Output.Bar} has such an element";
            return $"{PlainLoop.Each("example", channel, row, column)}{ElementOf($"({_weight.Symbol} ∗ᵀ {Output.Bar})", $"{channel}", $"{row}", $"{column}")} = {sum}{places}";
        }
    }
}
