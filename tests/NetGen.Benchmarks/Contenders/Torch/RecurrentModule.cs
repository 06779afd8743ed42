using NetGen.Benchmarks.Workloads;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace NetGen.Benchmarks.Contenders.Torch;

/// <summary>nn.LSTM or nn.GRU and a Linear in TorchSharp, with an Embedding in front where inputs are tokens.</summary>
internal sealed class RecurrentModule : nn.Module<Tensor, Tensor>
{
    private readonly Embedding? _embedding;
    private readonly LSTM? _lstm;
    private readonly GRU? _gru;
    private readonly Linear _dense;
    private readonly bool _eachStep;

    /// <summary>The network, initialized by TorchSharp.</summary>
    public RecurrentModule(Recurrent network)
        : base("recurrent")
    {
        if (network.Tokens > 0)
            _embedding = nn.Embedding(network.Tokens, network.Features);
        if (network.Cell == CellKind.LSTM)
            _lstm = nn.LSTM(network.Features, network.Units, batchFirst: true);
        else
            _gru = nn.GRU(network.Features, network.Units, batchFirst: true);
        _dense = nn.Linear(network.Units, network.Width);
        _eachStep = network.EachStep;
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        Tensor features = _embedding?.call(input) ?? input;
        Tensor states = _lstm?.call(features).Item1 ?? _gru!.call(features).Item1;
        return _dense.call(_eachStep ? states : states.select(1, -1));
    }
}
