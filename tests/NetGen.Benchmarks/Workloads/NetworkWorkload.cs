using NetGen.Benchmarks.Contenders;
using NetGen.Benchmarks.Contenders.Onnx;
using NetGen.Benchmarks.Contenders.OpenBlas;
using NetGen.Benchmarks.Contenders.Torch;

namespace NetGen.Benchmarks.Workloads;

/// <summary>A generated network against others of the same architecture.</summary>
/// <typeparam name="TNet">The generated network.</typeparam>
/// <typeparam name="TTarget">The type of its targets.</typeparam>
/// <param name="id">Its name.</param>
/// <param name="architecture">The same network for the other contenders.</param>
/// <param name="predict">Calls the network's own Predict in a loop: a direct call, as a user writes it.</param>
internal sealed class NetworkWorkload<TNet, TTarget>(string id, Architecture architecture, PredictLoop<TNet> predict)
    : Workload(id, Describe(id, architecture))
    where TNet : class, ITrainableNetwork<TNet, float, TTarget>
    where TTarget : unmanaged
{
    /// <inheritdoc/>
    public override bool IsCalled(string name) => base.IsCalled(name) || name == architecture.ToString();

    /// <inheritdoc/>
    public override long FlopsOf(Scenario scenario) =>
        scenario.Batch * (scenario.Mode == Mode.Infer ? architecture.ForwardFlops : architecture.TrainingFlops);

    /// <inheritdoc/>
    public override IReadOnlyList<IContender> CreateContenders(Scenario scenario, ISet<string> notes)
    {
        TNet net = TNet.Create(1);
        float[] parameters = new float[architecture.ParameterCount];
        net.CopyParametersTo(parameters);
        Problem problem = new(architecture, scenario, parameters);

        List<IContender> contenders = [new NetGenContender<TNet, TTarget>(net, problem, predict), new TorchContender(problem)];
        if (Id == "W4" && scenario.Mode == Mode.Train)
            contenders.Insert(1, new FitContender<TNet, TTarget>(problem));
        if (scenario.Mode == Mode.Infer)
            contenders.Add(new OnnxContender(problem, net.ToOnnx()));
        if (!Blas.IsInstalled)
            notes.Add("OpenBLAS is left out: libopenblas.so.0 is not installed (Debian: apt-get install libopenblas0).");
        else if (architecture is not Chain { Dropout: 0 })
            notes.Add("OpenBLAS is left out of all but chains of dense layers without dropout: its step knows nothing else.");
        else
        {
            contenders.Add(BlasContender.Create(problem));
            notes.Add($"OpenBLAS has its kernels for {Blas.Core}.");
        }

        return contenders;
    }

    /// <summary>The summary, without what the name says already.</summary>
    private static string Describe(string id, Architecture architecture) =>
        architecture.Summary.StartsWith(id + " ", StringComparison.Ordinal) ? architecture.Summary[(id.Length + 1)..] : architecture.Summary;
}
