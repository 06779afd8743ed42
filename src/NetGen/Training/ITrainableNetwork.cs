using System.Numerics;
using NetGen.CompilerServices;

namespace NetGen;

/// <summary>A generated network whose losses take targets.</summary>
/// <typeparam name="TSelf">The network.</typeparam>
/// <typeparam name="T">Its precision: <see cref="float"/> or <see cref="double"/>.</typeparam>
/// <typeparam name="TTarget">
/// The type of a target: <see cref="int"/> for class labels, else <typeparamref name="T"/>. Where several losses take targets, these lie side by side in a row for
/// each example, in the order of the losses, and a label is a number there.
/// </typeparam>
public interface ITrainableNetwork<TSelf, T, TTarget> : INetwork<TSelf, T>, ITrainingSteps<T, TTarget>
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
