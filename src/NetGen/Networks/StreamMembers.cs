using System.ComponentModel;
using System.Numerics;

namespace NetGen.CompilerServices;

/// <summary>The members of generated networks that take a stream.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class StreamMembers
{
    /// <summary>A stream at the beginning of its sequences.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no sequence, or more than can be addressed.</exception>
    public static SequenceStream<T> Create<T>(IStreamPasses<T> network, int sequences)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => new(network, sequences);

    /// <summary>The next step of each sequence, given the features of its inputs.</summary>
    /// <exception cref="ArgumentException">A length is another.</exception>
    /// <exception cref="InvalidOperationException">The stream is another network's, at its end, or in use.</exception>
    public static void Predict<T>(IStreamPasses<T> network, SequenceStream<T> stream, ReadOnlySpan<T> inputs, Span<T> outputs)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using StreamStep<T> step = Begin(network, stream);
        step.Set(0, inputs, stream.Layout.Input.Size, nameof(inputs));
        step.Run(outputs);
    }

    /// <summary>Likewise, given tokens.</summary>
    /// <exception cref="ArgumentException">A length is another, or a token none that the network knows.</exception>
    /// <exception cref="InvalidOperationException">The stream is another network's, at its end, or in use.</exception>
    public static void Predict<T>(IStreamPasses<T> network, SequenceStream<T> stream, ReadOnlySpan<int> tokens, Span<T> outputs)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using StreamStep<T> step = Begin(network, stream);
        step.Set(0, tokens, stream.Layout.Vocabulary, nameof(tokens));
        step.Run(outputs);
    }

    /// <summary>Takes the stream for a step.</summary>
    /// <exception cref="InvalidOperationException">The stream is another network's, at its end, or in use.</exception>
    public static StreamStep<T> Begin<T>(IStreamPasses<T> network, SequenceStream<T> stream)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(stream);
        stream.Begin(network);
        return new StreamStep<T>(stream);
    }
}

/// <summary>A step of a stream: first its inputs, then its outputs. Who has it has the stream to itself, until it is disposed of.</summary>
/// <typeparam name="T">The network's precision.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly ref struct StreamStep<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly SequenceStream<T> _stream;

    internal StreamStep(SequenceStream<T> stream) => _stream = stream;

    /// <summary>Copies <paramref name="size"/> inputs of each sequence, from a column of all inputs on.</summary>
    /// <exception cref="ArgumentException">There are not as many.</exception>
    public void Set(int first, ReadOnlySpan<T> inputs, int size, string parameter) => _stream.Set(first, inputs, size, parameter);

    /// <summary>Copies a token of each sequence.</summary>
    /// <exception cref="ArgumentException">There are not as many, or one is not from 0 to <paramref name="vocabulary"/> − 1.</exception>
    public void Set(int column, ReadOnlySpan<int> tokens, int vocabulary, string parameter) => _stream.Set(column, tokens, vocabulary, parameter);

    /// <summary>Computes the step.</summary>
    /// <exception cref="ArgumentException">There is not room for as many outputs.</exception>
    public void Run(Span<T> outputs) => _stream.Run(outputs);

    /// <summary>Gives the stream back.</summary>
    public void Dispose() => _stream.Leave();
}
