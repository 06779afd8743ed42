using System.Numerics;

namespace NetGen;

/// <summary>What maps inputs to outputs: all that two different networks have in common.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public interface IPredictor<T>
    where T : unmanaged
{
    /// <summary>The number of inputs of one example.</summary>
    int InputSize { get; }

    /// <summary>The number of outputs of one example.</summary>
    int OutputSize { get; }

    /// <summary>
    /// The outputs of any whole number of examples, in inference mode. Example i has the same bits alone or in a batch.
    /// Allocates nothing after the first call on a thread, but for memory that the thread has not needed for ten seconds, see
    /// <see cref="NetGenMemory"/>; safe on many threads at once. The outputs may take the place of the inputs.
    /// </summary>
    /// <param name="inputs">Examples · <see cref="InputSize"/> values, example after example.</param>
    /// <param name="outputs">Receives examples · <see cref="OutputSize"/> values.</param>
    /// <exception cref="ArgumentException">
    /// A length is not a whole number of examples, the two differ in their number, or the outputs overlap the inputs other than in place: starting where
    /// they do, and no longer.
    /// </exception>
    void Predict(ReadOnlySpan<T> inputs, Span<T> outputs);
}

/// <summary>A generated network. Members are documented on the generated class.</summary>
/// <typeparam name="TSelf">The network.</typeparam>
/// <typeparam name="T">Its precision: <see cref="float"/> or <see cref="double"/>.</typeparam>
public interface INetwork<TSelf, T> : IPredictor<T>
    where TSelf : class, INetwork<TSelf, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The layers, shapes and parameters.</summary>
    static abstract NetworkDescription Description { get; }

    /// <summary>A network whose parameters are initialized from <paramref name="seed"/>.</summary>
    static abstract TSelf Create(long seed);

    /// <summary>All parameters, padding included: a view, not a copy.</summary>
    Span<T> Parameters { get; }

    /// <summary>
    /// What belongs to the network but is not trained, running statistics for instance, laid out as
    /// <see cref="NetworkDescription.State"/> says: a view, not a copy. Empty for a network without state.
    /// </summary>
    Span<T> State { get; }

    /// <summary>Takes the memory for training with batches of at most <paramref name="batchCapacity"/> examples.</summary>
    Workspace<T> CreateWorkspace(int batchCapacity, bool inputGradients = false, bool parameterGradients = true, int threads = 1);

    /// <summary>The outputs of a batch, with what Backward needs kept in the workspace.</summary>
    ReadOnlySpan<T> Forward(Workspace<T> workspace, ReadOnlySpan<T> inputs, bool training = true);

    /// <summary>The gradients of a cost whose derivatives with respect to the outputs are given.</summary>
    void Backward(Workspace<T> workspace, ReadOnlySpan<T> outputGradients);

    /// <summary>Copies parameters and state from another network of the same class.</summary>
    void CopyFrom(TSelf other);
}

/// <summary>A generated network with one loss.</summary>
/// <typeparam name="TSelf">The network.</typeparam>
/// <typeparam name="T">Its precision: <see cref="float"/> or <see cref="double"/>.</typeparam>
/// <typeparam name="TTarget">The type of a target: <see cref="int"/> for class labels, else <typeparamref name="T"/>.</typeparam>
public interface ITrainableNetwork<TSelf, T, TTarget> : INetwork<TSelf, T>
    where TSelf : class, ITrainableNetwork<TSelf, T, TTarget>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TTarget : unmanaged
{
    /// <summary>The cost of the last Forward: the loss over the batch, reduced, plus penalties.</summary>
    T Loss(Workspace<T> workspace, ReadOnlySpan<TTarget> targets, ReadOnlySpan<T> weights = default);

    /// <summary>The gradients of the last Loss.</summary>
    void Backward(Workspace<T> workspace);

    /// <summary>Backward, and an update of the parameters by its gradients.</summary>
    void Step(Workspace<T> workspace, Optimizer optimizer);

    /// <summary>The loss of any number of examples in inference mode, without penalties.</summary>
    T Evaluate(ReadOnlySpan<T> inputs, ReadOnlySpan<TTarget> targets);
}
