using System.Runtime.CompilerServices;
using NetGen.CompilerServices;

namespace NetGen;

/// <summary>A part of the parameters of a step, with their gradients and the optimizer's state for them.</summary>
/// <typeparam name="V">The vector to update them by.</typeparam>
/// <typeparam name="T">Their type: <see cref="float"/> or <see cref="double"/>.</typeparam>
public readonly ref struct ParameterRange<V, T>
    where V : struct, ISimd<V, T>
    where T : unmanaged
{
    private readonly OptimizerState<T> _state;
    private readonly Span<T> _parameters;
    private readonly ReadOnlySpan<T> _gradients;
    private readonly int _offset;
    private readonly StepUpdates<T>.Slot? _slot;
    private readonly AlignedBuffer<T>? _parameterBuffer;
    private readonly AlignedBuffer<T>? _gradientBuffer;

    internal ParameterRange(OptimizerState<T> state, Span<T> parameters, ReadOnlySpan<T> gradients, int offset, int count)
    {
        _state = state;
        _parameters = parameters.Slice(offset, count);
        _gradients = gradients.Slice(offset, count);
        _offset = offset;
    }

    /// <summary>A range of a network, whose rule is noted: the network's kernels apply it.</summary>
    internal ParameterRange(StepUpdates<T>.Slot slot, OptimizerState<T> state, AlignedBuffer<T> parameters, AlignedBuffer<T> gradients)
    {
        _slot = slot;
        _state = state;
        _parameterBuffer = parameters;
        _gradientBuffer = gradients;
    }

    /// <summary>Updates the range by a rule, in one pass over parameters, gradients and state. Once for each range.</summary>
    /// <typeparam name="TRule">The rule: the same at every step, or one with as many states.</typeparam>
    /// <param name="rule">The rule with the numbers of this step.</param>
    /// <exception cref="InvalidOperationException">The number of states is not 0 to 3, or not that of the first step.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Apply<TRule>(TRule rule)
        where TRule : struct, IUpdateRule<V>
    {
        if (_slot is not null)
        {
            _slot.Take<TRule, V>(in rule, _state, _parameterBuffer!, _gradientBuffer!);
            return;
        }

        _state.Require(TRule.StateCount);
        UpdateKernel.Run<TRule, V, T>(rule, _parameters, _gradients, State<TRule>(0), State<TRule>(1), State<TRule>(2));
    }

    /// <summary>A state of the range; empty if the rule has fewer.</summary>
    private Span<T> State<TRule>(int index)
        where TRule : struct, IUpdateRule<V> =>
        index < TRule.StateCount ? _state[index].Slice(_offset, _parameters.Length) : [];
}
