using NetGen.Tool.Graphs;
using NetGen.Tool.Source;

namespace NetGen.Tool.Lowering;

/// <summary>
/// The loss that fits an output: what ends with probabilities or their logarithms takes them; several numbers that a dense layer gives are
/// taken for logits of classes; all else is compared by its squared error. What <c>Predict</c> gives is the model's output in any case.
/// </summary>
internal static class Losses
{
    public static string For(NetworkBuilder builder, int output, Graph graph, string name)
    {
        Layer? last = builder.Producer(output);
        while (last is { Kind: "Reshape" or "Flatten" or "Transpose" or "Identity" })
            last = builder.Producer(last.Inputs[0]);
        long[] sizes = Batch.With(graph.Shape(name), 1);
        bool isMap = last is { Kind: "Dense" } && !last.Arguments.Contains("Trainable = false");
        return last?.Kind switch
        {
            "Sigmoid" => "BinaryCrossEntropy(FromLogits = false)",
            "LogSoftmax" => "NegativeLogLikelihood",
            _ when isMap && sizes[^1] > 1 && builder.Producer(output) == last => "SoftmaxCrossEntropy",
            _ => "MeanSquaredError",
        };
    }
}
