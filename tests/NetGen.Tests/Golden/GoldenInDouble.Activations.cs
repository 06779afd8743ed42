namespace NetGen.Tests;

/// <summary>The nets of the golden cases of further activations in double precision, in the order of the files' names.</summary>
internal static partial class GoldenInDouble
{
    [Network<double>]
    [Input(4)]
    [Dense(5), ELU]
    [Dense(3)]
    [MeanSquaredError]
    public sealed partial class ActELU;

    [Network<double>]
    [Input(4)]
    [Dense(5), GELUTanh]
    [Dense(3)]
    [MeanSquaredError]
    public sealed partial class ActGELUTanh;

    [Network<double>]
    [Input(4)]
    [Dense(5), HardSigmoid]
    [Dense(3)]
    [MeanSquaredError]
    public sealed partial class ActHardSigmoid;

    [Network<double>]
    [Input(4)]
    [Dense(5), HardTanh]
    [Dense(3)]
    [MeanSquaredError]
    public sealed partial class ActHardTanh;

    [Network<double>]
    [Input(4)]
    [Dense(5), LogSoftmax]
    [Dense(3)]
    [MeanSquaredError]
    public sealed partial class ActLogSoftmax;

    [Network<double>]
    [Input(4)]
    [Dense(5), Mish]
    [Dense(3)]
    [MeanSquaredError]
    public sealed partial class ActMish;

    [Network<double>]
    [Input(4)]
    [Dense(5), SELU]
    [Dense(3)]
    [MeanSquaredError]
    public sealed partial class ActSELU;

    [Network<double>]
    [Input(4)]
    [Dense(5), SiLU]
    [Dense(3)]
    [MeanSquaredError]
    public sealed partial class ActSiLU;

    [Network<double>]
    [Input(4)]
    [Dense(5), Softsign]
    [Dense(3)]
    [MeanSquaredError]
    public sealed partial class ActSoftsign;
}
