using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Playground.Tests.Browser;

/// <summary>axe-core finds nothing to complain about.</summary>
[Collection(SiteCollection.Name)]
public sealed class AccessibilityTests(Site site)
{
    [BrowserFact]
    public async Task Light() => await Check(ColorScheme.Light, 1360, "data=spiral");

    [BrowserFact]
    public async Task Dark() => await Check(ColorScheme.Dark, 1360, "data=own&points=1_2_1");

    [BrowserFact]
    public async Task On_a_phone() => await Check(ColorScheme.Light, 390, "data=plane");

    private async Task Check(ColorScheme scheme, int width, string settings)
    {
        await using OpenPage open = await site.Open(settings, new() { ColorScheme = scheme, ViewportSize = new() { Width = width, Height = 900 } });
        await open.Page.SelectOptionAsync("#weight-layer", "1");
        await open.Page.SelectOptionAsync("#weight-input", "1");
        AxeResult result = await open.Page.RunAxe();
        Assert.Empty(result.Violations.Select(violation => $"{violation.Id}: {violation.Help}: {string.Join(" | ", violation.Nodes.Select(node => node.Html))}"));
        Assert.True(result.Passes.Length > 10);
    }
}
