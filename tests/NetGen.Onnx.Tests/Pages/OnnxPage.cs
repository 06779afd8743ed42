using Microsoft.ML.OnnxRuntime;

namespace NetGen.OnnxTests.Pages;

[Network, Input(2), Dense(8), Tanh, Dense(1), BinaryCrossEntropy]
public sealed partial class XorNet;

/// <summary>The code of the page on ONNX, which shows every line.</summary>
internal static class OnnxPage
{
    public static OnnxOptions Cube()
    {
        OnnxOptions options = new() { Activations = { ["Cube"] = (graph, x, layer) => graph.Add("Mul", [graph.Add("Mul", [x, x]), x]) } };
        return options;
    }

    public static XorNet Export()
    {
        float[] inputs = [0, 0, 0, 1, 1, 0, 1, 1];
        XorNet net = new(seed: 42);
        net.Fit(inputs, [0, 1, 1, 0], new FitOptions { Epochs = 500, Optimizer = new Adam(0.03) });
        net.SaveOnnx("xor.onnx", new OnnxOptions { Probabilities = true });
        return net;
    }

    public static void Import(TextWriter output)
    {
        float[] inputs = [0, 0, 0, 1, 1, 0, 1, 1];

        using InferenceSession session = new("xor.onnx");
        using OrtValue input = OrtValue.CreateTensorValueFromMemory(inputs, [4, 2]);
        using var outputs = session.Run(new RunOptions(), ["input"], [input], ["output"]);
        output.WriteLine(string.Join(", ", outputs[0].GetTensorDataAsSpan<float>().ToArray()));      // as net.PredictProbabilities
    }
}
