namespace NetGen.Tests.Networks;

[Block]
[Dense(7), Tanh]
[Dense(5)]
public sealed class SmallBlock;

[Block]
[Residual<SmallBlock>(Repeat = 2)]
[Tanh, Dense(5, Name = "mid"), Sigmoid, Add("input")]
public sealed class NestedBlock;

[Network<double>]
[Input(5)]
[Residual<NestedBlock>(Repeat = 2, Name = "body"), Tanh, Sequence<SmallBlock>]
[Dense(3)]
[MeanSquaredError]
[L2(0.1)]
public sealed partial class BlockNet;

[Network<double>]
[Input(6)]
[Dense(5, Name = "a"), Tanh(Name = "b")]
[Dense(5, From = "a"), Add("b", "a"), Sigmoid]
[Dense(5, Name = "c"), Tanh, Multiply("b"), Add("c")]
[Dense(2), Tanh]
[MeanSquaredError]
public sealed partial class DagNet;

[Network<double>]
[Input(7)]
[Slice(1, 5), Tanh, Dense(3, Name = "a")]
[Dense(6, From = "input"), Tanh(Name = "b")]
[Slice(2, 3), Sigmoid, Concat("a", "b"), Tanh, Concat("input")]
[Dense(3)]
[MeanSquaredError]
public sealed partial class JoinNet;

[Network<double>]
[Input(5)]
[Dense(5), Tanh, Dense(5, Tie = "dense1"), Tanh, Dense(5, Trainable = false), Sigmoid, Dense(2)]
[MeanSquaredError]
[L2(0.3)]
public sealed partial class TiedNet;

[Network<double>]
[Input(5, 3)]
[Dense(7), Tanh, Dense(7), Sigmoid, Add("tanh1"), Dense(2)]
[MeanSquaredError]
public sealed partial class StepsNet;

[Network<double>]
[Input(3, Name = "state")]
[Input(2, Name = "action")]
[Dense(6, From = "state"), Tanh, Concat("action"), Dense(5), Tanh, Dense(1)]
[MeanSquaredError]
public sealed partial class CriticNet;

[Network<double>]
[Input(6)]
[Dense(8), Tanh(Name = "trunk")]
[Dense(3, Name = "policy")]
[Dense(1, From = "trunk", Name = "value")]
[Concat("policy"), Dense(3), Tanh]
[SoftmaxCrossEntropy(From = "policy", Weight = 0.7)]
[MeanSquaredError(From = "value", Weight = 0.5)]
[HalfSquaredError]
[L2(0.01)]
public sealed partial class HeadsNet;

[Network<double>]
[Input(2, 5, 6)]
[Conv2D(2, 3, Padding = 1), Tanh, Conv2D(2, 3, Padding = 1, Tie = "conv2D1"), Sigmoid, Conv2D(3, 2, Trainable = false), Tanh, Flatten, Dense(2)]
[MeanSquaredError]
[L2(0.3)]
public sealed partial class TiedMapsNet;

/// <summary>The same without sharing.</summary>
[Network<double>]
[Input(2, 5, 6)]
[Conv2D(2, 3, Padding = 1), Tanh, Conv2D(2, 3, Padding = 1), Sigmoid, Conv2D(3, 2, Trainable = false), Tanh, Flatten, Dense(2)]
[MeanSquaredError]
[L2(0.3)]
public sealed partial class UntiedMapsNet;

[Network<double>]
[Input(7, 3)]
[Conv1D(3, 3, Same = true), Tanh, Conv1D(3, 3, Same = true, Tie = "conv1D1"), Sigmoid, Conv1D(5, 2, Trainable = false), Tanh, Flatten, Dense(2)]
[MeanSquaredError]
[L2(0.3)]
public sealed partial class TiedStepsNet;

/// <summary>The same without sharing.</summary>
[Network<double>]
[Input(7, 3)]
[Conv1D(3, 3, Same = true), Tanh, Conv1D(3, 3, Same = true), Sigmoid, Conv1D(5, 2, Trainable = false), Tanh, Flatten, Dense(2)]
[MeanSquaredError]
[L2(0.3)]
public sealed partial class UntiedStepsNet;
