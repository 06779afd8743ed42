using System.Runtime.CompilerServices;

namespace NetGen.OnnxTests;

/// <summary>Every activation, those with parameters as they are and otherwise.</summary>
internal static partial class ActivationNets
{
    [Network, Input(6), Dense(9), ReLU, Dense(9), LeakyReLU, Dense(9), LeakyReLU(Slope = 0.3), Dense(9), ReLU6, Dense(9), ELU, Dense(9), ELU(Alpha = 0.6), Dense(9), SELU, Dense(7), GELU, Dense(5), MeanSquaredError]
    public sealed partial class OfTheReLUFamily;

    [Network, Input(6), Dense(9), GELUTanh, Dense(9), SiLU, Dense(9), Mish, Dense(9), Softplus, Dense(9), Sigmoid, Dense(9), Tanh, Dense(9), Softsign, Dense(5), HardSigmoid, Dense(5), HardSwish, MeanSquaredError]
    public sealed partial class Smooth;

    [Network, Input(6), HardTanh, Dense(9), HardTanh(Min = -0.3, Max = 0.6), Dense(9), Square, Dense(9), Exp, Log, Dense(9), Sin, Dense(9), Cos, Dense(9), Abs, Sqrt, Dense(9), Scale(1.5), Scale(0.5, Offset = -0.25), Identity, MeanSquaredError]
    public sealed partial class Functions;

    /// <summary>Behind a ReLU many are exactly 0.</summary>
    [Network, Input(6), Dense(12), ReLU, HardThreshold(AtZero = 0.5), Dense(9), HardThreshold, Dense(3), MeanSquaredError]
    public sealed partial class Thresholds;

    [Network, Input(3, 5, 4), PReLU, Conv2D(4, 2), PReLU(Shared = true), Softmax, LogSoftmax, MeanSquaredError]
    public sealed partial class SlopesOfMaps;

    [Network, Input(5, 6), Dense(6, Name = "a"), PReLU(Name = "p"), Dense(6), PReLU(Tie = "p"), Softmax, Dense(3), LogSoftmax, MeanSquaredError]
    public sealed partial class SlopesOfSteps;

    /// <summary>NetGen's functions under names of one's own are no activations of one's own.</summary>
    [Network, Input(6), Dense(5), OwnName(Slope = 0.4), Dense(5), Wave, MeanSquaredError]
    public sealed partial class UnderOtherNames;

    [Network, Input(4), Dense(5), Cube(Factor = 0.5), Dense(3), Elsewhere.Tanh, MeanSquaredError]
    public sealed partial class OfOnesOwn;

    [Network, Input(4), Dense(5), Cube, MeanSquaredError]
    public sealed partial class OfACube;

    public sealed class OwnNameAttribute : ActivationAttribute<LeakyReLU>
    {
        public double Slope { get; set; }
    }

    public sealed class WaveAttribute : ActivationAttribute<SinFunction>;
}

/// <summary>f(z) = Factor · z³.</summary>
[Derivative(Needs.Input)]
public readonly struct CubeFunction : IActivation
{
    public CubeFunction()
    {
    }

    public double Factor { get; init; } = 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Forward<V>(V z)
        where V : struct, ISimd<V> => V.Constant(Factor) * z * z * z;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Derivative<V>(V z)
        where V : struct, ISimd<V> => V.Constant(3 * Factor) * z * z;
}

/// <summary>An activation that NetGen does not have.</summary>
public sealed class CubeAttribute : ActivationAttribute<CubeFunction>
{
    public double Factor { get; set; }
}

/// <summary>The name of one of NetGen's layers does not make it one.</summary>
public static class Elsewhere
{
    public sealed class TanhAttribute : ActivationAttribute<CubeFunction>;
}
