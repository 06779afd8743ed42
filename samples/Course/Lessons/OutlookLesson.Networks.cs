using NetGen;

namespace Course;

/// <summary>A transformer that says eight digits backwards: a label for each step.</summary>
[Network<double>]
[Input<int>(8)]
[Embedding(10, 32), PositionalEmbedding]
[Residual<Attending>, Residual<Thinking>]
[LayerNorm, Dense(10)]
[SoftmaxCrossEntropy]
internal sealed partial class ReverseTransformer;

/// <summary>Each step asks all steps.</summary>
[Block]
[LayerNorm, MultiHeadAttention(2)]
internal sealed class Attending;

/// <summary>Each step on its own.</summary>
[Block]
[LayerNorm, Dense(64), GELU, Dense(32)]
internal sealed class Thinking;

/// <summary>The generator and its judge, and the transformer.</summary>
internal sealed partial class OutlookLesson
{
    /// <summary>A GAN for points near a circle: the generator learns from the judge's gradient by its input.</summary>
    private static void Adversaries(Page page)
    {
        const int Batch = 128;
        PointGenerator generator = new(seed: 1);
        PointJudge judge = new(seed: 2);
        Workspace<double> making = generator.CreateWorkspace(Batch), judging = judge.CreateWorkspace(2 * Batch), advising = judge.CreateWorkspace(Batch, inputGradients: true, parameterGradients: false);
        Adam ofGenerator = new(0.001, beta1: 0.5), ofJudge = new(0.001, beta1: 0.5);
        PhiloxRandom random = new(1);
        double[] isReal = [.. Enumerable.Repeat(1.0, Batch), .. Enumerable.Repeat(0.0, Batch)], allReal = isReal[..Batch];
        for (int step = 0; step < page.Pick(6000, 1500); step++)
        {
            judge.Forward(judging, [.. Circle(random, Batch), .. generator.Outputs(Algebra.Normals(random, 2 * Batch))]);
            judge.Loss(judging, isReal);
            judge.Step(judging, ofJudge);
            judge.Forward(advising, generator.Forward(making, Algebra.Normals(random, 2 * Batch)));
            judge.Loss(advising, allReal);
            judge.Backward(advising);
            generator.Backward(making, advising.InputGradients);
            ofGenerator.Step(generator.Parameters, making.Gradients);
        }

        double[][] made = [.. generator.Outputs(Algebra.Normals(random, 2000)).Chunk(2)], real = [.. Circle(random, 500).Chunk(2)], before = [.. new PointGenerator(seed: 1).Outputs(Algebra.Normals(random, 2000)).Chunk(2)];
        page.Table("Points near a circle of radius 1: mean distance from it", ["points", "distance"], ["real", Off(real)], ["made, before", page.Number("G42 GAN, off the circle before", Off(before))], ["made, after", page.Number("G42 GAN, off the circle after", Off(made))]);
        page.Plot("gan", "GAN: points made from noise", "x", "y", plot =>
        {
            plot.Dots("made", [.. made.Select(at => at[0])], [.. made.Select(at => at[1])], ScottPlot.MarkerShape.FilledTriangleUp, size: 4);
            plot.Dots("real", [.. real.Select(at => at[0])], [.. real.Select(at => at[1])], ScottPlot.MarkerShape.OpenCircle, size: 5);
        }, square: true);
    }

    private static double[] Circle(PhiloxRandom random, int count) => [.. Enumerable.Range(0, count).SelectMany(_ =>
    {
        (double angle, double radius) = (2 * Math.PI * random.NextDouble(), random.NextNormal(1, 0.05));
        return new[] { radius * Math.Cos(angle), radius * Math.Sin(angle) };
    })];

    private static double Off(double[][] points) => points.Average(at => Math.Abs(Math.Sqrt((at[0] * at[0]) + (at[1] * at[1])) - 1));

    /// <summary>A transformer learns to look at the mirrored place: where a changed digit changes which answer.</summary>
    private static void Language(Page page)
    {
        PhiloxRandom random = new(7);
        int[] tokens = [.. Enumerable.Range(0, 8 * page.Pick(3000, 1500)).Select(_ => random.NextInt32(10))], reversed = [.. tokens.Chunk(8).SelectMany(row => row.Reverse())];
        ReverseTransformer net = new(seed: 1);
        net.Fit(tokens, reversed, new FitOptions { Optimizer = new Adam(0.003), Epochs = page.Pick(12, 10), BatchSize = 32, Threads = 1, Seed = 1 });
        int[][] tests = [.. Enumerable.Range(0, 200).Select(_ => Enumerable.Range(0, 8).Select(_ => random.NextInt32(10)).ToArray())];
        double right = tests.Average(row => Answers(row).Zip(row.Reverse()).Average(pair => pair.First == pair.Second ? 1.0 : 0));
        double[,] changes = new double[8, 8];
        foreach (int[] row in tests)
        {
            int[] answers = Answers(row);
            for (int place = 0; place < 8; place++)
            {
                int[] changed = [.. row.Select((token, i) => i == place ? (token + 5) % 10 : token)];
                foreach ((int i, (int before, int after)) in answers.Zip(Answers(changed)).Index())
                    changes[i, place] += before != after ? 1.0 / tests.Length : 0;
            }
        }

        page.Table("Language: a transformer says eight digits backwards", ["parameters", "digits right"], [ReverseTransformer.ParameterCount, page.Number("G42 transformer, digits right", right)]);
        page.Number("G42 transformer, looks at the mirrored place", Enumerable.Range(0, 8).Average(i => changes[i, 7 - i]));
        page.Plot("", "Transformer: which answer hangs on which digit", "digit heard", "digit said", plot => plot.Image("share of answers that change", changes), square: true);

        int[] Answers(int[] row)
        {
            double[] logits = new double[80];
            net.Predict(row, logits);
            return [.. logits.Chunk(10).Select(step => Array.IndexOf(step, step.Max()))];
        }
    }
}
