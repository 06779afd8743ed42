namespace NetGen.Generators.Planning;

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

    /// <summary>The workspace's gradients of the inputs, which are there only when asked for.</summary>
    InputGradients,
}

/// <summary>A piece of memory that kernels read and write, under the name it has in the code.</summary>
internal sealed class Buffer(string symbol, Place place, int length)
{
    public string Symbol { get; } = symbol;

    public Place Place { get; } = place;

    /// <summary>Elements, for each example where the place is <see cref="Place.PerExample"/>.</summary>
    public int Length { get; } = length;

    /// <summary>The start within its place; likewise for each example.</summary>
    public int Offset { get; set; } = -1;

    /// <summary>The start within Predict's scratch memory, for each example.</summary>
    public int ScratchOffset { get; set; } = -1;
}
