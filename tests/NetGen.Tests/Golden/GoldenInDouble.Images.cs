namespace NetGen.Tests;

/// <summary>The nets over images, likewise.</summary>
internal static partial class GoldenInDouble
{
    [Network<double>]
    [Input(1, 28, 28)]
    [Conv2D(8, 5), ReLU, MaxPool2D(2)]
    [Conv2D(16, 5), ReLU, MaxPool2D(2), Flatten]
    [Dense(10)]
    [SoftmaxCrossEntropy]
    public sealed partial class FormulaCNNReLUMax;

    [Network<double>]
    [Input(1, 28, 28)]
    [Conv2D(6, 5, Padding = 2), Tanh, AveragePool2D(2)]
    [Conv2D(16, 5), Tanh, AveragePool2D(2), Flatten]
    [Dense(120), Tanh]
    [Dense(84), Tanh]
    [Dense(10)]
    [SoftmaxCrossEntropy]
    public sealed partial class FormulaLeNet5Tanh;

    [Network<double>]
    [Input(2, 4, 6)]
    [AveragePool2D(2), Flatten]
    [Dense(3)]
    [MeanSquaredError]
    public sealed partial class LayerAveragePool2DAlone;

    [Network<double>]
    [Input(3, 4, 4)]
    [Conv2D(5, 1), SiLU]
    [Conv2D(2, 1), GlobalAveragePool2D]
    [SoftmaxCrossEntropy]
    public sealed partial class LayerConv2D1x1;

    [Network<double>]
    [Input(2, 5, 5)]
    [Conv2D(3, 3, Padding = 1)]
    [HalfSquaredError(Reduction = Reduction.Sum)]
    public sealed partial class LayerConv2DAlone;

    [Network<double>]
    [Input(1, 8, 8)]
    [Conv2D(4, 3), ReLU, Flatten]
    [Dense(3)]
    [SoftmaxCrossEntropy]
    public sealed partial class LayerConv2DS1p0;

    [Network<double>]
    [Input(1, 8, 8)]
    [Conv2D(4, 3, Padding = 1), ReLU, Flatten]
    [Dense(3)]
    [SoftmaxCrossEntropy]
    public sealed partial class LayerConv2DS1p1;

    [Network<double>]
    [Input(1, 8, 8)]
    [Conv2D(4, 3, Stride = 2), ReLU, Flatten]
    [Dense(3)]
    [SoftmaxCrossEntropy]
    public sealed partial class LayerConv2DS2p0;

    [Network<double>]
    [Input(1, 12, 12)]
    [Conv2D(4, 3, Padding = 1), ReLU, MaxPool2D(2)]
    [Conv2D(6, 3), ReLU, MaxPool2D(2), Flatten]
    [Dense(16), ReLU]
    [Dense(10)]
    [SoftmaxCrossEntropy]
    public sealed partial class LayerLeNetSmall;

    [Network<double>]
    [Input(1, 8, 8)]
    [Conv2D(4, 3, Padding = 1), MaxPool2D(2), ReLU, Flatten]
    [Dense(3)]
    [SoftmaxCrossEntropy]
    public sealed partial class LayerMaxPool2D;
}
