namespace NetGen;

/// <summary>
/// The base of every attribute that declares an element-wise activation. To add one, write a struct with f and f′ and
/// derive an attribute: <c>public sealed class SwishAttribute : ActivationAttribute&lt;Swish&gt;</c>.
/// </summary>
/// <typeparam name="T">The struct that computes f and f′; it carries a <see cref="DerivativeAttribute"/>.</typeparam>
/// <remarks>
/// A property that the user sets on the attribute sets the struct's property of the same name; a constructor argument sets
/// the one named like its parameter.
/// </remarks>
public abstract class ActivationAttribute<T> : LayerAttribute
    where T : struct, IActivation;
