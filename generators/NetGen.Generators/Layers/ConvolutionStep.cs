using NetGen.Generators.Graph;
using NetGen.Generators.Kernels;

namespace NetGen.Generators.Layers;

/// <summary>
/// One step of a causal convolution of each sequence of a stream: the steps that the kernel reaches back to lie in a ring, in which the newest
/// takes the place of the oldest. Every sum is taken in the order of a batch, zeros before the first step included.
/// </summary>
internal sealed class ConvolutionStep
{
    private readonly Convolution _layer;
    private readonly Buffer _ring;
    private readonly Buffer _newest;

    public ConvolutionStep(Convolution layer, StreamSteps stream)
    {
        _layer = layer;
        _ring = stream.State($"{layer.LocalName}Steps", Span * Inputs);
        _newest = stream.State($"{layer.LocalName}Newest", 1);
    }

    private WindowAxis Axis => _layer.Window.Columns;

    /// <summary>Steps from the oldest that the kernel sees to the newest, both included.</summary>
    private int Span => (int)Axis.Span;

    private int Inputs => _layer.InputMaps.Channels;

    public Kernel Kernel(Stage stage)
    {
        ElementChain chain = new(stage);
        IEnumerable<Buffer> parameters = _layer.Parameters.Select(parameter => parameter.Data);
        return new Kernel($"{_layer.MethodName}Forward", [_layer.Input.Data, .. parameters, _ring, _newest, .. chain.Reads], [_ring, _newest, .. chain.Writes], Write)
        {
            Equations =
            [
                .. chain.Equations(_layer.Definition),
                $"{_layer.Input.Symbol} joins the last {Span} steps, which lie in a ring; {_newest.Symbol}: where the newest is",
            ],
            Arguments = [.. chain.Arguments, KernelArgument.Rows],
        };

        void Write(KernelWriter code)
        {
            chain.WriteLocals(code);
            using (code.Block("for (int r = 0; r < rows; r++)"))
            {
                code.Row("steps", _ring.Symbol, $"r * {_ring.Length}");
                code.Row("place", _newest.Symbol, $"r * {_newest.Length}");
                code.Line("int newest = (int)place + 1;");
                code.Line($"newest = newest < {Span} ? newest : 0;");
                code.Line("place = newest;");
                code.Line($"{code.Names.Rows}.Copy(ref {code.At(_layer.Input.Symbol, $"r * {_layer.Input.Stride}")}, {Inputs}, ref {code.At("steps", $"newest * {Inputs}")}, {Inputs}, {Inputs}, 1);");
                code.Blank();
                if (_layer.Groups == 1 || _layer.IsDepthwise)
                {
                    code.Columns("o", _layer.Weight.Stride, true, (vector, o, _) => WriteSum(code, chain, vector, o));
                }
                else
                {
                    using (code.Block($"for (int o = 0; o < {_layer.Weight.Columns}; o++) // the channels of a group see those of the same group"))
                    {
                        WriteSum(code, chain, code.Names.V4, "o");
                    }
                }
            }

            chain.WriteLoop(code);
        }
    }

    /// <summary>The sums of some channels, a vector of them; of groups, those behind the first are overwritten by the next.</summary>
    private void WriteSum(KernelWriter code, ElementChain chain, string vector, string o)
    {
        string start = _layer.Bias is null ? $"{vector}.Zero" : $"{vector}.Load(ref {_layer.Bias.Symbol}, {o})";
        code.Line($"{vector} sum = {start};");
        code.Row("w", _layer.Weight.Symbol, o);
        using (code.Block($"for (int c = 0; c < {_layer.GroupInputs}; c++)"))
        {
            using (code.Block($"for (int k = 0; k < {Axis.Kernel}; k++)"))
            {
                code.Line($"int step = newest + 1 + k{(Axis.Dilation == 1 ? "" : $" * {Axis.Dilation}")};");
                code.Line($"step = step < {Span} ? step : step - {Span};");
                code.Line($"sum = {vector}.MultiplyAdd({Element(code, vector, o)}, {vector}.Load(ref w, 0), sum);");
                code.Line($"w = ref {code.At("w", $"{_layer.Weight.Stride}")};");
            }
        }

        code.Blank();
        code.Line($"int at = {KernelWriter.Sum($"r * {_layer.Output.Stride}", o)};");
        chain.WriteAfterHead(code, vector, "sum", new VectorPlace.OfChannels("at", o));
    }

    /// <summary>The element that all channels of a vector see; of each its own, where each has a kernel of its own.</summary>
    private string Element(KernelWriter code, string vector, string o)
    {
        if (_layer.IsDepthwise)
        {
            return $"{vector}.Load(ref steps, {KernelWriter.Sum($"step * {Inputs}", o)})";
        }

        string channel = _layer.Groups == 1 ? "c" : $"{o} / {_layer.GroupOutputs} * {_layer.GroupInputs} + c";
        return $"{vector}.Broadcast({code.At("steps", $"step * {Inputs} + {channel}")})";
    }
}
