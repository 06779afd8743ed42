using System.ComponentModel;
using System.Numerics;

namespace NetGen.CompilerServices;

/// <summary>What a trainer asks of a network besides its passes: its cost, and a step. Networks with a target for each loss have it by <see cref="ITrainableNetwork{TSelf, T, TTarget}"/>.</summary>
/// <typeparam name="T">The network's precision.</typeparam>
/// <typeparam name="TTarget">The type of a target.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface ITrainingSteps<T, TTarget>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TTarget : unmanaged
{
    /// <summary>The cost of the last Forward: the losses over the batch, reduced and weighted, plus penalties.</summary>
    /// <param name="workspace">The workspace of the Forward.</param>
    /// <param name="targets">The targets of its examples, those of several losses side by side; none where no loss takes one.</param>
    /// <param name="weights">A weight for each example, finite: Σ weight·loss / N. Empty: all are 1.</param>
    /// <exception cref="ArgumentNullException">The workspace is null.</exception>
    /// <exception cref="ArgumentException">There are not as many targets as examples, one is not what the loss is made for, or a weight is not finite.</exception>
    /// <exception cref="InvalidOperationException">No Forward came before, or the workspace is another network's, or in use by another call.</exception>
    T Loss(Workspace<T> workspace, ReadOnlySpan<TTarget> targets, ReadOnlySpan<T> weights = default);

    /// <summary>The derivatives of the last Loss, in the workspace's gradients: overwritten, not added to.</summary>
    /// <param name="workspace">The workspace of the Forward and the Loss.</param>
    /// <exception cref="ArgumentNullException">The workspace is null.</exception>
    /// <exception cref="InvalidOperationException">No Forward and Loss came before, or the workspace is another network's, or in use by another call.</exception>
    void Backward(Workspace<T> workspace);

    /// <summary>One step of training after Forward and Loss: Backward, and an update of the parameters by its gradients.</summary>
    /// <param name="workspace">The workspace of the Forward and the Loss.</param>
    /// <param name="optimizer">What updates the parameters; its patterns go by their names.</param>
    /// <exception cref="ArgumentNullException">The workspace or the optimizer is null.</exception>
    /// <exception cref="InvalidOperationException">No Forward and Loss came before, the optimizer belongs to another network, or the workspace is another network's, or in use by another call.</exception>
    void Step(Workspace<T> workspace, Optimizer optimizer);
}
