using NetGen.Generators.Graph;
using NetGen.Generators.Losses;

namespace NetGen.Generators.Planning;

/// <content>What a network puts out, and what its losses compare.</content>
internal sealed partial class NetworkPlan
{
    /// <summary>The values that losses with targets compare, in the order of first mention; without such a loss, the output of the last layer.</summary>
    public IReadOnlyList<Value> Heads { get; set; } = [];

    /// <summary>The output of the last layer, which need not be a head.</summary>
    public Value End { get; set; } = null!;

    public bool HasSeveralHeads => Heads.Count > 1;

    /// <summary>The number of outputs of an example: of all heads.</summary>
    public int OutputSize => Heads.Sum(head => head.Size);

    /// <summary>The losses that take a target, in the order of their parameters.</summary>
    public IReadOnlyList<Loss> LossesWithTargets => [.. Losses.Where(loss => loss.TakesTarget)];

    /// <summary>The number of targets of an example.</summary>
    public int TargetSize => LossesWithTargets.Sum(TargetSizeOf);

    /// <summary>The only loss that takes a target, if there is one.</summary>
    public Loss? OnlyTarget => LossesWithTargets.Count == 1 ? LossesWithTargets[0] : null;

    /// <summary>Whether the weights of classes, or outputs, of a loss can be set.</summary>
    public bool HasLossWeights => Losses.Any(loss => loss.HasClassWeights);

    /// <summary>The type of targets: of several losses, which lie side by side in a row, and of none at all, that of numbers.</summary>
    public string TargetType => OnlyTarget is { TakesLabels: true } ? "int" : Scalar;

    /// <summary>What a head means: to the first loss to which it means something.</summary>
    public OutputMeaning MeaningOf(Value head) =>
        LossesWithTargets.Where(loss => IsHead(loss, head)).Select(loss => loss.Outputs).FirstOrDefault(meaning => meaning != OutputMeaning.Numbers);

    /// <summary>The gradient of a head that the caller may give.</summary>
    public Value AdjointOf(Value head) => head == Output ? OutputAdjoint : LossesWithTargets.First(loss => IsHead(loss, head)).Output;

    /// <summary>The number of a loss's targets for each example.</summary>
    public static int TargetSizeOf(Loss loss) => loss.TakesLabels ? loss.LabelsPerExample : loss.Target!.Size;

    /// <summary>Where a loss's targets start in a row of those of all.</summary>
    public int TargetStartOf(Loss loss) => LossesWithTargets.TakeWhile(other => other != loss).Sum(TargetSizeOf);

    /// <summary>
    /// What histories call a loss: as its declaration says; the only one by its kind; of several, one with a target by the value that it alone compares, else by
    /// their kinds and numbers.
    /// </summary>
    public string NameOf(Loss loss) => loss.Spec.Arguments.Text("Name") ?? (Losses.Count > 1 && loss.TakesTarget && IsAloneOnItsHead(loss) ? loss.Compared.Name : loss.Name);

    /// <summary>Whether no other loss with a target compares the same value.</summary>
    public bool IsAloneOnItsHead(Loss loss) => LossesWithTargets.Count(other => IsHead(other, loss.Compared)) == 1;

    /// <summary>Whether a loss compares this value.</summary>
    private static bool IsHead(Loss loss, Value head) => loss.Compared.Root == head.Root && loss.Compared.Shape.Equals(head.Shape);
}
