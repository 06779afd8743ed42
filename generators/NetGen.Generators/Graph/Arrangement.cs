
namespace NetGen.Generators.Graph;

/// <summary>How the examples of a batch lie in the values that a layer takes.</summary>
internal enum Arrangement
{
    /// <summary>One after the other.</summary>
    Rows,

    /// <summary>Side by side, as many as a vector has lanes.</summary>
    Lanes,

    /// <summary>Either: all its inputs like the first, and its output too.</summary>
    Any,
}
