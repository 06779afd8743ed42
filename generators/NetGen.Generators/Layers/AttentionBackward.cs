using NetGen.Generators.Graph;
using NetGen.Generators.Kernels;

namespace NetGen.Generators.Layers;

/// <summary>
/// The gradients of queries, keys and values. The shares are computed again, with the same bits. Lanes are keys, so that the gradients of keys and
/// values are sums of vectors over the queries.
/// </summary>
internal sealed class AttentionBackward(AttentionHeads heads, KernelWriter code)
{
    private const int Stripe = AttentionHeads.Stripe;

    public static Kernel Kernel(AttentionHeads heads, Condition condition)
    {
        (Value query, Value key, Value value, Value mixed) = (heads.Query, heads.Key, heads.Value, heads.Mixed);
        return new Kernel(
            $"{heads.Layer.MethodName}Backward",
            [query.Data, key.Data, value.Data, heads.Kept, mixed.Data, mixed.Gradient, .. heads.LengthsIfAny],
            [query.Gradient, key.Gradient, value.Gradient],
            code => new AttentionBackward(heads, code).Write())
        {
            Condition = condition,
            Equations =
            [
                $"of each head: {value.Bar} = sharesᵀ·{mixed.Bar},  s̄hares = {mixed.Bar}·{value.Symbol}ᵀ,  s̄cores = shares ⊙ (s̄hares - {mixed.Bar}·{mixed.Symbol}) / {heads.RootOfWidth}",
                $"{query.Bar} = s̄cores·{key.Symbol},  {key.Bar} = s̄coresᵀ·{query.Symbol},  with shares as in the forward pass{(heads.Sharing == 1 ? "" : $",  {key.Bar} and {value.Bar} summed over the {heads.Sharing} heads that share them")}",
                "all sums over queries, or over keys, in order",
            ],
            Arguments = [KernelArgument.Rows],
        };
    }

    private int PaddedWidth => Value.Padded(heads.Width);

    /// <summary>The queries whose gradients a tile computes, of whole tiles.</summary>
    private int QueriesInTiles => (heads.Queries + MostRows - 1) / MostRows * MostRows;

    /// <summary>The most rows of a tile.</summary>
    private const int MostRows = 2 * AttentionHeads.TileRows;

    /// <summary>Whether the gradients of the queries of a head are whole tiles of whole vectors, that need no copy.</summary>
    private bool IsInPlace => heads.Width % 4 == 0 && heads.Queries % MostRows == 0;

    private int QueryGradientStride => IsInPlace ? heads.Query.Shape.Last : PaddedWidth;

    /// <summary>Whether there are queries that do not see some of the keys.</summary>
    private bool HidesKeys => heads.IsCausal || heads.Lengths is not null;

    /// <summary>The number of keys.</summary>
    private string Keys => heads.Lengths is null ? $"{heads.Keys}" : "length";

    private string First => heads.IsCausal ? "first" : "0";

    private void Write()
    {
        WriteScratch();
        using (heads.Examples(code))
        {
            if (heads.Sharing == 1)
            {
                code.Loop("head", heads.Heads, head => WriteGroup(head, () => WriteHead(head)));
            }
            else
            {
                code.Loop("group", heads.KeyValueHeads, group => WriteGroup(group, () =>
                {
                    using (code.Block($"for (int head = {LaneWriter.Times(group, heads.Sharing)}; head < {LaneWriter.Sum(LaneWriter.Times(group, heads.Sharing), $"{heads.Sharing}")}; head++) // the heads that share the keys and values"))
                    {
                        WriteHead("head");
                    }
                }));
            }
        }
    }

    private void WriteScratch()
    {
        int keys = heads.Width * heads.KeyLanes, stripe = QueriesInTiles * Stripe;
        List<(string Name, int Length)> parts =
        [
            ("keys", keys), ("values", keys), ("keysBar", keys), ("valuesBar", keys), ("shares", stripe), ("scoresBar", stripe), ("means", QueriesInTiles),
            .. IsInPlace ? [] : new[] { ("queryBar", QueriesInTiles * PaddedWidth) },
            .. HidesKeys ? [("lanes", Stripe)] : Array.Empty<(string, int)>(),
        ];
        code.Line($"ref {code.Scalar} keys = ref global::NetGen.CompilerServices.ThreadScratch.TakeTiles<{code.Scalar}>({parts.Sum(part => part.Length)});");
        for (int i = 1; i < parts.Count; i++)
        {
            code.Row(parts[i].Name, parts[i - 1].Name, $"{parts[i - 1].Length}");
        }

        if (HidesKeys)
        {
            AttentionForward.WriteLaneNumbers(code);
        }

        code.Line($"V scale = V.Constant({heads.Scale});");
    }

    /// <summary>A head of keys and values, with the query heads that read it.</summary>
    private void WriteGroup(string group, Action writeHeads)
    {
        int keyWidth = heads.Key.Shape.Last;
        WriteKeyValueHead("key", heads.Key, group, heads.Key.Symbol);
        WriteKeyValueHead("value", heads.Value, group, heads.Value.Symbol);
        WriteTranspose("key", "keys");
        WriteTranspose("value", "values");
        if (heads.Sharing > 1 || heads.Lengths is not null)
        {
            code.Line($"{code.Names.Rows}.Clear(ref keysBar, {2 * heads.Width * heads.KeyLanes});");
        }

        writeHeads();
        code.Blank();
        WriteTransposeBack("keysBar", heads.Key);
        WriteTransposeBack("valuesBar", heads.Value);

        void WriteTranspose(string from, string to) =>
            code.Line($"{code.Names.Rows}.Transpose(ref {from}, 0, {heads.Keys}, {heads.Keys}, {heads.Width}, {keyWidth}, ref {to}, {heads.KeyLanes});");

        void WriteTransposeBack(string from, Value to)
        {
            string offset = LaneWriter.Sum($"r * {to.Stride}", LaneWriter.Times(group, heads.Width));
            code.Line($"{code.Names.Rows}.Transpose(ref {from}, 0, {heads.Width}, {keyWidth}, {heads.Keys}, {heads.KeyLanes}, ref {code.At(to.Gradient.Symbol, offset)}, {keyWidth});");
        }
    }

    private void WriteKeyValueHead(string name, Value of, string group, string symbol) =>
        code.Row(name, symbol, LaneWriter.Sum($"r * {of.Stride}", LaneWriter.Times(group, heads.Width)));

    private void WriteHead(string head)
    {
        code.Row("query", heads.Query.Symbol, heads.Head(heads.Query, head));
        code.Row("mixed", heads.Mixed.Symbol, heads.Head(heads.Mixed, head));
        code.Row("mixedBar", heads.Mixed.Gradient.Symbol, heads.Head(heads.Mixed, head));
        code.Row("kept", heads.Kept.Symbol, LaneWriter.Sum($"r * {heads.Kept.Length}", LaneWriter.Times(head, 2 * heads.QueryLanes)));
        if (IsInPlace)
        {
            code.Row("queryBar", heads.Query.Gradient.Symbol, heads.Head(heads.Query, head));
        }

        WriteMeans();
        code.Blank();
        using (code.Block($"for (int s = 0; s < {Keys}; s += 2 * V.Count) // two vectors of keys"))
        {
            if (heads.IsCausal)
            {
                code.Line($"int first = s{(code.Scalar == "double" ? $" & -{MostRows}" : "")}; // no query before it sees them");
            }

            WriteShares();
            WriteScoreGradients();
            WriteKeyAndValueGradients();
            WriteQueryGradients();
        }

        if (!IsInPlace)
        {
            code.Blank();
            string to = code.At(heads.Query.Gradient.Symbol, heads.Head(heads.Query, head));
            code.Line($"{code.Names.Rows}.Copy(ref queryBar, {PaddedWidth}, ref {to}, {heads.Query.Shape.Last}, {heads.Width}, {heads.Queries});");
        }
    }

    /// <summary>For each query Σ shares ⊙ s̄hares, which is the product of its mixed value and that value's gradient.</summary>
    private void WriteMeans()
    {
        int width = heads.Mixed.Shape.Last;
        string vector = code.Names.V4;
        code.Blank();
        using (code.Block($"for (int t = 0; t < {heads.Queries}; t++)"))
        {
            if (heads.Width % 4 != 0)
            {
                code.Line($"{code.Scalar} mean = 0;");
                using (code.Block($"for (int o = 0; o < {heads.Width}; o++)"))
                {
                    code.Line($"mean += {code.At("mixed", $"t * {width} + o")} * {code.At("mixedBar", $"t * {width} + o")};");
                }

                code.Blank();
                code.Line($"{code.At("means", "t")} = mean;");
                return;
            }

            code.Line($"{vector} product = {vector}.Zero;");
            code.FourLanes("o", heads.Width, o =>
                code.Line($"product = {vector}.MultiplyAdd({vector}.Load(ref mixed, {LaneWriter.Sum($"t * {width}", o)}), {vector}.Load(ref mixedBar, {LaneWriter.Sum($"t * {width}", o)}), product);"));
            code.Store(vector, "product", "scoresBar", $"4 * t");
        }

        code.Blank();
        using (code.Block($"for (int t = 0; t < {heads.Queries}; t++)"))
        {
            code.Row("product", "scoresBar", "4 * t");
            code.Line($"{code.At("means", "t")} = (product + {code.At("product", "1")}) + ({code.At("product", "2")} + {code.At("product", "3")});");
        }
    }

    private void WriteShares()
    {
        code.Blank();
        WriteTiles(t => new RegisterTile(code)
        {
            Rows = Math.Min(AttentionHeads.TileRows, heads.Queries),
            Left = ("query", LaneWriter.Times(t, heads.Query.Shape.Last), heads.Query.Shape.Last, 1),
            Right = ("keys", "s", heads.KeyLanes),
            Loop = $"int i = 0; i < {heads.Width}; i++",
            Store = (sum, row, lane) => code.Store("V", sum, "shares", InStripe(t, row, lane)),
        });
        code.Blank();
        using (code.Block($"for (int t = {First}; t < {heads.Queries}; t++)"))
        {
            code.Row("share", "shares", $"t * {Stripe}");
            code.Line($"V largest = V.Broadcast({code.At("kept", "t")}), inverse = V.Broadcast({code.At("kept", $"t + {heads.QueryLanes}")});");
            code.Line("V share0 = global::NetGen.SimdMath.ExpOfNegative((V.Load(ref share, 0) - largest) * scale) * inverse;");
            code.Line("V share1 = global::NetGen.SimdMath.ExpOfNegative((V.Load(ref share, V.Count) - largest) * scale) * inverse;");
            if (HidesKeys)
            {
                code.Line((heads.IsCausal, heads.Lengths) switch
                {
                    (true, null) => "V last = V.Broadcast(t - s); // the keys after the query have none",
                    (true, _) => "V last = V.Broadcast(global::System.Math.Min(t, length - 1) - s); // the keys after the query have none, nor those after the last one",
                    _ => "V last = V.Broadcast(length - 1 - s); // the keys after the last one have none",
                });
                code.Line("V.Store(V.WhereGreater(lane0, last, V.Zero, share0), ref share, 0);");
                code.Line("V.Store(V.WhereGreater(lane1, last, V.Zero, share1), ref share, V.Count);");
            }
            else
            {
                code.Line("V.Store(share0, ref share, 0); V.Store(share1, ref share, V.Count);");
            }
        }
    }

    private void WriteScoreGradients()
    {
        code.Blank();
        WriteTiles(t => new RegisterTile(code)
        {
            Rows = Math.Min(AttentionHeads.TileRows, heads.Queries),
            Left = ("mixedBar", LaneWriter.Times(t, heads.Mixed.Shape.Last), heads.Mixed.Shape.Last, 1),
            Right = ("values", "s", heads.KeyLanes),
            Loop = $"int o = 0; o < {heads.Width}; o++",
            Store = (sum, row, lane) =>
            {
                if (lane == "0")
                {
                    code.Line($"V mean{row} = V.Broadcast({code.At("means", LaneWriter.Sum(t, $"{row}"))});");
                }

                code.Store("V", $"({sum} - mean{row}) * V.Load(ref shares, {InStripe(t, row, lane)}) * scale", "scoresBar", InStripe(t, row, lane));
            },
        });
    }

    private void WriteKeyAndValueGradients()
    {
        Write("value", "mixedBar", heads.Mixed, "shares", "valuesBar");
        Write("key", "query", heads.Query, "scoresBar", "keysBar");

        void Write(string what, string left, Value of, string right, string to)
        {
            int stride = of.Shape.Last;
            code.Blank();
            code.Line($"// of the {what}s");
            AttentionForward.WriteTiles(code, "o", $"{heads.Width}", heads.Width, o => new RegisterTile(code)
            {
                Rows = Math.Min(AttentionHeads.TileRows, heads.Width),
                Left = (left, LaneWriter.Sum(LaneWriter.Times(First, stride), o), 1, stride),
                Right = (right, LaneWriter.Times(First, Stripe), Stripe),
                Loop = $"int t = {First}; t < {heads.Queries}; t++",
                Start = heads.Sharing == 1 ? null : (row, lane) => $"V.Load(ref {to}, {InKeys(o, row, lane)})",
                Store = (sum, row, lane) => code.Store("V", sum, to, InKeys(o, row, lane)),
            });
        }

        string InKeys(string o, int row, string lane) => LaneWriter.Sum("s", LaneWriter.Times(o, heads.KeyLanes), $"{row * heads.KeyLanes}", lane);
    }

    /// <summary>Added to those of the stripes before: tiles do not step back.</summary>
    private void WriteQueryGradients()
    {
        int wide = PaddedWidth / VectorPlan.MaxLanes * VectorPlan.MaxLanes, rest = (PaddedWidth - wide) / 4;
        code.Blank();
        code.Line("// of the queries: the part of these keys");
        code.Line($"int count = {(heads.Keys % Stripe == 0 && heads.Lengths is null ? "2 * V.Count" : $"global::System.Math.Min(2 * V.Count, {Keys} - s)")};");
        if (wide > 0)
        {
            int vectors = wide % Stripe == 0 ? 2 : 1;
            using (code.Block($"for (int o = 0; o < {wide}; o += {(vectors == 2 ? "2 * " : "")}V.Count)"))
            {
                Write("V", vectors, "o");
            }
        }

        if (rest > 0)
        {
            Write(code.Names.V4, rest, $"{wide}");
        }

        void Write(string vector, int vectors, string o)
        {
            int rows = vectors == 1 ? MostRows : AttentionHeads.TileRows, stride = QueryGradientStride;
            using (code.Block($"for (int t = {First}; t < {heads.Queries}; t += {rows}) // {rows} x {vectors} {(vectors == 1 ? "vector" : "vectors")} of sums"))
            {
                new RegisterTile(code)
                {
                    Rows = rows,
                    Vectors = vectors,
                    Vector = vector,
                    Left = ("scoresBar", $"t * {Stripe}", Stripe, 1),
                    Right = ("key", LaneWriter.Sum(LaneWriter.Times("s", heads.Key.Shape.Last), o), heads.Key.Shape.Last),
                    Loop = "int i = 0; i < count; i++",
                    Start = (row, lane) => $"s > 0 ? {vector}.Load(ref queryBar, {At(row, lane)}) : {vector}.Zero",
                    Store = (sum, row, lane) => code.Store(vector, sum, "queryBar", At(row, lane)),
                }.Write();
            }

            string At(int row, string lane) => LaneWriter.Sum(LaneWriter.Times("t", stride), o, $"{row * stride}", lane);
        }
    }

    private void WriteTiles(Func<string, RegisterTile> tile) => AttentionForward.WriteTiles(code, "t", $"{heads.Queries}", heads.Queries, tile, First);

    private static string InStripe(string t, int row, string lane) => LaneWriter.Sum(LaneWriter.Times(t, Stripe), $"{row * Stripe}", lane);
}
