namespace NetGen.Generators.Layers;

/// <summary>A layer of long short-term memory, with a cell beside the state.</summary>
internal sealed class LSTM : Recurrent
{
    private const int I = 0, F = 1, G = 2, O = 3;

    public override IReadOnlyList<string> Gates => ["i", "f", "g", "o"];

    public override bool HasCell => true;

    public override int? GroupOfOnes => F;

    public override IEnumerable<string> KeptOfStep => ["cellBefore", "tanhCell"];

    public override IEnumerable<string> StepEquations(Recurrence direction) =>
    [
        $"a = {direction.SumEquation}, rows of i, f, g and o",
        "i = sigmoid(a),  f = sigmoid(a),  g = tanh(a),  o = sigmoid(a),  c[t] = f ⊙ c[t-1] + i ⊙ g,  h[t] = o ⊙ tanh(c[t])",
    ];

    public override IEnumerable<string> GradientEquations(Recurrence direction) =>
    [
        "c̄[t] += h̄[t] ⊙ o ⊙ (1 - tanh²(c[t])),  ī = c̄[t] ⊙ g ⊙ i ⊙ (1 - i),  f̄ = c̄[t] ⊙ c[t-1] ⊙ f ⊙ (1 - f),  ḡ = c̄[t] ⊙ i ⊙ (1 - g²)",
        "ō = h̄[t] ⊙ tanh(c[t]) ⊙ o ⊙ (1 - o),  c̄[t-1] = c̄[t] ⊙ f,  ā = (ī, f̄, ḡ, ō)",
    ];

    public override void WriteStep(StepCode step)
    {
        step.Let("cell", step.Load("cell"));
        step.Let("i", StepCode.Sigmoid(step.Sum(I)));
        step.Let("f", StepCode.Sigmoid(step.Sum(F)));
        step.Let("g", StepCode.Tanh(step.Sum(G)));
        step.Let("o", StepCode.Sigmoid(step.Sum(O)));
        step.Let("c", $"{step.Vector}.MultiplyAdd(f, cell, i * g)");
        step.Let("tanh", StepCode.Tanh("c"));
        step.Let("h", "o * tanh");
        step.Keep("i", "gates", I);
        step.Keep("f", "gates", F);
        step.Keep("g", "gates", G);
        step.Keep("o", "gates", O);
        step.Keep("cell", "cellBefore");
        step.Keep("tanh", "tanhCell");
        step.Store("c", "cell");
    }

    public override void WriteGradient(StepCode step)
    {
        string one = $"{step.Vector}.One";
        step.Let("i", step.Load("gates", I));
        step.Let("f", step.Load("gates", F));
        step.Let("g", step.Load("gates", G));
        step.Let("o", step.Load("gates", O));
        step.Let("tanh", step.Load("tanhCell"));
        step.Let("dc", $"{step.Load("dcell")} + dh * o * ({one} - tanh * tanh)");
        step.Let("di", $"dc * g * i * ({one} - i)");
        step.Let("df", $"dc * {step.Load("cellBefore")} * f * ({one} - f)");
        step.Let("dg", $"dc * i * ({one} - g * g)");
        step.Let("dout", $"dh * tanh * o * ({one} - o)");
        int gate = 0;
        foreach (string gradient in new[] { "di", "df", "dg", "dout" })
        {
            step.Store(gradient, "dgates", gate);
            step.Store(gradient, "dsums", gate++);
        }

        step.Store("dc * f", "dcell");
    }
}
