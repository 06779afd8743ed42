namespace NetGen.Mpi.Tests;

[Network<double>]
[Input(6)]
[Dense(8), L2(1e-2), Tanh]
[Dense(3)]
[SoftmaxCrossEntropy(ClassWeights = [1, 2.5, 0.5])]
internal sealed partial class Weighing;

[Network<double>]
[Input(6)]
[Dense(8), L2(1e-2), Tanh]
[Dense(3)]
[SoftmaxCrossEntropy(IgnoreLabel = -1)]
internal sealed partial class Ignoring;

[Network<double>]
[Input(6)]
[Dense(8), L2(1e-2), Tanh]
[Dense(2)]
[MeanSquaredError(Reduction = Reduction.Sum)]
internal sealed partial class Summing;

[Network<double>]
[Input(6)]
[Dense(8), Tanh, L2(1e-2)]
[Dense(2, Name = "value")]
[Dense(3, From = "tanh1", Name = "policy")]
[SoftmaxCrossEntropy(IgnoreLabel = -1)]
[MeanSquaredError(From = "value", Weight = 0.5)]
internal sealed partial class Several;

[Network]
[Input(6)]
[BatchNorm]
[Dense(3)]
[SoftmaxCrossEntropy]
internal sealed partial class Running;
