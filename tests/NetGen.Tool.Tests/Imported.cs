using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;
using NetGen.Generators;
using NetGen.Tool.Commands;

namespace NetGen.Tool.Tests;

/// <summary>Models that are imported, and compiled in one compilation with the generator.</summary>
internal sealed class Imported
{
    private readonly string _folder;
    private readonly Assembly _assembly;
    private readonly Dictionary<string, string> _sources = [];

    /// <param name="folder">Where their files are written.</param>
    /// <param name="models">The ONNX files.</param>
    public Imported(string folder, IEnumerable<string> models)
    {
        _folder = folder;
        foreach (string model in models)
        {
            string name = ImportCommand.ClassName(model);
            ImportCommand.Import(new ImportCommand.Request(model, "Imported", name, folder));
            _sources[name] = File.ReadAllText(Path.Combine(folder, name + ".cs"));
        }

        _assembly = Compile(_sources.Values);
    }

    public string Source(string name) => _sources[name];

    /// <summary>What a network predicts, with its weights.</summary>
    public float[] Predict(string name, float[] inputs)
    {
        IPredictor<float> network = (IPredictor<float>)Load(name);
        int examples = inputs.Length / network.InputSize;
        float[] outputs = new float[examples * network.OutputSize];
        network.Predict(inputs, outputs);
        return outputs;
    }

    /// <summary>A network with its weights.</summary>
    public object Load(string name)
    {
        MethodInfo load = _assembly.GetType($"Imported.{name}", throwOnError: true)!.GetMethod("FromFile", [typeof(string), typeof(string), typeof(NameMap), typeof(bool)])!;
        return load.Invoke(null, [Path.Combine(_folder, name + ".safetensors"), "*", null, true])!;
    }

    private static Assembly Compile(IEnumerable<string> sources)
    {
        CSharpParseOptions options = new CSharpParseOptions(LanguageVersion.Latest).WithFeatures([new("run-nullable-analysis", "never")]);
        string framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        string trusted = (string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!;
        ImmutableArray<MetadataReference> references =
        [
            .. trusted.Split(Path.PathSeparator).Where(path => Path.GetDirectoryName(path) == framework).Append(typeof(NetworkAttribute).Assembly.Location)
                .Select(path => MetadataReference.CreateFromFile(path)),
        ];
        CSharpCompilation compilation = CSharpCompilation.Create("Imported", sources.Select(source => CSharpSyntaxTree.ParseText(source, options)), references,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release, nullableContextOptions: NullableContextOptions.Enable));
        CSharpGeneratorDriver.Create([new NetworkGenerator().AsSourceGenerator()], parseOptions: options).RunGeneratorsAndUpdateCompilation(compilation, out Compilation output, out _);
        using MemoryStream image = new();
        EmitResult result = output.Emit(image);
        Assert.True(result.Success, string.Join('\n', result.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Take(5)));
        image.Position = 0;
        return new AssemblyLoadContext("Imported").LoadFromStream(image);
    }
}
