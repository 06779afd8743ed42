using NetGen;

namespace Digits;

/// <summary>Reads an image as a text: row by row from the top, 28 steps of 28 pixels, by gated recurrent units that remember what they saw.</summary>
[Network]
[Input(784)]
[Reshape(28, 28)]
[GRU(128), Dropout(0.1)]
[Dense(10)]
[SoftmaxCrossEntropy]
public sealed partial class GruNet : IDigitNet<GruNet>;
