using Microsoft.ML.OnnxRuntime;
using NetGen.Benchmarks.Workloads;

namespace NetGen.Benchmarks.Contenders.Onnx;

/// <summary>ONNX Runtime in its fastest form: a session with all optimizations, tensors made once over our arrays, and bound to it.</summary>
internal sealed class OnnxContender : IContender
{
    private readonly float[] _outputs;
    private readonly RunOptions _runOptions = new();
    private readonly InferenceSession _session;
    private readonly OrtValue _inputTensor, _outputTensor;
    private readonly OrtIoBinding _binding;

    /// <summary>Opens a model.</summary>
    /// <param name="problem">The data.</param>
    /// <param name="model">What NetGen.Onnx writes.</param>
    public OnnxContender(Problem problem, byte[] model)
    {
        int batch = problem.Scenario.Batch;
        _outputs = new float[batch * problem.Architecture.Outputs];
        using SessionOptions options = new()
        {
            IntraOpNumThreads = problem.Scenario.Threads,
            InterOpNumThreads = 1,
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
        };
        options.AddSessionConfigEntry("session.force_spinning_stop", "1"); // its threads would wait for more work in a busy loop
        options.AddFreeDimensionOverrideByName(new OnnxOptions().BatchAxis, batch); // it plans for this size alone
        _session = new(model, options);
        (string input, NodeMetadata inputs) = _session.InputMetadata.Single();
        (string output, NodeMetadata outputs) = _session.OutputMetadata.Single();
        long[] inputShape = Array.ConvertAll(inputs.Dimensions, length => (long)length), outputShape = Array.ConvertAll(outputs.Dimensions, length => (long)length);
        _inputTensor = problem.Architecture.Vocabulary > 0
            ? OrtValue.CreateTensorValueFromMemory(Array.ConvertAll(problem.Inputs, token => (long)token), inputShape)
            : OrtValue.CreateTensorValueFromMemory(problem.Inputs, inputShape);
        _outputTensor = OrtValue.CreateTensorValueFromMemory(_outputs, outputShape);
        _binding = _session.CreateIoBinding();
        _binding.BindInput(input, _inputTensor);
        _binding.BindOutput(output, _outputTensor);
    }

    /// <inheritdoc/>
    public string Name => "ONNX Runtime";

    /// <summary>Nothing to do: parameters never change.</summary>
    public void Reset()
    {
    }

    /// <inheritdoc/>
    public float Run(int repetitions)
    {
        while (repetitions-- > 0)
            _session.RunWithBinding(_runOptions, _binding);
        return _outputs[0];
    }

    /// <inheritdoc/>
    public float CheckStep() => throw new NotSupportedException("ONNX Runtime does not train here.");

    /// <inheritdoc/>
    public float[] CheckOutputs()
    {
        _session.RunWithBinding(_runOptions, _binding);
        return _outputs;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _binding.Dispose();
        _outputTensor.Dispose();
        _inputTensor.Dispose();
        _session.Dispose();
        _runOptions.Dispose();
    }
}
