using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;
using NetGen;
using Standalone.Nets;

namespace Standalone;

/// <summary>All networks of the tests as standalone classes, compiled together as C# 9 against .NET Standard 2.1.</summary>
public sealed class Compiled
{
    private readonly Dictionary<string, (NetworkSource Source, NetworkDescription Network)> _networks = [];

    public Compiled()
    {
        Add(new DigitNet(1));
        Add(new SmallNet(2));
        Add(new DoubleNet(3));
        Add(new ActivationsNet(4));
        Add(new FunctionsNet(5));
        Add(new LeNet(6));
        Add(Moved(new MapsNet(7)));
        Add(Moved(new StepsNet(8)));
        Add(new GraphNet(9));
        Add(new RecurrentNet(10));
        Add(new BothWaysNet(11));
        Add(new TextNet(12));
        Add(new CrossNet(13));
        Add(new WaveNet(14));
        Assembly = Load([.. _networks.Values.Select(network => network.Source.Code)]);
    }

    public IReadOnlyCollection<NetworkDescription> Networks => [.. _networks.Values.Select(network => network.Network)];

    private Assembly Assembly { get; }

    public NetworkSource this[string network] => _networks[network].Source;

    /// <summary>A standalone network, with its weights.</summary>
    public dynamic Create(string network)
    {
        NetworkSource source = this[network];
        Type type = Assembly.GetType($"Standalone.Nets.{source.ClassName}", throwOnError: true)!;
        return source.Weights is { } weights ? Activator.CreateInstance(type, weights.ToArray())! : Activator.CreateInstance(type)!;
    }

    /// <summary>Running statistics and parameters of norms that are not what they begin as.</summary>
    public static TNetwork Moved<TNetwork>(TNetwork network)
        where TNetwork : class, INetwork<TNetwork, float>
    {
        Random random = new(3);
        foreach (ParameterDescription state in TNetwork.Description.State)
            network.SetState(state.Name, Numbers(random, state.Count, 0.5f, 2));
        foreach (ParameterDescription parameter in TNetwork.Description.Parameters.Where(parameter => !parameter.IsWeight))
            network.SetParameter(parameter.Name, Numbers(random, parameter.Count, -1, 1));
        return network;
    }

    public static float[] Numbers(Random random, int count, float from, float to) => [.. Enumerable.Range(0, count).Select(_ => from + (to - from) * random.NextSingle())];

    private void Add<TNetwork, T>(INetwork<TNetwork, T> network)
        where TNetwork : class, INetwork<TNetwork, T>
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T> =>
        _networks.Add(TNetwork.Description.Name, (network.ToSource(SourceStyle.Standalone), TNetwork.Description));

    private static Assembly Load(string[] texts)
    {
        CSharpParseOptions nine = new(LanguageVersion.CSharp9, DocumentationMode.Diagnose);
        string folder = typeof(Compiled).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "NetStandardReference").Value!;
        CSharpCompilation compilation = CSharpCompilation.Create(
            "Standalone",
            texts.Select(text => CSharpSyntaxTree.ParseText(text, nine)),
            Directory.EnumerateFiles(folder, "*.dll").Select(file => MetadataReference.CreateFromFile(file)),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release, warningLevel: 4));
        using MemoryStream image = new();
        EmitResult result = compilation.Emit(image);
        Assert.True(result.Success && result.Diagnostics.IsEmpty, string.Join("\n", result.Diagnostics));
        return Assembly.Load(image.ToArray());
    }
}

/// <summary>The tests share one compilation.</summary>
[CollectionDefinition("Compiled")]
public sealed class CompiledCollection : ICollectionFixture<Compiled>;
