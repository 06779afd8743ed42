namespace NetGen;

/// <summary>
/// The triplet loss of three values of one shape: ℓ = max(0, ‖a − p‖ − ‖a − n‖ + margin), Euclidean, averaged over the examples (Schroff, Kalenichenko and Philbin, 2015;
/// PyTorch's TripletMarginLoss, but for the 10⁻⁶ that it adds to differences). It takes no target. Distances are of whole values, whatever their axes.
/// </summary>
/// <remarks>
/// Where ℓ &gt; 0, ā = (a − p)/‖a − p‖ − (a − n)/‖a − n‖, p̄ = (p − a)/‖a − p‖, n̄ = (a − n)/‖a − n‖; the derivative of a distance that is 0 is 0, by convention.
/// </remarks>
public sealed class TripletMarginAttribute : LossAttribute
{
    /// <summary>The name of the value a that is compared.</summary>
    public string? Anchor { get; set; }

    /// <summary>The name of the value p that shall be near.</summary>
    public string? Positive { get; set; }

    /// <summary>The name of the value n that shall be far.</summary>
    public string? Negative { get; set; }

    /// <summary>By how much farther n shall be. A finite number of at least 0; default 1.</summary>
    public double Margin { get; set; } = 1;
}
