namespace NetGen.Tests;

/// <summary>Networks with recurrent layers: each kind, the last state and all states, one direction and both, of even and odd sizes.</summary>
internal static partial class RecurrentNets
{
    [Network<double>]
    [Input(5, 3)]
    [RNN(7)]
    [MeanSquaredError]
    public sealed partial class Last;

    /// <summary>States that end on vectors, and operations after them.</summary>
    [Network<double>]
    [Input(4, 8)]
    [GRU(20, ReturnSequences = true), SiLU]
    [LSTM(16, ReturnSequences = true)]
    [Dense(3)]
    [MeanSquaredError]
    public sealed partial class EvenStates;

    /// <summary>States that do not.</summary>
    [Network<double>]
    [Input(3, 5)]
    [LSTM(7, ReturnSequences = true), Tanh]
    [RNN(33, ReturnSequences = true)]
    [GRU(5)]
    [Dense(2)]
    [L2(0.01), L1(0.02)]
    [MeanSquaredError]
    public sealed partial class OddStates;

    /// <summary>Both directions.</summary>
    [Network<double>]
    [Input(4, 3)]
    [Dense(6), Tanh]
    [LSTM(5, Bidirectional = true, ReturnSequences = true)]
    [GRU(8, Bidirectional = true, ReturnSequences = true)]
    [RNN(3, Bidirectional = true)]
    [MeanSquaredError]
    public sealed partial class BothDirections;

    /// <summary>One step, one feature, one unit; no biases; a layer that does not learn.</summary>
    [Network<double>]
    [Input(1, 1)]
    [LSTM(1, ReturnSequences = true), GRU(1, ReturnSequences = true, Bias = false), RNN(2, Trainable = false, Bidirectional = true)]
    [MeanSquaredError]
    public sealed partial class Ones;

    [Block]
    [GRU(6, ReturnSequences = true)]
    internal sealed class Step;

    /// <summary>In blocks, with a value that several layers read.</summary>
    [Network<double>]
    [Input(3, 6)]
    [Residual<Step>(Repeat = 2)]
    [LSTM(6, ReturnSequences = true, Name = "states")]
    [GRU(6, From = "states", ReturnSequences = true, Bidirectional = true), Dense(6), Add("states")]
    [MeanSquaredError]
    public sealed partial class InBlocks;

    /// <summary>Tiles of many units.</summary>
    [Network]
    [Input(6, 28)]
    [LSTM(64, ReturnSequences = true)]
    [GRU(52)]
    [Dense(10)]
    [SoftmaxCrossEntropy]
    public sealed partial class SingleLargeStates;

    [Network]
    [Input(9, 1)]
    [GRU(13, ReturnSequences = true, Bidirectional = true)]
    [LSTM(9)]
    [MeanSquaredError]
    public sealed partial class SingleOddStates;

    /// <summary>All ways to divide the units of one step of a stream into vectors.</summary>
    [Network]
    [Input(7, 3)]
    [GRU(60, ReturnSequences = true), Tanh]
    [LSTM(44, ReturnSequences = true, Bias = false)]
    [RNN(24, ReturnSequences = true)]
    [LSTM(16, ReturnSequences = true)]
    [GRU(8, ReturnSequences = true)]
    [RNN(3, ReturnSequences = true)]
    [MeanSquaredError]
    public sealed partial class StreamOfUnits;

    /// <summary>Likewise in double precision, with weights too large for that way, too.</summary>
    [Network<double>]
    [Input(7, 3)]
    [LSTM(60, ReturnSequences = true)]
    [GRU(96, ReturnSequences = true)]
    [RNN(200, ReturnSequences = true)]
    [GRU(5, ReturnSequences = true, Bias = false)]
    [MeanSquaredError]
    public sealed partial class StreamOfManyUnits;
}
