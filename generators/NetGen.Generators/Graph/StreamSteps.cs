namespace NetGen.Generators.Graph;

/// <summary>What layers of a stream, which computes one step of each sequence at a time, keep from one step to the next.</summary>
/// <param name="steps">The steps of the network's declaration.</param>
internal sealed class StreamSteps(int steps)
{
    private readonly List<Buffer> _states = [];
    private readonly Buffer _positions = new("positions", Place.PerSequence, Value.Padded(1));

    /// <summary>The value that a stream puts out, where it is not the last layer's.</summary>
    public string? Head { get; init; }

    /// <summary>The steps of the declaration: a layer that asks for positions cannot go beyond.</summary>
    public int Steps { get; } = steps;

    /// <summary>Whether a layer asked for positions, so that the stream ends with the declared steps.</summary>
    public bool IsLimited => _states.Contains(_positions);

    /// <summary>What is kept: zero before the first step.</summary>
    public IReadOnlyList<Buffer> States => _states;

    /// <summary>The position of each sequence, from 0: one number in four elements, of the network's precision.</summary>
    public Buffer Positions
    {
        get
        {
            if (!IsLimited)
            {
                _states.Insert(0, _positions);
            }

            return _positions;
        }
    }

    /// <summary>So many elements for each sequence.</summary>
    public Buffer State(string symbol, int length)
    {
        Buffer state = new(symbol, Place.PerSequence, Value.Padded(length));
        _states.Add(state);
        return state;
    }
}
