namespace NetGen;

/// <summary>
/// An element-wise activation h = f(z): f and f′ side by side, written once for every vector width and precision. The
/// generator inlines both into the kernels of the layer before.
/// </summary>
/// <remarks>
/// Implement it on a struct that carries a <see cref="DerivativeAttribute"/>, and declare the attribute that users write
/// by deriving from <see cref="ActivationAttribute{T}"/>. Settable properties of the struct are its parameters; their
/// defaults live in the struct alone. Mark both methods with
/// <c>[MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]</c>: the JIT stops inlining others in large kernels.
/// </remarks>
public interface IActivation
{
    /// <summary>f(z), lane by lane.</summary>
    V Forward<V>(V z)
        where V : struct, ISimd<V>;

    /// <summary>
    /// f′, lane by lane, computed from what the struct's <see cref="DerivativeAttribute"/> says is kept: from z
    /// (<see cref="Needs.Input"/>), from h = f(z) (<see cref="Needs.Output"/>), or from neither
    /// (<see cref="Needs.Nothing"/>; the argument is then not to be used).
    /// </summary>
    V Derivative<V>(V kept)
        where V : struct, ISimd<V>;
}
