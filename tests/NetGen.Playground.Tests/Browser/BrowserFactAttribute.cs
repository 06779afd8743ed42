namespace Playground.Tests.Browser;

/// <summary>A test that needs Chromium: where there is none it is skipped, and says so.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BrowserFactAttribute : FactAttribute
{
    /// <summary>The browser: NETGEN_CHROMIUM, or where systems put it.</summary>
    public static string? Chromium { get; } = new[] { Environment.GetEnvironmentVariable("NETGEN_CHROMIUM"), "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome" }.FirstOrDefault(File.Exists);

    public BrowserFactAttribute()
    {
        if (Chromium is null)
            Skip = "There is no Chromium: apt-get install chromium, or set NETGEN_CHROMIUM.";
    }
}
