using NetGen;

namespace Course;

/// <summary>All sizes, training sets and features.</summary>
internal sealed partial class DoubleDescentLesson
{
    /// <summary>Means over all seeds; the smallest eigenvalue is a geometric mean.</summary>
    private sealed record Summary(int P, double Train, double Test, double Ridge, double OfFeatures, double OfData, double Smallest, double Zeros);

    private sealed record Run1(double Train, double Ridge, double Smallest, double Zeros, double[] Predictions);

    private static Summary[] Sweep(int[] sizes, int sets, int starts)
    {
        double[] teacher = Algebra.Normals(new PhiloxRandom(1), Inputs, 1 / Math.Sqrt(Inputs)), testInputs = Algebra.Normals(new PhiloxRandom(2), Inputs * Tests);
        double[] truth = [.. testInputs.Chunk(Inputs).Select(x => Truth(x, teacher))];
        double[][][] train = [.. Enumerable.Range(0, sets).Select(set =>
        {
            PhiloxRandom random = new((ulong)(10 + set));
            double[] inputs = Algebra.Normals(random, Inputs * Examples);
            return new[] { inputs, [.. inputs.Chunk(Inputs).Select(x => Truth(x, teacher) + random.NextNormal(0, 0.5))] };
        })];
        RandomFeatures[] nets = [.. Enumerable.Range(1, starts).Select(seed => new RandomFeatures(seed))];
        return [.. sizes.Select(p =>
        {
            Run1[,] runs = new Run1[sets, starts];
            for (int set = 0; set < sets; set++)
            {
                for (int start = 0; start < starts; start++)
                    runs[set, start] = Solve(nets[start], p, train[set][0], train[set][1], testInputs, truth);
            }

            Run1[] all = [.. runs.Cast<Run1>()];
            return new Summary(p, all.Average(run => run.Train), all.Average(run => Error(run.Predictions, truth)), all.Average(run => run.Ridge),
                Enumerable.Range(0, sets).Average(set => Spread([.. Enumerable.Range(0, starts).Select(start => runs[set, start].Predictions)])),
                Enumerable.Range(0, starts).Average(start => Spread([.. Enumerable.Range(0, sets).Select(set => runs[set, start].Predictions)])),
                Math.Exp(all.Average(run => Math.Log(run.Smallest))), all.Average(run => run.Zeros));
        })];
    }

    private static double Truth(double[] x, double[] teacher) => Algebra.Dot(x, teacher) + (0.3 * Math.Sin(2 * x[0]));

    /// <summary>One network's first p features of one training set: the shortest fit and a ridge, both from X = U·S·Vᵀ.</summary>
    private static Run1 Solve(RandomFeatures net, int p, double[] inputs, double[] targets, double[] testInputs, double[] truth)
    {
        double[,] x = Algebra.Matrix([.. Hidden(net, inputs).Chunk(Features).SelectMany(h => h[..p])], Examples);
        (double[][] u, double[] singular, double[][] v) = Algebra.Decompose(x);
        double[] eigenvalues = [.. singular.Select(s => s * s).Where(value => value > 1e-18 * singular[0] * singular[0])];
        double[] Weights(double ridge)
        {
            double[] w = new double[Features];
            for (int k = 0; k < eigenvalues.Length; k++)
            {
                double along = Algebra.Dot(u[k], targets) * singular[k] / (eigenvalues[k] + ridge);
                for (int j = 0; j < p; j++)
                    w[j] += along * v[k][j];
            }

            return w;
        }

        net.SetParameter("last.weight", Weights(3));
        double ridge = Error(net.Outputs(testInputs), truth);
        net.SetParameter("last.weight", Weights(0));
        return new(Error(net.Outputs(inputs), targets), ridge, eigenvalues[^1], p - eigenvalues.Length, net.Outputs(testInputs));
    }

    private static double[] Hidden(RandomFeatures net, double[] inputs)
    {
        Workspace<double> workspace = net.CreateWorkspace(inputs.Length / Inputs);
        net.Forward(workspace, inputs, training: false);
        return net.Output(workspace, "h");
    }

    private static double Error(double[] outputs, double[] targets) => outputs.Zip(targets).Average(pair => Math.Pow(pair.First - pair.Second, 2));

    /// <summary>The mean over examples of the variance between predictions.</summary>
    private static double Spread(double[][] predictions) => Enumerable.Range(0, Tests).Average(i =>
    {
        double mean = predictions.Average(prediction => prediction[i]);
        return predictions.Sum(prediction => Math.Pow(prediction[i] - mean, 2)) / (predictions.Length - 1);
    });
}
