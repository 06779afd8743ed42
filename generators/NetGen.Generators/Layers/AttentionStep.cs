using NetGen.Generators.Graph;
using NetGen.Generators.Kernels;

namespace NetGen.Generators.Layers;

/// <summary>
/// One query of each sequence of a stream, over the keys and values of the steps before it and its own, which it adds to them. Every sum is the one
/// that <see cref="AttentionForward"/> computes for this query: over elements, and over keys, in order.
/// </summary>
internal sealed class AttentionStep(AttentionHeads heads, AttentionCache cache, KernelWriter code)
{
    private int KeyWidth => heads.Key.Shape.Last;

    public static Kernel Kernel(AttentionHeads heads, AttentionCache cache)
    {
        (Buffer keys, Buffer values) = (cache.Keys, cache.Values);
        return new Kernel(
            $"{heads.Layer.MethodName}Step",
            [heads.Query.Data, heads.Key.Data, heads.Value.Data, cache.Positions, keys, values],
            [keys, values, heads.Mixed.Data],
            code => new AttentionStep(heads, cache, code).Write())
        {
            Equations =
            [
                $"the key and the value of this step join those before, in {keys.Symbol} (element by element of all steps) and {values.Symbol}",
                $"of each head: scores = {keys.Symbol}·{heads.Query.Symbol} / {heads.RootOfWidth},  shares = softmax(scores),  {heads.Mixed.Symbol} = shares·{values.Symbol},  over the steps so far",
            ],
            Arguments = [KernelArgument.Rows],
        };
    }

    private void Write()
    {
        code.Line($"ref {code.Scalar} scores = ref global::NetGen.CompilerServices.ThreadScratch.TakeTiles<{code.Scalar}>({cache.KeyStride});");
        code.Line($"V scale = V.Constant({heads.Scale});");
        using (code.Block("for (int r = 0; r < rows; r++)"))
        {
            code.Line($"int position = {cache.Position(code)}, steps = position + 1;");
            code.Row("keys", cache.Keys.Symbol, $"r * {cache.Keys.Length}");
            code.Row("values", cache.Values.Symbol, $"r * {cache.Values.Length}");
            using (code.Block($"for (int i = 0; i < {KeyWidth}; i++)"))
            {
                code.Line($"{code.At("keys", $"i * {cache.KeyStride} + position")} = {code.At(heads.Key.Symbol, $"r * {heads.Key.Stride} + i")};");
                code.Line($"{code.At("values", $"position * {KeyWidth} + i")} = {code.At(heads.Value.Symbol, $"r * {heads.Value.Stride} + i")};");
            }

            code.Blank();
            code.Loop("head", heads.Heads, WriteHead);
            if (heads.Mixed.Size != heads.Mixed.Stride)
            {
                code.Blank();
                code.Line($"{code.Names.Rows}.ClearPadding(ref {code.At(heads.Mixed.Symbol, $"r * {heads.Mixed.Stride}")}, 1, {heads.Mixed.Size}, {heads.Mixed.Stride});");
            }
        }
    }

    private void WriteHead(string head)
    {
        string group = heads.Sharing == 1 ? head : heads.KeyValueHeads == 1 ? "0" : $"head / {heads.Sharing}";
        code.Row("query", heads.Query.Symbol, heads.Head(heads.Query, head));
        code.Row("key", "keys", LaneWriter.Times(group, heads.Width * cache.KeyStride));
        code.Row("value", "values", LaneWriter.Times(group, heads.Width));
        code.Row("mixed", heads.Mixed.Symbol, heads.Head(heads.Mixed, head));
        using (code.Block($"for (int s = 0; s < steps; s += {AttentionCache.Vectors} * V.Count)"))
        {
            new RegisterTile(code)
            {
                Rows = 1,
                Vectors = AttentionCache.Vectors,
                Left = ("query", "0", 0, 1),
                Right = ("key", "s", cache.KeyStride),
                Loop = $"int i = 0; i < {heads.Width}; i++",
                Store = (sum, _, lane) => code.Store("V", sum, "scores", LaneWriter.Sum("s", lane)),
            }.Write();
        }

        WriteShares();
        code.Blank();
        code.Columns("o", heads.Width, false, WriteMixed);
    }

    private void WriteShares()
    {
        code.Blank();
        code.Line($"{code.Scalar} largest = scores;");
        using (code.Block("for (int s = 1; s < steps; s++)"))
        {
            code.Line($"largest = {code.At("scores", "s")} > largest ? {code.At("scores", "s")} : largest;");
        }

        code.Blank();
        code.Line("V most = V.Broadcast(largest);");
        using (code.Block("for (int s = 0; s < steps; s += V.Count)"))
        {
            code.Store("V", "global::NetGen.SimdMath.ExpOfNegative((V.Load(ref scores, s) - most) * scale)", "scores", "s");
        }

        code.Blank();
        code.Line($"{code.Scalar} total = 0;");
        using (code.Block("for (int s = 0; s < steps; s++)"))
        {
            code.Line($"total += {code.At("scores", "s")};");
        }
    }

    private void WriteMixed(string vector, string o, int? rest)
    {
        code.Line($"{vector} sum = {vector}.Zero;");
        using (code.Block("for (int s = 0; s < steps; s++)"))
        {
            code.Line($"sum = {vector}.MultiplyAdd({vector}.Load(ref value, {LaneWriter.Sum($"s * {KeyWidth}", o)}), {vector}.Broadcast({code.At("scores", "s")}), sum);");
        }

        code.Blank();
        code.StoreFirst(vector, $"sum * ({vector}.One / {vector}.Broadcast(total))", "mixed", o, rest);
    }
}
