using NetGen.Generators.Graph;
using NetGen.Generators.Kernels;

namespace NetGen.Generators.Layers;

/// <summary>
/// Rotary positions: elements i and i + d/2 of a head of queries and keys turn by an angle that grows with the step, so that scores depend on
/// distances. In place; gradients turn back.
/// </summary>
internal static class AttentionRotation
{
    public static Kernel Forward(AttentionHeads heads) => Turn(heads, "Rotation", [heads.Query.Data, heads.Key.Data], isBack: false);

    public static Kernel Backward(AttentionHeads heads, Condition condition) => Turn(heads, "RotationBack", [heads.Query.Gradient, heads.Key.Gradient], isBack: true, condition);

    /// <summary>Of one step of each sequence of a stream.</summary>
    public static Kernel Step(AttentionHeads heads, AttentionCache cache) => Turn(heads, "RotationStep", [heads.Query.Data, heads.Key.Data], isBack: false, cache: cache);

    private static Kernel Turn(AttentionHeads heads, string name, Buffer[] buffers, bool isBack, Condition condition = Condition.Always, AttentionCache? cache = null)
    {
        int half = heads.Width / 2, steps = cache?.Steps ?? Math.Max(heads.Queries, heads.Keys);
        string vectors = isBack ? $"{heads.Query.Bar} and {heads.Key.Bar}" : $"{heads.Query.Symbol} and {heads.Key.Symbol}", turn = isBack ? "turn back" : "turn";
        return new Kernel($"{heads.Layer.MethodName}{name}", cache is null ? buffers : [.. buffers, cache.Positions], buffers, Write)
        {
            Condition = condition,
            Equations = [$"elements i and i + {half} of each head of {vectors} {turn} by the angle step / 10000^(2i/{heads.Width})"],
            Arguments = [KernelArgument.Rows],
        };

        void Write(KernelWriter code)
        {
            code.Line($"ref {code.Scalar} turns = ref global::NetGen.CompilerServices.RotaryTurns.Of<{code.Scalar}>({steps}, {heads.Width}); // of each step {half} cosines, then {half} sines");
            WriteValue(code, heads.Query, buffers[0].Symbol, heads.Heads);
            code.Blank();
            WriteValue(code, heads.Key, buffers[1].Symbol, heads.KeyValueHeads);
        }

        void WriteValue(KernelWriter code, Value value, string symbol, int count)
        {
            using (code.Block("for (int r = 0; r < rows; r++)"))
            {
                if (cache is not null)
                {
                    code.Line($"int position = {cache.Position(code)};");
                }

                code.Loop("t", value.Shape.Axes[0], t => code.Loop("head", count, head =>
                {
                    code.Row("u", symbol, LaneWriter.Sum($"r * {value.Stride}", LaneWriter.Times(t, value.Shape.Last), LaneWriter.Times(head, heads.Width)));
                    code.Row("turn", "turns", LaneWriter.Times(cache is null ? t : "position", heads.Width));
                    if (half % 4 == 0)
                    {
                        code.FourLanes("i", half, i => WriteVectors(code, i));
                    }
                    else
                    {
                        code.Loop("i", half, i => WriteElements(code, i));
                    }
                }));
            }
        }

        void WriteVectors(KernelWriter code, string i)
        {
            string vector = code.Names.V4, second = LaneWriter.Sum(i, $"{half}");
            code.Line($"{vector} a = {vector}.Load(ref u, {i}), b = {vector}.Load(ref u, {second}), cos = {vector}.Load(ref turn, {i}), sin = {vector}.Load(ref turn, {second});");
            code.Store(vector, $"a * cos {(isBack ? "+" : "-")} b * sin", "u", i);
            code.Store(vector, $"b * cos {(isBack ? "-" : "+")} a * sin", "u", second);
        }

        void WriteElements(KernelWriter code, string i)
        {
            string second = LaneWriter.Sum(i, $"{half}");
            code.Line($"{code.Scalar} a = {code.At("u", i)}, b = {code.At("u", second)}, cos = {code.At("turn", i)}, sin = {code.At("turn", second)};");
            code.Line($"{code.At("u", i)} = a * cos {(isBack ? "+" : "-")} b * sin;");
            code.Line($"{code.At("u", second)} = b * cos {(isBack ? "-" : "+")} a * sin;");
        }
    }
}
