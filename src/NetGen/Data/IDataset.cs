namespace NetGen;

/// <summary>Examples with targets, from which batches are gathered.</summary>
/// <typeparam name="TInput">The type of an input: <see cref="float"/> or <see cref="double"/>.</typeparam>
/// <typeparam name="TTarget">The type of a target: <see cref="int"/> for class labels, else as the inputs.</typeparam>
public interface IDataset<TInput, TTarget>
    where TInput : unmanaged
    where TTarget : unmanaged
{
    /// <summary>The number of examples.</summary>
    int Count { get; }

    /// <summary>The number of inputs of one example.</summary>
    int InputSize { get; }

    /// <summary>The number of targets of one example: 1 for class labels.</summary>
    int TargetSize { get; }

    /// <summary>Copies the chosen examples, one after the other. Allocates nothing.</summary>
    /// <param name="indices">The examples, each from 0 to <see cref="Count"/> − 1.</param>
    /// <param name="inputs">Receives indices.Length · <see cref="InputSize"/> values.</param>
    /// <param name="targets">Receives indices.Length · <see cref="TargetSize"/> values.</param>
    /// <exception cref="ArgumentException">A span has another length.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An index is out of range.</exception>
    void CopyTo(ReadOnlySpan<int> indices, Span<TInput> inputs, Span<TTarget> targets);
}
