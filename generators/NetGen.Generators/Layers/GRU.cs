namespace NetGen.Generators.Layers;

/// <summary>A gated recurrent unit, in the form of PyTorch and cuDNN: the reset gate is applied to the state's part after the product.</summary>
internal sealed class GRU : Recurrent
{
    private const int R = 0, Z = 1, N = 2;

    public override IReadOnlyList<string> Gates => ["r", "z", "n"];

    public override bool HasTwoSides => true;

    public override bool PassesStateOn => true;

    public override IEnumerable<string> KeptOfStep => ["part"];

    public override IEnumerable<string> StepEquations(Recurrence direction) =>
    [
        $"a = {direction.InputEquation},  b = {direction.StateEquation}, rows of r, z and n",
        "r = sigmoid(a + b),  z = sigmoid(a + b),  n = tanh(a + r ⊙ b),  h[t] = (1 - z) ⊙ n + z ⊙ h[t-1]",
    ];

    public override IEnumerable<string> GradientEquations(Recurrence direction) =>
    [
        "z̄ = h̄[t] ⊙ (h[t-1] - n) ⊙ z ⊙ (1 - z),  n̄ = h̄[t] ⊙ (1 - z) ⊙ (1 - n²),  r̄ = n̄ ⊙ b ⊙ r ⊙ (1 - r)",
        "ā = (r̄, z̄, n̄),  b̄ = (r̄, z̄, r ⊙ n̄)",
    ];

    public override void WriteStep(StepCode step)
    {
        step.Let("r", StepCode.Sigmoid(step.Sum(R)));
        step.Let("z", StepCode.Sigmoid(step.Sum(Z)));
        step.Let("b", step.StatePart(N));
        step.Let("n", StepCode.Tanh($"{step.Vector}.MultiplyAdd(r, b, {step.InputPart(N)})"));
        step.Let("h", $"{step.Vector}.MultiplyAdd(z, before - n, n)");
        step.Keep("r", "gates", R);
        step.Keep("z", "gates", Z);
        step.Keep("n", "gates", N);
        step.Keep("b", "part");
    }

    public override void WriteGradient(StepCode step)
    {
        string one = $"{step.Vector}.One";
        step.Let("r", step.Load("gates", R));
        step.Let("z", step.Load("gates", Z));
        step.Let("n", step.Load("gates", N));
        step.Let("dz", $"dh * ({step.Load("before")} - n) * z * ({one} - z)");
        step.Let("dn", $"dh * ({one} - z) * ({one} - n * n)");
        step.Let("dr", $"dn * {step.Load("part")} * r * ({one} - r)");
        step.Let("db", "dn * r");
        step.Store("dr", "dgates", R);
        step.Store("dz", "dgates", Z);
        step.Store("dn", "dgates", N);
        step.Store("dr", "dparts", R);
        step.Store("dz", "dparts", Z);
        step.Store("db", "dparts", N);
        step.Store("dr", "dsums", R);
        step.Store("dz", "dsums", Z);
        step.Store("db", "dsums", N);
        step.Store("dh * z", "passed");
    }
}
