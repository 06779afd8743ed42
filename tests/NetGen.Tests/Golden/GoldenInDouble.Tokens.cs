namespace NetGen.Tests;

/// <summary>The nets of tokens and positions.</summary>
internal static partial class GoldenInDouble
{
    [Network<double>]
    [Input<int>(5)]
    [Embedding(10, 4)]
    [Flatten]
    [Dense(3)]
    [SoftmaxCrossEntropy]
    public sealed partial class LayerEmbedding;

    [Network<double>]
    [Input<int>(5)]
    [Embedding(7, 6)]
    [PositionalEmbedding]
    [Tanh]
    [Flatten]
    [Dense(3)]
    [SoftmaxCrossEntropy]
    public sealed partial class SeqPositionalEmbedding;

    [Network<double>]
    [Input(6, 3)]
    [Dense(6)]
    [SinusoidalEncoding]
    [Tanh]
    [Dense(2)]
    [MeanSquaredError]
    public sealed partial class SeqSinusoidal;

    [Network<double>]
    [Input(4)]
    [Dense(3)]
    [SoftmaxCrossEntropy(Reduction = Reduction.Sum, IgnoreLabel = -1)]
    public sealed partial class SeqCrossEntropySumIgnore;

    [Network<double>]
    [Input<int>(6)]
    [Embedding(13, 8)]
    [PositionalEmbedding]
    [Residual<AttentionBlock>]
    [Residual<MapBlock>]
    [Residual<AttentionBlock>]
    [Residual<MapBlock>]
    [LayerNorm]
    [Dense(13)]
    [SoftmaxCrossEntropy]
    public sealed partial class SeqGPT;

    [Network<double>]
    [Input<int>(6)]
    [Embedding(13, 8, Name = "tokens")]
    [PositionalEmbedding]
    [Residual<AttentionBlock>]
    [Residual<MapBlock>]
    [Residual<AttentionBlock>]
    [Residual<MapBlock>]
    [LayerNorm]
    [Dense(13, Bias = false, Tie = "tokens")]
    [SoftmaxCrossEntropy]
    public sealed partial class SeqGPTTied;
}
