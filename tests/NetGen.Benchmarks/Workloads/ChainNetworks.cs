namespace NetGen.Benchmarks.Workloads;

/// <summary>Widths that are no multiple of any vector.</summary>
[Network]
[Input(33)]
[Dense(97), ReLU]
[Dense(45), ReLU]
[Dense(3)]
[MeanSquaredError]
public sealed partial class Chain33x97x45x3;

/// <summary>Small layers between W1 and W2.</summary>
[Network]
[Input(10)]
[Dense(32), ReLU]
[Dense(32), ReLU]
[Dense(5)]
[MeanSquaredError]
public sealed partial class Chain10x32x32x5;

/// <summary>Widths that are multiples of four, not of a vector.</summary>
[Network]
[Input(100)]
[Dense(100), ReLU]
[Dense(100), ReLU]
[Dense(10)]
[SoftmaxCrossEntropy]
public sealed partial class Chain100x100x100x10;

/// <summary>One output: matrix-vector work.</summary>
[Network]
[Input(64)]
[Dense(128), ReLU]
[Dense(1)]
[MeanSquaredError]
public sealed partial class Chain64x128x1;

/// <summary>LeNet-300-100.</summary>
[Network]
[Input(784)]
[Dense(300), ReLU]
[Dense(100), ReLU]
[Dense(10)]
[SoftmaxCrossEntropy]
public sealed partial class Chain784x300x100x10;
