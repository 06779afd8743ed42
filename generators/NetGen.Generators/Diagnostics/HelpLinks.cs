using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace NetGen.Generators.Diagnostics;

/// <summary>
/// Where a diagnostic is explained. A rule knows the page only by its place in the package; the package's props tell the compiler where that is on
/// this machine, or at which address it can be read.
/// </summary>
internal static class HelpLinks
{
    // NetGen.props sets it.
    private const string Page = "build_property.NetGenDiagnosticsPage";

    /// <summary>The diagnostic with a link that can be followed, where the page is known.</summary>
    public static Diagnostic Resolve(Diagnostic diagnostic, AnalyzerOptions options)
    {
        if (!options.AnalyzerConfigOptionsProvider.GlobalOptions.TryGetValue(Page, out string? page) || !Uri.TryCreate(page, UriKind.Absolute, out Uri? address))
        {
            return diagnostic;
        }

        DiagnosticDescriptor rule = diagnostic.Descriptor;
        return Diagnostic.Create(
            rule.Id,
            rule.Category,
            diagnostic.GetMessage(),
            diagnostic.Severity,
            rule.DefaultSeverity,
            rule.IsEnabledByDefault,
            diagnostic.WarningLevel,
            rule.Title,
            rule.Description,
            $"{address.AbsoluteUri}#{rule.Id.ToLowerInvariant()}",
            diagnostic.Location,
            diagnostic.AdditionalLocations,
            rule.CustomTags,
            diagnostic.Properties);
    }
}
