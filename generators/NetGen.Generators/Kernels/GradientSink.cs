using System.Text;
using NetGen.Generators.Graph;

namespace NetGen.Generators.Kernels;

/// <summary>
/// Where a kernel of the backward pass puts the gradient of a value: together with what other readers of the value have
/// contributed, and times the derivatives of the element-wise operations that computed the value, so that what comes to
/// stand in memory is the gradient that the stage before starts from.
/// </summary>
/// <param name="value">The value whose gradient the kernel computes.</param>
/// <param name="target">The value whose gradient, or a contribution to it, comes to stand in memory.</param>
/// <param name="steps">What happens in between.</param>
/// <param name="condition">When that gradient is needed.</param>
internal sealed class GradientSink(Value value, Value target, IReadOnlyList<SinkStep> steps, Condition condition)
{
    /// <summary>The value whose gradient, or a contribution to it, comes to stand in memory.</summary>
    public Value Target { get; } = target;

    public Condition Condition { get; } = condition;

    public IEnumerable<Buffer> Reads => steps.SelectMany(step => step.Reads);

    public IEnumerable<KernelArgument> Arguments => steps.SelectMany(step => step.Arguments);

    public bool HasSteps => steps.Count > 0;

    /// <summary>The equation, given that of the value's gradient; null where that stands in memory already.</summary>
    public string Equation(string? gradient)
    {
        List<string> equations = [];
        string bar = value.Bar;
        StringBuilder expression = new(gradient ?? bar);
        bool isProduct = gradient is null; // of what has a name already, so that further factors may follow
        foreach (SinkStep step in steps)
        {
            if (step is SinkStep.Sum sum)
            {
                expression.Append(" + ").Append(string.Join(" + ", sum.Contributions.Select(contribution => contribution.Bar)));
                isProduct = false;
                continue;
            }

            if (!isProduct)
            {
                equations.Add($"{bar} = {expression}");
                expression.Clear().Append(bar);
                isProduct = true;
            }

            if (step.Equation != "1")
            {
                expression.Append(" ⊙ ").Append(step.Equation);
            }

            bar = step.Before?.Bar ?? bar;
        }

        return string.Join(",  ", equations.Append($"{Target.Bar} = {expression}"));
    }

    /// <summary>The most steps of one expression.</summary>
    private const int MostSteps = 32;

    public void WriteLocals(KernelWriter code)
    {
        foreach (string local in steps.SelectMany(step => step.Locals))
        {
            code.Line(local);
        }
    }

    public void WriteStore(KernelWriter code, string vector, string gradient, string at) => WriteStore(code, vector, gradient, new VectorPlace.Anywhere(at));

    private void WriteStore(KernelWriter code, string vector, string gradient, VectorPlace place)
    {
        string expression = gradient;
        SinkStep? before = null;
        for (int i = 0; i < steps.Count; i++)
        {
            if (i > 0 && i % MostSteps == 0)
            {
                code.Line($"{vector} g{i} = {expression};");
                (expression, before) = ($"g{i}", null);
            }

            expression = steps[i].Apply(before is SinkStep.Sum ? $"({expression})" : expression, vector, place);
            before = steps[i];
        }

        code.Store(vector, expression, Target.Gradient.Symbol, place.At);
    }

    /// <summary>For a kernel that has put the gradient into the target's memory as it is: what remains, in one pass.</summary>
    public void WriteStepsInPlace(KernelWriter code)
    {
        if (!HasSteps)
        {
            return;
        }

        code.Blank();
        WriteLoop(code, vector => $"{vector}.Load(ref {Target.Gradient.Symbol}, at)");
    }

    /// <summary>Likewise for one that has left anything in the padding.</summary>
    public void WriteStepsAndPaddingInPlace(KernelWriter code)
    {
        WriteStepsInPlace(code);
        if (!ClearsPadding)
        {
            WriteClearPadding(code, always: true);
        }
    }

    /// <summary>Whether the steps themselves leave something in the padding, so that their loop clears it.</summary>
    private bool ClearsPadding => steps.Any(step => step is not SinkStep.Sum);

    /// <summary>A loop over the elements, given the expression of the gradient's vector at offset <c>at</c> for the type of vectors.</summary>
    public void WriteLoop(KernelWriter code, Func<string, string> gradient)
    {
        WriteLocals(code);
        ChannelAxis? channels = steps.Select(step => step.Channels).FirstOrDefault(some => some is not null);
        code.Elements(Target, channels, (vector, place) => WriteStore(code, vector, gradient(vector), place));

        WriteClearPadding(code);
    }

    /// <summary>A derivative at the zeros of the padding may be anything: padding stays zero all the same.</summary>
    /// <param name="code">What to write to.</param>
    /// <param name="always">Whether the gradient itself may be anything there.</param>
    public void WriteClearPadding(KernelWriter code, bool always = false)
    {
        if (!Target.IsInLanes && (always || ClearsPadding) && Target.Size != Target.Stride)
        {
            code.Blank();
            code.Line($"{code.Names.Rows}.ClearPadding(ref {Target.Gradient.Symbol}, rows, {Target.Size}, {Target.Stride});");
        }
    }
}
