using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace NetGen.Programs.Tests.Pages.OfServing;

[Network, Input(4), Normalization]
[Dense(16), ReLU, Dense(3)]
[SoftmaxCrossEntropy]
public sealed partial class IrisNet;

/// <summary>The code of the page on saving and serving, which shows every line.</summary>
internal static class Serving
{
    public static IrisNet Train(float[] inputs, int[] labels, string folder)
    {
        IrisNet net = new(seed: 42);
        net.Fit(inputs, labels, new FitOptions { Epochs = 100 });
        net.Save(Path.Combine(folder, "iris.safetensors"));
        return net;
    }

    public static WebApplication Start(string[] args, string folder)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(args);
        builder.Services.AddSingleton(IrisNet.FromFile(Path.Combine(folder, "iris.safetensors")));
        WebApplication app = builder.Build();

        app.MapPost("/predict", (float[] inputs, IrisNet net) =>
        {
            if (inputs.Length == 0 || inputs.Length % IrisNet.InputSize != 0 || !inputs.All(float.IsFinite))
                return Results.BadRequest($"Expected {IrisNet.InputSize} finite numbers for each flower, got {inputs.Length}.");
            float[] probabilities = new float[inputs.Length / IrisNet.InputSize * IrisNet.OutputSize];
            net.PredictProbabilities(inputs, probabilities);
            return Results.Ok(probabilities);
        });
        return app;
    }
}
