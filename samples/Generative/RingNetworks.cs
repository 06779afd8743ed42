using NetGen;

namespace Generating;

/// <summary>Points of the plane from noise.</summary>
[Network]
[Input(NoiseSize)]
[Dense(128), ReLU, Dense(128), ReLU, Dense(2)]
public sealed partial class RingGenerator
{
    internal const int NoiseSize = 8;
}

/// <summary>
/// Whether points are of the ring or made. It sees them through noise, much at first and none at the end, so that both kinds are somewhere alike and it always has a way to show
/// (Sønderby and others, 2017).
/// </summary>
[Network]
[Input(2)]
[GaussianNoise(0.5), Dense(128), LeakyReLU(Slope = 0.2), Dense(128), LeakyReLU(Slope = 0.2), Dense(1)]
[BinaryCrossEntropy]
public sealed partial class RingJudge;
