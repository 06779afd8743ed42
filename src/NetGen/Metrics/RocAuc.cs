namespace NetGen;

/// <summary>
/// The area under the ROC curve: the probability that an example of yes has a larger output than one of no, ties counting
/// one half (Mann and Whitney, 1947; Hanley and McNeil, 1982; scikit-learn's <c>roc_auc_score</c>, of more than two classes with <c>multi_class="ovr"</c>). NaN where a class, or
/// yes or no, does not occur, and where an output is NaN.
/// </summary>
public sealed class RocAuc : ScoreMetric
{
    /// <summary>Chooses what is measured.</summary>
    /// <param name="areProbabilities">
    /// Whether outputs of classes are probabilities already, from a network that ends in [Softmax], not logits.
    /// </param>
    /// <param name="average">How the areas of several classes or yes/no outputs become one.</param>
    public RocAuc(bool areProbabilities = false, Average average = Average.Macro)
        : base(areProbabilities, average)
    {
    }

    private protected override string Measure => "rocAuc";

    private protected override string Curve => "ROC";

    private protected override double AreaOf(ReadOnlySpan<(double Score, bool Yes)> scores)
    {
        // The ranks of yes, those of equal scores being their mean; twice, to stay whole.
        long ranks = 0, yes = 0;
        for (int start = 0, end; start < scores.Length; start = end)
        {
            long among = 0;
            for (end = start; end < scores.Length && scores[end].Score == scores[start].Score; end++)
                among += scores[end].Yes ? 1 : 0;
            ranks += among * (start + 1 + (long)end);
            yes += among;
        }

        return (ranks - (yes * (yes + 1))) / (2.0 * yes * (scores.Length - yes)); // 0 / 0 is NaN, where either does not occur
    }
}
