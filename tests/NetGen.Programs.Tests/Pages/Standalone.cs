namespace NetGen.Programs.Tests.Pages.OfUnity;

/// <summary>The code of the page on Unity and Godot that runs where NetGen does.</summary>
internal static class Standalone
{
    public static string Write(OfPyTorch.DigitNet net)
    {
        NetworkSource source = net.ToSource(SourceStyle.Standalone);
        source.Save("../Game/Assets");        // DigitNetPredictor.cs and, beyond 10,000 numbers, DigitNetPredictor.bytes
        return source.ClassName;
    }
}
