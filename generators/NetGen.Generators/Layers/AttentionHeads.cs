using System.Globalization;
using NetGen.Generators.Graph;
using NetGen.Generators.Kernels;
using NetGen.Generators.Text;

namespace NetGen.Generators.Layers;

/// <summary>What the kernels of an attention share: its heads, and where queries, keys and values lie.</summary>
/// <remarks>
/// Scores come in stripes of two vectors, whose lanes are queries in the forward pass and keys in the backward pass. A stripe has room for the widest
/// vectors, so that distances are the same on every machine.
/// </remarks>
internal sealed class AttentionHeads(Layer layer, int heads, int keyValueHeads, bool isCausal, Buffer? lengths, Value query, Value key, Value value, Value mixed)
{
    /// <summary>The lanes of a stripe, with vectors of 512 bits.</summary>
    public const int Stripe = 2 * VectorPlan.MaxLanes;

    /// <summary>Rows of a register tile, two vectors wide: what keeps the multiply-add units busy with 16 registers and with 32.</summary>
    public const int TileRows = 4;

    public Layer Layer => layer;

    public int Heads => heads;

    /// <summary>Query heads that share a head of keys and values.</summary>
    public int Sharing => heads / keyValueHeads;

    public int KeyValueHeads => keyValueHeads;

    /// <summary>Whether a query sees no key after it.</summary>
    public bool IsCausal => isCausal;

    /// <summary>How many of the keys are no padding, in each example; null: all.</summary>
    public Buffer? Lengths => lengths;

    public IEnumerable<Buffer> LengthsIfAny => lengths is null ? [] : [lengths];

    public Value Query => query;

    public Value Key => key;

    public Value Value => value;

    /// <summary>The values, mixed by the shares of their keys: all heads side by side.</summary>
    public Value Mixed => mixed;

    /// <summary>Elements of a head.</summary>
    public int Width { get; } = query.Shape.Last / heads;

    /// <summary>The number of queries.</summary>
    public int Queries { get; } = query.Shape.Axes[0];

    /// <summary>The number of keys.</summary>
    public int Keys { get; } = key.Shape.Axes[0];

    /// <summary>Queries in whole stripes.</summary>
    public int QueryLanes => InStripes(Queries);

    /// <summary>Keys in whole stripes.</summary>
    public int KeyLanes => InStripes(Keys);

    /// <summary>Of each query of a head its largest score, then, for all of them, 1 / Σ exp(score - largest).</summary>
    public Buffer Kept { get; } = new("keptScores" + mixed.Symbol.Substring("mixed".Length), Place.PerExample, heads * 2 * InStripes(query.Shape.Axes[0]));

    /// <summary>What the scores are multiplied by: 1/√d.</summary>
    public string Scale => CodeWriter.Literal(1 / Math.Sqrt(Width));

    public string RootOfWidth => $"√{Width.ToString(CultureInfo.InvariantCulture)}";

    /// <summary>Of scores and mixed values, the half above the diagonal left out.</summary>
    public long Flops => 4L * Width * heads * (isCausal ? Queries * (Queries + 1L) / 2 : (long)Queries * Keys);

    public static int InStripes(int count) => (count + Stripe - 1) / Stripe * Stripe;

    /// <summary>Begins the loop over the examples: with the local <c>length</c>, where they have lengths.</summary>
    public CodeWriter.Scope Examples(KernelWriter code)
    {
        CodeWriter.Scope scope = code.Block("for (int r = 0; r < rows; r++)");
        if (lengths is not null)
        {
            code.Line($"int length = {StepLengths.Of(code, lengths)};");
        }

        return scope;
    }

    /// <summary>Where a head of a value begins, in example r.</summary>
    public string Head(Value of, string number) => heads == 1 ? $"r * {of.Stride}" : $"r * {of.Stride} + {number} * {Width}";
}
