namespace NetGen.OnnxTests;

/// <summary>Layers of sequences, with padding and without.</summary>
internal static partial class SequenceNets
{
    [Network, Input(9, 4), Conv1D(6, 3, Stride = 2, Padding = 1), BatchNorm, Conv1D(6, 3, Dilation = 2, Causal = true, Groups = 2), Conv1D(5, 2, Same = true, Bias = false), MaxPool1D(2, Stride = 1), AveragePool1D(2, Padding = 1), Sum(0), MeanSquaredError]
    public sealed partial class Convolutions;

    [Network, Input(5, 4), Normalization, ConvTranspose1D(6, 3, Stride = 2, Padding = 1, OutputPadding = 1), InstanceNorm, GroupNorm(3), AveragePool1D(3, Same = true), MaxPool1D(3, Padding = 1), LearnedScale, Pad(1, 1), Mean(0), MeanSquaredError]
    public sealed partial class LongerSteps;

    [Network, Input(6, 4), RNN(5, ReturnSequences = true), GRU(6, ReturnSequences = true), LSTM(5, ReturnSequences = true), LSTM(7), Dense(2), MeanSquaredError]
    public sealed partial class Recurrent;

    [Network, Input(6, 4), GRU(5, ReturnSequences = true, Bidirectional = true), LSTM(4, ReturnSequences = true, Bidirectional = true, Bias = false), RNN(3, Bidirectional = true), Dense(2), MeanSquaredError]
    public sealed partial class BothDirections;

    [Network, Input(6, 4), GRU(5), Dense(2), MeanSquaredError]
    public sealed partial class LastOfGRU;

    [Network, Input(7, 3, Padding = 0), LSTM(4, ReturnSequences = true, Bidirectional = true), RNN(5, ReturnSequences = true), GRU(4, Bidirectional = true), Dense(2), MeanSquaredError]
    public sealed partial class PaddedRecurrent;

    [Network, Input<int>(8, Padding = 0), Embedding(11, 6, Name = "tokens"), SinusoidalEncoding, MultiHeadAttention(2, Causal = true), LayerNorm, MultiHeadAttention(3, Rotary = true), PositionalEmbedding, Dense(11, Tie = "tokens"), SoftmaxCrossEntropy]
    public sealed partial class PaddedAttention;

    [Network, Input<int>(8, Padding = 3), Embedding(11, 6, Name = "e"), Sum(0, Name = "sum"), Mean(0, From = "e", Name = "mean"), Max(0, From = "e"), Add("sum", "mean"), Dense(2), MeanSquaredError]
    public sealed partial class PaddedReductions;

    [Network, Input(7, 8, Padding = 1.5), MultiHeadAttention(4, KeyValueHeads = 2, Rotary = true, Bias = false), Dense(8), MultiHeadAttention(4, KeyValueHeads = 1, Causal = true), Flatten, Dense(3), MeanSquaredError]
    public sealed partial class GroupedAttention;

    [Network, Input(5, 6, Name = "target"), Input<int>(7, Name = "source", Padding = 0)]
    [Embedding(9, 4, From = "source", Name = "encoder"), MultiHeadAttention(2, From = "target", Context = "encoder"), MultiHeadAttention(3, Context = "encoder", KeyValueHeads = 1), Dense(2), MeanSquaredError]
    public sealed partial class CrossAttention;

    [Network, Input<int>(9), Slice(2, 5), Embedding(7, 4), Flatten, Dense(2), MeanSquaredError]
    public sealed partial class CutTokens;
}
