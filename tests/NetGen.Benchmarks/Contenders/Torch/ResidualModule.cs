using TorchSharp;
using static TorchSharp.torch;

namespace NetGen.Benchmarks.Contenders.Torch;

/// <summary>x + body(x) in TorchSharp.</summary>
internal sealed class ResidualModule : nn.Module<Tensor, Tensor>
{
    private readonly nn.Module<Tensor, Tensor> _body;

    /// <summary>A residual block around <paramref name="body"/>.</summary>
    public ResidualModule(string name, nn.Module<Tensor, Tensor> body)
        : base(name)
    {
        _body = body;
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        using Tensor change = _body.call(input);
        return input + change;
    }
}
