namespace NetGen.Tests;

/// <summary>The nets over sequences, likewise.</summary>
internal static partial class GoldenInDouble
{
    [Network<double>]
    [Input(5, 4)]
    [RNN(6)]
    [Dense(2)]
    [MeanSquaredError]
    public sealed partial class LayerRNN;

    [Network<double>]
    [Input(5, 3)]
    [RNN(4, ReturnSequences = true)]
    [Dense(2)]
    [MeanSquaredError]
    public sealed partial class LayerRNNAll;

    [Network<double>]
    [Input(5, 4)]
    [GRU(6)]
    [Dense(2)]
    [MeanSquaredError]
    public sealed partial class LayerGRU;

    [Network<double>]
    [Input(5, 3)]
    [LSTM(4, ReturnSequences = true)]
    [Dense(2)]
    [MeanSquaredError]
    public sealed partial class LayerLSTMAll;

    [Network<double>]
    [Input(5, 3)]
    [GRU(4, Bidirectional = true)]
    [Dense(2)]
    [MeanSquaredError]
    public sealed partial class SequenceGRUBidirectional;

    [Network<double>]
    [Input(6, 3)]
    [GRU(4, ReturnSequences = true, Bidirectional = true)]
    [Dense(2)]
    [MeanSquaredError]
    public sealed partial class SequenceGRUBidirectionalAll;

    [Network<double>]
    [Input(9, 5)]
    [GRU(33)]
    [Dense(3)]
    [SoftmaxCrossEntropy]
    public sealed partial class SequenceGRUWide;

    [Network<double>]
    [Input(5, 3)]
    [LSTM(4, Bidirectional = true)]
    [Dense(2)]
    [MeanSquaredError]
    public sealed partial class SequenceLSTMBidirectional;

    [Network<double>]
    [Input(5, 3)]
    [RNN(4, Bidirectional = true)]
    [Dense(2)]
    [MeanSquaredError]
    public sealed partial class SequenceRNNBidirectional;
}
