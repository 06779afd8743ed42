using System.Runtime.InteropServices;
using NetGen.CompilerServices;

namespace NetGen;

/// <summary>
/// A network with weights of 8 bits, which predicts: a quarter of the memory. Each row of a weight has a scale of its own, by which it reaches from −127
/// to 127; the inputs of dense and convolution layers become bytes from 0 to 127, by the values that they had in calibration. Sums are of integers:
/// the results have the same bits on every machine whose activations have, whatever its vectors. Everything else is in single precision.
/// </summary>
/// <remarks>
/// Jacob et al., "Quantization and training of neural networks for efficient integer-arithmetic-only inference", 2018. Of 7 bits, so that two products of a byte and a weight fit in 16.
/// </remarks>
public sealed class QuantizedNetwork : IPredictor<float>
{
    private readonly QuantizedStage[] _stages;
    private readonly int _room;
    private readonly int _scratch;

    internal QuantizedNetwork(string name, int inputSize, IEnumerable<QuantizedStage> stages)
    {
        Name = name;
        InputSize = inputSize;
        _stages = [.. stages];
        OutputSize = _stages.Length == 0 ? inputSize : _stages[^1].Outputs;
        _room = QuantizedWeights.Rounded(_stages.Select(stage => stage.Room).Prepend(inputSize).Max(), QuantizedWeights.Block);
        _scratch = _stages.Select(stage => stage.Scratch).Prepend(0).Max();
    }

    /// <summary>The name of the network that it was made from.</summary>
    public string Name { get; }

    /// <inheritdoc/>
    public int InputSize { get; }

    /// <inheritdoc/>
    public int OutputSize { get; }

    /// <summary>The bytes of its weights, scales and biases in memory.</summary>
    public long WeightBytes => _stages.Sum(stage => stage.Bytes);

    /// <inheritdoc/>
    public void Predict(ReadOnlySpan<float> inputs, Span<float> outputs)
    {
        int examples = Guard.Examples(inputs.Length, InputSize, nameof(inputs));
        if (outputs.Length != (long)examples * OutputSize)
            throw new ArgumentException($"Expected room for {examples} examples of {OutputSize} outputs, got {outputs.Length}.", nameof(outputs));
        if (inputs.Overlaps(outputs, out int distance) && (distance != 0 || InputSize != OutputSize))
            throw new ArgumentException("The outputs overlap the inputs other than in place.", nameof(outputs));
        Span<float> floats = MemoryMarshal.CreateSpan(ref ThreadScratch.Take<float>(2 * _room), 2 * _room);
        Span<byte> scratch = MemoryMarshal.CreateSpan(ref ThreadScratch.Take<byte>(_scratch + 1), _scratch);
        for (int example = 0; example < examples; example++)
            Predict(inputs.Slice(example * InputSize, InputSize), outputs.Slice(example * OutputSize, OutputSize), floats, scratch);
    }

    /// <summary>
    /// Writes a safetensors file: of each layer with int8 weights <c>dense1.weight</c> as I8, <c>dense1.scale</c> of each output, <c>dense1.bias</c>,
    /// <c>dense1.inputScale</c> and <c>dense1.inputZero</c>; of running statistics <c>mean</c>, <c>factor</c> and <c>shift</c>.
    /// </summary>
    /// <param name="path">The file; one that is there is replaced.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Save(string path)
    {
        SafetensorsWriter file = new();
        file.Metadata["netgen.quantized"] = Name;
        foreach (QuantizedStage stage in _stages)
            stage.AddTo(file);
        file.Save(path);
    }

    /// <summary>The quantized network of a file that <see cref="Save"/> wrote.</summary>
    /// <typeparam name="TNetwork">The network that it was made from: its architecture is the class's.</typeparam>
    /// <param name="path">The file.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is damaged, no quantized network, or of another architecture: the message names the first tensor that differs.</exception>
    /// <exception cref="NotSupportedException">The network has a layer that cannot be quantized.</exception>
    public static QuantizedNetwork FromFile<TNetwork>(string path)
        where TNetwork : class, INetwork<TNetwork, float>
    {
        using SafetensorsFile file = SafetensorsFile.Open(path);
        if (file.Metadata("netgen.quantized") is null)
            throw new InvalidDataException($"{path}: expected a quantized network, which its metadata would say.");
        QuantizedBuilder builder = new(TNetwork.Description);
        return builder.Build((layer, weight, _) => QuantizedTensors.Read(file, layer.Name, weight), (layer, role, count) =>
        {
            float[] numbers = file.Read<float>($"{layer.Name}.{role}");
            return numbers.Length == count ? numbers : throw new InvalidDataException($"{path}: expected {count} numbers in '{layer.Name}.{role}', found {numbers.Length}.");
        });
    }

    private void Predict(ReadOnlySpan<float> input, Span<float> output, Span<float> floats, Span<byte> scratch)
    {
        Span<float> x = floats[.._room], y = floats[_room..];
        input.CopyTo(x);
        foreach (QuantizedStage stage in _stages)
        {
            stage.Run(x, y, scratch);
            Span<float> before = x;
            x = y;
            y = before;
        }

        x[..output.Length].CopyTo(output);
    }
}
