using NetGen;

namespace Digits;

/// <summary>LeNet-5, with ReLU and maximum pools as it is built today: strokes, what they form, and which digit that is.</summary>
[Network]
[Input(1, 28, 28)]
[Conv2D(6, 5, Padding = 2), ReLU, MaxPool2D(2)]
[Conv2D(16, 5), ReLU, MaxPool2D(2)]
[Flatten, Dense(120), ReLU]
[Dense(84), ReLU]
[Dense(10)]
[SoftmaxCrossEntropy]
public sealed partial class LeNet : IDigitNet<LeNet>;
