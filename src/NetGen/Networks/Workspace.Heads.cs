using System.Runtime.CompilerServices;
using NetGen.CompilerServices;

namespace NetGen;

/// <content>Several heads, whose outputs and gradients lie side by side in rows; and several losses, whose targets do.</content>
public sealed partial class Workspace<T>
{
    private T[] _targetsOfLoss = [];
    private int[] _labelsOfLoss = [];

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal int BeginLoss(object network, ReadOnlySpan<T> weights)
    {
        BeginLoss(network, targets: 0, targetSize: 0, weights);
        return BatchSize;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal int BeginLosses(object network, ReadOnlySpan<T> targets, ReadOnlySpan<T> weights)
    {
        int size = _layout.TargetSize;
        BeginLoss(network, targets.Length, size, weights);
        for (int index = 0; index < _layout.Losses.Length; index++)
        {
            LossPlace loss = _layout.Losses[index];
            if (loss.Classes > 0)
            {
                BeginLoss(network, LabelsIn(targets, size, loss), weights, loss.Classes, index);
            }
            else if (loss.Targets > 0)
            {
                BeginLoss(network, NumbersIn(targets, size, loss), weights, loss.Range, index);
            }
        }

        return BatchSize;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void NoteLoss(int index, double sum, double? divisor) => _parts[index] = new(sum, divisor);

    internal void BeginBackwardFromHeads(object network)
    {
        RequireOwner(network);
        RequirePhase(_inputsAreOfNextForward ? Phase.Created : _phase, Phase.Forward, "Backward", "Forward");
        ForgetLosses();
    }

    internal void StartFrom(int head, ReadOnlySpan<T> gradients, string parameter)
    {
        ArenaValue value = _layout.Heads[head].Value;
        if (gradients.IsEmpty)
        {
            Rows.Clear(ref At(value.GradientOffset), BatchSize * value.Stride);
            return;
        }

        Guard.Outputs(gradients.Length, BatchSize, value.Size, parameter);
        Rows.Pad(gradients, value.Size, ref At(value.GradientOffset), value.Stride);
    }

    private ReadOnlySpan<T> PackHeads()
    {
        int size = _layout.OutputSize;
        foreach (HeadPlace head in _layout.Heads)
        {
            Rows.Copy(in At(head.Value.Offset), head.Value.Stride, ref _packedOutputs[head.Start], size, head.Value.Size, BatchSize);
        }

        return _packedOutputs.AsSpan(0, BatchSize * size);
    }

    private void UnpackHeadGradients(ReadOnlySpan<T> gradients, int size)
    {
        foreach (HeadPlace head in _layout.Heads)
        {
            ArenaValue value = head.Value;
            ref T gradient = ref At(value.GradientOffset);
            Rows.Copy(in gradients[head.Start], size, ref gradient, value.Stride, value.Size, BatchSize);
            Rows.ClearPadding(ref gradient, BatchSize, value.Size, value.Stride);
        }
    }

    private ReadOnlySpan<T> NumbersIn(ReadOnlySpan<T> targets, int size, LossPlace loss)
    {
        if (_targetsOfLoss.Length < BatchSize * loss.Targets)
        {
            _targetsOfLoss = new T[BatchCapacity * loss.Targets];
        }

        Rows.Copy(in targets[loss.Start], size, ref _targetsOfLoss[0], loss.Targets, loss.Targets, BatchSize);
        return _targetsOfLoss.AsSpan(0, BatchSize * loss.Targets);
    }

    /// <summary>Labels among numbers: whole ones.</summary>
    private ReadOnlySpan<int> LabelsIn(ReadOnlySpan<T> targets, int size, LossPlace loss)
    {
        if (_labelsOfLoss.Length < BatchSize * loss.Targets)
        {
            _labelsOfLoss = new int[BatchCapacity * loss.Targets];
        }

        for (int i = 0; i < BatchSize * loss.Targets; i++)
        {
            T target = targets[(i / loss.Targets * size) + loss.Start + (i % loss.Targets)];
            _labelsOfLoss[i] = Guard.LabelIn(target, loss.Classes, i, loss.Targets, nameof(targets), NameOfExample);
        }

        return _labelsOfLoss.AsSpan(0, BatchSize * loss.Targets);
    }
}
