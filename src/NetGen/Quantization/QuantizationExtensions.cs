namespace NetGen;

/// <summary>Quantization of trained networks.</summary>
public static class QuantizationExtensions
{
    /// <summary>
    /// The network with int8 weights: each row of a weight times 127 / its largest, rounded. What reaches each dense and convolution layer becomes bytes
    /// q = round(x / scale) + zero, whose mean squared error is the least for the values that the calibration's examples bring there, through the quantized layers before.
    /// </summary>
    /// <param name="network">A chain of Dense, Conv1D and Conv2D, pools, activations, BatchNorm, Normalization, Flatten and Reshape; dropout and noise do nothing.</param>
    /// <param name="calibrationInputs">Some hundred typical examples, those of training for instance.</param>
    /// <exception cref="ArgumentException">There is no example, or no whole number of them, or a weight is not finite.</exception>
    /// <exception cref="NotSupportedException">A layer cannot be quantized: the message names it.</exception>
    public static QuantizedNetwork Quantize<TSelf>(this INetwork<TSelf, float> network, ReadOnlySpan<float> calibrationInputs)
        where TSelf : class, INetwork<TSelf, float>
    {
        ArgumentNullException.ThrowIfNull(network);
        if (calibrationInputs.IsEmpty || calibrationInputs.Length % network.InputSize != 0)
            throw new ArgumentException($"Expected at least one example of {network.InputSize} inputs, got {calibrationInputs.Length} numbers.", nameof(calibrationInputs));

        // The values of all examples, as far as the stages have brought them.
        int examples = calibrationInputs.Length / network.InputSize, done = 0;
        float[] values = calibrationInputs.ToArray();
        NetworkDescription description = TSelf.Description;
        return new QuantizedBuilder(description).Build(Weights, Statistics);

        QuantizedTensors Weights(LayerDescription layer, IReadOnlyList<int> shape, IReadOnlyList<QuantizedStage> before)
        {
            if (done < before.Count)
            {
                QuantizedNetwork part = new(description.Name, values.Length / examples, before.Skip(done));
                float[] outputs = new float[checked(examples * part.OutputSize)];
                part.Predict(values, outputs);
                (values, done) = (outputs, before.Count);
            }

            return QuantizedTensors.Of(layer.Name, shape, Parameter(layer, "weight")!, Parameter(layer, "bias") ?? new float[shape[0]], QuantizedInput.Of(values));
        }

        float[] Statistics(LayerDescription layer, string role, int count)
        {
            bool isNormalization = layer.Kind == "Normalization";
            if (role == "mean")
                return State(isNormalization ? "mean" : "runningMean");
            if (role == "shift")
                return Parameter(layer, "bias") ?? new float[count];
            float[] variance = State(isNormalization ? "variance" : "runningVariance"), weight = Parameter(layer, "weight") ?? [];
            double epsilon = isNormalization ? 0 : Convert.ToDouble(layer.Argument<object>("Epsilon", 1e-5), System.Globalization.CultureInfo.InvariantCulture);
            return [.. variance.Select((value, i) => (float)((weight.Length == 0 ? 1 : weight[i]) * (isNormalization && value == 0 ? 1 : 1 / Math.Sqrt(value + epsilon))))];

            float[] State(string name)
            {
                float[] state = new float[count];
                network.GetState($"{layer.Name}.{name}", state);
                return state;
            }
        }

        float[]? Parameter(LayerDescription layer, string role)
        {
            if (description.ParameterOf(layer, role) is not { } tensor)
                return null;
            float[] parameter = new float[tensor.Count];
            network.GetParameter(tensor.Name, parameter);
            return parameter;
        }
    }
}
