using NetGen.Generators.Graph;

namespace NetGen.Generators.Kernels;

/// <summary>The exponentials of one row, which the softmax layer and the softmax loss share.</summary>
internal static class SoftmaxRow
{
    /// <summary>
    /// Writes e = exp(z − max z) for the row that begins at an offset, padding zero where the row has its own. The maximum is subtracted
    /// so that no exponential overflows. Leaves the locals <c>zRow</c>, <c>max</c> and <c>eRow</c>, with the symbols' names for z and e.
    /// </summary>
    public static void WriteExponentials(KernelWriter code, string z, string e, string row, int size, bool isPadded = true)
    {
        string vector = code.Names.V4;
        code.Row($"{z}Row", z, row);
        code.Row($"{e}Row", e, row);
        code.Line($"{code.Scalar} max = {z}Row;");
        using (code.Block($"for (int o = 1; o < {size}; o++)"))
        {
            code.Line($"max = global::System.Math.Max(max, {code.At($"{z}Row", "o")});");
        }

        code.Blank();
        code.Line($"{vector} largest = {vector}.Broadcast(max);");
        code.FourLanes("o", size, isPadded, (o, rest) => code.StoreFirst(vector, $"global::NetGen.SimdMath.Exp({vector}.Load(ref {z}Row, {o}) - largest)", $"{e}Row", o, rest));
        for (int padding = size; isPadded && padding < Value.Padded(size); padding++)
        {
            code.Line($"{code.At($"{e}Row", $"{padding}")} = 0;");
        }

        code.Blank();
    }
}
