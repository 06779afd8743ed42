using NetGen.Benchmarks.Contenders;
using NetGen.Benchmarks.Contenders.OpenBlas;
using NetGen.Benchmarks.Contenders.Torch;

namespace NetGen.Benchmarks.Workloads;

/// <summary>A chain of dense layers.</summary>
/// <typeparam name="TNet">The generated network.</typeparam>
/// <typeparam name="TTarget">The type of its targets.</typeparam>
/// <param name="id">Its name.</param>
/// <param name="chain">The same network for the other contenders.</param>
/// <param name="predict">Calls the network's own Predict in a loop: a direct call, as a user writes it.</param>
internal sealed class ChainWorkload<TNet, TTarget>(string id, Chain chain, PredictLoop<TNet> predict)
    : Workload(id, Describe(id, chain))
    where TNet : class, ITrainableNetwork<TNet, float, TTarget>, IBenchmarkNetwork
    where TTarget : unmanaged
{
    /// <inheritdoc/>
    public override bool IsCalled(string name) => base.IsCalled(name) || name == chain.ToString();

    /// <inheritdoc/>
    public override long FlopsOf(Scenario scenario) =>
        scenario.Batch * (scenario.Mode == Mode.Infer ? chain.ForwardFlops : chain.TrainingFlops);

    /// <inheritdoc/>
    public override IReadOnlyList<IContender> CreateContenders(Scenario scenario, ISet<string> notes)
    {
        TNet net = TNet.Create(1);
        float[] parameters = new float[chain.ParameterCount];
        net.CopyParametersTo(parameters);
        Problem problem = new(chain, scenario, parameters);

        List<IContender> contenders = [new NetGenContender<TNet, TTarget>(net, problem, predict), new TorchContender(problem)];
        if (scenario.Threads > 1)
            notes.Add("NetGen runs on one thread in every row.");
        if (!Blas.IsInstalled)
            notes.Add("OpenBLAS is left out: libopenblas.so.0 is not installed (Debian: apt-get install libopenblas0).");
        else if (chain.Dropout > 0)
            notes.Add("OpenBLAS is left out where there is dropout: its step has none.");
        else
            contenders.Add(BlasContender.Create(problem));
        return contenders;
    }

    private static string Describe(string id, Chain chain)
    {
        string hidden = chain.Dropout > 0 ? $"{chain.Hidden}-dropout {chain.Dropout}" : $"{chain.Hidden}";
        string output = chain.Output == ActivationKind.None ? "" : $", {chain.Output} out";
        string widths = id == chain.ToString() ? "" : $"{chain} ";
        return $"{widths}{hidden}{output}, {(chain.Loss == LossKind.MeanSquaredError ? "MSE" : "softmax CE")}";
    }
}
