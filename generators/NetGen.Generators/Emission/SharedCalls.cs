using NetGen.Generators.Kernels;
using NetGen.Generators.Planning;
using NetGen.Generators.Text;

namespace NetGen.Generators.Emission;

/// <summary>
/// Writes the calls of a pass that all threads of a workspace run at the same time, each on its share: its examples, its rows
/// of a gradient, and what cannot be divided on the first thread. They wait for each other only where they must.
/// </summary>
internal sealed class SharedCalls(NetworkPlan plan, CodeWriter writer, Names names, IReadOnlyList<PassStep> steps)
{
    /// <summary>Elements are handed out in groups that make cache lines, and vectors of any width.</summary>
    private const int Alignment = 16;

    private readonly HashSet<Buffer> _notByExample = [.. steps.OfType<PassStep.Call>().Select(call => call.Kernel).Where(kernel => kernel.Split != KernelSplit.ByExample).SelectMany(kernel => kernel.Buffers)];

    /// <summary>The number of examples: the thread's own, and the whole batch where a kernel needs it.</summary>
    public void WriteExamples()
    {
        writer.Line("int batch = frame.BatchSize;");
        writer.Line($"int first = {FirstExample(plan)}, rows = {ExampleCount(plan)}; // this thread's examples");
    }

    /// <summary>This thread's first example.</summary>
    public static string FirstExample(NetworkPlan plan) => $"share.First({Examples(plan)})";

    /// <summary>The number of this thread's examples.</summary>
    public static string ExampleCount(NetworkPlan plan) => $"share.Count({Examples(plan)})";

    private static string Examples(NetworkPlan plan) => plan.ExamplesOfShare == Alignment ? "batch" : $"batch, {plan.ExamplesOfShare}";

    /// <summary>Whether all kernels take a thread's own examples of a buffer, so that it can be declared from the first one on.</summary>
    public bool IsDeclaredAtFirst(Buffer buffer) =>
        buffer.IsPerExample && !_notByExample.Contains(buffer);

    /// <summary>All steps, in order.</summary>
    public void Write()
    {
        foreach (PassStep step in steps)
        {
            writer.Line(step switch
            {
                PassStep.Wait wait => $"share.Wait(); // {wait.Reason}",
                PassStep.Apply apply => Call(apply.Update),
                PassStep.Call { Kernel: var kernel } => $"{Condition(kernel)}{Call(kernel)};",
                _ => throw new InvalidOperationException($"No step of a pass: {step}"),
            });
        }
    }

    /// <summary>The update of all parameters of a small network.</summary>
    public void WriteUpdateAtEnd()
    {
        writer.Line("share.Wait(); // for all gradients");
        writer.Line($"if (update) frame.Update({Part(plan.ParameterLength)});");
    }

    private static string Call(Update update)
    {
        int offset = update.Tensor.Data.Offset, length = update.Tensor.Data.Length, stride = update.Tensor.Stride;
        string call = update.IsByRows && update.After.Split is KernelSplit.Rows rows
            ? $"if (update) frame.Update({Plus(offset, $"{stride} * {First(rows)}")}, {stride} * share.Count({rows.Count}, {rows.Unit}));"
            : update.IsWithLastRows ? $"if (update && share.IsLast) frame.Update({offset}, {length});"
            : $"if (update) frame.Update({Plus(offset, Part(length))});";
        return $"{call} // {update.Tensor.Symbol}";
    }

    private static string Plus(int offset, string start) => offset == 0 ? start : $"{offset} + {start}";

    /// <summary>This thread's elements of so many: the first, and their number.</summary>
    private static string Part(int length) => $"share.First({length}, {Alignment}), share.Count({length}, {Alignment})";

    private string Call(Kernel kernel) => kernel.Statement ?? kernel.Split switch
    {
        KernelSplit.Range range => kernel.CallWith(argument => argument switch { "first" => First(range), "end" => End(range), "rows" => "batch", _ => argument }, buffer => buffer.Symbol),
        _ when kernel.Split == KernelSplit.None => kernel.CallWith(argument => argument == "rows" ? "batch" : argument, buffer => buffer.Symbol),
        _ => kernel.CallWith(argument => argument, buffer => buffer.IsPerExample && !IsDeclaredAtFirst(buffer) ? $"{names.Unsafe}.Add(ref {buffer.Symbol}, {buffer.Length} * first)" : buffer.Symbol),
    };

    private static string Condition(Kernel kernel)
    {
        string? asked = kernel.Condition switch
        {
            Kernels.Condition.ParameterGradients => "frame.HasParameterGradients",
            Kernels.Condition.InputGradients => "frame.HasInputGradients",
            _ => null,
        };
        string? first = kernel.Split == KernelSplit.None ? "share.IsFirst" : null;
        return asked is null && first is null ? "" : $"if ({asked}{(asked is not null && first is not null ? " && " : "")}{first}) ";
    }

    private static string First(KernelSplit.Range range) => $"share.First({range.Count}, {range.Unit})";

    private static string End(KernelSplit.Range range) => $"share.End({range.Count}, {range.Unit})";
}
