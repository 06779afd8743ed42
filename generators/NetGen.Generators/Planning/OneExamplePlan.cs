using NetGen.Generators.Graph;
using NetGen.Generators.Kernels;
using NetGen.Generators.Layers;

namespace NetGen.Generators.Planning;

/// <summary>A layer of the plan for one example: a dense layer and its activations.</summary>
/// <param name="Stage">The layer.</param>
/// <param name="Lanes">Lanes of a vector H.</param>
internal sealed record OneExampleLayer(Stage Stage, int Lanes)
{
    private const int MostAccumulators = 8;
    private const int MostRepeated = 2;

    /// <summary>The largest number of multiply-adds of vectors that are written out without a loop.</summary>
    private const int MostWrittenOut = 32;

    // The JIT makes about two locals of a multiply-add, and about five of one with a lane.
    private const int LocalsOfProduct = 2;
    private const int LocalsOfProductWithLane = 5;

    public ParameterTensor Weight => Stage.Head!.Parameters[0];

    public ParameterTensor? Bias => Stage.Head!.Parameters.Skip(1).FirstOrDefault();

    /// <summary>The number of whole vectors H of outputs; four more may remain.</summary>
    public int Vectors => Weight.Stride / Lanes;

    /// <summary>How many of them are summed up at a time.</summary>
    public int Accumulators => Enumerable.Range(1, MostAccumulators).LastOrDefault(count => Vectors % count == 0);

    /// <summary>Whether the activation has a loop of its own: it is too long to repeat for each sum.</summary>
    public bool HasActivationLoop => !Stage.IsChainInTile && Vectors > MostRepeated;

    /// <summary>Whether so many sums are written out along all inputs, without a loop.</summary>
    public bool IsWrittenOut(int sums) => Weight.Rows * sums <= MostWrittenOut;

    /// <summary>About how many locals the JIT makes of it, with its values in memory.</summary>
    public int Locals
    {
        get
        {
            int sums = Vectors == 0 ? 1 : Accumulators;
            int products = IsWrittenOut(sums) ? Weight.Rows : 1;
            return products * (1 + LocalsOfProduct * sums) + (HasActivationLoop ? 1 : sums) * LocalsOfActivations;
        }
    }

    /// <summary>The number of vectors of eight floats that its values fill.</summary>
    public int Registers => (Weight.Stride + OneExamplePlan.Eight - 1) / OneExamplePlan.Eight;

    /// <summary>Likewise, with its values in registers.</summary>
    public int LocalsInRegisters =>
        (IsWrittenOut(Registers) ? Weight.Rows : 1) * (LocalsOfProductWithLane + (Registers - 1) * LocalsOfProduct) + Registers * LocalsOfActivations;

    private int LocalsOfActivations => JitBudget.LocalsOf(Stage.Chain);
}

/// <summary>How Predict computes one example of a small chain of dense layers and activations.</summary>
/// <param name="Layers">The layers, in order.</param>
/// <param name="Lanes">
/// Lanes of the widest vector H: eight floats, or four doubles. A store of so many is read sooner than one of twice as many, and
/// latency is what bounds one example.
/// </param>
internal sealed record OneExamplePlan(IReadOnlyList<OneExampleLayer> Layers, int Lanes)
{
    /// <summary>The largest number of weights: a first cache full.</summary>
    private const int MostWeights = 8192;

    /// <summary>The lanes of the vectors that stay in registers.</summary>
    public const int Eight = 8;

    private const int MostRegisters = 2;

    /// <summary>Whether one method holds all layers, rather than one for each.</summary>
    public bool IsOneMethod { get; } = Layers.Sum(layer => layer.Locals) <= JitBudget.MostLocals;

    /// <summary>
    /// Whether every layer is one or two vectors of eight floats, and the last one is one, so that a machine that has such vectors needs no
    /// memory between inputs and outputs.
    /// </summary>
    public bool IsInRegisters { get; } =
        Lanes == Eight && Layers.All(layer => layer.Registers <= MostRegisters) && Layers[Layers.Count - 1].Registers == 1
        && Layers.Sum(layer => layer.LocalsInRegisters) <= JitBudget.MostLocals;

    /// <summary>How it is computed, for the header.</summary>
    public string Description => IsOneMethod || IsInRegisters
        ? "Predict of one example runs through all layers in one method."
        : "Predict of one example has methods of its own for the layers.";

    /// <summary>A plan, if the network is such a chain.</summary>
    public static OneExamplePlan? Choose(NetworkPlan plan)
    {
        Value current = plan.Input;
        List<OneExampleLayer> layers = [];
        int lanes = plan.Scalar == "float" ? Eight : Eight / 2;
        foreach (Stage stage in plan.Stages)
        {
            if (stage.Input.Root != current.Root || !(stage.IsTrainingOnly || IsDense(stage)))
            {
                return null;
            }

            current = stage.Output;
            if (!stage.IsTrainingOnly)
            {
                layers.Add(new OneExampleLayer(stage, lanes));
            }
        }

        bool isChain = !plan.HasSeveralHeads && current.Root == plan.Output.Root && plan.InputParts.Count == 0 && plan.StepLengths.Count == 0 && layers.Count > 0;
        return isChain && layers.Sum(layer => (long)layer.Weight.Rows * layer.Weight.Stride) <= MostWeights ? new OneExamplePlan(layers, lanes) : null;
    }

    private static bool IsDense(Stage stage) =>
        stage.Head is Dense { IsOneRow: true } && stage.Chain.TrueForAll(layer => layer is Activation or ChannelWiseLayer) && stage.Channels is not { Size: > 1 };
}
