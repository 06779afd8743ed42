namespace NetGen.Benchmarks.Workloads;

/// <summary>W1: a toy regression, where every call and every branch counts.</summary>
[Network]
[Input(2)]
[Dense(8), Tanh]
[Dense(8), Tanh]
[Dense(1)]
[MeanSquaredError]
public sealed partial class W1;

/// <summary>W2: a policy as in reinforcement learning.</summary>
[Network]
[Input(17)]
[Dense(64), ReLU]
[Dense(64), ReLU]
[Dense(6), Tanh]
[MeanSquaredError]
public sealed partial class W2;

/// <summary>W3: the function fit of audio plug-ins, for the latency of one example.</summary>
[Network]
[Input(1)]
[Dense(16), Tanh]
[Dense(16), Tanh]
[Dense(1)]
[MeanSquaredError]
public sealed partial class W3;

/// <summary>W4: digits with one hidden layer.</summary>
[Network]
[Input(784)]
[Dense(256), ReLU]
[Dense(10)]
[SoftmaxCrossEntropy]
public sealed partial class W4;

/// <summary>W5: digits with two wide hidden layers.</summary>
[Network]
[Input(784)]
[Dense(512), ReLU]
[Dense(512), ReLU]
[Dense(10)]
[SoftmaxCrossEntropy]
public sealed partial class W5;

/// <summary>W6: digits with convolutions, LeNet-5.</summary>
[Network]
[Input(1, 28, 28)]
[Conv2D(6, 5, Padding = 2), ReLU, MaxPool2D(2)]
[Conv2D(16, 5), ReLU, MaxPool2D(2)]
[Flatten, Dense(120), ReLU]
[Dense(84), ReLU]
[Dense(10)]
[SoftmaxCrossEntropy]
public sealed partial class W6;

/// <summary>W7: a small classifier with dropout, loss and gradient only.</summary>
[Network]
[Input(24)]
[Dense(8), Tanh, Dropout(0.2)]
[Dense(2)]
[SoftmaxCrossEntropy]
public sealed partial class W7;

/// <summary>W8: a small regression with all its data in one batch.</summary>
[Network]
[Input(4)]
[Dense(32), Tanh]
[Dense(16), Tanh]
[Dense(4)]
[MeanSquaredError]
public sealed partial class W8;

/// <summary>A block of W9: layer normalization, twice the width, and back.</summary>
[Block]
[LayerNorm, Dense(256), GELU, Dense(128)]
public sealed class PreNormBlock;

/// <summary>W9: a pre-norm residual MLP.</summary>
[Network]
[Input(128)]
[Residual<PreNormBlock>(Repeat = 6)]
[MeanSquaredError]
public sealed partial class W9;
