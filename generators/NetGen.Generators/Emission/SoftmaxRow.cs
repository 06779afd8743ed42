namespace NetGen.Generators.Emission;

/// <summary>The exponentials of one row, which the softmax layer and the softmax loss share.</summary>
internal static class SoftmaxRow
{
    /// <summary>
    /// Writes e = exp(z − max z) for row r, padding zero. The maximum is subtracted so that no exponential overflows. Leaves
    /// the locals <c>zRow</c>, <c>max</c> and <c>eRow</c>, with the symbols' names for z and e.
    /// </summary>
    public static void WriteExponentials(KernelWriter code, string z, string e, int size, int stride)
    {
        string vector = code.Names.V4;
        code.Row($"{z}Row", z, $"r * {stride}");
        code.Row($"{e}Row", e, $"r * {stride}");
        code.Line($"{code.Scalar} max = {z}Row;");
        using (code.Block($"for (int o = 1; o < {size}; o++)"))
        {
            code.Line($"max = global::System.Math.Max(max, {code.At($"{z}Row", "o")});");
        }

        code.Blank();
        code.Line($"{vector} largest = {vector}.Broadcast(max);");
        code.FourLanes("o", stride, o => code.Store(vector, $"global::NetGen.SimdMath.Exp({vector}.Load(ref {z}Row, {o}) - largest)", $"{e}Row", o));
        for (int padding = size; padding < stride; padding++)
        {
            code.Line($"{code.At($"{e}Row", $"{padding}")} = 0;");
        }

        code.Blank();
    }
}
