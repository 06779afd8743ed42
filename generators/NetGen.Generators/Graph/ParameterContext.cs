using System.Globalization;
using NetGen.Generators.Model;

namespace NetGen.Generators.Graph;

/// <summary>What decides how parameters start: the layer's own arguments, then the network's, then the activation that follows.</summary>
internal sealed class ParameterContext(NetworkSpec spec, ProblemReporter problems)
{
    // The names of the enumeration NetGen.Init, in its order.
    private static readonly string[] s_initializers = ["Default", "Xavier", "XavierNormal", "He", "HeNormal", "LeCun", "Orthogonal", "Normal", "Uniform", "Zeros", "Constant"];

    public const int Xavier = 1, Orthogonal = 6;

    public Initialization WeightInitialization(Layer layer, int fanIn, int fanOut) =>
        WeightInitialization(layer, fanIn, fanOut, NonDefault(Following(layer)?.PreferredInit) ?? Xavier);

    /// <summary>Likewise of a layer that knows what suits its weights, whatever follows.</summary>
    public Initialization WeightInitialization(Layer layer, int fanIn, int fanOut, int otherwise)
    {
        Arguments own = layer.Spec.Arguments;
        int init = NonDefault(own.Int("Init")) ?? NonDefault(spec.Defaults.Int("Init")) ?? otherwise;
        double scale = Number(layer, own.Double("InitScale") ?? spec.Defaults.Double("InitScale"), "InitScale") ?? double.NaN;
        if (init >= s_initializers.Length || init < 0)
        {
            problems.Report("NG0017", layer.Spec.Attribute, layer.Name, "Init", "a value of the enumeration Init", init.ToString(CultureInfo.InvariantCulture));
            init = 1;
        }

        return new Initialization(s_initializers[init], scale, fanIn, fanOut);
    }

    /// <summary>Of vectors that stand for tokens and positions: normal with a standard deviation of 1/√dimension, so that their length is about 1.</summary>
    public Initialization EmbeddingInitialization(Layer layer, int dimension)
    {
        bool isChosen = NonDefault(layer.Spec.Arguments.Int("Init")) is not null || layer.Spec.Arguments.Double("InitScale") is not null;
        return isChosen ? WeightInitialization(layer, dimension, dimension) : new Initialization("Normal", 1 / Math.Sqrt(dimension), dimension, dimension);
    }

    /// <summary>Reports a number that is too large in single precision.</summary>
    public void RequireAtMost(Layer layer, string what, int number, int mostInSingle)
    {
        if (spec.Scalar == Scalar.Single && number > mostInSingle)
        {
            string given = number.ToString(CultureInfo.InvariantCulture);
            problems.Report("NG0017", layer.Spec.Attribute, layer.Name, what, $"at most {mostInSingle.ToString(CultureInfo.InvariantCulture)} in single precision", given);
        }
    }

    public Initialization BiasInitialization(Layer layer)
    {
        double value = Number(layer, layer.Spec.Arguments.Double("BiasInit") ?? spec.Defaults.Double("BiasInit"), "BiasInit") ?? 0;
        return new Initialization(value == 0 ? "Zeros" : "Constant", value, 1, 1);
    }

    private double? Number(Layer layer, double? value, string name)
    {
        if (value is { } number && (double.IsNaN(number) || double.IsInfinity(number)))
        {
            problems.Report("NG0017", layer.Spec.Attribute, layer.Name, name, "a finite number", number.ToString(CultureInfo.InvariantCulture));
            return null;
        }

        return value;
    }

    private static int? NonDefault(int? init) => init is 0 ? null : init;

    /// <summary>The layer that follows, past what changes nothing about it, such as dropout.</summary>
    public static Layer? Following(Layer layer)
    {
        Layer? next = layer;
        do
        {
            next = next.Output.Root.Users.FirstOrDefault();
        }
        while (next is { IsTransparentToInit: true });

        return next;
    }
}
