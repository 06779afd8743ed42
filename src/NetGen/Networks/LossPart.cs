namespace NetGen;

/// <summary>What one loss of a batch came to, before it was divided, so that batches can be added up.</summary>
/// <param name="Sum">Σ over the batch, factors of examples and classes included, that of the loss in the cost not.</param>
/// <param name="Divisor">What it is divided by; null where the reduction is the sum.</param>
internal readonly record struct LossPart(double Sum, double? Divisor)
{
    /// <summary>The loss; 0 where nothing of the batch counts.</summary>
    public double Value => Divisor is { } divisor ? CompilerServices.Sums.Share(Sum, divisor) : Sum;
}
