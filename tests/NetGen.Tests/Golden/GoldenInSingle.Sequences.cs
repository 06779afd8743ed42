namespace NetGen.Tests;

/// <summary>The nets over sequences, likewise.</summary>
internal static partial class GoldenInSingle
{
    [Network]
    [Input(5, 4)]
    [RNN(6)]
    [Dense(2)]
    [MeanSquaredError]
    public sealed partial class LayerRNN;

    [Network]
    [Input(5, 3)]
    [RNN(4, ReturnSequences = true)]
    [Dense(2)]
    [MeanSquaredError]
    public sealed partial class LayerRNNAll;

    [Network]
    [Input(5, 4)]
    [GRU(6)]
    [Dense(2)]
    [MeanSquaredError]
    public sealed partial class LayerGRU;

    [Network]
    [Input(5, 3)]
    [LSTM(4, ReturnSequences = true)]
    [Dense(2)]
    [MeanSquaredError]
    public sealed partial class LayerLSTMAll;

    [Network]
    [Input(5, 3)]
    [GRU(4, Bidirectional = true)]
    [Dense(2)]
    [MeanSquaredError]
    public sealed partial class SequenceGRUBidirectional;

    [Network]
    [Input(6, 3)]
    [GRU(4, ReturnSequences = true, Bidirectional = true)]
    [Dense(2)]
    [MeanSquaredError]
    public sealed partial class SequenceGRUBidirectionalAll;

    [Network]
    [Input(9, 5)]
    [GRU(33)]
    [Dense(3)]
    [SoftmaxCrossEntropy]
    public sealed partial class SequenceGRUWide;

    [Network]
    [Input(5, 3)]
    [LSTM(4, Bidirectional = true)]
    [Dense(2)]
    [MeanSquaredError]
    public sealed partial class SequenceLSTMBidirectional;

    [Network]
    [Input(5, 3)]
    [RNN(4, Bidirectional = true)]
    [Dense(2)]
    [MeanSquaredError]
    public sealed partial class SequenceRNNBidirectional;
}
