using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using NetGen.Tool.Graphs;
using NetGen.Tool.Lowering;
using NetGen.Tool.Onnx;
using NetGen.Tool.Patterns;
using NetGen.Tool.Source;

namespace NetGen.Tool.Commands;

/// <summary><c>import</c>: an ONNX file becomes a network's source and its weights.</summary>
internal static partial class ImportCommand
{
    private static readonly HashSet<string> s_words =
    [
        .. ("abstract as base bool break byte case catch char checked class const continue decimal default delegate do double else enum event explicit extern false finally fixed float for "
            + "foreach goto if implicit in int interface internal is lock long namespace new null object operator out override params private protected public readonly ref return sbyte sealed "
            + "short sizeof stackalloc static string struct switch this throw true try typeof uint ulong unchecked unsafe ushort using virtual void volatile while "
            + "_ dynamic extension field file nint notnull nuint partial record required scoped unmanaged var where yield").Split(' '),
    ];

    public static Command Create()
    {
        Argument<string> model = new("model") { Description = "The ONNX file." };
        Option<string> space = new("--namespace") { Description = "The namespace of the class. Default: Models.", DefaultValueFactory = _ => "Models" };
        Option<string?> name = new("--class") { Description = "The class. Default: after the file." };
        Option<string> output = new("--output") { Description = "The folder for both files; it is made. Default: the current one.", DefaultValueFactory = _ => "." };
        Option<string[]> shapes = new("--shape") { Description = "Sizes that the file leaves open: tokens=batch,64.", AllowMultipleArgumentsPerToken = true };
        Option<string[]> losses = new("--loss") { Description = "The loss, an attribute of NetGen, for each output: SoftmaxCrossEntropy. Default: what fits.", AllowMultipleArgumentsPerToken = true };
        Command command = new("import", "Writes the class of a network, and its weights, of an ONNX model.") { model, space, name, output, shapes, losses };
        command.SetAction(result => Program.Guarded(() => Import(new Request(result.GetValue(model)!, result.GetValue(space)!, result.GetValue(name), result.GetValue(output)!)
        {
            Shapes = Shapes(result.GetValue(shapes) ?? []),
            Losses = result.GetValue(losses) ?? [],
        })));
        return command;
    }

    /// <summary>What is asked for.</summary>
    /// <param name="Model">The file.</param>
    /// <param name="Namespace">The namespace.</param>
    /// <param name="Class">The class; null: after the file.</param>
    /// <param name="Output">The folder.</param>
    internal sealed record Request(string Model, string Namespace, string? Class, string Output)
    {
        public IReadOnlyDictionary<string, long[]> Shapes { get; init; } = new Dictionary<string, long[]>();

        public IReadOnlyList<string> Losses { get; init; } = [];
    }

    /// <summary>Imports a model and says what was written.</summary>
    public static string Import(Request request)
    {
        string className = request.Class ?? ClassName(request.Model);
        if (!IsName(className))
            throw new ToolException($"--class: expected a name of a class, got {Shown.Quoted(className)}.");
        if (!request.Namespace.Split('.').All(IsName))
            throw new ToolException($"--namespace: expected a namespace, got {Shown.Quoted(request.Namespace)}.");
        foreach (string loss in request.Losses.Where(loss => !Loss().IsMatch(loss)))
            throw new ToolException($"--loss: expected an attribute as SoftmaxCrossEntropy or Huber(Delta = 2), got {Shown.Quoted(loss)}.");
        Graph graph = new OnnxModel(request.Model, request.Shapes).Read();
        int opset = graph.Nodes.Count > 0 ? graph.Nodes[0].Opset : 0;
        NetworkProgram network = Lower(graph, request.Losses);
        SourceWriter writer = new(network, className);
        string file = Path.GetFileName(request.Model);
        string source = writer.Write(request.Namespace, Summary(graph, file, className), $"Imported from {Shown.Plain(file)}{(graph.Producer.Length > 0 ? $" ({graph.Producer}, opset {opset})" : "")} by dotnet netgen import; yours from now on.");
        Write(request.Output, className, source, Weights(writer.Tensors, network.IsDouble));
        string folder = request.Output is "." ? "" : request.Output.TrimEnd('/') + "/";
        return string.Create(CultureInfo.InvariantCulture, $"{folder}{className}.cs, {folder}{className}.safetensors: {writer.Tensors.Values.Sum(tensor => (long)tensor.Length):N0} numbers in {writer.Tensors.Count} tensors. {className}.FromFile(\"{className}.safetensors\") reads them.");
    }

    /// <summary>The network of a model.</summary>
    /// <exception cref="ToolException">Nodes that no layer computes, each on a line.</exception>
    internal static NetworkProgram Lower(Graph graph, IReadOnlyList<string> losses)
    {
        int count = graph.Nodes.Count;
        Simplifier simplifier = new(graph);
        simplifier.Run();
        PatternPass.Run(graph);
        Lowerer lowerer = new(graph);
        NetworkProgram network = lowerer.Run(simplifier.Unsupported.Select(problem => problem.Node), losses);
        UnsupportedNode[] unsupported = [.. simplifier.Unsupported, .. lowerer.Unsupported];
        if (unsupported.Length == 0)
            return network;
        StringBuilder message = new($"{graph.File}: {unsupported.Length} of {count} nodes cannot be imported; nothing was written.");
        foreach (UnsupportedNode problem in unsupported)
            message.Append($"\n  {problem.Node.Description}: needs {problem.Need.TrimEnd('.')}");
        throw new ToolException(message.ToString());
    }

    private static string[] Summary(Graph graph, string file, string className)
    {
        string Values(IEnumerable<(string Name, long[] Shape)> values) => string.Join(", ", values.Select(value => $"{Shown.Plain(value.Name)} {Shown.Shape(value.Shape)}"));
        return
        [
            $"{Shown.Plain(file)}: from {Values(graph.Inputs.Select(input => (input.Name, input.Shape)))}",
            $"to {Values(graph.Outputs.Select(output => (output, graph.Shape(output))))}. Weights: {className}.safetensors.",
        ];
    }

    private static SafetensorsWriter Weights(IReadOnlyDictionary<string, Tensor> tensors, bool isDouble)
    {
        SafetensorsWriter writer = new();
        foreach ((string name, Tensor tensor) in tensors)
        {
            if (isDouble)
                writer.Add(name, tensor.Shape, tensor.ToDoubles());
            else
                writer.Add(name, tensor.Shape, tensor.ToSingles());
        }

        return writer;
    }

    /// <summary>Both files, or none.</summary>
    private static void Write(string folder, string className, string source, SafetensorsWriter weights)
    {
        bool isNew = !Directory.Exists(folder);
        string weightsFile = Path.Combine(folder, className + ".safetensors");
        bool hadWeights = File.Exists(weightsFile);
        try
        {
            Directory.CreateDirectory(folder);
            weights.Save(weightsFile);
            AtomicFile.Write(Path.Combine(folder, className + ".cs"), stream => stream.Write(Encoding.UTF8.GetBytes(source)));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            if (!hadWeights)
                File.Delete(weightsFile);
            if (isNew && Directory.Exists(folder) && !Directory.EnumerateFileSystemEntries(folder).Any())
                Directory.Delete(folder);
            throw new ToolException(e.Message);
        }
    }

    /// <summary>A class's name of that of a file: <c>resnet_small.onnx</c> is ResnetSmall.</summary>
    internal static string ClassName(string path)
    {
        string name = string.Concat(Path.GetFileNameWithoutExtension(path).Split(['_', '-', ' ', '.'], StringSplitOptions.RemoveEmptyEntries)
            .Select(word => string.Concat(word.Where(c => char.IsAsciiLetterOrDigit(c)))).Where(word => word.Length > 0).Select(word => char.ToUpperInvariant(word[0]) + word[1..]));
        return name.Length > 0 && char.IsAsciiLetter(name[0]) ? name : "Model" + name;
    }

    /// <summary>Whether a class or a namespace can be called so; words of the language, and those that types may not be called by, cannot.</summary>
    private static bool IsName(string text) => Identifier().IsMatch(text) && !s_words.Contains(text);

    private static Dictionary<string, long[]> Shapes(string[] texts)
    {
        Dictionary<string, long[]> shapes = new(StringComparer.Ordinal);
        foreach (string text in texts)
        {
            int equals = text.LastIndexOf('=');
            string[] sizes = equals < 0 ? [] : text[(equals + 1)..].Split([',', 'x']);
            long[] numbers = [.. sizes.Select(size => long.TryParse(size, out long number) && number > 0 ? number : size == "batch" ? 1 : -1)];
            if (numbers.Length == 0 || numbers.Contains(-1))
                throw new ToolException($"--shape: expected sizes as tokens=batch,64, got {Shown.Quoted(text)}.");
            shapes[text[..equals]] = numbers;
        }

        return shapes;
    }

    [GeneratedRegex("^[A-Za-z_][A-Za-z0-9_]*\\z")]
    private static partial Regex Identifier();

    [GeneratedRegex("^[A-Z][A-Za-z0-9]*(\\([A-Za-z0-9_ =.,-]*\\))?\\z")]
    private static partial Regex Loss();
}
