using System.Globalization;

namespace NetGen;

/// <content>What is said about steps: why one failed, and how well the layers train.</content>
public sealed partial class Trainer<TNetwork, T, TTarget>
{
    /// <summary>The error of a step that updated nothing; puts back what Forward has changed.</summary>
    private TrainingDivergedException Diverged(double cost)
    {
        (string? layer, string message) = Explain(cost);
        return new(message, StepCount + 1, layer, History);
    }

    private (string? Layer, string Message) Explain(double cost)
    {
        UndoForward();
        Workspace.FirstExample = _loader.First; // the numbers of examples below are those of the inputs that the loader has
        (string? layer, string cause) = double.IsFinite(cost) ? GradientCause() : LossCause();
        string what = double.IsFinite(cost) ? "a gradient is not finite" : $"the loss is {cost}";
        Workspace.FirstExample = 0;
        return (
            layer,
            $"Step {StepCount + 1} (epoch {Epoch + 1}, batch {StepInEpoch + 1}): {what}{(layer is null ? "" : $", first in {layer}")}. {cause} "
            + "The network has the parameters of the step before.");
    }

    /// <summary>Puts back what Forward has changed; the batch comes again.</summary>
    private void UndoForward()
    {
        _stateBefore.CopyTo(Network.State);
        Workspace.Step--;
        _hasBatch = false;
        _hasBegun = false;
    }

    private (string? Layer, string Cause) LossCause()
    {
        if (FirstNotFinite(Inputs) is { } input)
        {
            (int example, int feature) = Math.DivRem(input, Network.InputSize);
            return ("input", $"Input {feature} of {_nameOfTrained(example)} is {Inputs[input]}.");
        }

        if (typeof(TTarget) == typeof(T) && FirstNotFinite(System.Runtime.InteropServices.MemoryMarshal.Cast<TTarget, T>(Targets)) is { } target)
            return ("target", $"Target {target % _train.TargetSize} of {_nameOfTrained(target / _train.TargetSize)} is not finite.");
        foreach (ParameterDescription parameter in TNetwork.Description.Parameters)
        {
            if (!IsFinite(parameter, Network.Parameters))
                return (parameter.Name, $"The parameter {parameter.Name} was not finite before the step.");
        }

        return (LargestParameter(), TooLargeSteps("The outputs have left the range of numbers."));
    }

    private (string? Layer, string Cause) GradientCause()
    {
        // Gradients come from the last layer to the first.
        ParameterDescription? first = TNetwork.Description.Parameters.LastOrDefault(parameter => !IsFinite(parameter, Workspace.Gradients));
        return (first?.Name, TooLargeSteps("The gradients have left the range of numbers on the way back through the layers."));
    }

    private string TooLargeSteps(string what) =>
        $"{what} Likely the learning rate, {Optimizer.LearningRate}, is too high{(Options.ClipNorm is null ? ": try a tenth of it, or ClipNorm = 1" : ": try a tenth of it")}"
        + (Network is IAdaptable<T> ? "." : ", and see whether the inputs are scaled to about 1.");

    /// <summary>The tensor with the largest absolute value.</summary>
    private string? LargestParameter()
    {
        (string? name, double largest) = (null, 0);
        foreach (ParameterDescription parameter in TNetwork.Description.Parameters)
        {
            foreach (T value in Values(parameter, Network.Parameters))
            {
                if (Math.Abs(double.CreateTruncating(value)) > largest)
                    (name, largest) = (parameter.Name, Math.Abs(double.CreateTruncating(value)));
            }
        }

        return name;
    }

    private static bool IsFinite(ParameterDescription parameter, ReadOnlySpan<T> buffer) => VectorReductions.AllFinite<T>(Values(parameter, buffer));

    private static T[] Values(ParameterDescription parameter, ReadOnlySpan<T> buffer)
    {
        T[] values = new T[parameter.Count];
        CompilerServices.ParameterBuffer.Get(TNetwork.Description, buffer, parameter.Name, values);
        return values;
    }

    private static int? FirstNotFinite(ReadOnlySpan<T> values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            if (!T.IsFinite(values[i]))
                return i;
        }

        return null;
    }

    /// <summary>Of the last batch, whose gradients and kept values the workspace still has.</summary>
    private List<LayerHealth> MeasureHealth()
    {
        NetworkDescription network = TNetwork.Description;
        List<LayerHealth> health = [];
        foreach (ParameterDescription parameter in network.Parameters)
        {
            health.Add(new()
            {
                Name = parameter.Name,
                GradientNorm = GradientClipping.Norm<T>(Values(parameter, Workspace.Gradients)),
                ParameterNorm = GradientClipping.Norm<T>(Values(parameter, Network.Parameters)),
            });
        }

        foreach (LayerDescription layer in network.Layers)
        {
            string kind = layer.Operation.Split('(')[0];
            double? dead = kind is "ReLU" or "ReLU6" ? DeadShare(layer.Inputs[0]) : null;
            double? saturated = SaturatedShare(layer, kind);
            if (dead is not null || saturated is not null)
                health.Add(new() { Name = layer.Name, DeadShare = dead, SaturatedShare = saturated });
        }

        return health;
    }

    /// <summary>
    /// A unit that put out 0 for every example let no gradient through to its bias. Null where the layer before has no bias:
    /// penalties reach weights by another way.
    /// </summary>
    private double? DeadShare(string before)
    {
        ParameterDescription? bias = TNetwork.Description.Parameters.FirstOrDefault(parameter => parameter.Name == before + ".bias");
        return bias is null ? null : Values(bias, Workspace.Gradients).Average(gradient => gradient == T.Zero ? 1 : 0);
    }

    private double? SaturatedShare(LayerDescription layer, string kind)
    {
        if (Workspace.SaturatingValues(layer.Name) is not { } values)
            return null;
        (double least, double largest) = kind switch
        {
            "Sigmoid" or "HardSigmoid" => (0, 1),
            "HardTanh" => (Argument(layer.Operation, "Min", -1), Argument(layer.Operation, "Max", 1)),
            _ => (-1.0, 1.0),
        };
        double margin = 0.01 * (largest - least);
        long saturated = 0;
        foreach (T value in values)
        {
            double y = double.CreateTruncating(value);
            y = kind switch
            {
                // Their derivatives read the input.
                "Softsign" => y / (1 + Math.Abs(y)),
                "HardSigmoid" => Math.Clamp((y + 3) / 6, 0, 1),
                _ => y,
            };
            saturated += y < least + margin || y > largest - margin ? 1 : 0;
        }

        return (double)saturated / values.Length;
    }

    /// <summary>An argument of an operation such as HardTanh(Min = -2, Max = 2).</summary>
    private static double Argument(string operation, string name, double otherwise)
    {
        foreach (string part in operation.Split('(', ',', ')'))
        {
            string[] sides = part.Split('=', StringSplitOptions.TrimEntries);
            if (sides.Length == 2 && sides[0] == name && double.TryParse(sides[1].TrimEnd('d', 'D'), NumberStyles.Float, CultureInfo.InvariantCulture, out double value))
                return value;
        }

        return otherwise;
    }
}
