using System.ComponentModel;

namespace NetGen.CompilerServices;

/// <summary>The memory that the generator planned for a stream: values of one step, then what is kept of each sequence, then what does not depend on them.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class StreamLayout
{
    /// <summary>The network's name, for messages.</summary>
    public required string Network { get; init; }

    /// <summary>The inputs of a step.</summary>
    public required ArenaValue Input { get; init; }

    /// <summary>The outputs of a step.</summary>
    public required ArenaValue Output { get; init; }

    /// <summary>Elements for the values of a step of one sequence.</summary>
    public required int ScratchLength { get; init; }

    /// <summary>Elements for each thing that is kept of one sequence; where positions count, the first is the position.</summary>
    public required int[] StateLengths { get; init; }

    /// <summary>Elements that do not depend on the sequences.</summary>
    public required int FixedLength { get; init; }

    /// <summary>The number of steps that a sequence may have; 0: any.</summary>
    public int Steps { get; init; }

    /// <summary>How many tokens there are, where the only input is tokens.</summary>
    public int Vocabulary { get; init; }
}
