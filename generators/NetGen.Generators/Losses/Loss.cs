using System.Globalization;
using NetGen.Generators.Emission;
using NetGen.Generators.Layers;
using NetGen.Generators.Model;
using NetGen.Generators.Planning;

namespace NetGen.Generators.Losses;

/// <summary>What a network is trained to minimize. A loss that is more than element-wise is one class, named like its attribute.</summary>
internal abstract class Loss
{
    // The values of the enumeration NetGen.Reduction.
    private const int Mean = 1;
    private const int Sum = 3;

    public LossSpec Spec { get; private set; } = null!;

    /// <summary>The value that is compared with the target.</summary>
    public Value Output { get; private set; } = null!;

    public string Name => Names.CamelCase(Spec.Kind);

    public string MethodName => Spec.Kind + "Loss";

    public string Declaration => Spec.Arguments.Items.Count == 0 ? Spec.Kind
        : $"{Spec.Kind}({string.Join(", ", Spec.Arguments.Items.Select(item => $"{item.Name} = {(item.Name == "Reduction" ? ReductionName : Convert.ToString(item.Value, CultureInfo.InvariantCulture))}"))})";

    /// <summary>Whether targets are class labels rather than numbers.</summary>
    public abstract bool TakesLabels { get; }

    /// <summary>How outputs become probabilities: <c>Softmax</c>, <c>Sigmoid</c>, or null where they do not.</summary>
    public abstract string? Probabilities { get; }

    /// <summary>Where targets that are numbers are kept.</summary>
    public Value? Target { get; private set; }

    /// <summary>The divisor of <see cref="Reduction"/> Mean beside the number of examples.</summary>
    protected abstract int ElementsPerExample { get; }

    protected virtual int DefaultReduction => Mean;

    private int Reduction => Spec.Arguments.Int("Reduction") is { } reduction and not 0 ? reduction : DefaultReduction;

    private string ReductionName => Reduction switch { Mean => "Mean", Sum => "Sum", _ => "BatchMean" };

    /// <summary>What the sum over the batch is divided by, as an expression of the number of examples; null: by nothing.</summary>
    public string? Divisor(string rows) => Reduction switch
    {
        Sum => null,
        Mean when ElementsPerExample > 1 => $"({rows} * {ElementsPerExample.ToString(CultureInfo.InvariantCulture)}.0)",
        _ => rows,
    };

    public static Loss? Create(LossSpec spec, Value output, ProblemReporter problems)
    {
        Type? type = spec.Operator is not null ? typeof(ElementWiseLoss) : typeof(Loss).Assembly.GetType($"{typeof(Loss).Namespace}.{spec.Kind}");
        if (type is null || type.IsAbstract || !typeof(Loss).IsAssignableFrom(type))
        {
            problems.Report("NG0007", spec.Attribute, $"[{spec.Kind}]");
            return null;
        }

        Loss loss = (Loss)Activator.CreateInstance(type);
        loss.Spec = spec;
        loss.Output = output;
        loss.Target = loss.TakesLabels ? null : new Value("t", output.Shape, null);
        return loss.Check(problems) ? loss : null;
    }

    /// <summary>Writes the gradient to where the backward pass begins: to that of the value, or to a contribution to it.</summary>
    public void StartFrom(Value adjoint) => Output = adjoint;

    /// <summary>
    /// The method that returns Σ weight·ℓ over the batch and writes ȳ = weight·∂ℓ/∂y·scale.
    /// </summary>
    public abstract Kernel Kernel(string scalar);

    protected virtual bool Check(ProblemReporter problems) => true;
}
