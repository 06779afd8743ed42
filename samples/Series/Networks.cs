using NetGen;

namespace Forecasting;

/// <summary>What the program needs of a network that forecasts; the generator writes all of it.</summary>
/// <typeparam name="TSelf">The network.</typeparam>
internal interface IForecastNet<TSelf> : ITrainableNetwork<TSelf, float, float>
    where TSelf : class, IForecastNet<TSelf>
{
    /// <summary>The values that a forecast is made from.</summary>
    static abstract int Length { get; }

    /// <summary>The values that are forecast.</summary>
    static abstract int Horizon { get; }
}

/// <summary>A chaotic series: 12 values from the 48 before, by gated recurrent units and, beside them, a linear forecast that they correct.</summary>
[Network]
[Input(48, 1)]
[Flatten, Dense(12, Name = "linear")]
[GRU(48, From = "input"), Dense(12), Add("linear")]
[MeanSquaredError]
internal sealed partial class ChaosNet : IForecastNet<ChaosNet>
{
    public static int Length => 48;

    public static int Horizon => 12;
}

/// <summary>A short series of measurements: the next value from the 12 before.</summary>
[Network]
[Input(12, 1)]
[Flatten, Dense(1, Name = "linear")]
[GRU(8, From = "input"), Dropout(0.1), Dense(1), Add("linear")]
[MeanSquaredError]
internal sealed partial class MeasurementNet : IForecastNet<MeasurementNet>
{
    public static int Length => 12;

    public static int Horizon => 1;
}
