using System.Numerics;

namespace NetGen;

/// <summary>A generated network with one loss.</summary>
/// <typeparam name="TSelf">The network.</typeparam>
/// <typeparam name="T">Its precision: <see cref="float"/> or <see cref="double"/>.</typeparam>
/// <typeparam name="TTarget">The type of a target: <see cref="int"/> for class labels, else <typeparamref name="T"/>.</typeparam>
public interface ITrainableNetwork<TSelf, T, TTarget> : INetwork<TSelf, T>
    where TSelf : class, ITrainableNetwork<TSelf, T, TTarget>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TTarget : unmanaged
{
    /// <summary>Trains as many new networks as there are folds, each on all folds but one, and measures it on that one.</summary>
    /// <param name="dataset">The examples.</param>
    /// <param name="folds">The number of folds, at least 2.</param>
    /// <param name="options">The options of each fold, from 0, with an optimizer of its own; the defaults without.</param>
    /// <param name="seed">Deals the examples out and initializes the networks.</param>
    /// <param name="cancellationToken">Ends the training within one step; all is kept as of that step.</param>
    /// <exception cref="ArgumentException">There are fewer examples than folds, or the data set does not fit the network.</exception>
    /// <exception cref="InvalidOperationException">Two folds share an optimizer, or a folder of checkpoints.</exception>
    static abstract CrossValidationResult CrossValidate(IDataset<T, TTarget> dataset, int folds, Func<int, FitOptions>? options = null, long seed = 0, CancellationToken cancellationToken = default);

    /// <summary>The cost of the last Forward: the loss over the batch, reduced, plus penalties.</summary>
    /// <param name="workspace">The workspace of the Forward.</param>
    /// <param name="targets">The targets of its examples.</param>
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

    /// <summary>L, the loss of any number of examples in inference mode, reduced as in Loss, without penalties.</summary>
    /// <param name="inputs">The examples.</param>
    /// <param name="targets">Their targets.</param>
    /// <exception cref="ArgumentException">There are no examples, not as many targets as examples, or one that the loss is not made for.</exception>
    T Evaluate(ReadOnlySpan<T> inputs, ReadOnlySpan<TTarget> targets);

    /// <summary>
    /// The largest |a − b| / max(1, |a|, |b|) between entries a of the gradient and central differences b of the cost: a test, meant for double
    /// precision. Dropout masks are held; parameters and state are restored bit for bit.
    /// </summary>
    /// <param name="workspace">A workspace of this network, with parameter gradients.</param>
    /// <param name="inputs">At most as many examples as the workspace's batch capacity.</param>
    /// <param name="targets">Their targets.</param>
    /// <param name="samples">The number of entries tried of each tensor.</param>
    /// <param name="seed">Chooses the entries where there are more.</param>
    /// <exception cref="NotSupportedException">The loss is a learning rule, and not the derivative of what it reports.</exception>
    double CheckGradients(Workspace<T> workspace, ReadOnlySpan<T> inputs, ReadOnlySpan<TTarget> targets, int samples = 200, long seed = 0);

    /// <summary>Trains the network.</summary>
    /// <param name="train">What the network is trained on.</param>
    /// <param name="options">How; the defaults without.</param>
    /// <param name="cancellationToken">Ends the training within one step; all is kept as of that step.</param>
    /// <exception cref="ArgumentException">The data do not fit the network, or a target is none that the loss is made for.</exception>
    /// <exception cref="InvalidOperationException">The optimizer belongs to another network.</exception>
    /// <exception cref="TrainingDivergedException">The loss is no number any more.</exception>
    TrainingHistory Fit(IDataset<T, TTarget> train, FitOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Trains the network, and measures it on other examples after each epoch.</summary>
    /// <param name="train">What the network is trained on.</param>
    /// <param name="validation">What it is measured on; null for nothing.</param>
    /// <param name="options">How; the defaults without.</param>
    /// <param name="cancellationToken">Ends the training within one step; all is kept as of that step.</param>
    /// <exception cref="ArgumentException">The data do not fit the network, or a target is none that the loss is made for.</exception>
    /// <exception cref="InvalidOperationException">The optimizer belongs to another network.</exception>
    /// <exception cref="TrainingDivergedException">The loss is no number any more.</exception>
    TrainingHistory Fit(IDataset<T, TTarget> train, IDataset<T, TTarget>? validation, FitOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Trains the network on arrays.</summary>
    /// <param name="inputs">InputSize values for each example.</param>
    /// <param name="targets">A class label for each example, or as many values as the loss compares.</param>
    /// <param name="options">How; the defaults without.</param>
    /// <param name="cancellationToken">Ends the training within one step; all is kept as of that step.</param>
    /// <exception cref="ArgumentException">The data do not fit the network, or a target is none that the loss is made for.</exception>
    /// <exception cref="InvalidOperationException">The optimizer belongs to another network.</exception>
    /// <exception cref="TrainingDivergedException">The loss is no number any more.</exception>
    TrainingHistory Fit(T[] inputs, TTarget[] targets, FitOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Prepares a training whose epochs and steps are driven by hand.</summary>
    /// <param name="train">What the network is trained on.</param>
    /// <param name="validation">What it is measured on after each epoch; null for nothing.</param>
    /// <param name="options">How; the defaults without.</param>
    Trainer<TSelf, T, TTarget> CreateTrainer(IDataset<T, TTarget> train, IDataset<T, TTarget>? validation = null, FitOptions? options = null);
}
