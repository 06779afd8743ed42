using NetGen;

/// <summary>Tells from a point's two coordinates which of two spirals it lies on.</summary>
[Network]
[Input(2)]
[Dense(32), Tanh]
[Dense(32), Tanh]
[Dense(1)]
[BinaryCrossEntropy]
public sealed partial class SpiralNet;
