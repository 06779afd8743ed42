namespace NetGen;

/// <summary>A data set from which several threads may copy at the same time, each into memory of its own.</summary>
internal interface IParallelReading
{
    /// <summary>Whether they may: it may depend on what the data set is made of.</summary>
    bool CanReadInParallel { get; }
}
