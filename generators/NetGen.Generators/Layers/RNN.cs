namespace NetGen.Generators.Layers;

/// <summary>A simple recurrent layer.</summary>
internal sealed class RNN : Recurrent
{
    public override IReadOnlyList<string> Gates => ["a"];

    public override IEnumerable<string> StepEquations(Recurrence direction) => [$"h[t] = tanh({direction.SumEquation})"];

    public override IEnumerable<string> GradientEquations(Recurrence direction) => ["ā = h̄[t] ⊙ (1 - h[t]²)"];

    public override void WriteStep(StepCode step)
    {
        step.Let("h", StepCode.Tanh(step.Sum(0)));
        step.Keep("h", "gates");
    }

    public override void WriteGradient(StepCode step)
    {
        step.Let("h", step.Load("gates"));
        step.Let("da", $"dh * ({step.Vector}.One - h * h)");
        step.Store("da", "dgates");
        step.Store("da", "dsums");
    }
}
