using System.Globalization;
using NetGen.Generators.Text;

namespace NetGen.Generators.Kernels;

/// <summary>
/// One private static method of the generated class: a kernel's text, which serves all kernels that differ from it in nothing but names, as
/// those of repeated blocks do.
/// </summary>
internal sealed class Routine
{
    private readonly List<Kernel> _others = [];
    private readonly string _body;

    private Routine(Kernel kernel, string body)
    {
        Kernel = kernel;
        _body = body;
        IsGeneric = NameNormalizer.Uses(body, "V");
    }

    /// <summary>The first kernel, whose names the method has.</summary>
    public Kernel Kernel { get; }

    /// <summary>Whether it is written for the machine's widest vectors, the type parameter V.</summary>
    public bool IsGeneric { get; }

    /// <summary>The methods of some kernels, each made once; every kernel comes to know its own.</summary>
    public static IReadOnlyList<Routine> Of(IEnumerable<Kernel> kernels, Func<CodeWriter, KernelWriter> writer)
    {
        List<Routine> routines = [];
        Dictionary<string, Routine> known = [];
        foreach (Kernel kernel in kernels.Where(kernel => kernel.Body is not null).SelectMany(kernel => kernel.Helpers.Append(kernel)))
        {
            CodeWriter text = new();
            KernelWriter code = writer(text);
            code.WriteUnchecked(() => kernel.Body!(code));
            string body = text.ToString();

            // What has constants of its own is not looked for: these have names, too.
            string key = kernel.Constants.Count > 0 ? kernel.Name : NameNormalizer.Normalize($"{kernel.Returns} {Parameters(kernel, code.Scalar)}\n{body}");
            if (known.TryGetValue(key, out Routine routine))
            {
                routine._others.Add(kernel);
            }
            else
            {
                routine = new Routine(kernel, body);
                known.Add(key, routine);
                routines.Add(routine);
            }

            kernel.Routine = routine;
        }

        return routines;
    }

    /// <summary>The whole method: constants, equations, signature, body.</summary>
    public void Write(KernelWriter code)
    {
        foreach (string line in Kernel.Constants)
        {
            code.Line(line);
        }

        if (Kernel.Constants.Count > 0)
        {
            code.Blank();
        }

        foreach (string equation in Kernel.Equations)
        {
            code.Line("// " + equation);
        }

        if (_others.Count > 0)
        {
            code.Line($"// Likewise for {Others()}.");
        }

        code.Line(code.Names.HotMethod);
        code.Line($"private static {Kernel.Returns} {Kernel.Name}{(IsGeneric ? "<V>" : "")}({Parameters(Kernel, code.Scalar)})");
        if (IsGeneric)
        {
            code.Line($"    where V : struct, global::NetGen.ISimd<V, {code.Scalar}>");
        }

        using (code.Block())
        {
            code.Lines(_body);
        }
    }

    private static string Parameters(Kernel kernel, string scalar) =>
        string.Join(", ", kernel.Buffers.Select(buffer => $"ref {scalar} {buffer.Symbol}")
            .Concat(kernel.Arguments.Select(argument => $"{argument.Type ?? scalar} {argument.Name}")));

    /// <summary>The layers of the other kernels, all of a few, the ends of many.</summary>
    private string Others()
    {
        const int Few = 12;
        string[] layers = [.. _others.Select(LayersOf).Distinct()];
        return layers.Length <= Few
            ? string.Join(", ", layers)
            : $"{layers[0]}, {layers[1]}, … {layers[layers.Length - 1]}, {layers.Length.ToString(CultureInfo.InvariantCulture)} in all";
    }

    /// <summary>The name without what the method does: <c>Dense3</c> of <c>Dense3InputGradient</c>.</summary>
    private static string LayersOf(Kernel kernel)
    {
        int end = kernel.Name.Length;
        while (end > 0 && !char.IsDigit(kernel.Name[end - 1]))
        {
            end--;
        }

        return end == 0 ? kernel.Name : kernel.Name.Substring(0, end);
    }
}
