using System.Runtime;

namespace NetGen.Benchmarks.Measurement;

/// <summary>Runs contenders without garbage collections.</summary>
/// <remarks>
/// TorchSharp 0.107.0 hands numbers to libtorch as objects that nothing keeps alive during the call: a collection at the wrong moment frees
/// the number that Adam is reading, and the step ends in "Expected false to be true".
/// </remarks>
internal static class NoCollection
{
    /// <summary>Bytes that may be allocated before the next collection: ten times what any contender needs in its longest run.</summary>
    private const long Budget = 200_000_000;

    /// <summary>The result of a function that runs without collections.</summary>
    public static T Run<T>(Func<T> function)
    {
        bool hasStarted = GC.TryStartNoGCRegion(Budget);
        try
        {
            return function();
        }
        finally
        {
            if (hasStarted && GCSettings.LatencyMode == GCLatencyMode.NoGCRegion)
                GC.EndNoGCRegion();
        }
    }
}
