using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Runtime.CompilerServices;
using NetGen.CompilerServices;

namespace NetGen;

/// <summary>
/// Sequences that come step by step: hidden states, and keys and values of earlier steps, so that each step is computed once. It is
/// created by <c>CreateStream</c> of a network; there is nothing to dispose.
/// </summary>
/// <typeparam name="T">The network's precision: <see cref="float"/> or <see cref="double"/>.</typeparam>
/// <remarks>
/// A stream belongs to one network, whose parameters it reads at every step, and serves one call at a time; many streams of one network can be
/// used at once, each on a thread of its own. It knows no padding: every step counts.
/// </remarks>
/// <example>
/// <code>
/// SequenceStream&lt;float&gt; stream = net.CreateStream();
/// while (…)
///     net.Predict(stream, [token], logits);
/// </code>
/// </example>
public sealed class SequenceStream<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly IStreamPasses<T> _network;
    private readonly StreamLayout _layout;
    private readonly AlignedBuffer<T> _memory;
    private readonly int[] _positions;
    private readonly int _room;
    private int _isInUse;

    internal SequenceStream(IStreamPasses<T> network, int sequences)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(sequences, 1);
        _network = network;
        _layout = network.StreamLayout;
        Sequences = sequences;
        _room = checked(sequences + 3) / 4 * 4;
        long length = ((long)_layout.ScratchLength + _layout.StateLengths.Sum()) * _room + _layout.FixedLength;
        if (length > Array.MaxLength - 64)
            throw new ArgumentOutOfRangeException(nameof(sequences), sequences, $"{_layout.Network} needs {length} values for so many sequences; at most {Array.MaxLength - 64} can be addressed.");
        _memory = new AlignedBuffer<T>((int)length);
        _positions = new int[sequences];
    }

    /// <summary>The number of sequences that go on side by side.</summary>
    public int Sequences { get; }

    /// <summary>The number of steps since the beginning: of the longest sequence, where some were reset.</summary>
    public int Position { get; private set; }

    /// <summary>The position of one sequence.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such sequence.</exception>
    public int PositionOf(int sequence) => _positions[Guard.Index(sequence, Sequences, nameof(sequence))];

    /// <summary>Begins all sequences anew.</summary>
    /// <exception cref="InvalidOperationException">The stream is in use by a call on another thread.</exception>
    public void Reset()
    {
        Enter();
        States.Clear();
        Array.Clear(_positions);
        Position = 0;
        Leave();
    }

    /// <summary>Begins one sequence anew.</summary>
    /// <param name="sequence">Its number, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such sequence.</exception>
    /// <exception cref="InvalidOperationException">The stream is in use by a call on another thread.</exception>
    public void Reset(int sequence)
    {
        Guard.Index(sequence, Sequences, nameof(sequence));
        Enter();
        Span<T> states = States;
        int offset = 0;
        foreach (int length in _layout.StateLengths)
        {
            states.Slice((offset * _room) + (sequence * length), length).Clear();
            offset += length;
        }

        _positions[sequence] = 0;
        Position = _positions.Max();
        Leave();
    }

    /// <summary>Goes on where another stream of the same network is, to branch a generation.</summary>
    /// <param name="other">A stream of as many sequences.</param>
    /// <exception cref="ArgumentException">It is of another class of networks, or of another number of sequences.</exception>
    /// <exception cref="InvalidOperationException">One of them is in use by a call on another thread.</exception>
    public void CopyFrom(SequenceStream<T> other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (!ReferenceEquals(other._layout, _layout))
            throw new ArgumentException($"Expected a stream of {_layout.Network}, got one of {other._layout.Network}.", nameof(other));
        if (other.Sequences != Sequences)
            throw new ArgumentException($"Expected a stream of {Sequences} sequences, got one of {other.Sequences}.", nameof(other));
        if (ReferenceEquals(other, this))
            return;
        Enter();
        try
        {
            other.Enter();
            other.States.CopyTo(States);
            other._positions.CopyTo(_positions, 0);
            Position = other.Position;
            other.Leave();
        }
        finally
        {
            Leave();
        }
    }

    private Span<T> States => _memory.Span.Slice(_layout.ScratchLength * _room, _layout.StateLengths.Sum() * _room);

    internal StreamLayout Layout => _layout;

    /// <summary>Takes the stream for a step, which must be one that the network knows.</summary>
    internal void Begin(object network)
    {
        if (!ReferenceEquals(network, _network))
            ThrowForeign();
        Enter();
        if (_layout.Steps > 0 && Position >= _layout.Steps)
        {
            Leave();
            ThrowAtEnd();
        }
    }

    /// <summary>Copies inputs to some columns of the rows of the step.</summary>
    internal void Set(int first, ReadOnlySpan<T> inputs, int size, string parameter)
    {
        Guard.Outputs(inputs.Length, Sequences, size, parameter);
        ref T x = ref InputOrigin;
        for (int r = 0; r < Sequences; r++)
        {
            for (int i = 0; i < size; i++)
                Unsafe.Add(ref x, (r * _layout.Input.Stride) + first + i) = inputs[(r * size) + i];
        }
    }

    /// <summary>Likewise tokens, one for each sequence.</summary>
    internal void Set(int column, ReadOnlySpan<int> tokens, int vocabulary, string parameter)
    {
        Guard.Outputs(tokens.Length, Sequences, 1, parameter);
        Guard.Tokens(tokens, 1, vocabulary, parameter);
        ref T x = ref InputOrigin;
        for (int r = 0; r < tokens.Length; r++)
            Unsafe.Add(ref x, (r * _layout.Input.Stride) + column) = T.CreateTruncating(tokens[r]);
    }

    /// <summary>Computes the step, whose inputs are there.</summary>
    internal void Run(Span<T> outputs)
    {
        ArenaValue output = _layout.Output;
        Guard.Outputs(outputs.Length, Sequences, output.Size, nameof(outputs));
        _network.Step(ref _memory.Origin, _room, Sequences);
        Rows.Pack(in Unsafe.Add(ref _memory.Origin, output.Offset * _room), output.Stride, outputs, output.Size);
        for (int r = 0; r < _positions.Length; r++)
        {
            int next = _positions[r] < int.MaxValue ? ++_positions[r] : int.MaxValue;
            if (_layout.Steps > 0)
                Unsafe.Add(ref _memory.Origin, (_layout.ScratchLength * _room) + (r * _layout.StateLengths[0])) = T.CreateTruncating(next);
        }

        Position += Position < int.MaxValue ? 1 : 0;
    }

    internal void Leave() => Volatile.Write(ref _isInUse, 0);

    private ref T InputOrigin => ref Unsafe.Add(ref _memory.Origin, _layout.Input.Offset * _room);

    private void Enter()
    {
        if (Interlocked.Exchange(ref _isInUse, 1) != 0)
            ThrowInUse();
    }

    [DoesNotReturn]
    private void ThrowForeign() => throw new InvalidOperationException($"This stream belongs to another {_layout.Network}: each network has streams of its own, from CreateStream.");

    [DoesNotReturn]
    private void ThrowAtEnd() => throw new InvalidOperationException($"A sequence of {_layout.Network} has {_layout.Steps} steps at most, and this stream has come to the last: Reset it, or declare more steps.");

    [DoesNotReturn]
    private void ThrowInUse() => throw new InvalidOperationException($"This stream of {_layout.Network} is in use by another call. A stream serves one call at a time: each thread needs one of its own, from CreateStream.");
}
