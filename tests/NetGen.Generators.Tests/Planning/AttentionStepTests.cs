using System.Reflection;
using Microsoft.CodeAnalysis;
using NetGen.Generators.Diagnostics;
using NetGen.Generators.Graph;
using NetGen.Generators.Kernels;
using NetGen.Generators.Layers;
using NetGen.Generators.Model;
using NetGen.Generators.Planning;
using NetGen.Generators.Tests.Harness;
using NetGen.Generators.Text;
using Buffer = NetGen.Generators.Graph.Buffer;

namespace NetGen.Generators.Tests.Planning;

/// <summary>One step of attention after the other, over a cache of keys and values, gives the bits of the whole sequence.</summary>
public class AttentionStepTests
{
    private const int Steps = 37;

    [Theory]
    [InlineData("double", 10, "5, Rotary = true")]
    [InlineData("double", 14, "1")]
    [InlineData("double", 12, "6, KeyValueHeads = 2, Rotary = true, Bias = false")]
    [InlineData("float", 64, "4")]
    [InlineData("float", 40, "2, KeyValueHeads = 1, Rotary = true")]
    public void A_step_over_the_cache_is_that_step_of_the_sequence(string scalar, int width, string arguments)
    {
        string Declare(int steps) => $"[Network<{scalar}>, Input({steps}, {width}), MultiHeadAttention({arguments}, Causal = true)] public partial class";
        Compilation compilation = Generation.Compile($"using NetGen; {Declare(1)} Net;");
        NetworkPlan plan = NetworkPlanner.Plan(NetworkReader.Read(compilation.GetTypeByMetadataName("Net")!, compilation, CancellationToken.None));
        using NetworkAssembly assembly = NetworkAssembly.Load($"using NetGen; {Declare(Steps)} Whole;", Stream(plan, scalar));

        MethodInfo run = assembly.Type("Stream").GetMethod("CountDifferences")!;

        Assert.Equal(0, run.Invoke(null, null));
    }

    /// <summary>A class that runs three sequences step by step, which start one step after the other, and compares each with Predict.</summary>
    private static string Stream(NetworkPlan plan, string scalar)
    {
        MultiHeadAttention layer = plan.Layers.OfType<MultiHeadAttention>().Single();
        Buffer positions = new("positions", Place.PerExample, 4);
        AttentionCache cache = new(layer, Steps, layer.Parameters.First(parameter => parameter.Name.EndsWith("key.weight", StringComparison.Ordinal)).Columns, positions);
        IReadOnlyList<Kernel> kernels = layer.Step(plan.Stages.Single(), cache);
        CodeWriter text = new();
        Names names = new([], plan.Spec.Scalar.Vectors());
        KernelWriter code = new(text, plan.Spec, names);
        foreach (Routine routine in Routine.Of(kernels, body => new KernelWriter(body, plan.Spec, names)))
        {
            routine.Write(code);
        }

        const int Sequences = 3;
        int width = plan.Input.Shape.Last;
        Buffer[] buffers = [.. kernels.SelectMany(kernel => kernel.Buffers).Distinct()];
        IEnumerable<string> locals = buffers.Select(buffer => buffer.Place == Place.Parameters
            ? $"ref {scalar} {buffer.Symbol} = ref whole.Parameters[{buffer.Offset}];"
            : $"ref {scalar} {buffer.Symbol} = ref (new {scalar}[{Sequences * buffer.Length + 64}])[0];");
        return $$"""
            using System;
            {{string.Join('\n', names.Usings)}}

            public static class Stream
            {
                {{text}}

                public static int CountDifferences() => System.Runtime.Intrinsics.Vector256.IsHardwareAccelerated ? Count<NetGen.{{plan.Spec.Scalar.Vectors()}}{{(scalar == "float" ? 8 : 4)}}>() : Count<NetGen.{{plan.Spec.Scalar.Vectors()}}{{(scalar == "float" ? 4 : 2)}}>();

                private static int Count<V>()
                    where V : struct, NetGen.ISimd<V, {{scalar}}>
                {
                    Whole whole = new(seed: 5);
                    {{string.Join('\n', locals)}}
                    Random random = new(3);
                    {{scalar}}[] inputs = new {{scalar}}[{{Sequences * Steps * width}}], outputs = new {{scalar}}[inputs.Length];
                    for (int i = 0; i < inputs.Length; i++)
                        inputs[i] = ({{scalar}})(2 * random.NextDouble() - 1);
                    whole.Predict(inputs, outputs);
                    int differences = 0;
                    for (int t = 0; t < {{Steps}}; t++)
                    {
                        for (int r = 0; r < {{Sequences}}; r++)
                        {
                            int step = Math.Max(0, t - r);
                            Unsafe.Add(ref positions, 4 * r) = step;
                            for (int i = 0; i < {{width}}; i++)
                                Unsafe.Add(ref {{plan.Input.Symbol}}, r * {{plan.Input.Stride}} + i) = inputs[(r * {{Steps}} + step) * {{width}} + i];
                        }

                        int rows = {{Sequences}};
                        {{string.Join('\n', kernels.Select(kernel => kernel.Call + ";"))}}
                        for (int r = 0; r < {{Sequences}}; r++)
                            for (int i = 0; i < {{width}}; i++)
                                differences += Unsafe.Add(ref {{plan.Output.Symbol}}, r * {{plan.Output.Stride}} + i) == outputs[(r * {{Steps}} + Math.Max(0, t - r)) * {{width}} + i] ? 0 : 1;
                    }

                    return differences;
                }
            }
            """;
    }
}
