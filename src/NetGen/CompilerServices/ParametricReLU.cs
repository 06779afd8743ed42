using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace NetGen.CompilerServices;

/// <summary>The parametric ReLU, called by generated code: f(x) = x where x &gt; 0, else slope·x.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
[SuppressMessage("Performance", "CA1822:Mark members as static", Justification = "Generated code calls it as it calls the structs of activations.")]
public readonly struct ParametricReLU
{
    /// <summary>f(x).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Forward<V>(V x, V slope)
        where V : struct, ISimd<V> => V.WhereGreater(x, V.Zero, x, slope * x);

    /// <summary>∂f/∂x = 1 where x &gt; 0, else slope.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Derivative<V>(V x, V slope)
        where V : struct, ISimd<V> => V.WhereGreater(x, V.Zero, V.One, slope);

    /// <summary>∂f/∂slope = min(0, x).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V SlopeDerivative<V>(V x)
        where V : struct, ISimd<V> => V.WhereGreater(x, V.Zero, V.Zero, x);
}
