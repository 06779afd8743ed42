namespace Digits;

/// <summary>What a network makes of images that it was not trained on.</summary>
internal sealed class Evaluation
{
    /// <summary>Lets the network look at every image once.</summary>
    public Evaluation(DigitNet net, TestSet data)
    {
        Loss = net.Evaluate(data.Images, data.Labels);
        Predictions = new int[data.Count];
        net.PredictLabels(data.Images, Predictions);
        Probabilities = new float[data.Count * DigitNet.OutputSize];
        net.PredictProbabilities(data.Images, Probabilities);

        int right = 0;
        for (int i = 0; i < Predictions.Length; i++)
        {
            if (IsRight(data, i))
                right++;
        }

        Accuracy = (double)right / data.Count;
    }

    /// <summary>The mean loss.</summary>
    public double Loss { get; }

    /// <summary>The class predicted for each image.</summary>
    public int[] Predictions { get; }

    /// <summary>The probability of each class for each image.</summary>
    public float[] Probabilities { get; }

    /// <summary>The share of the images whose class was predicted.</summary>
    public double Accuracy { get; }

    /// <summary>Whether the prediction for an image is its label.</summary>
    public bool IsRight(TestSet data, int image) => Predictions[image] == data.Labels[image];

    /// <summary>The probability of the predicted class of an image.</summary>
    public float Confidence(int image) => Probabilities[(image * DigitNet.OutputSize) + Predictions[image]];
}
