namespace NetGen.Mpi.Rank;

[Network]
[Input(12)]
[Dense(24), ReLU]
[Dense(16), Tanh]
[Dense(4)]
[SoftmaxCrossEntropy]
internal sealed partial class Mlp;

[Network]
[Input(1, 28, 28)]
[Conv2D(6, 5, Padding = 2), ReLU, MaxPool2D(2)]
[Conv2D(16, 5), ReLU, MaxPool2D(2)]
[Flatten, Dense(120), ReLU]
[Dense(84), ReLU]
[Dense(10)]
[SoftmaxCrossEntropy]
internal sealed partial class LeNet;

[Network]
[Input(12)]
[Normalization]
[Dense(20), L2(1e-3), BatchNorm, ReLU, Dropout(0.3)]
[Dense(4)]
[SoftmaxCrossEntropy]
internal sealed partial class Mixed;
