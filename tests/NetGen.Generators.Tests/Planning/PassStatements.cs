using System.Globalization;
using System.Text.RegularExpressions;
using NetGen.Generators.Layers;
using NetGen.Generators.Graph;
using NetGen.Generators.Kernels;
using NetGen.Generators.Planning;

namespace NetGen.Generators.Tests.Planning;

/// <summary>
/// The statements of an emitted pass, in order, and what each thread touches in them: the text says what is called and where threads wait,
/// the plan where buffers lie. A statement that is none of those known fails the test: it might write anything.
/// </summary>
internal sealed partial class PassStatements
{
    private const int Block = 16; // examples that a thread takes together

    private readonly NetworkPlan _plan;
    private readonly Queue<Kernel> _kernels;

    public PassStatements(NetworkPlan plan, string text, string pass)
    {
        _plan = plan;
        _kernels = new Queue<Kernel>((pass == "ForwardPass" ? plan.Forward : plan.Backward).Where(kernel => kernel.Body is not null));
        string[] lines = text.Split('\n');
        int start = Array.FindIndex(lines, line => line.Contains($"private void {pass}", StringComparison.Ordinal));
        string end = lines[start][..lines[start].IndexOf('p', StringComparison.Ordinal)] + "}";
        Lines = [.. lines.Skip(start + 1).TakeWhile(line => line != end).Select(line => line.Trim()).Where(line => !Declaration().IsMatch(line)).Select(line => (line, Read(line)))];
    }

    /// <summary>Each statement, with what a thread of so many touches, of so many examples; null for a wait.</summary>
    public IReadOnlyList<(string Text, Func<int, int, int, IEnumerable<MemoryAccess>>? Accesses)> Lines { get; }

    // Names for pieces of memory, numbers, loops over examples: nothing of it writes memory.
    [GeneratedRegex(@"^$|^[{}]$|^where V : |^ref (float|double) \S+ = ref |^int \w|^bool training = frame\.IsTraining;$|^(float|double) l[12]Rate = [^;]*_l[12]Rate;$|^(float|double) \w+ = (\(float\))?frame\.GetDropoutScale\(\d+\);$|^rows = |^for \(int first = ")]
    private static partial Regex Declaration();

    [GeneratedRegex(@"^(if \([^)]*\) )?(\w+)(<V>)?\(ref ")]
    private static partial Regex Call();

    [GeneratedRegex(@"(?<=\(|, )ref (?:[\w.]+\.Add\(ref )?([\w@]+)")]
    private static partial Regex Reference();

    [GeneratedRegex(@"frame\.Fill(DropoutMask|Noise)\((\d+), ")]
    private static partial Regex Fill();

    [GeneratedRegex(@"^if \(update( && share\.IsLast)?\) frame\.Update\((.*)\);")]
    private static partial Regex Update();

    [GeneratedRegex(@"share\.(First|Count)\((\d+), (\d+)\)")]
    private static partial Regex SharePart();

    private Func<int, int, int, IEnumerable<MemoryAccess>>? Read(string line)
    {
        if (line.StartsWith("share.Wait();", StringComparison.Ordinal))
        {
            return null;
        }

        if (Fill().Match(line) is { Success: true } fill)
        {
            int index = int.Parse(fill.Groups[2].Value, CultureInfo.InvariantCulture);
            Generators.Graph.Buffer buffer = _plan.RandomLayers.Single(kind => (kind[0].RatesOfKind == "noise") == (fill.Groups[1].Value == "Noise"))[index].Numbers;
            return (thread, threads, batch) => Examples(buffer, true, thread, threads, batch);
        }

        if (Update().Match(line) is { Success: true } update)
        {
            return (thread, threads, _) => update.Groups[1].Success && thread < threads - 1 ? [] : Updated(update.Groups[2].Value, thread, threads);
        }

        // The kernels in their order, each by its own method or an equal one's, with its own buffers.
        Assert.True(Call().Match(line) is { Success: true } && _kernels.Count > 0, $"A statement that is not planned: {line}");
        Kernel kernel = _kernels.Dequeue();
        Assert.Equal(kernel.Routine!.Kernel.Name, Call().Match(line).Groups[2].Value);
        Assert.Equal(kernel.Buffers.Select(buffer => buffer.Symbol), Reference().Matches(line).Select(match => match.Groups[1].Value));
        Assert.Equal(kernel.Split == KernelSplit.None, line.Contains("share.IsFirst", StringComparison.Ordinal));
        return (thread, threads, batch) => kernel.Reads.SelectMany(buffer => Touched(kernel, buffer, false, thread, threads, batch))
            .Concat(kernel.Writes.SelectMany(buffer => Touched(kernel, buffer, true, thread, threads, batch)));
    }

    private IEnumerable<MemoryAccess> Touched(Kernel kernel, Generators.Graph.Buffer buffer, bool isWrite, int thread, int threads, int batch)
    {
        if (kernel.Split is KernelSplit.Rows rows)
        {
            int first = Start(thread, threads, rows.Count, rows.Unit), end = Start(thread + 1, threads, rows.Count, rows.Unit);
            bool isDivided = rows.Divided.Contains(buffer);
            return first == end || (isWrite && !isDivided && end < rows.Count) ? []
                : !isDivided ? [Whole(buffer, isWrite, thread, batch)]
                : buffer.Place == Place.PerWorkspace ? [Whole(buffer, isWrite, thread, batch) with { Part = $"{rows.Count} by {rows.Unit}" }]
                : [new MemoryAccess(thread, buffer, isWrite, buffer.Offset + (long)buffer.Length / rows.Count * first, buffer.Offset + (long)buffer.Length / rows.Count * end)];
        }

        if (kernel.Split is KernelSplit.Channels channels)
        {
            // Of what it writes, columns: those of one thread are between those of another in memory.
            return Start(thread, threads, channels.Count, channels.Unit) == Start(thread + 1, threads, channels.Count, channels.Unit) ? []
                : [Whole(buffer, isWrite, thread, batch) with { Part = isWrite ? $"{channels.Count} channels by {channels.Unit}" : null }];
        }

        return kernel.Split == KernelSplit.None ? (thread == 0 ? [Whole(buffer, isWrite, thread, batch)] : [])
            : buffer.IsPerExample ? Examples(buffer, isWrite, thread, threads, batch)
            : Start(thread, threads, batch, Block) == Start(thread + 1, threads, batch, Block) ? []
            : [Whole(buffer, isWrite, thread, batch)];
    }

    private MemoryAccess Whole(Generators.Graph.Buffer buffer, bool isWrite, int thread, int batch)
    {
        long capacity = Capacity(batch);
        (long start, long length) = buffer.Place switch
        {
            Place.PerExample => (buffer.Offset * capacity, buffer.Length * capacity),
            Place.InputGradients => (0, buffer.Length * capacity),
            Place.PerWorkspace => (_plan.ExampleLength * capacity + buffer.Offset, buffer.Length),
            _ => (buffer.Offset, buffer.Length),
        };
        return new MemoryAccess(thread, buffer, isWrite, start, start + length);
    }

    /// <summary>A thread's examples; the last may run on to the capacity, where a vector reaches beyond the last example.</summary>
    private IEnumerable<MemoryAccess> Examples(Generators.Graph.Buffer buffer, bool isWrite, int thread, int threads, int batch)
    {
        MemoryAccess whole = Whole(buffer, isWrite, thread, batch);
        int first = Start(thread, threads, batch, Block), end = Start(thread + 1, threads, batch, Block);
        return first == end ? [] : [whole with { Start = whole.Start + (long)buffer.Length * first, End = whole.Start + (long)buffer.Length * (end == batch ? Capacity(batch) : end) }];
    }

    private IEnumerable<MemoryAccess> Updated(string arguments, int thread, int threads)
    {
        string known = SharePart().Replace(arguments, match => Part(match).ToString(CultureInfo.InvariantCulture));
        string[] parts = known.Split(", ");
        long offset = Value(parts[0]), count = (Value(parts[1]) + Block - 1) / Block * Block;
        return count == 0 ? [] : _plan.Parameters.Where(tensor => tensor.Data.Offset < offset + count && offset < tensor.Data.Offset + tensor.Data.Length).SelectMany(tensor => new[]
        {
            new MemoryAccess(thread, tensor.Gradient, false, offset, offset + count),
            new MemoryAccess(thread, tensor.Data, true, offset, offset + count),
        });

        int Part(Match match)
        {
            int items = int.Parse(match.Groups[2].Value, CultureInfo.InvariantCulture), unit = int.Parse(match.Groups[3].Value, CultureInfo.InvariantCulture);
            int first = Start(thread, threads, items, unit);
            return match.Groups[1].Value == "First" ? first : Start(thread + 1, threads, items, unit) - first;
        }

        static long Value(string sum) => sum.Split(" + ").Sum(term => term.Split(" * ").Aggregate(1L, (product, factor) => product * long.Parse(factor, CultureInfo.InvariantCulture)));
    }

    /// <summary>Where the part of a thread starts, as <c>Share</c> has it.</summary>
    private static int Start(int thread, int threads, int items, int unit) =>
        thread == 0 ? 0 : thread == threads ? items : (int)((long)(items / unit) * thread / threads) * unit;

    private int Capacity(int batch) => _plan.HasLanes ? (batch + 15) / 16 * 16 : (batch + 3) / 4 * 4;
}
