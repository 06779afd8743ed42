using NetGen.Generators.Planning;

namespace NetGen.Generators.Emission;

/// <summary>The loop over a caller's examples, as many at a time as Predict's memory holds.</summary>
internal static class PredictLoop
{
    private const int Lanes = VectorPlan.MaxLanes;

    /// <summary>Opens the loop: <c>row</c> is the first example of <c>count</c>.</summary>
    public static CodeWriter.Scope Write(NetworkPlan plan, CodeWriter writer)
    {
        const int Batch = NetworkPlan.PredictBatch;
        if (plan.OneImage is not { } one)
        {
            CodeWriter.Scope scope = writer.Block($"for (int row = 0; row < rows; row += {Batch})");
            writer.Line($"int count = global::System.Math.Min({Batch}, rows - row);");
            return scope;
        }

        CodeWriter.Scope loop = writer.Block("for (int row = 0, count; row < rows; row += count)");
        writer.Line("int left = rows - row;");
        writer.Line($"count = left <= {one.Few} ? 1 : left < {Lanes} ? left : global::System.Math.Min({Batch}, left / {Lanes} * {Lanes}); // whole vectors; a few examples are faster one by one");
        return loop;
    }
}
