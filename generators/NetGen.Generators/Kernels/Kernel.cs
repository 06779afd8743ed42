using NetGen.Generators.Graph;
using NetGen.Generators.Kernels.Products;

namespace NetGen.Generators.Kernels;

/// <summary>When a kernel of the backward pass runs.</summary>
internal enum Condition
{
    Always,
    ParameterGradients,
    InputGradients,
}

/// <summary>
/// One private static method of the generated code, or a call of the workspace. What it reads and writes decides its signature, its call,
/// how long the buffers live, and where threads wait: a pass writes no memory but through kernels.
/// </summary>
internal sealed class Kernel(string name, IEnumerable<Buffer> reads, IEnumerable<Buffer> writes, Action<KernelWriter>? body)
{
    /// <summary>The method's name.</summary>
    public string Name { get; set; } = name;

    public IReadOnlyList<Buffer> Reads { get; } = [.. reads.Distinct()];

    public IReadOnlyList<Buffer> Writes { get; } = [.. writes.Distinct()];

    /// <summary>The parameters in order: what is read, then what is written.</summary>
    public IEnumerable<Buffer> Buffers => Reads.Concat(Writes).Distinct();

    public IReadOnlyList<KernelArgument> Arguments { get; init; } = [];

    /// <summary>Members of the class that it alone reads, written above it.</summary>
    public IReadOnlyList<string> Constants { get; init; } = [];

    /// <summary>
    /// Kernels that its body calls, on memory of its own buffers: a step of a recurrence, and what would be too much for one method. Their methods
    /// stand before it.
    /// </summary>
    public IReadOnlyList<Kernel> Helpers { get; init; } = [];

    /// <summary>The matrix products that it computes, as they are planned.</summary>
    public IReadOnlyList<ProductPlan> Products { get; init; } = [];

    /// <summary>What it computes, line by line, in the lectures' notation.</summary>
    public IReadOnlyList<string> Equations { get; init; } = [];

    /// <summary>The method, once it is written: its own, or that of an equal kernel.</summary>
    public Routine? Routine { get; set; }

    /// <summary>Whether its method is written for the machine's widest vectors, the type parameter V, rather than for four lanes.</summary>
    public bool IsGeneric => Routine is { IsGeneric: true };

    public string Returns { get; init; } = "void";

    public Condition Condition { get; init; }

    /// <summary>How threads share it; by default by examples where it writes nothing but elements of examples.</summary>
    public KernelSplit Split
    {
        get => field ?? (Writes.All(buffer => buffer.IsPerExample) ? KernelSplit.ByExample : KernelSplit.None);
        init;
    }

    /// <summary>Writes the method; null where a statement does the work.</summary>
    public Action<KernelWriter>? Body { get; } = body;

    /// <summary>What a pass does instead of calling a method, with <c>first</c> and <c>rows</c> for the thread's examples.</summary>
    public string? Statement { get; private init; }

    /// <summary>The random numbers that a layer reads, which the workspace fills in.</summary>
    public static Kernel Fill(RandomNumbers numbers) => new($"{numbers.Buffer.Symbol}Fill", [], [numbers.Buffer], null) { Statement = numbers.Statement };

    /// <summary>The call, with arguments under the names that the parameters have.</summary>
    public string Call => CallWith(argument => argument);

    /// <summary>The call, with what stands for each argument that is not a buffer, given its name.</summary>
    public string CallWith(Func<string, string> value) => CallWith(value, buffer => buffer.Symbol);

    /// <summary>Likewise, with what stands for each buffer.</summary>
    public string CallWith(Func<string, string> value, Func<Buffer, string> location) =>
        $"{Routine?.Kernel.Name ?? Name}{(IsGeneric ? "<V>" : "")}({string.Join(", ", Buffers.Select(buffer => "ref " + location(buffer)).Concat(Arguments.Select(argument => value(argument.Name))))})";

    /// <summary>What it reads and writes, and how threads share it.</summary>
    public override string ToString()
    {
        string split = Split switch
        {
            KernelSplit.Rows rows => $"{rows.Count} rows by {rows.Unit}",
            KernelSplit.Channels channels => $"{channels.Count} channels by {channels.Unit}",
            _ when Split == KernelSplit.None => "one thread",
            _ => "examples",
        };
        string condition = Condition switch
        {
            Condition.ParameterGradients => ", with gradients of parameters",
            Condition.InputGradients => ", with gradients of inputs",
            _ => "",
        };
        string reads = string.Concat(Reads.Select(buffer => buffer.Symbol + " "));
        return $"{Name}: {reads}-> {string.Join(", ", Writes.Select(buffer => buffer.Symbol))} ({split}{condition})";
    }
}
