using System.Globalization;
using NetGen.Generators.Text;

namespace NetGen.Generators.Kernels;

/// <summary>What kernels over examples in lanes are written with: element e of a block of examples lies at e · V.Count.</summary>
internal static class LaneWriter
{
    /// <summary>The loop over blocks of examples.</summary>
    public static CodeWriter.Scope Blocks(this KernelWriter code) => code.Block("for (int r = 0; r < rows; r += V.Count)");

    /// <summary>A number of elements of a block, as an offset.</summary>
    public static string Elements(int count) => count switch
    {
        0 => "0",
        1 => "V.Count",
        _ => $"{Number(count)} * V.Count",
    };

    /// <summary>An expression of elements of a block, as an offset.</summary>
    public static string Elements(string count) =>
        count == "0" ? "0" : int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? Elements(number)
        : count.Contains(" + ") ? $"({count}) * V.Count" : $"{count} * V.Count";

    /// <summary>A sum; terms that are 0 are left out.</summary>
    public static string Sum(params string[] terms)
    {
        string[] some = [.. terms.Where(term => term != "0")];
        return some.Length == 0 ? "0" : string.Join(" + ", some);
    }

    public static string Times(string variable, int factor) =>
        variable == "0" || factor == 0 ? "0" : factor == 1 ? variable : $"{variable} * {Number(factor)}";

    /// <summary>Moves a reference on, if it has to move.</summary>
    public static void Move(this KernelWriter code, string reference, int elements, bool isInLanes = true)
    {
        if (elements != 0)
        {
            string offset = isInLanes ? Elements(elements).Replace("-1 * ", "-") : Number(elements);
            code.Line($"{reference} = ref {code.At(reference, offset)};");
        }
    }

    /// <summary>A loop from 0, unless there is one step: then the variable is 0.</summary>
    public static void Loop(this KernelWriter code, string variable, int count, Action<string> body)
    {
        if (count == 1)
        {
            body("0");
            return;
        }

        using (code.Block($"for (int {variable} = 0; {variable} < {Number(count)}; {variable}++)"))
        {
            body(variable);
        }
    }

    /// <summary>Likewise, or over a thread's range of them where they are divided.</summary>
    public static void Loop(this KernelWriter code, string variable, int count, bool isDivided, Action<string> body)
    {
        if (!isDivided)
        {
            code.Loop(variable, count, body);
            return;
        }

        using (code.Block($"for (int {variable} = first; {variable} < end; {variable}++)"))
        {
            body(variable);
        }
    }

    /// <summary>A loop in steps of a tile; the last step moves back where they are no divisor, so the body must give the same values when repeated.</summary>
    public static void TileLoop(this KernelWriter code, string variable, int count, int tile, Action<string> body)
    {
        if (count == tile)
        {
            body("0");
        }
        else if (count % tile == 0)
        {
            using (code.Block($"for (int {variable} = 0; {variable} < {Number(count)}; {variable} += {Number(tile)})"))
            {
                body(variable);
            }
        }
        else
        {
            string next = "next" + char.ToUpperInvariant(variable[0]);
            using (code.Block($"for (int {next} = 0; {next} < {Number(count)}; {next} += {Number(tile)})"))
            {
                code.Line($"int {variable} = global::System.Math.Min({next}, {Number(count - tile)}); // the last step moves back: the same values again");
                body(variable);
            }
        }
    }

    /// <summary>
    /// Nested loops that move references along, from the outermost: how often each runs, and how far a step moves each reference.
    /// Loops of one step are left out.
    /// </summary>
    public static void MovingLoops(this KernelWriter code, IReadOnlyList<string> references, IEnumerable<(string Variable, int Count, int[] Steps)> loops, Action body, bool isInLanes = true)
    {
        (string Variable, int Count, int[] Steps)[] real = [.. loops.Where(loop => loop.Count > 1)];
        Write(0);

        void Write(int depth)
        {
            if (depth == real.Length)
            {
                body();
                return;
            }

            (string variable, int count, int[] steps) = real[depth];
            using (code.Block($"for (int {variable} = 0; {variable} < {Number(count)}; {variable}++)"))
            {
                Write(depth + 1);
                for (int i = 0; i < references.Count; i++)
                {
                    int moved = depth + 1 < real.Length ? real[depth + 1].Count * real[depth + 1].Steps[i] : 0;
                    code.Move(references[i], steps[i] - moved, isInLanes);
                }
            }
        }
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
