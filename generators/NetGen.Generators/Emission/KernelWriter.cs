using NetGen.Generators.Model;
using NetGen.Generators.Planning;

namespace NetGen.Generators.Emission;

/// <summary>What layers write their kernels with: lines, and the loops that most of them share.</summary>
internal sealed class KernelWriter(CodeWriter writer, NetworkSpec spec, Names names)
{
    public Names Names { get; } = names;

    /// <summary><c>float</c> or <c>double</c>.</summary>
    public string Scalar { get; } = ScalarName(spec);

    public static string ScalarName(NetworkSpec spec) => spec.Scalar == Model.Scalar.Single ? "float" : "double";

    /// <summary>The type of vectors: the machine's widest, or of four lanes.</summary>
    public string Vector(bool isGeneric) => isGeneric ? "V" : Names.V4;

    public void Line(string line = "") => writer.Line(line);

    public CodeWriter.Scope Block(string header) => writer.Block(header);

    public CodeWriter.Scope Block() => writer.Block();

    public void Blank() => writer.Line();

    /// <summary>The whole method: equations, signature, body.</summary>
    public void Write(Kernel kernel)
    {
        foreach (string equation in kernel.Equations)
        {
            Line("// " + equation);
        }

        IEnumerable<string> parameters = kernel.Buffers.Select(buffer => $"ref {Scalar} {buffer.Symbol}")
            .Concat(kernel.Arguments.Select(argument => $"{argument.Type ?? Scalar} {argument.Name}"));
        Line(Names.HotMethod);
        Line($"private static {kernel.Returns} {kernel.Name}{(kernel.IsGeneric ? "<V>" : "")}({string.Join(", ", parameters)})");
        if (kernel.IsGeneric)
        {
            Line($"    where V : struct, global::NetGen.ISimd<V, {Scalar}>");
        }

        using (writer.Block())
        {
            WriteUnchecked(() => kernel.Body(this));
        }
    }

    /// <summary>In a project that checks for overflow, inside <c>unchecked</c>: the checks would stand in the inner loops.</summary>
    public void WriteUnchecked(Action body)
    {
        if (!spec.Type.ChecksOverflow)
        {
            body();
            return;
        }

        using (Block("unchecked"))
        {
            body();
        }
    }

    /// <summary><c>Unsafe.Add(ref symbol, offset)</c>, or the symbol itself at offset 0.</summary>
    public string At(string symbol, string offset) => offset == "0" ? symbol : $"{Names.Unsafe}.Add(ref {symbol}, {offset})";

    /// <summary>A reference to a row of a buffer, as a local.</summary>
    public void Row(string name, string symbol, string offset) => Line($"ref {Scalar} {name} = ref {At(symbol, offset)};");

    public void Store(string vector, string value, string symbol, string at) => Line($"{vector}.Store({value}, ref {symbol}, {at});");

    /// <summary>A loop over all elements of the batch, one vector at a time. It may run past the last example, into the slack.</summary>
    public CodeWriter.Scope ElementLoop(string vector, string index, int stride) =>
        Block($"for (int {index} = 0; {index} < rows * {stride}; {index} += {vector}.Count)");

    /// <summary>A loop over the columns of a row in vectors of four lanes; a row of four columns needs none.</summary>
    public void FourLanes(string column, int columns, Action<string> body)
    {
        if (columns == 4)
        {
            body("0");
            return;
        }

        using (Block($"for (int {column} = 0; {column} < {columns}; {column} += 4)"))
        {
            body(column);
        }
    }

    /// <summary>An expression in double, converted to the network's precision.</summary>
    public string Round(string expression) =>
        Scalar == "double" ? expression
        : expression.Contains(' ') ? $"({Scalar})({expression})"
        : $"({Scalar}){expression}";

    /// <summary>
    /// A loop over the columns of a section, so many vectors at a time; the last step moves back where their number is no
    /// multiple, so the body must give the same values when it is repeated.
    /// </summary>
    public CodeWriter.Scope ColumnLoop(string column, ColumnSection section)
    {
        string step = section.Vectors == 1 ? "V.Count" : $"{section.Vectors} * V.Count";
        int end = section.Start + section.Count;
        if (section.Count % (section.Vectors * VectorPlan.MaxLanes) == 0)
        {
            return Block($"for (int {column} = {section.Start}; {column} < {end}; {column} += {step})");
        }

        CodeWriter.Scope scope = Block($"for (int next = {section.Start}; next < {end}; next += {step})");
        Line($"int {column} = global::System.Math.Min(next, {end} - {step}); // the last step moves back over finished columns: the same values again");
        return scope;
    }
}
