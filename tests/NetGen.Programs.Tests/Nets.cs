namespace NetGen.Programs.Tests;

[Network]
[Input(4)]
[Dense(8), BatchNorm, Tanh, Dropout(0.2)]
[Dense(3)]
[SoftmaxCrossEntropy]
internal sealed partial class Classifier;

[Network<double>]
[Input(4)]
[Dense(5), Tanh]
[Dense(1)]
[MeanSquaredError]
internal sealed partial class Regressor;

[Network]
[Input(4)]
[Dense(6), ReLU]
[Dense(3)]
[SoftmaxCrossEntropy]
internal sealed partial class Rectified;

[Network]
[Input(4)]
[Normalization]
[Dense(3)]
[SoftmaxCrossEntropy]
internal sealed partial class Normalized;

[Network]
[Input(3, 6, 6)]
[Conv2D(4, 3), ReLU, GlobalAveragePool2D]
[Dense(2)]
[SoftmaxCrossEntropy]
internal sealed partial class ImageNet;

[Network]
[Input(4)]
[Dense(3)]
[SoftmaxCrossEntropy]
internal sealed partial class Metered;
