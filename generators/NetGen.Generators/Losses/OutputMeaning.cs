
namespace NetGen.Generators.Losses;

/// <summary>What outputs mean to a loss: the values of the enumeration NetGen.OutputMeaning, in its order.</summary>
internal enum OutputMeaning
{
    Numbers,
    BinaryLogits,
    BinaryProbabilities,
    BinaryDecisions,
    SignedScores,
    ClassLogits,
    ClassLogProbabilities,
    ClassScores,
}
