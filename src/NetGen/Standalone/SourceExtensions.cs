using System.Numerics;

namespace NetGen;

/// <summary>Networks as C# source.</summary>
public static class SourceExtensions
{
    /// <summary>
    /// The network as C#, with its weights of this moment. <see cref="SourceStyle.Standalone"/> is one C# 9 file without dependency, whose class
    /// <c>…Predictor</c> has <c>Predict(float[] x, float[] y)</c>, arrays for each input and each head, which allocates nothing and gives the outputs of
    /// this network's to 1e-6 (double: 1e-12), relative to max(1, |y|); where every step's output depends on earlier steps alone, also
    /// <c>CreateStream()</c>, whose <c>Step</c> takes one step at a time. Dropout and noise do nothing, as in inference. Beyond 10,000 numbers the weights are not in the code:
    /// <see cref="NetworkSource.Weights"/>.
    /// </summary>
    /// <param name="network">The network.</param>
    /// <param name="style">What it becomes.</param>
    /// <exception cref="NotSupportedException">A layer has an activation of your own, or an input has a padding: the message names it. Or the weights are too many.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such style.</exception>
    public static NetworkSource ToSource<TSelf, T>(this INetwork<TSelf, T> network, SourceStyle style)
        where TSelf : class, INetwork<TSelf, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(network);
        return style switch
        {
            SourceStyle.Weights => new NetworkSource(TSelf.Description.Name + "Weights", network.ToSource()),
            SourceStyle.Standalone => new StandaloneWriter(TSelf.Description, typeof(TSelf).Namespace ?? "", Tensor).Write(),
            _ => throw new ArgumentOutOfRangeException(nameof(style), style, $"Expected {nameof(SourceStyle.Weights)} or {nameof(SourceStyle.Standalone)}."),
        };

        double[] Tensor(ParameterDescription tensor, bool isState)
        {
            T[] values = new T[tensor.Count];
            if (isState)
                network.GetState(tensor.Name, values);
            else
                network.GetParameter(tensor.Name, values);
            return Array.ConvertAll(values, double.CreateTruncating);
        }
    }
}
