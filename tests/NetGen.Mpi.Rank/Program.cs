using System.Diagnostics;
using System.Text;
using NetGen;
using NetGen.Mpi.Rank;

// NetGen.Mpi.Rank COMMAND [FOLDER]: what the processes of a test do. Rank 0 prints.
string command = args[0], folder = args.ElementAtOrDefault(1) ?? "";
using MpiGroup group = MpiGroup.Initialize();
IGradientExchange exchange = group.Gradients(Workload.Parts);
switch (command)
{
    case "bits":
        // The first writes checkpoints for the runs that go on from them.
        foreach (string name in Workload.Names)
            Print($"{name} {Same(Workload.Train(name, Workload.Options(exchange, checkpoints: name == "mixed" && folder.Length > 0 ? folder : null)))}");
        Print($"allocated {AllocatedByAStep()}");
        Print($"group {Messages()}");
        Print($"library {group.Library}");
        break;
    case "resume":
        Print($"mixed {Same(Workload.Train("mixed", Workload.Options(exchange, resume: folder)))}");
        break;
    case "die":
        Workload.Train("mixed", Workload.Options(new Dying(exchange, group.Rank == group.Size - 1), checkpoints: folder));
        break;
    case "differ":
        Workload.Train("mlp", Workload.Options(exchange, rate: group.Rank == 1 ? 1e-2 : 1e-3));
        break;
    case "nan":
        // Batches are in order, with three examples to a part: number 15 is in part 5, the second one's of two.
        ArrayDataset<float, int> points = Workload.Points(100, 12, 4);
        float[] inputs = points.Inputs.ToArray();
        inputs[(15 * 12) + 3] = float.NaN;
        new Mlp(seed: 1).Fit(inputs, points.Targets.ToArray(), new FitOptions { Exchange = exchange, BatchSize = 24, Shuffle = false });
        break;
    case "throw":
        new Mlp(seed: 1).Fit(new Failing(Workload.Points(100, 12, 4), group.Rank == 1), new FitOptions { Exchange = exchange, BatchSize = 24 });
        break;
    default:
        group.Abort($"no command '{command}'", 2);
        break;
}

return 0;

void Print(string line)
{
    if (group.Rank == 0)
        Console.WriteLine(line);
}

// The parameters are those of rank 0.
string Same(string hash)
{
    byte[] own = Encoding.ASCII.GetBytes(hash[..16]), all = new byte[own.Length * group.Size];
    group.AllGather<byte>(own, all);
    for (int rank = 0; rank < group.Size; rank++)
    {
        if (!all.AsSpan(rank * own.Length, own.Length).SequenceEqual(all.AsSpan(0, own.Length)))
            group.Abort($"rank {rank} ends in other parameters");
    }

    return hash;
}

long AllocatedByAStep()
{
    using var trainer = new Mlp(seed: 1).CreateTrainer(Workload.Points(96, 12, 4), null, new FitOptions { Exchange = exchange, BatchSize = 24, Epochs = 9 });
    long before = 0;
    for (int epoch = 0; epoch < 2; epoch++)
    {
        before = GC.GetAllocatedBytesForCurrentThread();
        while (trainer.NextBatch())
            trainer.Step();
        before = GC.GetAllocatedBytesForCurrentThread() - before;
        trainer.EndEpoch();
    }

    return before;
}

string Messages()
{
    int[] numbers = group.Rank == group.Size - 1 ? [1, 2, 3] : new int[3], all = new int[group.Size];
    group.Broadcast<int>(numbers, group.Size - 1);
    group.AllGather<int>([group.Rank + numbers[2]], all);
    group.Barrier();
    return string.Join(' ', all);
}

/// <summary>An exchange whose process dies in the middle of a training, as by a lack of memory.</summary>
internal sealed class Dying(IGradientExchange exchange, bool dies) : IGradientExchange
{
    private int _calls;

    public int Rank => exchange.Rank;

    public int Size => exchange.Size;

    public int Parts => exchange.Parts;

    public void AllGather(Span<byte> data, ReadOnlySpan<int> lengths)
    {
        if (dies && ++_calls == 60)
            Process.GetCurrentProcess().Kill(); // -9
        exchange.AllGather(data, lengths);
    }

    public void AllToAll(ReadOnlySpan<byte> sent, ReadOnlySpan<int> sentLengths, Span<byte> received, ReadOnlySpan<int> receivedLengths) =>
        exchange.AllToAll(sent, sentLengths, received, receivedLengths);

    public void Abort(string message) => exchange.Abort(message);
}

/// <summary>Examples that cannot be read.</summary>
internal sealed class Failing(ArrayDataset<float, int> dataset, bool fails) : IDataset<float, int>
{
    private int _calls;

    public int Count => dataset.Count;

    public int InputSize => dataset.InputSize;

    public int TargetSize => dataset.TargetSize;

    public void CopyTo(ReadOnlySpan<int> indices, Span<float> inputs, Span<int> targets)
    {
        if (fails && ++_calls > 3)
            throw new IOException("the disk is gone");
        dataset.CopyTo(indices, inputs, targets);
    }
}
