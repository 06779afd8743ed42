namespace NetGen.Tests;

/// <summary>The nets of the golden cases in single precision, in the order of the files' names.</summary>
internal static partial class GoldenInSingle
{
    [Network]
    [Input(4)]
    [Dense(5), Identity]
    [Dense(3)]
    [MeanSquaredError]
    public sealed partial class ActIdentity;

    [Network]
    [Input(4)]
    [Dense(5), LeakyReLU]
    [Dense(3)]
    [MeanSquaredError]
    public sealed partial class ActLeakyReLU;

    [Network]
    [Input(4)]
    [Dense(5), ReLU]
    [Dense(3)]
    [MeanSquaredError]
    public sealed partial class ActReLU;

    [Network]
    [Input(4)]
    [Dense(5), ReLU]
    [Dense(3)]
    [MeanSquaredError]
    public sealed partial class ActReLUSingle;

    [Network]
    [Input(4)]
    [Dense(5), Sigmoid]
    [Dense(3)]
    [MeanSquaredError]
    public sealed partial class ActSigmoid;

    [Network]
    [Input(4)]
    [Dense(6), Sigmoid]
    [Dense(5), Sigmoid]
    [Dense(4), Sigmoid]
    [Dense(3), Sigmoid]
    [HalfSquaredError(Reduction = Reduction.Sum)]
    public sealed partial class ActSigmoidDeep;

    [Network]
    [Input(4)]
    [Dense(5), Softmax]
    [Dense(3)]
    [MeanSquaredError]
    public sealed partial class ActSoftmax;

    [Network]
    [Input(4)]
    [Dense(5), Tanh]
    [Dense(3), Softmax]
    [MeanSquaredError]
    public sealed partial class ActSoftmaxOutput;

    [Network]
    [Input(4)]
    [Dense(5), Tanh]
    [Dense(3)]
    [MeanSquaredError]
    public sealed partial class ActTanh;

    [Network]
    [Input(784)]
    [Dense(128), ReLU]
    [Dense(10)]
    [SoftmaxCrossEntropy]
    public sealed partial class FormulaReLU;

    [Network]
    [Input(784)]
    [Dense(128), Sigmoid]
    [Dense(10), Sigmoid]
    [HalfSquaredError]
    public sealed partial class FormulaSigmoid;

    [Network]
    [Input(4)]
    [Dense(5, Bias = false), ReLU]
    [Dense(3, Bias = false)]
    [MeanSquaredError]
    public sealed partial class LayerDenseNoBias;

    [Network]
    [Input(6)]
    [Dense(4, Bias = false)]
    [HalfSquaredError(Reduction = Reduction.Sum)]
    public sealed partial class LayerDenseNoBiasLinear;

    [Network]
    [Input(4)]
    [Dense(8), ReLU, Dropout(0.5)]
    [Dense(3)]
    [MeanSquaredError]
    public sealed partial class LayerDropoutEval;

    [Network]
    [Input(4)]
    [Dense(8), ReLU, Dropout(0.5)]
    [Dense(3)]
    [MeanSquaredError]
    public sealed partial class LayerDropoutTrain;

    [Network]
    [Input(2, 5, 5)]
    [Conv2D(3, 3, Bias = false), BatchNorm, Tanh, Flatten]
    [Dense(2)]
    [SoftmaxCrossEntropy]
    public sealed partial class LayerBatchNormConvEval;

    [Network]
    [Input(4)]
    [Dense(6), BatchNorm, ReLU]
    [Dense(3)]
    [MeanSquaredError]
    public sealed partial class LayerBatchNormTrain;

    [Network]
    [Input(4)]
    [Dense(6), LayerNorm, ReLU]
    [Dense(3)]
    [MeanSquaredError]
    public sealed partial class LayerLayerNorm;

    [Network]
    [Input(5)]
    [LayerNorm]
    [HalfSquaredError(Reduction = Reduction.Sum)]
    public sealed partial class LayerLayerNormInput;

    [Network]
    [Input(5)]
    [RMSNorm]
    [HalfSquaredError(Reduction = Reduction.Sum)]
    public sealed partial class LayerRMSNormInput;

    [Network]
    [Input(2)]
    [Dense(2, Bias = false), Sigmoid]
    [Dense(1, Bias = false), Sigmoid]
    [HalfSquaredError(Reduction = Reduction.Sum)]
    public sealed partial class Lecture;

    [Network]
    [Input(4)]
    [Dense(5), Tanh]
    [Dense(3)]
    [BinaryCrossEntropy]
    public sealed partial class LossBinaryCrossEntropy;

    [Network]
    [Input(4)]
    [Dense(5), Tanh]
    [Dense(3)]
    [BinaryCrossEntropy(Reduction = Reduction.Sum)]
    public sealed partial class LossBinaryCrossEntropySoft;

    [Network]
    [Input(4)]
    [Dense(5), Tanh]
    [Dense(3)]
    [HalfSquaredError(Reduction = Reduction.Sum)]
    public sealed partial class LossHalfSquaredErrorSum;

    [Network]
    [Input(4)]
    [Dense(5), Tanh]
    [Dense(3)]
    [MeanSquaredError]
    public sealed partial class LossMeanSquaredError;

    [Network]
    [Input(4)]
    [Dense(5), Tanh]
    [Dense(3)]
    [SoftmaxCrossEntropy]
    public sealed partial class LossSoftmaxCrossEntropy;

    [Network]
    [Input(4)]
    [Dense(5), Tanh]
    [Dense(3)]
    [SoftmaxCrossEntropy(Reduction = Reduction.Sum)]
    public sealed partial class LossSoftmaxCrossEntropySum;
}
