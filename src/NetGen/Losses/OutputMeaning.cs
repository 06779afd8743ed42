namespace NetGen;

/// <summary>
/// What the outputs of a network mean to its loss, and so which probabilities and labels they imply. An output that is NaN implies no
/// label: −1 instead, and for <see cref="SignedScores"/> 0.
/// </summary>
public enum OutputMeaning
{
    /// <summary>Numbers: neither probabilities nor labels.</summary>
    Numbers,

    /// <summary>A logit for each yes/no question: the probability of yes is sigmoid(y), the label 1 where y &gt; 0, else 0.</summary>
    BinaryLogits,

    /// <summary>The probability of yes for each yes/no question: the label is 1 where y &gt; ½, else 0.</summary>
    BinaryProbabilities,

    /// <summary>A decision for each yes/no question: the label is 1 where y &gt; ½, else 0. There is no probability.</summary>
    BinaryDecisions,

    /// <summary>A score for each yes/no question: the label is +1 where y &gt; 0, else −1. There is no probability.</summary>
    SignedScores,

    /// <summary>A logit for each class: the probabilities are softmax(y), the label is the class of the largest.</summary>
    ClassLogits,

    /// <summary>The logarithm of the probability of each class: the label is the class of the largest.</summary>
    ClassLogProbabilities,

    /// <summary>A score for each class: the label is the class of the largest. There is no probability.</summary>
    ClassScores,
}
