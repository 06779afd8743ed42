using System.ComponentModel;
using System.Numerics;

namespace NetGen.CompilerServices;

/// <summary>The targets of several losses in rows, one for each example, taken apart.</summary>
/// <typeparam name="T">The network's precision.</typeparam>
/// <param name="network">The network.</param>
/// <param name="targets">The rows.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly ref struct TargetRows<T>(IPasses<T> network, ReadOnlySpan<T> targets)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly WorkspaceLayout _layout = network.Layout;
    private readonly ReadOnlySpan<T> _targets = targets;
    private readonly int _rows = Guard.Examples(targets.Length, network.Layout.TargetSize, nameof(targets));

    /// <summary>The numbers that a loss compares.</summary>
    public T[] Numbers(int loss)
    {
        LossPlace place = _layout.Losses[loss];
        T[] numbers = new T[_rows * place.Targets];
        for (int i = 0; i < numbers.Length; i++)
            numbers[i] = At(i, place);
        return numbers;
    }

    /// <summary>The class labels of a loss.</summary>
    /// <exception cref="ArgumentException">One is not whole.</exception>
    public int[] Labels(int loss)
    {
        LossPlace place = _layout.Losses[loss];
        int[] labels = new int[_rows * place.Targets];
        for (int i = 0; i < labels.Length; i++)
            labels[i] = Guard.LabelIn(At(i, place), place.Classes, i, place.Targets, "targets", null);
        return labels;
    }

    private T At(int index, LossPlace place) => _targets[(index / place.Targets * _layout.TargetSize) + place.Start + (index % place.Targets)];
}
