using System.Globalization;

namespace Playground;

/// <summary>A line of an explanation.</summary>
/// <param name="Formula">An equation.</param>
/// <param name="Note">What it says.</param>
public readonly record struct ExplanationLine(string Formula, string Note);

/// <summary>The gradient of a weight in the notation of the lectures, where z̄ is ∂cost/∂z, with the numbers that it has.</summary>
public static class ExplanationText
{
    private const int Shown = 3;

    /// <summary>The lines.</summary>
    /// <param name="view">The numbers.</param>
    /// <param name="settings">What the network is.</param>
    /// <param name="layers">The dense layers, the last being the output's.</param>
    public static IReadOnlyList<ExplanationLine> Of(GradientView view, Settings settings, int layers)
    {
        (int layer, int unit) = (view.Place.Layer, view.Place.Unit + 1);
        LossKind loss = settings.LossInUse;
        ActivationKind activation = ActivationKind.Of(settings.Activation);
        string delta = $"z̄{layer}[{unit}]", source = view.Place.IsBias ? "1" : layer == 1 ? $"x[{view.Place.Input + 1}]" : $"h{layer - 1}[{view.Place.Input + 1}]";
        string bar = (view.Place.IsBias ? "b̄" : "W̄") + view.Place.ToString()[1..];
        List<ExplanationLine> lines =
        [
            layer == layers
                ? new($"{delta} = 1/n · ∂ℓ/∂y", $"ℓ = {loss.Equation}, ∂ℓ/∂y = {loss.Derivative}")
                : new($"{delta} = (Σᵢ W{layer + 1}[i,{unit}]·z̄{layer + 1}[i]) · f′(z{layer}[{unit}])", $"f = {activation.Equation}, f′ = {activation.Derivative}: the error comes back through the layer above"),
            new(view.Place.IsBias ? $"{bar} = Σ {delta}" : $"{bar} = Σ {delta}·{source}", $"over the n = {view.Deltas.Count} examples of a batch"),
        ];
        IEnumerable<string> terms = view.Deltas.Zip(view.Sources).Take(Shown).Select(pair => view.Place.IsBias ? Signed(pair.First) : $"{Signed(pair.First)}·{Signed(pair.Second)}");
        string rest = view.Deltas.Count > Shown ? " + …" : "";
        lines.Add(new($"{new string(' ', bar.Length - 1)} = {string.Join(" + ", terms)}{rest} = {Signed(view.Gradient)}", "with the present numbers"));
        if (view.Penalty != 0)
            lines.Add(new($"{bar} + {Penalty(settings)} = {Signed(view.Gradient)} + {Signed(view.Penalty)} = {Signed(view.Gradient + view.Penalty)}", "with the penalties"));
        OptimizerKind optimizer = OptimizerKind.Of(settings.Optimizer);
        lines.Add(new($"{view.Place} = {Signed(view.Value)}", $"next: {optimizer.Rule}, η = {settings.Rate.ToString(CultureInfo.InvariantCulture)}"));
        if (settings.Optimizer == "sgd")
        {
            double next = view.Value - (settings.Rate * (view.Gradient + view.Penalty));
            lines.Add(new($"{new string(' ', view.Place.ToString().Length)} ← {Signed(view.Value)} − {settings.Rate.ToString(CultureInfo.InvariantCulture)}·{Signed(view.Gradient + view.Penalty)} = {Signed(next)}", "if the next batch were this one"));
        }

        return lines;
    }

    private static string Penalty(Settings settings) => (settings.L1 > 0, settings.L2 > 0) switch
    {
        (true, true) => "λ₁·sign(w) + λ₂·w",
        (true, false) => "λ₁·sign(w)",
        _ => "λ₂·w",
    };

    private static string Signed(double value)
    {
        string text = Math.Abs(value) is >= 0.001 or 0 ? value.ToString("0.0000", CultureInfo.InvariantCulture) : value.ToString("0.0e+0", CultureInfo.InvariantCulture);
        return value < 0 ? $"({text.Replace('-', '−')})" : text;
    }
}
