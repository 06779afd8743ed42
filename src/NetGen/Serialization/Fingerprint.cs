using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace NetGen;

/// <summary>What two networks must have in common for one to go on with the training of the other.</summary>
internal static class Fingerprint
{
    /// <summary>The architecture as text, a line for each layer and each tensor, without the network's name.</summary>
    public static string Text(NetworkDescription network)
    {
        StringBuilder text = new(network.Precision);
        text.Append('\n');
        foreach (LayerDescription layer in network.Layers)
            text.Append(CultureInfo.InvariantCulture, $"{layer.Name}: {layer.Operation} of {string.Join(", ", layer.Inputs)} [{string.Join(", ", layer.OutputShape)}]\n");
        foreach (ModelTensor tensor in ModelTensor.Of(network))
            text.Append(CultureInfo.InvariantCulture, $"{tensor.Name} [{string.Join(", ", tensor.Shape)}]\n");
        return text.ToString();
    }

    /// <summary>The SHA-256 of the text.</summary>
    public static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
