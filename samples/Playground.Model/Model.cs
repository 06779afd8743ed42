namespace Playground;

/// <summary>A network that learns from points, whether of the family or compiled in the page.</summary>
public abstract class Model
{
    /// <summary>The features of one example.</summary>
    public abstract int InputSize { get; }

    /// <summary>One step of training.</summary>
    /// <param name="inputs">Features, example after example.</param>
    /// <param name="targets">Targets as the data have them: −1 and +1 or numbers.</param>
    /// <returns>The cost of the batch before the step, penalties included.</returns>
    public abstract double Step(ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets);

    /// <summary>What the network makes of examples: a number whose sign is the decision, and which where classes are told apart is from −1 to +1.</summary>
    public abstract void Show(ReadOnlySpan<float> inputs, Span<float> shown);

    /// <summary>The mean loss of examples, without penalties.</summary>
    public abstract double Evaluate(ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets);

    /// <summary>How many hidden values there are to draw.</summary>
    public abstract int HiddenCount { get; }

    /// <summary>The hidden values of so many examples: a plane of them for each unit, layer after layer.</summary>
    public abstract void ShowHidden(ReadOnlySpan<float> inputs, Span<float> planes);

    /// <summary>Takes what may change while a network is trained: rates, penalties, dropout and noise.</summary>
    public virtual void Apply(Settings settings)
    {
    }
}
