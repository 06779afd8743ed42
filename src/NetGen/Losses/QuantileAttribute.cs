namespace NetGen;

/// <summary>
/// The pinball loss of quantiles (Koenker and Bassett, 1978): the last axis has an output y for each quantile q, and each position one target t; with e = t − y,
/// ℓ = max(q·e, (q − 1)·e), averaged over all outputs. ȳ = −q where t &gt; y, 1 − q where t &lt; y, and 0 where they are equal, by convention.
/// </summary>
/// <param name="quantiles">The quantiles, each greater than 0 and less than 1: as many as the last axis is long.</param>
/// <remarks>
/// Outputs of shape […, n] take targets of shape […]: one number an example for outputs [n], one a step for [steps, n]. The best y is the number that t is below with
/// probability q.
/// </remarks>
public sealed class QuantileAttribute(params double[] quantiles) : LossAttribute
{
    /// <summary>The quantiles.</summary>
    public double[] Quantiles { get; } = quantiles;
}
