namespace NetGen.Benchmarks.Workloads;

/// <summary>What the comparison calls on every generated network besides the interfaces of NetGen itself.</summary>
public interface IBenchmarkNetwork
{
    /// <summary>Copies the parameters out in canonical order: weight [out, in] and bias of each layer.</summary>
    /// <param name="packed">Receives them.</param>
    void CopyParametersTo(Span<float> packed);

    /// <summary>Copies the parameters in, likewise.</summary>
    /// <param name="packed">Holds them.</param>
    void CopyParametersFrom(ReadOnlySpan<float> packed);

    /// <summary>Sets the rate of a dropout layer.</summary>
    /// <param name="layer">The layer's name.</param>
    /// <param name="rate">The probability of dropping a value.</param>
    void SetRate(string layer, double rate);
}
