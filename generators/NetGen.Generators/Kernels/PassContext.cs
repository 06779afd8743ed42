using NetGen.Generators.Model;

namespace NetGen.Generators.Kernels;

/// <summary>What a layer's backward pass must know of the network around it.</summary>
/// <param name="Scalar">The precision.</param>
/// <param name="HasL1">Whether weights have an L1 penalty.</param>
/// <param name="HasL2">Whether weights have an L2 penalty.</param>
internal sealed record PassContext(Scalar Scalar, bool HasL1, bool HasL2)
{
    public int ScalarBytes => Scalar == Scalar.Single ? 4 : 8;
}
