using NetGen.Generators.Model;

namespace NetGen.Generators.Graph;

/// <summary>One of several inputs of a network: some columns of the rows in which all lie side by side.</summary>
/// <param name="Name">The name that the user gave it.</param>
/// <param name="Start">The first column.</param>
/// <param name="Shape">The axes of one example.</param>
internal sealed record InputPart(string Name, int Start, Shape Shape)
{
    public int Size => (int)Shape.Elements;

    /// <summary>Of token numbers, how many there are: the least of the embeddings that read them; else null.</summary>
    public int? Vocabulary { get; set; }

    /// <summary>The attribute's position, for diagnostics.</summary>
    public int Attribute { get; init; } = -1;

    /// <summary>Whether it is token numbers.</summary>
    public bool IsTokens { get; init; }
}
