namespace NetGen.Programs.Tests.Pages.OfQuantization;

[Network, Input(16), Dense(8), ReLU, Dense(3), SoftmaxCrossEntropy]
public sealed partial class DigitNet;

/// <summary>The code of the page on weights of 8 bits, which shows every line.</summary>
internal static class Quantization
{
    public static QuantizedNetwork Run(DigitNet net, float[] images, float[] image, float[] scores)
    {
        QuantizedNetwork small = net.Quantize(images.AsSpan(0, 500 * DigitNet.InputSize));   // some hundred typical examples
        small.Predict(image, scores);
        small.Save("digits.int8.safetensors");
        QuantizedNetwork again = QuantizedNetwork.FromFile<DigitNet>("digits.int8.safetensors");
        return again;
    }
}
