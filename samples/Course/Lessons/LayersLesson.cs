using NetGen;

namespace Course;

/// <summary>
/// A layer is y = φ(W·x + b), W of shape outputs × inputs; layers chained are y = (f_L ∘ … ∘ f_1)(x), a multilayer perceptron. With examples as rows, H = σ(X·W1 + b1), O = H·W2 + b2.
/// Why: all decks write the same network in different letters, indices and orders; here they are side by side, and equal.
/// </summary>
internal sealed partial class LayersLesson() : Lesson("layers", "units in layers: graph, shapes, composition, and the same network in five notations", "G09", "G10", "G11", "Y05", "K13", "K14", "K15", "K16", "K17")
{
    public override void Run(Page page)
    {
        Acyclic(page);
        DeepNetwork net = new(seed: 1);
        double[] x = [0.5, -1, 2];
        page.Table("G10: a layer of N inputs and M outputs has a matrix of M x N and M biases", ["layer", "N", "M", "M*N + M", "declared"], [.. DeepNetwork.Description.Layers.Where(layer => layer.ParameterCount > 0).Select((layer, i) =>
            new object[] { layer.Name, Sizes[i], Sizes[i + 1], (Sizes[i] * Sizes[i + 1]) + Sizes[i + 1], layer.ParameterCount })]);
        page.Number("G10 parameters of layer2", DeepNetwork.Description.Layers.Single(layer => layer.Name == "layer2").ParameterCount);

        // G11 and K16: one loop over layers, one over units, one over inputs. K17: nothing after the last.
        double[] byLoops = x;
        for (int k = 1; k <= 3; k++)
            byLoops = Layer(net.Get($"layer{k}.weight"), net.Get($"layer{k}.bias"), byLoops, k < 3);
        Func<double[], double[]>[] f = [.. Enumerable.Range(1, 3).Select(k => new Func<double[], double[]>(h => Layer(net.Get($"layer{k}.weight"), net.Get($"layer{k}.bias"), h, k < 3)))];
        double[] composed = f[2](f[1](f[0](x))), network = net.Outputs(x);
        page.Number("G11 composition minus network", Algebra.Difference(composed, network));
        page.Number("K16 loop over layers minus network", Algebra.Difference(byLoops, network));

        // Y05: examples as rows, matrices of inputs x outputs; then as columns, matrices of outputs x inputs.
        double[] batch = [.. x, 1, 0, -1], outputs = net.Outputs(batch);
        (double[,] rows, double[,] columns) = (Algebra.Matrix(batch, 2), Algebra.Transposed(Algebra.Matrix(batch, 2)));
        for (int k = 1; k <= 3; k++)
        {
            double[,] w = Algebra.Matrix(net.Get($"layer{k}.weight"), Sizes[k]);
            double[] b = net.Get($"layer{k}.bias");
            int last = k;
            rows = Map(Algebra.Product(rows, Algebra.Transposed(w)), (i, j, z) => last < 3 ? Algebra.Sigma(z + b[j]) : z + b[j]);
            columns = Map(Algebra.Product(w, columns), (i, j, z) => last < 3 ? Algebra.Sigma(z + b[i]) : z + b[i]);
        }

        page.Number("Y05 rows minus network", Algebra.Difference([.. rows.Cast<double>()], outputs));
        page.Number("Y05 columns, transposed, minus network", Algebra.Difference([.. Algebra.Transposed(columns).Cast<double>()], outputs));
        double[] mm = Layer(net.Get("layer1.weight"), net.Get("layer1.bias"), x, false); // MM_{W,b}(x) = W·x + b
        mm = Layer(net.Get("layer2.weight"), net.Get("layer2.bias"), [.. mm.Select(Algebra.Sigma)], false);
        mm = Layer(net.Get("layer3.weight"), net.Get("layer3.bias"), [.. mm.Select(Algebra.Sigma)], false);
        page.Number("K17 MM minus network", Algebra.Difference(mm, network));
        page.Table("The same network for x = (0.5, -1, 2)", ["notation", "y1", "y2"],
            ["(f3 ∘ f2 ∘ f1)(x)", composed[0], composed[1]], ["loop over layers", byLoops[0], byLoops[1]], ["rows: X·W1 + b1 (n x d, d x h)", rows[0, 0], rows[0, 1]],
            ["columns: W1·x + b1 (h x d, d x n)", columns[0, 0], columns[1, 0]], ["MM3(σ(MM2(σ(MM1(x)))))", mm[0], mm[1]], ["generated code", network[0], network[1]]);
        EightWeightsOfThreeUnits(page, x);
        Nine(page);
    }

    private static int[] Sizes => [3, 4, 5, 2];

    /// <summary>G09: an order in which each unit comes after those it reads exists where there is no cycle.</summary>
    private static void Acyclic(Page page)
    {
        Dictionary<string, string[]> graph = DeepNetwork.Description.Layers.ToDictionary(layer => layer.Name, layer => layer.Inputs.ToArray());
        page.Say($"Feed-forward, in an order that works: {string.Join(", ", Order(graph)!)}.");
        page.Number("G09 values in order", Order(graph)!.Count);
        graph["layer1"] = [.. graph["layer1"], "layer3"];
        page.Number("G09 a cycle is ordered", Order(graph) is null ? 0 : 1);
        page.Say("With an arrow back from layer3 to layer1 there is none: the compiler refuses a From that comes later. A recurrent network has its cycle in time: each step's unit reads the step before.");
        Recurrent recurrent = new(seed: 1);
        page.Number("G09 recurrent: change of the end by the first step", Math.Abs(recurrent.At(1, 0, 0) - recurrent.At(0, 0, 0)));
        page.Plot("", "Input, hidden and output layer; each unit reads all of the layer before", null, null, plot => plot.Graph(
            Enumerable.Range(0, 3).SelectMany(layer => Enumerable.Range(0, ((int[])[3, 4, 2])[layer]).Select(i => (Key: $"{"xhy"[layer]}{i + 1}", At: (2.5 * layer, (1.1 * ((((int[])[3, 4, 2])[layer] - 1) / 2.0)) - (1.1 * i))))).ToDictionary(node => node.Key, node => node.At),
            [.. from i in Enumerable.Range(1, 3) from j in Enumerable.Range(1, 4) select ($"x{i}", $"h{j}", ""), .. from i in Enumerable.Range(1, 4) from j in Enumerable.Range(1, 2) select ($"h{i}", $"y{j}", "")]));
    }

    private static List<string>? Order(Dictionary<string, string[]> inputs)
    {
        List<string> order = [];
        while (order.Count < inputs.Count)
        {
            if (inputs.Keys.FirstOrDefault(name => !order.Contains(name) && inputs[name].All(order.Contains)) is not { } next)
                return null;
            order.Add(next);
        }

        return order;
    }

    private static double[] Layer(double[] w, double[] b, double[] x, bool sigma)
    {
        double[] z = [.. b];
        for (int i = 0; i < z.Length; i++)
        {
            for (int j = 0; j < x.Length; j++)
                z[i] += w[(i * x.Length) + j] * x[j];
        }

        return sigma ? [.. z.Select(Algebra.Sigma)] : z;
    }

    private static double[,] Map(double[,] values, Func<int, int, double, double> f)
    {
        for (int i = 0; i < values.GetLength(0); i++)
        {
            for (int j = 0; j < values.GetLength(1); j++)
                values[i, j] = f(i, j, values[i, j]);
        }

        return values;
    }
}
