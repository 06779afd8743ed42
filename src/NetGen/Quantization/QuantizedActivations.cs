using System.Globalization;

namespace NetGen;

/// <summary>The built-in activations as stages.</summary>
internal static class QuantizedActivations
{
    /// <summary>The stage of an activation with the settings of its layer; null where the layer is none.</summary>
    public static QuantizedStage? Of(LayerDescription layer, int size)
    {
        return layer.Kind switch
        {
            "ReLU" => Stage(new ReLU()),
            "LeakyReLU" => Stage(new LeakyReLU { Slope = Number("Slope", 0.01) }),
            "ReLU6" => Stage(new ReLU6()),
            "ELU" => Stage(new ELU { Alpha = Number("Alpha", 1) }),
            "SELU" => Stage(new SELU()),
            "GELU" => Stage(new GELU()),
            "GELUTanh" => Stage(new GELUTanh()),
            "SiLU" => Stage(new SiLU()),
            "Mish" => Stage(new Mish()),
            "Softplus" => Stage(new Softplus()),
            "Sigmoid" => Stage(new Sigmoid()),
            "Tanh" => Stage(new Tanh()),
            "Softsign" => Stage(new Softsign()),
            "HardSigmoid" => Stage(new HardSigmoid()),
            "HardSwish" => Stage(new HardSwish()),
            "HardTanh" => Stage(new HardTanh { Min = Number("Min", -1), Max = Number("Max", 1) }),
            "HardThreshold" => Stage(new HardThreshold { AtZero = Number("AtZero", 0) }),
            "Exp" => Stage(new ExpFunction()),
            "Log" => Stage(new LogFunction()),
            "Square" => Stage(new SquareFunction()),
            "Sqrt" => Stage(new SqrtFunction()),
            "Abs" => Stage(new AbsFunction()),
            "Sin" => Stage(new SinFunction()),
            "Cos" => Stage(new CosFunction()),
            "Scale" => Stage(new ScaleFunction { Factor = Number("Factor", 1), Offset = Number("Offset", 0) }),
            _ => null,
        };

        double Number(string name, double otherwise) => Convert.ToDouble(layer.Argument<object>(name, otherwise), CultureInfo.InvariantCulture);

        QuantizedElements<TFunction> Stage<TFunction>(TFunction function)
            where TFunction : struct, IActivation => new(function, size);
    }
}
