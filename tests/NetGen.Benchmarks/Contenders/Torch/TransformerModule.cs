using NetGen.Benchmarks.Workloads;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace NetGen.Benchmarks.Contenders.Torch;

/// <summary>A GPT in TorchSharp.</summary>
internal sealed class TransformerModule : nn.Module<Tensor, Tensor>
{
    private readonly Embedding _tokens, _positions;
    private readonly Sequential _blocks;
    private readonly LayerNorm _norm;
    private readonly Tensor _steps;

    /// <summary>The network, initialized by TorchSharp.</summary>
    public TransformerModule(CausalTransformer network)
        : base("transformer")
    {
        _tokens = nn.Embedding(network.Tokens, network.Width);
        _positions = nn.Embedding(network.Steps, network.Width);
        _blocks = nn.Sequential(Enumerable.Range(0, network.Blocks).SelectMany(block => Block(network, block)).ToArray());
        _norm = nn.LayerNorm(network.Width);
        _steps = arange(network.Steps);
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        Tensor x = _tokens.call(input) + _positions.call(_steps);
        return nn.functional.linear(_norm.call(_blocks.call(x)), _tokens.weight!);
    }

    private static IEnumerable<(string, nn.Module<Tensor, Tensor>)> Block(CausalTransformer network, int block) =>
    [
        ($"attention{block}", new ResidualModule("residual", nn.Sequential(
            ("norm", nn.LayerNorm(network.Width)), ("attention", new AttentionModule(network.Width, network.Heads))))),
        ($"feedForward{block}", new ResidualModule("residual", nn.Sequential(
            ("norm", nn.LayerNorm(network.Width)), ("dense1", nn.Linear(network.Width, network.Hidden)), ("gelu", nn.GELU()),
            ("dense2", nn.Linear(network.Hidden, network.Width))))),
    ];
}
