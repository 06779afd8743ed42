using NetGen.Generators.Planning;

namespace NetGen.Generators.Emission;

/// <summary>
/// Writes the calls of a pass that all threads of a workspace run at the same time, each on its share: its examples, its rows
/// of a gradient, and what cannot be divided on the first thread. They wait for each other only where they must.
/// </summary>
internal sealed class SharedCalls(NetworkPlan plan, CodeWriter writer, Names names, IReadOnlyList<Kernel> kernels)
{
    /// <summary>Elements of a gradient that are computed and then updated at a time: a quarter of a second-level cache of today.</summary>
    private const int BlockElements = 16_384;

    private readonly Waits _waits = new();

    /// <summary>The number of examples: the thread's own, and the whole batch where a kernel needs it.</summary>
    public void WriteExamples()
    {
        writer.Line("int batch = workspace.BatchSize;");
        writer.Line("int first = share.First(batch), rows = share.Count(batch); // this thread's examples");
    }

    /// <summary>Whether all kernels take a thread's own examples of a buffer, so that it can be declared from the first one on.</summary>
    public bool IsDeclaredAtFirst(Buffer buffer) =>
        buffer.IsPerExample && kernels.All(kernel => kernel.Split == KernelSplit.ByExample || !kernel.Buffers.Contains(buffer));

    /// <summary>The call of a kernel, with what has to be before and after it.</summary>
    public void Write(Kernel kernel)
    {
        WriteWait(_waits.Before(kernel));
        Update[] updates = [.. plan.Updates.Where(update => update.After == kernel && kernels != plan.Forward)];
        Update? byRows = updates.FirstOrDefault(update => update.IsByRows);
        if (byRows is not null && BlockRows(kernel, byRows) is { } block)
        {
            WriteBlocks(kernel, byRows, block);
        }
        else
        {
            writer.Line($"{Condition(kernel)}{Call(kernel)};");
            if (byRows is not null)
            {
                WriteWait(_waits.Before(byRows));
                WriteUpdate(byRows);
            }
        }

        foreach (Update update in updates.Where(update => update != byRows))
        {
            WriteWait(_waits.Before(update));
            WriteUpdate(update);
        }
    }

    private void WriteWait(string? reason)
    {
        if (reason is not null)
        {
            writer.Line($"share.Wait(); // {reason}");
        }
    }

    /// <summary>The rows of a block; null where a gradient is so small that it stays in the cache anyway.</summary>
    private static int? BlockRows(Kernel kernel, Update update)
    {
        KernelSplit.Rows rows = (KernelSplit.Rows)kernel.Split;
        int block = Math.Max(1, BlockElements / update.Tensor.Stride / rows.Unit) * rows.Unit;
        return rows.Count >= 3 * block ? block : null;
    }

    private void WriteBlocks(Kernel kernel, Update update, int block)
    {
        KernelSplit.Rows rows = (KernelSplit.Rows)kernel.Split;
        _waits.Before(update);
        writer.Line("// a block of rows at a time: the update finds its gradient in the cache");
        string loop = $"for (int row = {First(rows)}, end = {End(rows)}, next; row < end; row = next)";
        using (writer.Block($"{Condition(kernel)}{loop}"))
        {
            writer.Line($"next = end - row < {2 * block} ? end : row + {block};");
            writer.Line($"{kernel.CallWith(argument => argument switch { "first" => "row", "end" => "next", "rows" => "batch", _ => argument }, buffer => buffer.Symbol)};");
            writer.Line($"if (update) workspace.UpdateRows<V>({update.Tensor.Data.Offset}, {update.Tensor.Stride}, row, next); // {update.Tensor.Symbol}");
        }
    }

    private void WriteUpdate(Update update)
    {
        int offset = update.Tensor.Data.Offset, length = update.Tensor.Data.Length;
        string call = update.IsByRows && update.After.Split is KernelSplit.Rows rows
            ? $"if (update) workspace.UpdateRows<V>({offset}, {update.Tensor.Stride}, {First(rows)}, {End(rows)});"
            : update.IsWithLastRows ? $"if (update && share.IsLast) workspace.UpdateRows<V>({offset}, {length}, 0, 1);"
            : $"if (update) workspace.UpdateRows<V>({offset}, 1, share.First({length}, 16), share.End({length}, 16));";
        writer.Line($"{call} // {update.Tensor.Symbol}");
    }

    private string Call(Kernel kernel) => kernel.Split switch
    {
        KernelSplit.Rows rows => kernel.CallWith(argument => argument switch { "first" => First(rows), "end" => End(rows), "rows" => "batch", _ => argument }, buffer => buffer.Symbol),
        _ when kernel.Split == KernelSplit.None => kernel.CallWith(argument => argument == "rows" ? "batch" : argument, buffer => buffer.Symbol),
        _ => kernel.CallWith(argument => argument, buffer => buffer.IsPerExample && !IsDeclaredAtFirst(buffer) ? $"{names.Unsafe}.Add(ref {buffer.Symbol}, {buffer.Length} * first)" : buffer.Symbol),
    };

    private static string Condition(Kernel kernel)
    {
        string? asked = kernel.Condition switch
        {
            Planning.Condition.ParameterGradients => "workspace.HasParameterGradients",
            Planning.Condition.InputGradients => "workspace.HasInputGradients",
            _ => null,
        };
        string? first = kernel.Split == KernelSplit.None ? "share.IsFirst" : null;
        return asked is null && first is null ? "" : $"if ({asked}{(asked is not null && first is not null ? " && " : "")}{first}) ";
    }

    private static string First(KernelSplit.Rows rows) => $"share.First({rows.Count}, {rows.Unit})";

    private static string End(KernelSplit.Rows rows) => $"share.End({rows.Count}, {rows.Unit})";
}
