
namespace NetGen.Generators.Graph;

/// <summary>Where a buffer lies.</summary>
internal enum Place
{
    /// <summary>In the workspace's arena, so many elements for each example.</summary>
    PerExample,

    /// <summary>In the workspace's arena, once.</summary>
    PerWorkspace,

    /// <summary>In the network's parameters.</summary>
    Parameters,

    /// <summary>In the network's state: what is kept between steps but not trained.</summary>
    State,

    /// <summary>In the workspace's gradients of the parameters.</summary>
    Gradients,

    /// <summary>In a stream's memory, so many elements for each sequence, from one step to the next.</summary>
    PerSequence,

    /// <summary>The workspace's gradients of the inputs, which are there only when asked for.</summary>
    InputGradients,
}

/// <summary>A piece of memory that kernels read and write, under the name it has in the code.</summary>
internal sealed class Buffer(string symbol, Place place, int length)
{
    public string Symbol { get; } = symbol;

    public Place Place { get; } = place;

    /// <summary>Whether it has elements for each example.</summary>
    public bool IsPerExample => Place is Place.PerExample or Place.InputGradients;

    /// <summary>Elements, for each example where it has some for each.</summary>
    public int Length { get; } = length;

    /// <summary>The start within its place; likewise for each example.</summary>
    public int Offset { get; set; } = -1;

    /// <summary>Whether it shares memory with another, planned in the same way.</summary>
    public bool Overlaps(Buffer other) =>
        this == other || (Place == other.Place && Place is Place.PerExample or Place.PerWorkspace && Offset < other.Offset + other.Length && other.Offset < Offset + Length);

    /// <summary>The start within Predict's scratch memory, or within the part of it that does not depend on the examples; likewise for each example.</summary>
    public int ScratchOffset { get; set; } = -1;
}
