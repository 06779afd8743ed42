using System.Runtime.CompilerServices;
using NetGen.CompilerServices;

namespace NetGen;

/// <summary>An optimizer's rule with the numbers of one step, for parts of a network's parameters, in any order and on any thread.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
internal abstract class Updater<T>
    where T : unmanaged
{
    /// <summary>Updates some of the parameters.</summary>
    public abstract void Update(int offset, int count);
}

/// <summary>The updater of one kind of rule. A network's buffers do not move, so it holds them from step to step.</summary>
internal sealed class RuleUpdater<TRule, V, T>(OptimizerState<T> state) : Updater<T>
    where TRule : struct, IUpdateRule<V>
    where V : struct, ISimd<V, T>
    where T : unmanaged
{
    private AlignedBuffer<T>? _parameters;
    private AlignedBuffer<T>? _gradients;
    private TRule _rule;

    /// <summary>Takes the numbers of the next step.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Begin(in TRule rule, AlignedBuffer<T> parameters, AlignedBuffer<T> gradients)
    {
        state.Require(TRule.StateCount);
        _rule = rule;
        _parameters = parameters;
        _gradients = gradients;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Update(int offset, int count) => UpdateKernel.Run<TRule, V, T>(
        _rule,
        _parameters!.Span.Slice(offset, count),
        _gradients!.Span.Slice(offset, count),
        State(0, offset, count),
        State(1, offset, count),
        State(2, offset, count));

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private Span<T> State(int index, int offset, int count) =>
        index < TRule.StateCount ? state[index].Slice(offset, count) : [];
}
