namespace NetGen.Generators.Graph;

/// <summary>A layer with statistics that are fitted to the network's inputs before training: they make the network <c>IAdaptable</c>.</summary>
internal interface IFittedLayer
{
    /// <summary>Where its state lies and what it is fitted to, as the runtime keeps it.</summary>
    string Fitting { get; }
}
