using System.Numerics;
using Google.Protobuf;
using Onnx;

namespace NetGen;

/// <summary>Networks as ONNX models: what they compute in inference mode, with their parameters and state.</summary>
/// <remarks>
/// Inputs, outputs, parameters and the values between have the names that they have in NetGen; a single output is called <c>output</c>, several by the
/// values that the losses read. Their shapes are NetGen's behind an axis for the examples, whose length is left open; tokens are int64.
/// Which layer becomes which nodes is in the page on ONNX.
/// </remarks>
public static class OnnxExport
{
    /// <summary>Writes the network as an ONNX model: under a temporary name, which is renamed when all of it is on the disk.</summary>
    /// <typeparam name="TSelf">The network.</typeparam>
    /// <typeparam name="T">Its precision.</typeparam>
    /// <param name="network">The network.</param>
    /// <param name="path">The file; one that is there is replaced.</param>
    /// <param name="options">How it is written; as usual where null.</param>
    /// <exception cref="ArgumentOutOfRangeException">The options' operator set is none that is written.</exception>
    /// <exception cref="NotSupportedException">A layer has no operators in ONNX, such as an activation of your own without an entry in the options; or the model has more than 2 GB.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder, or the file that is there, must not be written to.</exception>
    public static void SaveOnnx<TSelf, T>(this INetwork<TSelf, T> network, string path, OnnxOptions? options = null)
        where TSelf : class, INetwork<TSelf, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ModelProto model = Create(network, options);
        AtomicFile.Write(path, model.WriteTo);
    }

    /// <summary>The network as an ONNX model in memory: what <see cref="SaveOnnx"/> writes.</summary>
    /// <typeparam name="TSelf">The network.</typeparam>
    /// <typeparam name="T">Its precision.</typeparam>
    /// <param name="network">The network.</param>
    /// <param name="options">How it is written; as usual where null.</param>
    /// <returns>The content of the file.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The options' operator set is none that is written.</exception>
    /// <exception cref="NotSupportedException">A layer has no operators in ONNX, such as an activation of your own without an entry in the options; or the model has more than 2 GB.</exception>
    public static byte[] ToOnnx<TSelf, T>(this INetwork<TSelf, T> network, OnnxOptions? options = null)
        where TSelf : class, INetwork<TSelf, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Create(network, options).ToByteArray();

    private static ModelProto Create<TSelf, T>(INetwork<TSelf, T> network, OnnxOptions? options)
        where TSelf : class, INetwork<TSelf, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(network);
        options ??= new OnnxOptions();
        if (options.OperatorSet is < OnnxOptions.LeastOperatorSet or > OnnxOptions.MostOperatorSet)
            throw new ArgumentOutOfRangeException(nameof(options), options.OperatorSet, $"{nameof(OnnxOptions.OperatorSet)}: expected a version from {OnnxOptions.LeastOperatorSet} to {OnnxOptions.MostOperatorSet}.");
        return new NetworkWriter(TSelf.Description, new NetworkValues(TSelf.Description, Read), options).Write();

        double[] Read(ParameterDescription tensor, bool isState)
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
