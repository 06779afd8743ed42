using NetGen;

namespace Digits;

/// <summary>What the program needs of a network; the generator writes all of it.</summary>
/// <typeparam name="TSelf">The network.</typeparam>
internal interface IDigitNet<TSelf> : ITrainableNetwork<TSelf, float, int>
    where TSelf : class, IDigitNet<TSelf>
{
    /// <summary>The class of each image.</summary>
    /// <param name="inputs">The images.</param>
    /// <param name="labels">Receives the classes.</param>
    void PredictLabels(ReadOnlySpan<float> inputs, Span<int> labels);

    /// <summary>The probability of each class for each image.</summary>
    /// <param name="inputs">The images.</param>
    /// <param name="probabilities">Receives the probabilities.</param>
    void PredictProbabilities(ReadOnlySpan<float> inputs, Span<float> probabilities);
}
