namespace NetGen.Tests;

/// <summary>The nets with attention.</summary>
internal static partial class GoldenInSingle
{
    [Network]
    [Input(6, 8)]
    [MultiHeadAttention(1)]
    [MeanSquaredError]
    public sealed partial class LayerAttentionH1;

    [Network]
    [Input(6, 8)]
    [MultiHeadAttention(1, Causal = true)]
    [MeanSquaredError]
    public sealed partial class LayerAttentionH1Causal;

    [Network]
    [Input(6, 8)]
    [MultiHeadAttention(2)]
    [MeanSquaredError]
    public sealed partial class LayerAttentionH2;

    [Network]
    [Input(5, 4)]
    [MultiHeadAttention(2, Causal = true, Bias = false)]
    [Dense(3)]
    [MeanSquaredError]
    public sealed partial class LayerAttentionNoBiasDense;

    [Network]
    [Input(6, 8)]
    [Residual<AttentionBlock>]
    [Residual<MapBlock>]
    [MeanSquaredError]
    public sealed partial class LayerTransformerBlock;

    [Network]
    [Input(5, 12)]
    [MultiHeadAttention(4)]
    [MeanSquaredError]
    public sealed partial class SeqAttentionH4;

    [Network]
    [Input(6, 12)]
    [MultiHeadAttention(4, KeyValueHeads = 2, Causal = true, Bias = false)]
    [MeanSquaredError]
    public sealed partial class SeqAttentionGrouped;

    [Network]
    [Input(7, 8)]
    [MultiHeadAttention(2, Causal = true, Rotary = true, Bias = false)]
    [MeanSquaredError]
    public sealed partial class SeqAttentionRotary;

    [Network]
    [Input(5, 3)]
    [GRU(6, ReturnSequences = true)]
    [Dense(8)]
    [MultiHeadAttention(2, Context = "gru1")]
    [MeanSquaredError]
    public sealed partial class SeqAttentionCross;

    [Network]
    [Input(6, 8, Padding = 0)]
    [MultiHeadAttention(2, Causal = true)]
    [Mean(0), Dense(2)]
    [SoftmaxCrossEntropy]
    public sealed partial class SeqAttentionCausalPadded;

    [Block]
    [LayerNorm, MultiHeadAttention(2, Causal = true)]
    public sealed class AttentionBlock;

    [Block]
    [LayerNorm, Dense(16), GELU, Dense(8)]
    public sealed class MapBlock;
}
