namespace NetGen.Tests;

/// <summary>The nets of the golden cases in double precision, in the order of the files' names.</summary>
internal static partial class GoldenInDouble
{
    [Network<double>]
    [Input(4)]
    [Dense(5), Identity]
    [Dense(3)]
    [MeanSquaredError]
    public sealed partial class ActIdentity;

    [Network<double>]
    [Input(4)]
    [Dense(5), LeakyReLU]
    [Dense(3)]
    [MeanSquaredError]
    public sealed partial class ActLeakyReLU;

    [Network<double>]
    [Input(4)]
    [Dense(5), ReLU]
    [Dense(3)]
    [MeanSquaredError]
    public sealed partial class ActReLU;

    [Network<double>]
    [Input(4)]
    [Dense(5), ReLU]
    [Dense(3)]
    [MeanSquaredError]
    public sealed partial class ActReLUSingle;

    [Network<double>]
    [Input(4)]
    [Dense(5), Sigmoid]
    [Dense(3)]
    [MeanSquaredError]
    public sealed partial class ActSigmoid;

    [Network<double>]
    [Input(4)]
    [Dense(6), Sigmoid]
    [Dense(5), Sigmoid]
    [Dense(4), Sigmoid]
    [Dense(3), Sigmoid]
    [HalfSquaredError(Reduction = Reduction.Sum)]
    public sealed partial class ActSigmoidDeep;

    [Network<double>]
    [Input(4)]
    [Dense(5), Softmax]
    [Dense(3)]
    [MeanSquaredError]
    public sealed partial class ActSoftmax;

    [Network<double>]
    [Input(4)]
    [Dense(5), Tanh]
    [Dense(3), Softmax]
    [MeanSquaredError]
    public sealed partial class ActSoftmaxOutput;

    [Network<double>]
    [Input(4)]
    [Dense(5), Tanh]
    [Dense(3)]
    [MeanSquaredError]
    public sealed partial class ActTanh;

    [Network<double>]
    [Input(784)]
    [Dense(128), ReLU]
    [Dense(10)]
    [SoftmaxCrossEntropy]
    public sealed partial class FormulaReLU;

    [Network<double>]
    [Input(784)]
    [Dense(128), Sigmoid]
    [Dense(10), Sigmoid]
    [HalfSquaredError]
    public sealed partial class FormulaSigmoid;

    [Network<double>]
    [Input(4)]
    [Dense(5, Bias = false), ReLU]
    [Dense(3, Bias = false)]
    [MeanSquaredError]
    public sealed partial class LayerDenseNoBias;

    [Network<double>]
    [Input(6)]
    [Dense(4, Bias = false)]
    [HalfSquaredError(Reduction = Reduction.Sum)]
    public sealed partial class LayerDenseNoBiasLinear;

    [Network<double>]
    [Input(4)]
    [Dense(8), ReLU, Dropout(0.5)]
    [Dense(3)]
    [MeanSquaredError]
    public sealed partial class LayerDropoutEval;

    [Network<double>]
    [Input(4)]
    [Dense(8), ReLU, Dropout(0.5)]
    [Dense(3)]
    [MeanSquaredError]
    public sealed partial class LayerDropoutTrain;

    [Network<double>]
    [Input(2, 5, 5)]
    [Conv2D(3, 3, Bias = false), BatchNorm, Tanh, Flatten]
    [Dense(2)]
    [SoftmaxCrossEntropy]
    public sealed partial class LayerBatchNormConvEval;

    [Network<double>]
    [Input(4)]
    [Dense(6), BatchNorm, ReLU]
    [Dense(3)]
    [MeanSquaredError]
    public sealed partial class LayerBatchNormTrain;

    [Network<double>]
    [Input(4)]
    [Dense(6), LayerNorm, ReLU]
    [Dense(3)]
    [MeanSquaredError]
    public sealed partial class LayerLayerNorm;

    [Network<double>]
    [Input(5)]
    [LayerNorm]
    [HalfSquaredError(Reduction = Reduction.Sum)]
    public sealed partial class LayerLayerNormInput;

    [Network<double>]
    [Input(5)]
    [RMSNorm]
    [HalfSquaredError(Reduction = Reduction.Sum)]
    public sealed partial class LayerRMSNormInput;

    [Network<double>]
    [Input(2)]
    [Dense(2, Bias = false), Sigmoid]
    [Dense(1, Bias = false), Sigmoid]
    [HalfSquaredError(Reduction = Reduction.Sum)]
    public sealed partial class Lecture;

    [Network<double>]
    [Input(4)]
    [Dense(5), Tanh]
    [Dense(3)]
    [BinaryCrossEntropy]
    public sealed partial class LossBinaryCrossEntropy;

    [Network<double>]
    [Input(4)]
    [Dense(5), Tanh]
    [Dense(3)]
    [BinaryCrossEntropy(Reduction = Reduction.Sum)]
    public sealed partial class LossBinaryCrossEntropySoft;

    [Network<double>]
    [Input(4)]
    [Dense(5), Tanh]
    [Dense(3)]
    [HalfSquaredError(Reduction = Reduction.Sum)]
    public sealed partial class LossHalfSquaredErrorSum;

    [Network<double>]
    [Input(4)]
    [Dense(5), Tanh]
    [Dense(3)]
    [MeanSquaredError]
    public sealed partial class LossMeanSquaredError;

    [Network<double>]
    [Input(4)]
    [Dense(5), Tanh]
    [Dense(3)]
    [SoftmaxCrossEntropy]
    public sealed partial class LossSoftmaxCrossEntropy;

    [Network<double>]
    [Input(4)]
    [Dense(5), Tanh]
    [Dense(3)]
    [SoftmaxCrossEntropy(Reduction = Reduction.Sum)]
    public sealed partial class LossSoftmaxCrossEntropySum;
}
