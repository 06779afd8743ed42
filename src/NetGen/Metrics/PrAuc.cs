namespace NetGen;

/// <summary>
/// The area under the precision-recall curve, as the average precision Σ (Rₙ − Rₙ₋₁) · Pₙ over the thresholds from high to low, without interpolation (scikit-learn's
/// <c>average_precision_score</c>): more telling than <see cref="RocAuc"/> where yes is rare. A guess has the share of yes. NaN where a class, or yes, does not occur, and where an
/// output is NaN.
/// </summary>
public sealed class PrAuc : ScoreMetric
{
    /// <summary>Chooses what is measured.</summary>
    /// <param name="areProbabilities">
    /// Whether outputs of classes are probabilities already, from a network that ends in [Softmax], not logits.
    /// </param>
    /// <param name="average">How the areas of several classes or yes/no outputs become one.</param>
    public PrAuc(bool areProbabilities = false, Average average = Average.Macro)
        : base(areProbabilities, average)
    {
    }

    private protected override string Measure => "prAuc";

    private protected override string Curve => "precision-recall";

    private protected override double AreaOf(ReadOnlySpan<(double Score, bool Yes)> scores)
    {
        long yes = 0;
        double sum = 0;
        for (int end = scores.Length, start; end > 0; end = start)
        {
            long among = 0;
            for (start = end; start > 0 && scores[start - 1].Score == scores[end - 1].Score; start--)
                among += scores[start - 1].Yes ? 1 : 0;
            yes += among;
            sum += among * ((double)yes / (scores.Length - start));
        }

        return sum / yes; // 0 / 0 is NaN, where yes does not occur
    }
}
