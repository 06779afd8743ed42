namespace NetGen;

/// <summary>The numbers of a layer with int8 weights, as a file has them.</summary>
/// <param name="Name">The name of the layer.</param>
/// <param name="Shape">The shape of the weight: outputs first.</param>
/// <param name="Weights">The weights, row-major, from −127 to 127.</param>
/// <param name="Scales">The scale of each output's weights.</param>
/// <param name="Bias">The bias of each output.</param>
/// <param name="Input">How inputs become bytes.</param>
internal sealed record QuantizedTensors(string Name, int[] Shape, sbyte[] Weights, float[] Scales, float[] Bias, QuantizedInput Input)
{
    /// <summary>Weights of a float layer, each row scaled so that its largest is 127.</summary>
    public static QuantizedTensors Of(string name, IReadOnlyList<int> shape, float[] weights, float[] bias, QuantizedInput input)
    {
        int outputs = shape[0], inputs = weights.Length / outputs;
        sbyte[] quantized = new sbyte[weights.Length];
        float[] scales = new float[outputs];
        for (int o = 0; o < outputs; o++)
        {
            ReadOnlySpan<float> row = weights.AsSpan(o * inputs, inputs);
            float largest = 0;
            foreach (float weight in row)
                largest = Math.Max(largest, Math.Abs(weight));
            if (!float.IsFinite(largest))
                throw new ArgumentException($"The weights of {name} are not finite and cannot be quantized.", nameof(weights));
            scales[o] = largest > 0 ? largest / sbyte.MaxValue : 1;
            for (int k = 0; k < inputs; k++)
                quantized[o * inputs + k] = (sbyte)Math.Clamp(MathF.Round(row[k] / scales[o]), -sbyte.MaxValue, sbyte.MaxValue);
        }

        return new QuantizedTensors(name, [.. shape], quantized, scales, bias, input);
    }

    /// <summary>The weights of some outputs, packed.</summary>
    /// <param name="first">The first output.</param>
    /// <param name="count">How many.</param>
    public QuantizedWeights Pack(int first, int count)
    {
        int inputs = Weights.Length / Shape[0];
        return new QuantizedWeights(Weights.AsSpan(first * inputs, count * inputs), Scales.AsSpan(first, count), Bias.AsSpan(first, count), Input);
    }

    /// <summary>Reads them from a file.</summary>
    /// <exception cref="InvalidDataException">They are not there, of another shape, or out of range.</exception>
    public static QuantizedTensors Read(SafetensorsFile file, string name, IReadOnlyList<int> shape)
    {
        SafetensorsTensor tensor = file.Find(name + ".weight") ?? throw new InvalidDataException($"{file.Path}: expected a tensor '{name}.weight', found none.");
        if (!tensor.Shape.SequenceEqual(shape.Select(axis => (long)axis)))
            throw new InvalidDataException($"{file.Path}: '{name}.weight' is [{string.Join(", ", tensor.Shape)}], the network's is [{string.Join(", ", shape)}].");
        sbyte[] weights = file.Read<sbyte>(name + ".weight");
        float[] scales = Numbers(".scale", shape[0]), bias = Numbers(".bias", shape[0]), inputScale = Numbers(".inputScale", 1);
        byte[] zero = file.Read<byte>(name + ".inputZero");
        bool isValid = zero is [<= QuantizedInput.Largest] && weights.All(weight => weight != sbyte.MinValue) && scales.Concat(bias).Concat(inputScale).All(float.IsFinite)
            && scales.All(scale => scale > 0) && inputScale[0] > 0;
        if (!isValid)
            throw new InvalidDataException($"{file.Path}: expected weights of {name} from −127 to 127, finite scales above 0, finite biases and a zero from 0 to 127, found others.");
        return new QuantizedTensors(name, [.. shape], weights, scales, bias, new QuantizedInput(inputScale[0], zero[0]));

        float[] Numbers(string role, int count)
        {
            float[] numbers = file.Read<float>(name + role);
            return numbers.Length == count ? numbers : throw new InvalidDataException($"{file.Path}: expected {count} numbers in '{name}{role}', found {numbers.Length}.");
        }
    }

    /// <summary>Adds them to a file: <c>weight</c> as I8, <c>scale</c>, <c>bias</c>, <c>inputScale</c> and <c>inputZero</c>.</summary>
    public void AddTo(SafetensorsWriter file)
    {
        file.Add(Name + ".weight", [.. Shape.Select(axis => (long)axis)], Weights);
        file.Add(Name + ".scale", [Scales.Length], Scales);
        file.Add(Name + ".bias", [Bias.Length], Bias);
        file.Add(Name + ".inputScale", [1], new[] { Input.Scale });
        file.Add(Name + ".inputZero", [1], new[] { (byte)Input.Zero });
    }
}
