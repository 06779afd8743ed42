using NetGen.Generators.Graph;
using NetGen.Generators.Model;

namespace NetGen.Generators.Layers;

/// <summary>The mean of each channel: one window, as large as the image.</summary>
internal sealed class GlobalAveragePool2D : AveragePool2D
{
    public override string Declaration => "GlobalAveragePool2D";

    public override Shape? InferShape(Shape input, ProblemReporter problems)
    {
        if (!ImageLayer.IsImage(this, input, problems))
        {
            return null;
        }

        int height = input.Axes[1], width = input.Axes[2];
        Window = new Window(new WindowAxis(height, height, height, 0, 0), new WindowAxis(width, width, width, 0, 0));
        X = Maps.Planes(input.Axes[0], height, width);
        Y = Maps.Planes(input.Axes[0], 1, 1);
        return new Shape(input.Axes[0]);
    }
}
