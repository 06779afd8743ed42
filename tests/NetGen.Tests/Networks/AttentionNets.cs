namespace NetGen.Tests;

/// <summary>Networks with attention: steps and heads of sizes that end on a vector and of sizes that do not.</summary>
internal static partial class AttentionNets
{
    [Network<double>]
    [Input(5, 6)]
    [Residual<CausalBlock>(Repeat = 2)]
    [Residual<MapBlock>]
    [MultiHeadAttention(3), Tanh]
    [MeanSquaredError]
    public sealed partial class OddBlocks;

    [Network<double>]
    [Input(37, 10)]
    [Dense(10), Tanh]
    [MultiHeadAttention(5, Causal = true, Rotary = true)]
    [L1(1e-3), L2(1e-2)]
    [MeanSquaredError]
    public sealed partial class Rotary;

    [Network<double>]
    [Input(34, 24)]
    [MultiHeadAttention(6, KeyValueHeads = 2, Rotary = true), Dense(3)]
    [MeanSquaredError]
    public sealed partial class Grouped;

    [Network<double>]
    [Input(9, 7)]
    [MultiHeadAttention(7, KeyValueHeads = 1, Causal = true, Bias = false)]
    [MeanSquaredError]
    public sealed partial class MultiQuery;

    [Network<double>]
    [Input(9, 5)]
    [Dense(11, Name = "encoder"), Tanh]
    [Conv1D(14, 2, Stride = 2)]
    [Residual<CrossBlock>(Repeat = 3)]
    [Dense(3)]
    [MeanSquaredError]
    public sealed partial class Cross;

    [Network<double>]
    [Input(64, 32)]
    [LayerNorm, MultiHeadAttention(2, Causal = true)]
    [MeanSquaredError]
    public sealed partial class Even;

    [Network<double>]
    [Input(1, 20)]
    [Tanh, MultiHeadAttention(1, Rotary = true)]
    [MeanSquaredError]
    public sealed partial class OneStep;

    [Network<double>]
    [Input(33, 48)]
    [Dense(48), Tanh, MultiHeadAttention(1, Causal = true, Trainable = false), Tanh]
    [Flatten, Dense(3)]
    [SoftmaxCrossEntropy]
    public sealed partial class Frozen;

    [Network]
    [Input(40, 64)]
    [Residual<CausalBlock>(Repeat = 2)]
    [Flatten, Dense(4)]
    [SoftmaxCrossEntropy]
    public sealed partial class SingleAttentionBlocks;

    [Network]
    [Input(40, 64)]
    [Residual<CausalBlock>(Repeat = 2)]
    [MultiHeadAttention(8, KeyValueHeads = 2, Causal = true, Rotary = true), Dense(5)]
    [MeanSquaredError]
    public sealed partial class SingleGrouped;

    [Network<double>]
    [Input(9, 6, Padding = 0)]
    [MultiHeadAttention(2, Causal = true), Tanh]
    [MultiHeadAttention(3, KeyValueHeads = 1, Rotary = true)]
    [MeanSquaredError]
    public sealed partial class Padded;

    [Network<double>]
    [Input(4, 6)]
    [MultiHeadAttention(2, Causal = true), Tanh]
    [MultiHeadAttention(3, KeyValueHeads = 1, Rotary = true)]
    [MeanSquaredError]
    public sealed partial class Short;

    [Network]
    [Input(17, 30)]
    [MultiHeadAttention(5, KeyValueHeads = 1, Rotary = true), GELU]
    [MeanSquaredError]
    public sealed partial class SingleOddAttention;

    [Block]
    [LayerNorm, MultiHeadAttention(2, Causal = true)]
    public sealed class CausalBlock;

    [Block]
    [LayerNorm, Dense(13), GELU, Dense(6)]
    public sealed class MapBlock;

    [Block]
    [LayerNorm, MultiHeadAttention(2, Context = "encoder")]
    public sealed class CrossBlock;
}
