using System.Runtime.InteropServices.JavaScript;
using System.Runtime.Versioning;

[assembly: SupportedOSPlatform("browser")]

namespace Playground.Page;

/// <summary>What the page asks of its script, page.js.</summary>
internal static partial class Interop
{
    /// <summary>What the address says after its #.</summary>
    [JSImport("readAddress", "page")]
    public static partial string ReadAddress();

    /// <summary>Writes it, without a new entry in the history.</summary>
    [JSImport("writeAddress", "page")]
    public static partial void WriteAddress(string text);

    /// <summary>Finds the canvases and begins to call <see cref="Player.Frame"/> for each frame of the screen.</summary>
    [JSImport("start", "page")]
    public static partial void Start([JSMarshalAs<JSType.Function<JSType.Number, JSType.Number, JSType.Number>>] Action<int, int, int> pointer, [JSMarshalAs<JSType.Function>] Action frame, [JSMarshalAs<JSType.Function>] Action addressChanged);

    /// <summary>What is drawn: sizes of layers, labels of features, points and how the surface is drawn.</summary>
    [JSImport("layout", "page")]
    public static partial void Layout(int[] sizes, string[] features, double[] trainPoints, double[] testPoints, bool discrete, bool takesPoints);

    /// <summary>Draws a frame: one call, all pixels as bytes from 0 (−1) to 255 (+1).</summary>
    [JSImport("draw", "page")]
    public static partial void Draw(
        [JSMarshalAs<JSType.MemoryView>] Span<byte> surface,
        [JSMarshalAs<JSType.MemoryView>] Span<byte> units,
        [JSMarshalAs<JSType.MemoryView>] Span<double> weights,
        [JSMarshalAs<JSType.MemoryView>] Span<double> curves,
        int selected,
        string status);

    /// <summary>Says something to who listens to the page.</summary>
    [JSImport("announce", "page")]
    public static partial void Announce(string text);

    /// <summary>Scrolls a box to what is marked in it.</summary>
    [JSImport("scrollToMark", "page")]
    public static partial void ScrollToMark(string id);

    /// <summary>Asks the worker, which starts with the first call. A worker that takes longer than it has is ended, and the next call starts another.</summary>
    [JSImport("callWorker", "page")]
    public static partial Task<string> CallWorker(string call, string json, int milliseconds);
}
