using Google.Protobuf;
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

    public OnnxContender(Problem problem)
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
        _session = new(OnnxModel.Create(problem.Architecture, batch, problem.Parameters).ToByteArray(), options);
        _inputTensor = OrtValue.CreateTensorValueFromMemory(problem.Inputs, [batch, .. problem.Architecture.InputShape]);
        _outputTensor = OrtValue.CreateTensorValueFromMemory(_outputs, [batch, problem.Architecture.Outputs]);
        _binding = _session.CreateIoBinding();
        _binding.BindInput(OnnxModel.Input, _inputTensor);
        _binding.BindOutput(OnnxModel.Output, _outputTensor);
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
