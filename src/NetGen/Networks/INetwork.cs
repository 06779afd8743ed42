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

/// <summary>A generated network.</summary>
/// <typeparam name="TSelf">The network.</typeparam>
/// <typeparam name="T">Its precision: <see cref="float"/> or <see cref="double"/>.</typeparam>
/// <remarks>Parameters and state go by the names that <see cref="Description"/> lists, such as <c>dense1.weight</c>.</remarks>
public interface INetwork<TSelf, T> : IPredictor<T>
    where TSelf : class, INetwork<TSelf, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The layers, shapes, parameters and costs.</summary>
    static abstract NetworkDescription Description { get; }

    /// <summary>All parameters, padding included, in a layout that does not depend on the machine: a view, not a copy. Padding is zero and stays so.</summary>
    Span<T> Parameters { get; }

    /// <summary>
    /// What is kept between steps but not trained, such as running statistics, padding included, laid out as
    /// <see cref="NetworkDescription.State"/> says: a view, not a copy; empty where there is none.
    /// </summary>
    Span<T> State { get; }

    /// <summary>A network whose parameters are initialized from <paramref name="seed"/>.</summary>
    static abstract TSelf Create(long seed);

    /// <summary>A network with the parameters and the state of a safetensors file or a checkpoint; those that are not loaded are a new network's.</summary>
    /// <inheritdoc cref="Load(string, string, NameMap?, bool)"/>
    static abstract TSelf FromFile(string path, string include = "*", NameMap? names = null, bool strict = true);

    /// <summary>A network with the parameters and the state of a safetensors file or a checkpoint; those that are not loaded are a new network's.</summary>
    /// <inheritdoc cref="Load(string, IEnumerable{string}, NameMap?, bool)"/>
    static abstract TSelf FromFile(string path, IEnumerable<string> include, NameMap? names = null, bool strict = true);

    /// <summary>Takes the memory for training, once: Forward, Loss and Backward allocate nothing after the first call. Nothing to dispose.</summary>
    /// <param name="batchCapacity">The largest number of examples in one batch, at least 1.</param>
    /// <param name="inputGradients">Whether Backward also computes the gradients of the inputs.</param>
    /// <param name="parameterGradients">Whether Backward computes the gradients of the parameters.</param>
    /// <param name="threads">The number of threads that batches large enough are divided among. It does not change a bit of any result.</param>
    /// <exception cref="ArgumentOutOfRangeException">The capacity or the number of threads is less than 1, or the capacity more than can be addressed.</exception>
    Workspace<T> CreateWorkspace(int batchCapacity, bool inputGradients = false, bool parameterGradients = true, int threads = 1);

    /// <summary>The outputs of a batch, keeping in the workspace what Backward needs.</summary>
    /// <param name="workspace">A workspace of this network.</param>
    /// <param name="inputs">At most as many examples as the workspace's batch capacity, InputSize values each.</param>
    /// <param name="training">Whether this is a step of training, with dropout, noise and the statistics of the batch; each counts in the workspace's Step.</param>
    /// <returns>OutputSize values for each example: a view that the next Forward overwrites.</returns>
    /// <exception cref="ArgumentNullException">The workspace is null.</exception>
    /// <exception cref="ArgumentException">The inputs are no whole number of examples, none, or more than the capacity.</exception>
    /// <exception cref="InvalidOperationException">The workspace is another network's, or in use by another call, or a <c>[Normalization]</c> that was never fitted would be trained.</exception>
    ReadOnlySpan<T> Forward(Workspace<T> workspace, ReadOnlySpan<T> inputs, bool training = true);

    /// <summary>
    /// The derivatives of a cost, given its derivatives with respect to the outputs of the last Forward: summed over the examples, not divided;
    /// those of penalties are added.
    /// </summary>
    /// <param name="workspace">The workspace of the Forward.</param>
    /// <param name="outputGradients">∂cost/∂output, OutputSize values for each example of the batch.</param>
    /// <exception cref="ArgumentNullException">The workspace is null.</exception>
    /// <exception cref="ArgumentException">There are not as many values as outputs.</exception>
    /// <exception cref="InvalidOperationException">No Forward came before, or the workspace is another network's, or in use by another call.</exception>
    void Backward(Workspace<T> workspace, ReadOnlySpan<T> outputGradients);

    /// <summary>Copies a parameter out, in row-major order of its canonical shape: a dense weight is [outputs, inputs].</summary>
    /// <param name="name">The parameter's name.</param>
    /// <param name="destination">Receives the values.</param>
    /// <exception cref="ArgumentException">There is no such parameter, or <paramref name="destination"/> is of another length or overlaps the parameters.</exception>
    void GetParameter(string name, Span<T> destination);

    /// <summary>Copies a parameter in, in row-major order of its canonical shape.</summary>
    /// <param name="name">The parameter's name.</param>
    /// <param name="source">The values.</param>
    /// <exception cref="ArgumentException">There is no such parameter, or <paramref name="source"/> is of another length or overlaps the parameters.</exception>
    void SetParameter(string name, ReadOnlySpan<T> source);

    /// <summary>Copies the gradient of a parameter, as the last Backward left it.</summary>
    /// <param name="workspace">The workspace of the Backward.</param>
    /// <param name="name">The parameter's name.</param>
    /// <param name="destination">Receives the values.</param>
    /// <exception cref="ArgumentException">There is no such parameter, <paramref name="destination"/> is of another length or overlaps the gradients.</exception>
    /// <exception cref="InvalidOperationException">The workspace computes no gradients of parameters, is another network's, or in use by another call.</exception>
    void GetGradient(Workspace<T> workspace, string name, Span<T> destination);

    /// <summary>Copies all parameters out, one tensor after the other in canonical order, without padding: ParameterCount values.</summary>
    /// <param name="packed">Receives the values.</param>
    /// <exception cref="ArgumentException"><paramref name="packed"/> is not as long as there are parameters, or overlaps them.</exception>
    void CopyParametersTo(Span<T> packed);

    /// <summary>Copies all parameters in: the inverse of <see cref="CopyParametersTo"/>.</summary>
    /// <param name="packed">The values.</param>
    /// <exception cref="ArgumentException"><paramref name="packed"/> is not as long as there are parameters, or overlaps them.</exception>
    void CopyParametersFrom(ReadOnlySpan<T> packed);

    /// <summary>Copies a tensor of the state out.</summary>
    /// <param name="name">The tensor's name.</param>
    /// <param name="destination">Receives the values.</param>
    /// <exception cref="ArgumentException">There is no such tensor, or <paramref name="destination"/> is of another length or overlaps the state.</exception>
    void GetState(string name, Span<T> destination);

    /// <summary>Copies a tensor of the state in.</summary>
    /// <param name="name">The tensor's name.</param>
    /// <param name="source">The values.</param>
    /// <exception cref="ArgumentException">There is no such tensor, or <paramref name="source"/> is of another length or overlaps the state.</exception>
    void SetState(string name, ReadOnlySpan<T> source);

    /// <summary>Copies a named value of the last Forward, one row for each example.</summary>
    /// <param name="workspace">The workspace of the Forward.</param>
    /// <param name="name">The value's name.</param>
    /// <param name="destination">Receives the values.</param>
    /// <exception cref="ArgumentException">There is no such value, or <paramref name="destination"/> is of another length.</exception>
    /// <exception cref="InvalidOperationException">No Forward came before, or the workspace is another network's, or in use by another call.</exception>
    void GetOutput(Workspace<T> workspace, string name, Span<T> destination);

    /// <summary>Copies the gradient of a named value, as the last Backward left it.</summary>
    /// <param name="workspace">The workspace of the Backward.</param>
    /// <param name="name">The value's name.</param>
    /// <param name="destination">Receives the values.</param>
    /// <exception cref="ArgumentException">There is no such value, or <paramref name="destination"/> is of another length.</exception>
    /// <exception cref="InvalidOperationException">No Backward came before, or the workspace is another network's, or in use by another call.</exception>
    void GetOutputGradient(Workspace<T> workspace, string name, Span<T> destination);

    /// <summary>Copies the gradient of an input, as the last Backward left it, in a workspace with <c>inputGradients: true</c>.</summary>
    /// <param name="workspace">The workspace of the Backward.</param>
    /// <param name="name">The input's name.</param>
    /// <param name="destination">Receives the values.</param>
    /// <exception cref="ArgumentException">There is no such input, or <paramref name="destination"/> is of another length.</exception>
    /// <exception cref="InvalidOperationException">The workspace computes no gradients of inputs, no Backward came before, or it is another network's, or in use by another call.</exception>
    void GetInputGradients(Workspace<T> workspace, string name, Span<T> destination);

    /// <summary>Sets the rate of a dropout layer, or the standard deviation of Gaussian noise. The attribute gives the initial value.</summary>
    /// <param name="layer">The layer's name.</param>
    /// <param name="rate">The probability of dropping a value, at least 0 and less than 1; or the standard deviation, at least 0.</param>
    /// <exception cref="ArgumentException">No layer of this name has a rate.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The rate is out of range.</exception>
    void SetRate(string layer, double rate);

    /// <summary>Copies the parameters, the state and the rates of another network of this class.</summary>
    /// <param name="other">The network.</param>
    /// <exception cref="ArgumentNullException">The network is null.</exception>
    void CopyFrom(TSelf other);

    /// <summary>A network with the same parameters, state, rates and seed.</summary>
    TSelf Clone();

    /// <summary>Writes parameters and state to a safetensors file, by their names and in PyTorch's shapes. The file appears when it is complete and on the disk.</summary>
    /// <param name="path">The file; one that is there is replaced.</param>
    /// <exception cref="IOException">The file cannot be written; one that was there is as it was.</exception>
    void Save(string path);

    /// <summary>Reads parameters and state from a safetensors file or a checkpoint, and says which. When it fails, the network is as it was.</summary>
    /// <param name="path">The file.</param>
    /// <param name="include">Which tensors of this network, * standing for any text: backbone.* loads a part, out of a file that may hold more.</param>
    /// <param name="names">What the file calls them, where another program wrote it.</param>
    /// <param name="strict">False: what file and network have in common is loaded, and the rest stays.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is damaged, or of another architecture: the message names the first tensor that differs, with both shapes.</exception>
    /// <exception cref="ArgumentException">The network has no tensor that <paramref name="include"/> fits.</exception>
    LoadReport Load(string path, string include = "*", NameMap? names = null, bool strict = true);

    /// <summary>Reads parameters and state from a safetensors file or a checkpoint, and says which. When it fails, the network is as it was.</summary>
    /// <param name="path">The file.</param>
    /// <param name="include">Which tensors of this network, by several patterns.</param>
    /// <param name="names">What the file calls them, where another program wrote it.</param>
    /// <param name="strict">False: what file and network have in common is loaded, and the rest stays.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is damaged, or of another architecture: the message names the first tensor that differs, with both shapes.</exception>
    /// <exception cref="ArgumentException">The network has no tensor that <paramref name="include"/> fits.</exception>
    LoadReport Load(string path, IEnumerable<string> include, NameMap? names = null, bool strict = true);

    /// <summary>The weights as a C# file, for programs that carry them along: constants, and a method that creates the network with them.</summary>
    string ToSource();
}
