namespace NetGen;

/// <summary>How the losses of a batch become one number.</summary>
public enum Reduction
{
    /// <summary>The loss's own default: <see cref="Mean"/>, but <see cref="BatchMean"/> for <see cref="HalfSquaredErrorAttribute"/>.</summary>
    Default,

    /// <summary>Divided by the number of elements (examples · outputs) for element-wise losses, by the number of examples for the others.</summary>
    Mean,

    /// <summary>Divided by the number of examples.</summary>
    BatchMean,

    /// <summary>Not divided.</summary>
    Sum,
}

/// <summary>The base of every attribute that declares what a network is trained to minimize.</summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public abstract class LossAttribute : Attribute
{
    /// <summary>How the losses of a batch become one number.</summary>
    public Reduction Reduction { get; set; }

    /// <summary>The name of the value that is compared with the target. Default: the output of the last layer.</summary>
    public string? From { get; set; }

    /// <summary>
    /// What histories, progress and <c>workspace.Loss(name)</c> call the loss. Default: the only one by its kind (<c>meanSquaredError</c>); of several, the name of the value that
    /// it alone compares, else its kind with a number.
    /// </summary>
    public string? Name { get; set; }

    /// <summary>The factor of this loss in the cost. Default 1.</summary>
    public double Weight { get; set; } = 1;
}

/// <summary>
/// The base of every attribute that declares an element-wise loss: targets are as many numbers as outputs.
/// </summary>
/// <typeparam name="T">The struct that computes the loss of one element and its derivative.</typeparam>
public abstract class LossAttribute<T> : LossAttribute
    where T : struct, ILoss;

/// <summary>An element-wise loss ℓ(y, t): value and derivative side by side, written once for every vector width and precision.</summary>
/// <remarks>Settable properties of the struct are its parameters, set by the attribute's properties and constructor arguments of the same names.</remarks>
public interface ILoss
{
    /// <summary>ℓ(y, t), lane by lane.</summary>
    V Value<V>(V y, V t)
        where V : struct, ISimd<V>;

    /// <summary>∂ℓ/∂y, lane by lane.</summary>
    V Derivative<V>(V y, V t)
        where V : struct, ISimd<V>;
}

/// <summary>Declares on an <see cref="ILoss"/> struct what the generator must know of it.</summary>
[AttributeUsage(AttributeTargets.Struct)]
public sealed class LossTraitsAttribute : Attribute
{
    /// <summary>The equation of one element, for the comments of the generated code: <c>"({0} - {1})²"</c>, where {0} is y and {1} is t; <c>{Delta}</c> is the property of the struct with that name.</summary>
    public string? Equation { get; set; }

    /// <summary>The equation of the derivative, likewise.</summary>
    public string? Derivative { get; set; }

    /// <summary>What <see cref="Reduction.Default"/> means.</summary>
    public Reduction DefaultReduction { get; set; } = Reduction.Mean;

    /// <summary>What outputs mean: which probabilities and labels they imply.</summary>
    public OutputMeaning Outputs { get; set; }

    /// <summary>Which targets the loss is made for: others are refused with an <see cref="ArgumentException"/>. Default: finite numbers.</summary>
    public TargetRange Targets { get; set; }
}
