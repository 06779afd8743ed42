namespace NetGen.Tests;

/// <summary>Networks of the activations and losses that <see cref="Nets"/> does not hold.</summary>
internal static partial class OperatorNets
{
    [Network<double>]
    [Input(5)]
    [Dense(9), GELU]
    [Dense(33), SiLU]
    [Dense(6), Mish]
    [Dense(3), Softsign]
    [MeanSquaredError]
    public sealed partial class Smooth;

    [Network<double>]
    [Input(18)]
    [Dense(35), GELUTanh]
    [Dense(7), ELU(1.0), SELU]
    [Softsign]
    [Dense(20), ELU(Alpha = 1), GELU]
    [MeanSquaredError]
    public sealed partial class SmoothWide;

    [Network<double>]
    [Input(6)]
    [Dense(11), HardTanh(Min = -2, Max = 1.5)]
    [Dense(34), HardSwish]
    [Dense(5), HardSigmoid, HardTanh]
    [Dense(3), ReLU6, LeakyReLU(0.3), HardThreshold(AtZero = 1)]
    [Dense(2)]
    [MeanSquaredError]
    public sealed partial class Hard;

    [Network]
    [Input(31)]
    [Dense(20), GELU]
    [Dense(33), SiLU, HardSwish]
    [Dense(7), Mish, Softsign]
    [Dense(50), GELUTanh, ReLU6]
    [Dense(6), SELU, ELU(0.5), HardSigmoid, HardTanh]
    [MeanSquaredError]
    public sealed partial class Single;
}
