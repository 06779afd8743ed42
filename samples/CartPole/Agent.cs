using NetGen;

namespace Balancing;

/// <summary>
/// What to do, and how good the state is: two heads, each with layers of its own. The losses say what the heads are; PPO, whose objective is neither, gives Backward
/// their gradients.
/// </summary>
[Network]
[Input(CartPole.StateSize)]
[Dense(64, Init = Init.Orthogonal, InitScale = 1.414), Tanh, Dense(64, Init = Init.Orthogonal, InitScale = 1.414), Tanh, Dense(CartPole.Actions, Name = "policy", Init = Init.Orthogonal, InitScale = 0.01)]
[Dense(64, From = "input", Init = Init.Orthogonal, InitScale = 1.414), Tanh, Dense(64, Init = Init.Orthogonal, InitScale = 1.414), Tanh, Dense(1, Name = "value", Init = Init.Orthogonal)]
[SoftmaxCrossEntropy(From = "policy")]
[MeanSquaredError(From = "value")]
public sealed partial class Agent;
