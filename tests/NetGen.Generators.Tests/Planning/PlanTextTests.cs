using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using NetGen.Generators.Diagnostics;
using NetGen.Generators.Planning;
using NetGen.Generators.Tests.Harness;

namespace NetGen.Generators.Tests.Planning;

/// <summary>A plan is data: it can be read and compared, and no code is made for it.</summary>
public class PlanTextTests
{
    [Fact]
    public void A_plan_says_what_is_fused_what_runs_when_and_where_memory_lies()
    {
        const string Expected = """
            stages
              Dense1: dense1 + tanh1: x -> h1
              Dropout1: dropout1: h1 -> k1
              Dense2: dense2: k1 -> z2
            forward, 256 examples through all kernels at a time
              Dense1Forward: x W1 b1 -> h1 (examples)
                x·W1, examples x 4 x 8: 1: one at a time, 1x2; 2 to 7: small tiles 2x2; from 8 on: tiles 8x1 V8 (6x2 V4)
              m1Fill: -> m1 (examples)
              Dropout1Forward: h1 m1 -> k1 (examples)
              Dense2Forward: k1 W2 b2 -> z2 (examples)
                k1·W2, examples x 8 x 4: 1: one at a time, 1x1; 2 to 7: small tiles 2x1; from 8 on: tiles 8x1 V4
            losses
              SoftmaxCrossEntropyLoss: z2 -> dz2 (examples)
            backward
              Dense2Transpose: W2 -> W2T (8 rows by 8)
              Dense2WeightGradient: k1 dz2 -> dW2, db2 (one thread, with gradients of parameters)
                k1·dz2, 8 x examples x 4: tiles 8x1 V4, rows outside; db2 on the way
              wait for all of W2T
              Dense2InputGradient: dz2 W2T m1 h1 -> dz1 (examples)
                dz2·W2T, examples x 3 x 8: 1: one at a time, 1x2; 2 to 7: small tiles 2x2; from 8 on: tiles 8x1 V8 (6x2 V4)
              wait before W1T is written
              Dense1Transpose: W1 -> W1T (4 rows by 4, with gradients of inputs)
              Dense1WeightGradient: x dz1 -> dW1, db1 (one thread, with gradients of parameters)
                x·dz1, 4 x examples x 8: tiles 4x1 V8 (4x2 V4), rows outside; db1 on the way
              wait for all of W1T
              Dense1InputGradient: dz1 W1T -> dx (examples, with gradients of inputs)
                dz1·W1T, examples x 8 x 4: 1: one at a time, 1x1; 2 to 7: small tiles 2x1; from 8 on: tiles 8x1 V4
            updates, together at the end
              W2 after Dense2WeightGradient
              b2 after Dense2WeightGradient
              W1 after Dense1WeightGradient
              b1 after Dense1WeightGradient
            inference
              Dense1Forward
              Dense2Forward
            one example
              Predict of one example runs through all layers in one method.
            memory, PerExample
              0 to 8: h1
              8 to 12: x
              12 to 20: m1
              20 to 28: k1
              28 to 32: dz2
              32 to 36: z2
              36 to 44: dz1
            memory, PerWorkspace
              0 to 24: W2T
              0 to 32: W1T
            memory, Parameters
              0 to 32: W1
              32 to 40: b1
              48 to 80: W2
              80 to 84: b2
            memory, Gradients
              0 to 32: dW1
              32 to 40: db1
              48 to 80: dW2
              80 to 84: db2
            memory, InputGradients
              dx

            """;
        Assert.Equal(Expected, PlanText.Of(Plan("Dense(8), Tanh, Dropout(0.2), Dense(3)")), ignoreLineEndingDifferences: true);
    }

    [Fact]
    public void Equal_declarations_have_equal_plans_and_others_do_not()
    {
        string plan = PlanText.Of(Plan("Dense(8), ReLU, Dense(3)"));
        Assert.Equal(plan, PlanText.Of(Plan("Dense(8), ReLU, Dense(3)")));
        Assert.NotEqual(plan, PlanText.Of(Plan("Dense(8), Dropout(0.1), Dense(3)")));
    }

    private static NetworkPlan Plan(string layers)
    {
        CSharpCompilation compilation = Generation.Compile($"using NetGen;\n[Network, Input(4), {layers}, SoftmaxCrossEntropy] public sealed partial class Net;");
        INamedTypeSymbol type = compilation.GetTypeByMetadataName("Net")!;
        return NetworkPlanner.Plan(NetworkReader.Read(type, compilation, CancellationToken.None));
    }
}
