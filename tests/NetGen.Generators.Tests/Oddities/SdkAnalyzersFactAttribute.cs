namespace NetGen.Generators.Tests.Oddities;

/// <summary>A test with the analyzers of the SDK: skipped, saying so, where the runtime is none of an SDK's.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SdkAnalyzersFactAttribute : FactAttribute
{
    /// <summary>Looks for the analyzers.</summary>
    public SdkAnalyzersFactAttribute()
    {
        if (Analyzers.Sdk.IsEmpty)
        {
            Skip = "The tests run on a runtime without an SDK beside it, whose analyzers this test asks.";
        }
    }
}
