namespace NetGen.Tests;

/// <summary>
/// Networks whose widths, layers and losses between them reach every way of generating code: straight-line, vectors of four
/// lanes, the machine's widest vectors with one, two and three to a row, padded and unpadded rows.
/// </summary>
internal static partial class Nets
{
    [Network<double>]
    [Input(1)]
    [Dense(3), Tanh]
    [Dense(1)]
    [MeanSquaredError]
    public sealed partial class From1;

    [Network<double>]
    [Input(2)]
    [Dense(4), Sigmoid]
    [Dense(7), Identity]
    [HalfSquaredError]
    public sealed partial class From2;

    [Network<double>]
    [Input(3)]
    [Dense(8), Softplus]
    [Dense(10)]
    [SoftmaxCrossEntropy]
    public sealed partial class From3;

    [Network<double>]
    [Input(5)]
    [Dense(12), ReLU]
    [Dense(13)]
    [BinaryCrossEntropy]
    public sealed partial class From5;

    [Network<double>]
    [Input(7)]
    [Dense(16), LeakyReLU(Slope = 0.2)]
    [Dense(17)]
    [SoftmaxCrossEntropy]
    [L2(0.01)]
    public sealed partial class From7;

    [Network<double>]
    [Input(9)]
    [Dense(20, Bias = false), Tanh]
    [Dense(31, Bias = false)]
    [MeanSquaredError]
    public sealed partial class From9;

    [Network<double>]
    [Input(16)]
    [Dense(33), Sigmoid, Dropout(0.3)]
    [Dense(48)]
    [SoftmaxCrossEntropy]
    public sealed partial class From16;

    [Network<double>]
    [Input(17)]
    [Dense(64), Tanh]
    [Dense(64), Tanh]
    [Dense(6), Tanh]
    [HalfSquaredError]
    public sealed partial class From17;

    [Network<double>]
    [Input(31)]
    [Dense(100), Softplus]
    [Dense(4)]
    [SoftmaxCrossEntropy(Reduction = Reduction.Sum)]
    public sealed partial class From31;

    [Network<double>]
    [Input(33)]
    [Dense(97), Tanh]
    [Dense(45), Sigmoid]
    [Dense(3)]
    [SoftmaxCrossEntropy]
    [L2(0.003)]
    public sealed partial class From33;

    [Network<double>]
    [Input(48)]
    [Dense, Softmax]
    [Dense(3)]
    [MeanSquaredError(Reduction = Reduction.BatchMean)]
    public sealed partial class From48;

    [Network<double>]
    [Input(64)]
    [Dense(1)]
    [BinaryCrossEntropy]
    public sealed partial class From64;

    [Network<double>]
    [Input(65)]
    [Dense(20), Softmax]
    [MeanSquaredError]
    public sealed partial class From65;

    [Network<double>]
    [Input(70)]
    [Dense(100), ReLU]
    [Dense(64), ReLU]
    [Dense(10)]
    [SoftmaxCrossEntropy]
    [L2(0.001)]
    public sealed partial class From70;

    /// <summary>Of weights beyond the first cache.</summary>
    [Network<double>]
    [Input(5)]
    [Dense(98), Tanh]
    [Dense(90), Tanh]
    [Dense(125), Tanh]
    [Dense(2)]
    [HalfSquaredError]
    public sealed partial class Large;

    /// <summary>Of weights whose products go block by block: with rests of rows, columns, terms and blocks.</summary>
    [Network<double>]
    [Input(229)]
    [Dense(300), Tanh]
    [Dense(248), Tanh]
    [Dense(272)]
    [HalfSquaredError]
    public sealed partial class Blocks;

    /// <summary>Likewise, of three vectors side by side, of rows by sevens, of more columns than leave room for 256 examples, with penalties and without biases.</summary>
    [Network<double>]
    [Input(203)]
    [Dense(336, Bias = false), Tanh]
    [Dense(600), Tanh]
    [Dense(2)]
    [HalfSquaredError]
    [L2(0.001), L1(0.0001)]
    public sealed partial class WideBlocks;

    /// <summary>Likewise, of rows that are copied to padded ones.</summary>
    [Network<double>]
    [Input(3, 229)]
    [Dense(301), Tanh]
    [Flatten, Dense(2)]
    [HalfSquaredError]
    public sealed partial class BlocksOfSteps;

    /// <summary>Of weight gradients that take a part of the examples at a time, with a penalty.</summary>
    [Network<double>]
    [Input(8)]
    [Dense(16), Tanh]
    [Dense(32), Sigmoid]
    [Dense(16, Bias = false), Tanh]
    [Dense(4)]
    [HalfSquaredError]
    [L2(1e-2)]
    public sealed partial class Parts;

    /// <summary>Likewise with outputs that fill no whole number of vectors.</summary>
    [Network<double>]
    [Input(16)]
    [Dense(36), Tanh]
    [Dense(16), Sigmoid]
    [Dense(20), Tanh]
    [Dense(4)]
    [HalfSquaredError]
    [L2(1e-3)]
    public sealed partial class PartsOfOddWidths;

    /// <summary>Likewise by way of the transpose.</summary>
    [Network<double>]
    [Input(16)]
    [Dense(32), Tanh]
    [Dense(12), Tanh]
    [Dense(2)]
    [MeanSquaredError]
    public sealed partial class PartsOfTranspose;

    /// <summary>As Blocks in single precision, with other tiles.</summary>
    [Network]
    [Input(229)]
    [Dense(300), Tanh]
    [Dense(248), Tanh]
    [Dense(272)]
    [HalfSquaredError]
    public sealed partial class SingleBlocks;

    [Network<double>]
    [Input(6)]
    [Dropout(0.4)]
    [Dense(8), Tanh]
    [Dropout(0.2)]
    [Dense(3)]
    [SoftmaxCrossEntropy]
    public sealed partial class DropoutOfInputs;

    [Network<double>]
    [Input(5)]
    [Dense(4), Softplus, Dropout(0.1, Name = "first"), Dropout(0.5)]
    [MeanSquaredError]
    public sealed partial class DropoutOfOutputs;

    [Network<double>]
    [Input(5)]
    [Tanh]
    [Dense(3)]
    [Sigmoid, Tanh]
    [MeanSquaredError]
    public sealed partial class ActivationOfInputs;

    [Network<double>]
    [Input(9)]
    [Sigmoid, Softmax]
    [HalfSquaredError(Reduction = Reduction.Mean)]
    public sealed partial class NoParameters;

    [Network<double>]
    [Input(4)]
    [Dense(6), Bent(2.0, Slope = 0.1), UserGELU, Tanh]
    [Dropout(0.25), Softplus]
    [Dense(5), Bent]
    [OwnLogCosh]
    public sealed partial class OwnOperators;

    [Network<double>]
    [Input(4)]
    [Dense(5, Name = "before"), Tanh(Name = "after")]
    [Dense(3, Name = "logits")]
    [SoftmaxCrossEntropy]
    public sealed partial class Named;

    [Network<double>]
    [Input(6)]
    [Dense(7), Softmax, Tanh]
    [Dense(4), Softmax, Dropout(0.2)]
    [MeanSquaredError(Reduction = Reduction.Sum)]
    public sealed partial class SoftmaxInside;

    [Network<double>]
    [Input(4)]
    [Dense(5), HardThreshold]
    [Dense(12)]
    [Dense(2)]
    [BinaryCrossEntropy(Reduction = Reduction.BatchMean)]
    public sealed partial class Steps;

    /// <summary>Steps as narrow as one tile, into as many features as go in blocks of rows.</summary>
    [Network<double>]
    [Input(3, 8)]
    [Dense(64), Tanh, Dense(2)]
    [MeanSquaredError]
    public sealed partial class NarrowSteps;

    [Network<double>]
    [Input(3)]
    [Dense(4), WrongSquare]
    [Dense(2)]
    [MeanSquaredError]
    public sealed partial class WrongDerivative;

    [Network]
    [Input(17)]
    [Dense(64), Tanh]
    [Dense(64), Tanh]
    [Dense(6), Tanh]
    [HalfSquaredError]
    public sealed partial class Single17;

    [Network]
    [Input(33)]
    [Dense(97), ReLU, Dropout(0.3)]
    [Dense(45), LeakyReLU]
    [Dense(3)]
    [SoftmaxCrossEntropy]
    [L2(0.001)]
    public sealed partial class Single33;

    [Network]
    [Input(5)]
    [Dense(125), ReLU]
    [Dense(70), Tanh]
    [Dense(3)]
    [SoftmaxCrossEntropy]
    public sealed partial class SingleLarge;

    [Network]
    [Input(2)]
    [Dense(8), Tanh]
    [Dense(8), Tanh]
    [Dense(1)]
    [BinaryCrossEntropy]
    public sealed partial class Single2;

    [Network]
    [Input(784)]
    [Dense(256), ReLU, Dropout(0.2)]
    [Dense(10)]
    [SoftmaxCrossEntropy]
    public sealed partial class Digits;
}
