using NetGen.Generators.Kernels;
using NetGen.Generators.Planning;
using NetGen.Generators.Text;

namespace NetGen.Generators.Emission;

/// <summary>The loop over a caller's examples, as many at a time as Predict's memory holds.</summary>
internal static class PredictLoop
{
    /// <summary>Opens the loop: <c>row</c> is the first example of <c>count</c>.</summary>
    public static CodeWriter.Scope Write(NetworkPlan plan, CodeWriter writer)
    {
        int batch = plan.PredictBatch, lanes = Math.Min(batch, VectorPlan.MaxLanes);
        if (plan.OneImage is not { } one)
        {
            CodeWriter.Scope scope = writer.Block($"for (int row = 0; row < rows; row += {batch})");
            writer.Line($"int count = global::System.Math.Min({batch}, rows - row);");
            return scope;
        }

        CodeWriter.Scope loop = writer.Block("for (int row = 0, count; row < rows; row += count)");
        writer.Line("int left = rows - row;");
        writer.Line($"count = left <= {one.Few} ? 1 : left < {lanes} ? left : global::System.Math.Min({batch}, left / {lanes} * {lanes}); // whole vectors; a few examples are faster one by one");
        return loop;
    }
}
