using NetGen;

namespace Quantization.Nets;

[Network, Input(784), Dense(64), ReLU, Dense(10), SoftmaxCrossEntropy]
internal sealed partial class DigitNet;

[Network, Input(1, 28, 28), Conv2D(6, 5, Padding = 2), ReLU, MaxPool2D(2), Conv2D(16, 5), ReLU, MaxPool2D(2), Flatten, Dense(120), ReLU, Dense(84), Tanh, Dense(10), SoftmaxCrossEntropy]
internal sealed partial class LeNet;

[Network, Input(4, 9, 8), Normalization]
[Conv2D(6, 3, Same = true, Groups = 2), BatchNorm, LeakyReLU(0.2), Conv2D(6, 3, KernelWidth = 2, StrideHeight = 2, DilationWidth = 2, PaddingHeight = 1, Groups = 6, Bias = false), HardTanh(Min = -3, Max = 3)]
[AveragePool2D(2, Stride = 1, Same = true), MaxPool2D(3, Stride = 2, Padding = 1), GELU, Dropout(0.2), GlobalAveragePool2D, Scale(3), Dense(3), MeanSquaredError]
internal sealed partial class MapsNet;

[Network, Input(20, 3), Conv1D(8, 3, Causal = true, Dilation = 2), SiLU, AveragePool1D(3, Stride = 2, Padding = 1), Dense(5), Softplus, MaxPool1D(2), Reshape(25), Dense(2), MeanSquaredError]
internal sealed partial class StepsNet;

[Network, Input(4), Dense(4, Name = "a"), ReLU, Dense(4), Add("a"), Dense(1), MeanSquaredError]
internal sealed partial class GraphNet;

[Network, Input(5, 3), GRU(4), Dense(1), MeanSquaredError]
internal sealed partial class RecurrentNet;

[Network, Input(784), Dense(256), ReLU, Dense(10), SoftmaxCrossEntropy]
internal sealed partial class WideDigitNet;
