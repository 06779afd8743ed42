using NetGen;

namespace Digits;

/// <summary>Ten logits from the 784 pixels of a 28x28 image: how much it looks like each class.</summary>
[Network]
[Input(784)]
[Dense(256), ReLU, Dropout(0.2)]
[Dense(10)]
[SoftmaxCrossEntropy]
public sealed partial class DigitNet : IDigitNet<DigitNet>;
