using System.ComponentModel;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace NetGen.CompilerServices;

/// <summary>
/// What generated code sees of a workspace: where values lie, and what is done at the ends of Loss. Who has it has
/// the workspace to itself, until it is disposed of.
/// </summary>
/// <typeparam name="T">The network's precision.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly ref struct WorkspaceFrame<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Workspace<T> _workspace;

    internal WorkspaceFrame(Workspace<T> workspace) => _workspace = workspace;

    /// <summary>Gives the workspace back.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Dispose() => _workspace.Leave();

    /// <summary>The number of examples of the batch.</summary>
    public int BatchSize => _workspace.BatchSize;

    /// <summary>The number of examples that each value has room for: the batch capacity rounded up to a multiple of four.</summary>
    public int RowCapacity => _workspace.RowCapacity;

    /// <summary>The first element of the arena.</summary>
    public ref T Arena => ref _workspace.Arena;

    /// <summary>Whether Backward computes the gradients of the parameters.</summary>
    public bool HasParameterGradients => _workspace.HasParameterGradients;

    /// <summary>The first element of the gradients of the parameters.</summary>
    public ref T GradientOrigin => ref _workspace.GradientOrigin;

    /// <summary>Whether Backward computes the gradients of the inputs.</summary>
    public bool HasInputGradients => _workspace.HasInputGradients;

    /// <summary>The first element of the gradients of the inputs, in padded rows.</summary>
    public ref T InputGradientOrigin => ref _workspace.InputGradientOrigin;

    /// <summary>The class labels of the batch.</summary>
    public ReadOnlySpan<int> Labels => _workspace.Labels;

    /// <summary>The class labels of the batch for a loss, of several.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public ReadOnlySpan<int> LabelsOf(int loss) => _workspace.LabelsOf(loss);

    /// <summary>The weights of the batch's examples; empty when all are 1.</summary>
    public ReadOnlySpan<T> ExampleWeights => _workspace.ExampleWeights;

    /// <summary>Whether the last Forward was a step of training.</summary>
    public bool IsTraining => _workspace.IsTraining;

    /// <summary>Fills the mask of a dropout layer for this step: the part of some examples.</summary>
    /// <param name="index">The layer's number among the dropout layers.</param>
    /// <param name="rate">The probability of dropping a value.</param>
    /// <param name="seed">The network's seed.</param>
    /// <param name="first">The first example.</param>
    /// <param name="count">The number of examples.</param>
    /// <returns>The factor that makes up for what is dropped: 1 / (1 − rate). Outside training nothing is dropped.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public double FillDropoutMask(int index, double rate, ulong seed, int first, int count) => _workspace.FillDropoutMask(index, rate, seed, first, count);

    /// <summary>The factor of the last Forward: see <see cref="FillDropoutMask"/>.</summary>
    public double GetDropoutScale(int index) => _workspace.GetDropoutScale(index);

    /// <summary>Fills the noise of a layer for this step: the part of some examples. Outside training it is zero.</summary>
    /// <param name="index">The layer's number among the layers of Gaussian noise.</param>
    /// <param name="standardDeviation">The standard deviation.</param>
    /// <param name="seed">The network's seed.</param>
    /// <param name="first">The first example.</param>
    /// <param name="count">The number of examples.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void FillNoise(int index, double standardDeviation, ulong seed, int first, int count) => _workspace.FillNoise(index, standardDeviation, seed, first, count);

    /// <summary>Checks and copies the class labels of a Loss.</summary>
    /// <returns>The number of examples.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int BeginLoss(object network, ReadOnlySpan<int> targets, ReadOnlySpan<T> weights, int classes, int index = 0) => _workspace.BeginLoss(network, targets, weights, classes, index);

    /// <summary>Checks and copies the targets of a Loss.</summary>
    /// <returns>The number of examples.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int BeginLoss(object network, ReadOnlySpan<T> targets, ReadOnlySpan<T> weights, TargetRange range = TargetRange.Numbers, int index = 0) => _workspace.BeginLoss(network, targets, weights, range, index);

    /// <summary>Checks what a Loss without targets needs.</summary>
    /// <returns>The number of examples.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int BeginLoss(object network, ReadOnlySpan<T> weights) => _workspace.BeginLoss(network, weights);

    /// <summary>Checks and copies the targets of all losses, which lie side by side in a row for each example.</summary>
    /// <returns>The number of examples.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int BeginLosses(object network, ReadOnlySpan<T> targets, ReadOnlySpan<T> weights) => _workspace.BeginLosses(network, targets, weights);

    /// <summary>What one of several losses is multiplied by besides its weight: 1, unless the batch is part of a larger one.</summary>
    public double FactorOf(int index) => _workspace.LossFactors.Length == 0 ? 1 : _workspace.LossFactors[index];

    /// <summary>Notes what one loss came to.</summary>
    /// <param name="index">The loss.</param>
    /// <param name="sum">The loss before it was divided.</param>
    /// <param name="divisor">What it was divided by; null where the reduction is the sum.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void NoteLoss(int index, double sum, double? divisor) => _workspace.NoteLoss(index, sum, divisor);

    /// <summary>Makes the workspace ready for Backward.</summary>
    /// <param name="loss">The losses, reduced and weighted.</param>
    /// <param name="penalty">The penalty.</param>
    /// <returns>The cost.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public T EndLoss(double loss, double penalty) => _workspace.EndLoss(loss, penalty);

    /// <summary>Notes what the only loss came to, and makes the workspace ready for Backward.</summary>
    /// <param name="loss">The loss, reduced and weighted.</param>
    /// <param name="penalty">The penalty.</param>
    /// <param name="sum">The loss before it was divided.</param>
    /// <param name="divisor">What it was divided by; null where the reduction is the sum.</param>
    /// <returns>The cost.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public T EndLoss(double loss, double penalty, double sum, double? divisor)
    {
        NoteLoss(0, sum, divisor);
        return EndLoss(loss, penalty);
    }

    /// <summary>Checks what Backward from the gradients of heads needs; those that the caller gives follow.</summary>
    public void BeginBackwardFromHeads(object network) => _workspace.BeginBackwardFromHeads(network);

    /// <summary>The gradient of a head that the caller gives; zero where it is empty.</summary>
    /// <exception cref="ArgumentException">It has another length.</exception>
    public void StartFrom(int head, ReadOnlySpan<T> gradients, string parameter) => _workspace.StartFrom(head, gradients, parameter);

    /// <summary>Backward from there.</summary>
    public void RunBackward()
    {
        _workspace.Run(Pass.Backward);
        _workspace.EndBackward();
    }

    /// <summary>
    /// Updates parameters in a step, from an offset that is a multiple of 16 on. Padding after the last is updated with it: it
    /// is zero, and so are its gradients.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Update(int offset, int count) => _workspace.Update(offset, count);
}
