using NetGen;

namespace Digits;

/// <summary>A small residual network: every block adds a correction to the maps that come in.</summary>
[Network]
[Input(1, 28, 28)]
[Conv2D(16, 3, Same = true, Bias = false), BatchNorm, ReLU, MaxPool2D(2)]
[Residual<ConvolutionBlock>(Repeat = 2), MaxPool2D(2)]
[Residual<ConvolutionBlock>(Repeat = 2), GlobalAveragePool2D]
[Dense(10)]
[SoftmaxCrossEntropy]
public sealed partial class ResNet : IDigitNet<ResNet>;

/// <summary>The classic block: two convolutions, each normalized over the batch. He et al., Deep residual learning, 2016.</summary>
[Block]
[Conv2D(16, 3, Same = true, Bias = false), BatchNorm, ReLU]
[Conv2D(16, 3, Same = true, Bias = false), BatchNorm]
public sealed class ConvolutionBlock;
