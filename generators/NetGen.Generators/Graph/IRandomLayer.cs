namespace NetGen.Generators.Graph;

/// <summary>
/// A layer that acts by a random number for each element of its input, at a rate that the attribute gives and the user may set. The network has the
/// rates of all such layers in one table, and the workspace the numbers; both by kinds.
/// </summary>
internal interface IRandomLayer
{
    /// <summary>The layer's name, by which the rate is set.</summary>
    string Name { get; }

    /// <summary>What has as many elements as there are numbers.</summary>
    Value Input { get; }

    /// <summary>The rate that it starts with.</summary>
    double Rate { get; }

    /// <summary>The kind in the table of rates, an argument of its constructor: <c>dropout</c>.</summary>
    string RatesOfKind { get; }

    /// <summary>The kind in the workspace's layout: <c>DropoutMasks</c>.</summary>
    string NumbersOfKind { get; }

    /// <summary>The number among the network's layers of the kind, from 0, in both.</summary>
    int Index { get; set; }

    /// <summary>The random numbers.</summary>
    Buffer Numbers { get; }
}
