namespace NetGen.Tests;

/// <summary>Networks of tokens and of sequences with padding, of widths that end on no vector.</summary>
internal static partial class TokenNets
{
    [Network<double>]
    [Input<int>(7, Padding = 0)]
    [Embedding(11, 5)]
    [Dense(3)]
    [SoftmaxCrossEntropy(IgnoreLabel = -1)]
    public sealed partial class Steps;

    [Network<double>]
    [Input<int>(6)]
    [Embedding(11, 6, Name = "tokens"), PositionalEmbedding]
    [Dense(6), Tanh]
    [Dense(11, Tie = "tokens")]
    [SoftmaxCrossEntropy]
    public sealed partial class Tied;

    [Network<double>]
    [Input<int>(6)]
    [Embedding(11, 6, Name = "tokens", Trainable = false)]
    [Dense(6), Tanh]
    [Dense(11, Tie = "tokens")]
    [SoftmaxCrossEntropy]
    public sealed partial class FrozenTied;

    [Network<double>]
    [Input(5, 3, Padding = 0)]
    [Dense(4), Tanh]
    [Dense(2)]
    [MeanSquaredError]
    public sealed partial class PaddedSteps;

    [Network<double>]
    [Input(3, Name = "state")]
    [Input<int>(4, Name = "words", Padding = 2)]
    [Embedding(5, 3, From = "words")]
    [Flatten, Concat("state")]
    [Dense(4), Tanh]
    [Dense(2)]
    [MeanSquaredError]
    public sealed partial class WithNumbers;

    [Network<double>]
    [Input<int>(5, Padding = 0)]
    [Embedding(7, 4)]
    [Dense(5)]
    [LogSoftmax]
    [NegativeLogLikelihood(ClassWeights = [1, 2, 0.5, 1, 3])]
    public sealed partial class Likelihood;

    [Network<double>]
    [Input<int>(5, Padding = 0)]
    [Embedding(7, 4)]
    [Dense(4), Softplus]
    [Dense(3)]
    [MultiMargin(Power = 2, IgnoreLabel = 1)]
    [L2(0.1)]
    public sealed partial class Margins;

    [Network<double>]
    [Input<int>(5, Padding = 0)]
    [Embedding(7, 4), SinusoidalEncoding]
    [Dense(3)]
    [SoftmaxCrossEntropy(LabelSmoothing = 0.1)]
    public sealed partial class Smoothed;

    [Network<double>]
    [Input<int>(5, Padding = 0)]
    [Embedding(7, 4)]
    [Dense(3)]
    [SoftmaxCrossEntropy(Targets = Targets.Probabilities)]
    public sealed partial class Distributions;

    [Network]
    [Input<int>(6, Padding = 10)]
    [Embedding(11, 6, Name = "tokens"), PositionalEmbedding]
    [Dense(6), Tanh, Dropout(0.2)]
    [Dense(11, Tie = "tokens", Bias = false)]
    [SoftmaxCrossEntropy]
    [L2(0.01)]
    public sealed partial class SingleTied;

    [Network]
    [Input<int>(6)]
    [Embedding(11, 5), PositionalEmbedding]
    [Residual<Block>(Repeat = 2)]
    [LayerNorm, Dense(11)]
    [SoftmaxCrossEntropy]
    public sealed partial class Stream;

    [Block]
    [LayerNorm, Dense(10), GELU, Dropout(0.1), Dense(5)]
    public sealed class Block;

    [Network<double>]
    [Input(9, 3, Name = "numbers")]
    [Input<int>(9, Name = "words")]
    [Embedding(4, 6, From = "words"), SinusoidalEncoding, Concat("numbers")]
    [Dense(7), PReLU, BatchNorm, RMSNorm, Softmax]
    [Dense(3)]
    [MeanSquaredError]
    public sealed partial class StreamOfTwo;

    [Network]
    [Input(9, 3)]
    [Normalization, Dense(7), Tanh, LearnedScale, LogSoftmax]
    [MeanSquaredError]
    public sealed partial class StreamWithoutEnd;

    [Network]
    [Input<int>(21)]
    [Embedding(11, 12, Name = "tokens"), PositionalEmbedding]
    [Residual<AttentionBlock>, Residual<WideBlock>, Residual<AttentionBlock>]
    [LayerNorm]
    [Dense(11, Tie = "tokens")]
    [SoftmaxCrossEntropy]
    public sealed partial class StreamOfAttention;

    [Block]
    [LayerNorm, MultiHeadAttention(3, Causal = true)]
    public sealed class AttentionBlock;

    [Block]
    [LayerNorm, Dense(24), GELU, Dense(12)]
    public sealed class WideBlock;

    [Network<double>]
    [Input(13, 4)]
    [Residual<RotaryBlock>]
    [Dense(3)]
    [MeanSquaredError]
    public sealed partial class StreamOfRotations;

    [Block]
    [LayerNorm, MultiHeadAttention(2, Causal = true, Rotary = true, KeyValueHeads = 1)]
    public sealed class RotaryBlock;

    [Network]
    [Input(17, 3)]
    [GRU(7, ReturnSequences = true), LSTM(5, ReturnSequences = true), RNN(6), Dense(3)]
    [MeanSquaredError]
    public sealed partial class StreamOfLastState;

    [Network<double>]
    [Input(17, 3)]
    [GRU(33, ReturnSequences = true), LSTM(8, ReturnSequences = true)]
    [Dense(3)]
    [MeanSquaredError]
    public sealed partial class StreamOfStates;

    [Network]
    [Input(6, 3)]
    [GRU(4, Bidirectional = true), Dense(2)]
    [MeanSquaredError]
    public sealed partial class NoStream;

    [Network]
    [Input(20, 6)]
    [Conv1D(18, 2, Causal = true, Dilation = 4), ReLU]
    [Conv1D(33, 1, Causal = true), GELU]
    [Conv1D(7, 3, Causal = true, Bias = false)]
    [MeanSquaredError]
    public sealed partial class StreamOfConvolutions;

    [Network]
    [Input(15, 6)]
    [Conv1D(6, 3, Causal = true, Groups = 6), PReLU]
    [Conv1D(9, 4, Causal = true, Groups = 3), Tanh]
    [GRU(5, ReturnSequences = true), Dense(2)]
    [MeanSquaredError]
    public sealed partial class StreamOfGroups;

    [Network<double>]
    [Input(10, 6)]
    [Residual<ConvolutionBlock>(Repeat = 2)]
    [Conv1D(3, 2, Causal = true)]
    [MeanSquaredError]
    public sealed partial class StreamOfConvolutionBlocks;

    [Block]
    [Conv1D(6, 2, Causal = true, Dilation = 3), Tanh]
    public sealed class ConvolutionBlock;

    [Network]
    [Input(6, 3)]
    [Conv1D(4, 3, Same = true), Tanh]
    [MeanSquaredError]
    public sealed partial class NoStreamOfConvolutions;
}
