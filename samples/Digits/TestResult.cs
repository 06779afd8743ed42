namespace Digits;

/// <summary>What a network makes of images that it was not trained on.</summary>
internal sealed class TestResult
{
    /// <summary>Lets a network look at every image once.</summary>
    public static TestResult Of<TNet>(TNet net, TestSet data)
        where TNet : class, IDigitNet<TNet>
    {
        var predictions = new int[data.Count];
        net.PredictLabels(data.Images, predictions);
        var probabilities = new float[data.Count * DigitData.Classes];
        net.PredictProbabilities(data.Images, probabilities);
        return new TestResult
        {
            Loss = net.Evaluate(data.Images, data.Labels),
            Predictions = predictions,
            Probabilities = probabilities,
            Accuracy = (double)predictions.Zip(data.Labels).Count(pair => pair.First == pair.Second) / data.Count,
        };
    }

    /// <summary>The mean loss.</summary>
    public required double Loss { get; init; }

    /// <summary>The class predicted for each image.</summary>
    public required int[] Predictions { get; init; }

    /// <summary>The probability of each class for each image.</summary>
    public required float[] Probabilities { get; init; }

    /// <summary>The share of the images whose class was predicted.</summary>
    public required double Accuracy { get; init; }

    /// <summary>Whether the prediction for an image is its label.</summary>
    public bool IsRight(TestSet data, int image) => Predictions[image] == data.Labels[image];

    /// <summary>The probability of the predicted class of an image.</summary>
    public float Confidence(int image) => Probabilities[(image * DigitData.Classes) + Predictions[image]];
}
