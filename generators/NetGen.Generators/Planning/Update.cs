using NetGen.Generators.Graph;
using NetGen.Generators.Kernels;

namespace NetGen.Generators.Planning;

/// <summary>What a step does to a tensor of parameters, right after the last kernel of the backward pass that needs it as it was.</summary>
/// <param name="Tensor">The tensor.</param>
/// <param name="After">That kernel.</param>
internal sealed record Update(ParameterTensor Tensor, Kernel After)
{
    /// <summary>Whether each thread updates the rows whose gradient it has just computed.</summary>
    public bool IsByRows => After.Split is KernelSplit.Rows rows && rows.Divided.Contains(Tensor.Gradient);

    /// <summary>Whether the thread that has computed the whole gradient updates it: the one with the last rows.</summary>
    public bool IsWithLastRows => !IsByRows && After.Split is KernelSplit.Rows && After.Writes.Contains(Tensor.Gradient);
}
