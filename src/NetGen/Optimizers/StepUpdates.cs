using System.Runtime.CompilerServices;
using NetGen.CompilerServices;

namespace NetGen;

/// <summary>The updaters of a network's step: one for each range that the optimizer treats alike. Kept, so that later steps allocate nothing.</summary>
internal sealed class StepUpdates<T>
    where T : unmanaged
{
    private Slot[] _slots = [];

    /// <summary>Asks the optimizer for the rule of each range.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Begin<V>(Optimizer optimizer, ReadOnlySpan<UpdateRange> ranges, OptimizerState<T> state, AlignedBuffer<T> parameters, AlignedBuffer<T> gradients)
        where V : struct, ISimd<V, T>
    {
        if (_slots.Length != ranges.Length)
        {
            _slots = new Slot[ranges.Length];
            for (int i = 0; i < _slots.Length; i++)
                _slots[i] = new Slot();
        }

        for (int i = 0; i < _slots.Length; i++)
        {
            UpdateRange range = ranges[i];
            _slots[i].Offset = range.Offset;
            _slots[i].End = range.Offset + range.Length;
            _slots[i].Updater = null;
            if (range.RateFactor != 0)
            {
                optimizer.Update<V, T>(
                    new(_slots[i], state, parameters, gradients),
                    optimizer.LearningRate * range.RateFactor,
                    range.Decays ? optimizer.WeightDecay : 0,
                    optimizer.StepCount - range.Missed);
            }
        }
    }

    /// <summary>Updates a range, which may be of several tensors.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Update(int offset, int length)
    {
        foreach (Slot slot in _slots)
        {
            int start = Math.Max(offset, slot.Offset), count = Math.Min(offset + length, slot.End) - start;
            if (count > 0)
                slot.Updater?.Update(start, count);
        }
    }

    /// <summary>A range and what updates it, in this step and, kept for the next, in the last one.</summary>
    internal sealed class Slot
    {
        private Updater<T>? _kept;

        public int Offset { get; set; }

        public int End { get; set; }

        public Updater<T>? Updater { get; set; }

        /// <summary>Takes the rule of this step.</summary>
        /// <exception cref="InvalidOperationException">There is one already.</exception>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Take<TRule, V>(in TRule rule, OptimizerState<T> state, AlignedBuffer<T> parameters, AlignedBuffer<T> gradients)
            where TRule : struct, IUpdateRule<V>
            where V : struct, ISimd<V, T>
        {
            if (Updater is not null)
                throw new InvalidOperationException("An optimizer applies one rule to a range of parameters, this one applies several.");
            if (_kept is not RuleUpdater<TRule, V, T> updater)
                _kept = updater = new(state);
            updater.Begin(in rule, parameters, gradients);
            Updater = updater;
        }
    }
}
