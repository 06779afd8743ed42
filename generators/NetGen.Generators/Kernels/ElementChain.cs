using NetGen.Generators.Graph;
using NetGen.Generators.Text;

namespace NetGen.Generators.Kernels;

/// <summary>
/// The element-wise operations of a stage, applied to each element on its way to memory: in the head's tile where they are
/// a few operations, else in a loop of their own.
/// </summary>
internal sealed class ElementChain(Stage stage)
{
    private List<ElementWiseLayer> Chain => stage.Chain;

    /// <summary>Whether the operations are applied in the head's tile, rather than in a loop of their own.</summary>
    public bool IsInTile { get; init; } = stage.IsChainInTile;

    public IEnumerable<Buffer> Reads => Chain.SelectMany(layer => layer.ForwardReads.Concat(layer.ChannelParameters.Select(Location)));

    /// <summary>A loop over rows wants a parameter for each element; a tile, and whatever has examples in lanes, knows the channels.</summary>
    private Buffer Location(ChannelParameter parameter) => HasLoop && !stage.Output.IsInLanes ? parameter.ByElement : parameter.Tensor.Data;

    /// <summary>Everything that comes to stand in memory: the result, and what the backward pass or the user reads.</summary>
    public IEnumerable<Buffer> Writes => (stage.Head is null ? [] : Stored(stage.HeadOutput))
        .Concat(Chain.SelectMany(layer => Stored(layer.Output)));

    public IEnumerable<KernelArgument> Arguments => Chain.SelectMany(layer => layer.Arguments);

    /// <summary>The equations of the stage, one for each value, on as few lines as hold them: <c>z1 = W1·x + b1,  h1 = tanh(z1)</c>.</summary>
    public IEnumerable<string> Equations(string head) =>
        Notation.Lines(Chain.Select(layer => $"{layer.Output.Symbol} = {layer.Equation(layer.Input.Symbol)}").Prepend($"{stage.HeadOutput.Symbol} = {head}").Skip(stage.Head is null ? 1 : 0));

    public void WriteLocals(KernelWriter code)
    {
        foreach (string local in Chain.SelectMany(layer => layer.Locals))
        {
            code.Line(local);
        }
    }

    /// <summary>Stores what the head's tile has computed: the result of the chain, or the head's own where the chain has a loop.</summary>
    public void WriteAfterHead(KernelWriter code, string vector, string value, string at) => WriteAfterHead(code, vector, value, new VectorPlace.Anywhere(at));

    /// <summary>Likewise, for a head that knows which channels it has.</summary>
    public void WriteAfterHead(KernelWriter code, string vector, string value, VectorPlace place)
    {
        if (IsInTile)
        {
            WriteChain(code, vector, value, place);
        }
        else
        {
            code.Store(vector, value, HeadSymbol, place.At);
        }
    }

    /// <summary>Whether the chain has a loop of its own, over the machine's widest vectors, rather than a place in the tile.</summary>
    public bool HasLoop => Chain.Count > 0 && !(IsInTile && stage.Head is { StoresThroughChain: true });

    /// <summary>The loop of a chain that is not in the tile.</summary>
    /// <param name="code">What to write to.</param>
    /// <param name="storesFourLanes">
    /// Whether the head stores single examples in vectors of four lanes: a wider load right after would wait for them.
    /// </param>
    public void WriteLoop(KernelWriter code, bool storesFourLanes = false)
    {
        if (!HasLoop)
        {
            return;
        }

        code.Blank();
        if (!storesFourLanes)
        {
            WriteElementLoop(code);
            return;
        }

        using (code.Block("if (rows == 1) // loads no wider than the stores just before them"))
        {
            code.FourLanes("at", stage.Output.Stride, at => WriteElement(code, code.Names.V4, new VectorPlace.InRow(at, at)));
        }

        using (code.Block("else // more rows"))
        {
            WriteElementLoop(code);
        }
    }

    /// <summary>Likewise for one example with channels in lanes.</summary>
    public void WriteLoopOfOne(KernelWriter code, ImageLayout layout)
    {
        if (!HasLoop)
        {
            return;
        }

        code.Blank();
        if (stage.Channels is null)
        {
            code.Columns("at", layout.Positions * layout.Step, true, (vector, at, _) => WriteElement(code, vector, new VectorPlace.Anywhere(at)));
            return;
        }

        code.Loop("position", layout.Positions, p => code.Columns("channel", layout.Step, true, (vector, c, _) =>
        {
            code.Line($"int at = {LaneWriter.Sum(LaneWriter.Times(p, layout.Step), c)};");
            WriteElement(code, vector, new VectorPlace.OfChannels("at", c));
        }));
    }

    private void WriteElementLoop(KernelWriter code) => code.Elements(stage.Output, stage.Channels, (vector, place) => WriteElement(code, vector, place));

    private void WriteElement(KernelWriter code, string vector, VectorPlace place)
    {
        // z1 is loaded into z; the input, x, must not hide itself.
        string symbol = Chain[0].Input.Symbol;
        string value = symbol[0] == 'x' ? "v" : symbol.Substring(0, 1);
        code.Line($"{vector} {value} = {vector}.Load(ref {HeadSymbol}, {place.At});");
        WriteChain(code, vector, value, place, isHeadStored: true);
    }

    /// <summary>Where the loop finds what the head computed.</summary>
    public string HeadSymbol => HeadBuffer.Symbol;

    /// <summary>Likewise, as a buffer.</summary>
    public Buffer HeadBuffer => (stage.HeadOutput.IsStored ? stage.HeadOutput : stage.Output).Data;

    /// <summary>The most operations of one expression, each of which stands within the next.</summary>
    private const int MostNested = 32;

    private void WriteChain(KernelWriter code, string vector, string value, VectorPlace place, bool isHeadStored = false)
    {
        if (stage.HeadOutput.IsStored && !isHeadStored)
        {
            code.Store(vector, value, stage.HeadOutput.Symbol, place.At);
        }

        string expression = value;
        int nested = 0;
        foreach (ElementWiseLayer layer in Chain)
        {
            expression = layer.Forward(vector, expression, place);
            if (layer.Output.IsStored && layer.Output != stage.Output)
            {
                Assign();
                code.Store(vector, value, layer.Output.Symbol, place.At);
            }
            else if (++nested == MostNested)
            {
                Assign();
            }
        }

        if (Chain.Count > 0)
        {
            code.Store(vector, expression, stage.Output.Symbol, place.At);
        }

        void Assign()
        {
            // A head may hand over an expression.
            bool isLocal = value.All(char.IsLetterOrDigit);
            value = isLocal ? value : "element";
            code.Line($"{(isLocal ? "" : vector + " ")}{value} = {expression};");
            (expression, nested) = (value, 0);
        }
    }

    private static IEnumerable<Buffer> Stored(Value value) => value.IsStored ? [value.Data] : [];
}
