namespace NetGen;

/// <summary>
/// What an optimizer does to one parameter in one step, written once over a vector: a struct with the step's numbers,
/// already in every lane, and one expression. <see cref="ParameterRange{V, T}.Apply"/> runs it over the parameters.
/// </summary>
/// <typeparam name="V">The vector.</typeparam>
public interface IUpdateRule<V>
    where V : struct, ISimd<V>
{
    /// <summary>The number of values kept for each parameter from step to step, 0 to 3. They start at 0.</summary>
    static abstract int StateCount { get; }

    /// <summary>The new values of parameters; updates their states.</summary>
    /// <param name="w">The parameters.</param>
    /// <param name="g">Their gradients.</param>
    /// <param name="s1">The first state, if there is one.</param>
    /// <param name="s2">The second state, if there is one.</param>
    /// <param name="s3">The third state, if there is one.</param>
    V Update(V w, V g, ref V s1, ref V s2, ref V s3);
}
