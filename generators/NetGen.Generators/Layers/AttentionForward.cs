using NetGen.Generators.Graph;
using NetGen.Generators.Kernels;

namespace NetGen.Generators.Layers;

/// <summary>
/// Values mixed by softmax(query·keyᵀ / √d). Lanes are queries, so that all sums over keys are sums of vectors, in the order of the keys: what a
/// query gets depends on no key that it does not see, on no other query, and on no width.
/// </summary>
internal sealed class AttentionForward(AttentionHeads heads, KernelWriter code)
{
    private const int Stripe = AttentionHeads.Stripe;

    public static Kernel Kernel(AttentionHeads heads)
    {
        string seen = (heads.IsCausal, heads.Lengths) switch
        {
            (false, null) => "",
            (false, _) => ", over the keys below the length",
            (true, null) => ", over the keys up to the query",
            _ => ", over the keys up to the query and below the length",
        };
        return new Kernel($"{heads.Layer.MethodName}Forward", [heads.Query.Data, heads.Key.Data, heads.Value.Data, .. heads.LengthsIfAny], [heads.Kept, heads.Mixed.Data], code => new AttentionForward(heads, code).Write())
        {
            Equations =
            [
                $"of each head: scores = {heads.Query.Symbol}·{heads.Key.Symbol}ᵀ / {heads.RootOfWidth},  shares = softmax(scores){seen},  {heads.Mixed.Symbol} = shares·{heads.Value.Symbol}",
                $"for each query and o: {heads.Mixed.Symbol}[o] = (Σ exp(score - largest score)·{heads.Value.Symbol}[o]) / Σ exp(score - largest score), over the keys in order",
                $"{heads.Kept.Symbol}: of each query the largest score, times {heads.RootOfWidth}, and 1 / Σ exp(score - largest score)",
            ],
            Arguments = [KernelArgument.Rows],
        };
    }

    private void Write()
    {
        WriteScratch();
        using (heads.Examples(code))
        {
            code.Loop("head", heads.Heads, WriteHead);
        }
    }

    private void WriteScratch()
    {
        int queries = heads.Width * heads.QueryLanes, scores = heads.Keys * Stripe, mixed = heads.Width * Stripe;
        code.Line($"ref {code.Scalar} queries = ref global::NetGen.CompilerServices.ThreadScratch.TakeTiles<{code.Scalar}>({queries + scores + mixed + (heads.IsCausal ? Stripe : 0)});");
        code.Row("scores", "queries", $"{queries}");
        code.Row("mixed", "scores", $"{scores}");
        if (heads.IsCausal)
        {
            code.Row("lanes", "mixed", $"{mixed}");
            WriteLaneNumbers(code);
        }

        code.Line($"V scale = V.Constant({heads.Scale});");
    }

    /// <summary>The numbers of the lanes of a stripe, to compare with: the locals <c>lane0</c> and <c>lane1</c>.</summary>
    public static void WriteLaneNumbers(KernelWriter code)
    {
        using (code.Block("for (int i = 0; i < 2 * V.Count; i++)"))
        {
            code.Line($"{code.At("lanes", "i")} = i;");
        }

        code.Blank();
        code.Line("V lane0 = V.Load(ref lanes, 0), lane1 = V.Load(ref lanes, V.Count);");
    }

    private void WriteHead(string head)
    {
        code.Row("query", heads.Query.Symbol, heads.Head(heads.Query, head));
        string group = heads.Sharing == 1 ? head : heads.KeyValueHeads == 1 ? "0" : $"head / {heads.Sharing}";
        code.Row("key", heads.Key.Symbol, KeyValueHead(heads.Key, group));
        code.Row("value", heads.Value.Symbol, KeyValueHead(heads.Value, group));
        code.Row("kept", heads.Kept.Symbol, LaneWriter.Sum($"r * {heads.Kept.Length}", LaneWriter.Times(head, 2 * heads.QueryLanes)));
        code.Line($"{code.Names.Rows}.Transpose(ref query, 0, {heads.Queries}, {heads.Queries}, {heads.Width}, {heads.Query.Shape.Last}, ref queries, {heads.QueryLanes});");
        using (code.Block($"for (int t = 0; t < {heads.Queries}; t += 2 * V.Count) // two vectors of queries"))
        {
            string all = heads.Lengths is null ? $"{heads.Keys}" : "length";
            code.Line(heads.IsCausal ? $"int keys = global::System.Math.Min(t + 2 * V.Count, {all}); // none of them sees more" : $"{(heads.Lengths is null ? "const " : "")}int keys = {all};");
            WriteScores();
            WriteShares();
            WriteMixed();
        }
    }

    private string KeyValueHead(Value of, string group) => LaneWriter.Sum($"r * {of.Stride}", LaneWriter.Times(group, heads.Width));

    private void WriteScores()
    {
        code.Blank();
        WriteTiles(code, "s", "keys", heads.Keys, s => new RegisterTile(code)
        {
            Rows = Math.Min(AttentionHeads.TileRows, heads.Keys),
            Left = ("key", LaneWriter.Times(s, heads.Key.Shape.Last), heads.Key.Shape.Last, 1),
            Right = ("queries", "t", heads.QueryLanes),
            Loop = $"int i = 0; i < {heads.Width}; i++",
            Store = (sum, row, lane) => code.Store("V", sum, "scores", LaneWriter.Sum(LaneWriter.Times(s, Stripe), $"{row * Stripe}", lane)),
        });
        if (!heads.IsCausal)
        {
            return;
        }

        code.Blank();
        using (code.Block("for (int s = t; s < keys; s++) // the queries before a key do not see it"))
        {
            code.Row("score", "scores", $"s * {Stripe}");
            code.Line("V after = V.Broadcast(s - t), unseen = V.Constant(double.NegativeInfinity);");
            code.Store("V", "V.WhereGreater(after, lane0, unseen, V.Load(ref score, 0))", "score", "0");
            code.Store("V", "V.WhereGreater(after, lane1, unseen, V.Load(ref score, V.Count))", "score", "V.Count");
        }
    }

    /// <summary>A loop over some of a number of rows in register tiles; the last tile steps back, or takes rows that do not count, but are there.</summary>
    public static void WriteTiles(KernelWriter code, string row, string limit, int count, Func<string, RegisterTile> tile, string first = "0")
    {
        int rows = Math.Min(AttentionHeads.TileRows, count);
        if (rows == count)
        {
            using (code.Block())
            {
                tile("0").Write();
            }

            return;
        }

        bool isWhole = count % rows == 0;
        string variable = isWhole ? row : "tile";
        using (code.Block($"for (int {variable} = {first}; {variable} < {limit}; {variable} += {rows}) // {rows} x 2 vectors of sums, which stay in registers"))
        {
            if (!isWhole)
            {
                code.Line($"int {row} = global::System.Math.Min(tile, {count - rows}); // the last tile steps back over finished rows: the same values again");
            }

            tile(row).Write();
        }
    }

    /// <summary>Exponentials of the scores, and what is kept of the queries.</summary>
    private void WriteShares()
    {
        code.Blank();
        code.Line("V largest0 = V.Load(ref scores, 0), largest1 = V.Load(ref scores, V.Count);");
        using (code.Block("for (int s = 1; s < keys; s++)"))
        {
            code.Line($"largest0 = V.AtLeast(largest0, V.Load(ref scores, s * {Stripe}));");
            code.Line($"largest1 = V.AtLeast(largest1, V.Load(ref scores, s * {Stripe} + V.Count));");
        }

        code.Blank();
        code.Line("V total0 = V.Zero, total1 = V.Zero;");
        using (code.Block("for (int s = 0; s < keys; s++)"))
        {
            code.Row("score", "scores", $"s * {Stripe}");
            code.Line("V e0 = global::NetGen.SimdMath.ExpOfNegative((V.Load(ref score, 0) - largest0) * scale);");
            code.Line("V e1 = global::NetGen.SimdMath.ExpOfNegative((V.Load(ref score, V.Count) - largest1) * scale);");
            code.Line("total0 += e0; total1 += e1;");
            code.Line("V.Store(e0, ref score, 0); V.Store(e1, ref score, V.Count);");
        }

        code.Blank();
        code.Line("V inverse0 = V.One / total0, inverse1 = V.One / total1;");
        code.Line("V.Store(largest0, ref kept, t); V.Store(largest1, ref kept, t + V.Count);");
        code.Line($"V.Store(inverse0, ref kept, t + {heads.QueryLanes}); V.Store(inverse1, ref kept, t + {heads.QueryLanes} + V.Count);");
    }

    private void WriteMixed()
    {
        code.Blank();
        WriteTiles(code, "o", $"{heads.Width}", heads.Width, o => new RegisterTile(code)
        {
            Rows = Math.Min(AttentionHeads.TileRows, heads.Width),
            Left = ("value", o, 1, heads.Value.Shape.Last),
            Right = ("scores", "0", Stripe),
            Loop = "int s = 0; s < keys; s++",
            Store = (sum, row, lane) => code.Store("V", $"{sum} * inverse{(lane == "0" ? 0 : 1)}", "mixed", LaneWriter.Sum(LaneWriter.Times(o, Stripe), $"{row * Stripe}", lane)),
        });
        code.Blank();
        int width = heads.Mixed.Shape.Last;
        string count = heads.Queries % Stripe == 0 ? "2 * V.Count" : $"global::System.Math.Min(2 * V.Count, {heads.Queries} - t)";
        string to = LaneWriter.Sum(heads.Heads == 1 ? $"r * {heads.Mixed.Stride}" : $"r * {heads.Mixed.Stride} + head * {heads.Width}", $"t * {width}");
        code.Line($"{code.Names.Rows}.Transpose(ref mixed, 0, {heads.Width}, {width}, {count}, {Stripe}, ref {code.At(heads.Mixed.Symbol, to)}, {width});");
    }
}
