using System.CommandLine;
using System.Globalization;
using System.Numerics.Tensors;
using NetGen.Benchmarks.Measurement;
using NetGen.Benchmarks.Reporting;
using NetGen.Benchmarks.Workloads;

namespace NetGen.Benchmarks.Streams;

/// <summary><c>streams</c>: one step of one stream of small recurrent networks, and greedy generation by both GPTs.</summary>
internal static class StreamsCommand
{
    private const int Tokens = 96, Steps = 64;

    /// <summary>A step as a user writes it; the calls are direct, on the class itself.</summary>
    private delegate void StepLoop<TNet>(TNet net, SequenceStream<float> stream, float[] inputs, float[] outputs, int count);

    /// <summary>One token after another.</summary>
    private delegate void TokenStep<TNet>(TNet net, SequenceStream<float> stream, int token, Span<float> logits);

    /// <summary>The command with its options.</summary>
    public static Command Create()
    {
        Option<int> rounds = new("--rounds") { Description = "The number of rounds.", DefaultValueFactory = _ => 201 };
        Command command = new("streams", "Prints the time of one step of one stream: recurrent networks 1-H-1, and greedy generation of 64 tokens by T1 and T2.") { rounds };
        command.SetAction(result => Run(result.GetValue(rounds)));
        return command;
    }

    private static int Run(int rounds)
    {
        GRU8 gru8 = new(1);
        GRU16 gru16 = new(1);
        GRU32 gru32 = new(1);
        GRU64 gru64 = new(1);
        LSTM8 lstm8 = new(1);
        LSTM16 lstm16 = new(1);
        LSTM32 lstm32 = new(1);
        LSTM64 lstm64 = new(1);
        T1 large = new(1);
        T2 small = new(1);
        StreamRow[] rows =
        [
            Recurrent("GRU 1-8-1", gru8, gru8.CreateStream(), static (net, stream, x, y, n) => { while (n-- > 0) net.Predict(stream, x, y); }),
            Recurrent("GRU 1-16-1", gru16, gru16.CreateStream(), static (net, stream, x, y, n) => { while (n-- > 0) net.Predict(stream, x, y); }),
            Recurrent("GRU 1-32-1", gru32, gru32.CreateStream(), static (net, stream, x, y, n) => { while (n-- > 0) net.Predict(stream, x, y); }),
            Recurrent("GRU 1-64-1", gru64, gru64.CreateStream(), static (net, stream, x, y, n) => { while (n-- > 0) net.Predict(stream, x, y); }),
            Recurrent("LSTM 1-8-1", lstm8, lstm8.CreateStream(), static (net, stream, x, y, n) => { while (n-- > 0) net.Predict(stream, x, y); }),
            Recurrent("LSTM 1-16-1", lstm16, lstm16.CreateStream(), static (net, stream, x, y, n) => { while (n-- > 0) net.Predict(stream, x, y); }),
            Recurrent("LSTM 1-32-1", lstm32, lstm32.CreateStream(), static (net, stream, x, y, n) => { while (n-- > 0) net.Predict(stream, x, y); }),
            Recurrent("LSTM 1-64-1", lstm64, lstm64.CreateStream(), static (net, stream, x, y, n) => { while (n-- > 0) net.Predict(stream, x, y); }),
            Generation("T2, a token of 64", small, small.CreateStream(), static (net, stream, token, logits) => net.Predict(stream, [token], logits)),
            Generation("T1, a token of 64", large, large.CreateStream(), static (net, stream, token, logits) => net.Predict(stream, [token], logits)),
        ];

        foreach (StreamRow row in rows)
            row.Warm();
        double[] limits = new double[rounds];
        for (int round = 0; round < rounds; round++)
        {
            limits[round] = PeakKernel.Measure(threads: 1);
            foreach (StreamRow row in rows)
                row.Measure();
        }

        Console.WriteLine(Machine.Description);
        foreach (StreamRow row in rows)
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{row.Name,-18} {row.Nanoseconds,9:F1} ns a step (median of {rounds}; best {row.Best:F1}), {1e9 / row.Nanoseconds,12:N0} steps/s, {row.AllocatedBytes} bytes allocated"));
        }

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"FMA limit of one thread: {Statistics.Median(limits) * 1e-9:F1} GFLOP/s (median of all rounds; {limits.Min() * 1e-9:F1} to {limits.Max() * 1e-9:F1})."));
        return 0;
    }

    private static StreamRow Recurrent<TNet>(string name, TNet net, SequenceStream<float> stream, StepLoop<TNet> steps)
    {
        float[] inputs = [0.25f], outputs = new float[1];
        return new(name, count =>
        {
            steps(net, stream, inputs, outputs, count);
            return outputs[0];
        });
    }

    /// <summary>The likeliest token is the next one; the sequence begins anew where it is full.</summary>
    private static StreamRow Generation<TNet>(string name, TNet net, SequenceStream<float> stream, TokenStep<TNet> step) => new(name, count =>
    {
        Span<float> logits = stackalloc float[Tokens];
        int token = 0;
        while (count-- > 0)
        {
            if (stream.Position == Steps)
                stream.Reset();
            step(net, stream, token, logits);
            token = TensorPrimitives.IndexOfMax(logits);
        }

        return token;
    });
}
