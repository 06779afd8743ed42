using Microsoft.Playwright;

namespace Playground.Tests.Browser;

/// <summary>The page in a real browser.</summary>
[Collection(SiteCollection.Name)]
public sealed class PageTests(Site site)
{
    private static readonly string s_number = "document.querySelector('#status-step').textContent.replace(',', '')";

    [BrowserFact]
    public async Task Each_preset_trains()
    {
        await using OpenPage open = await site.Open();
        foreach (DataSet data in DataSet.All.Where(data => data.Key != DataSet.Own))
        {
            await open.Page.SelectOptionAsync("#set-data", data.Key);
            await open.Until("document.querySelector('#status-step').textContent === '0'");
            double before = await open.Number("#status-train-loss");
            await open.Page.ClickAsync("#play");
            await open.Until($"{s_number} > 100");
            await open.Page.ClickAsync("#play");
            Assert.True(await open.Number("#status-train-loss") < 0.8 * before, data.Key);
        }
    }

    [BrowserFact]
    public async Task Pause_stops_and_step_goes_on_by_one_and_reset_begins_anew()
    {
        await using OpenPage open = await site.Open("data=circle");
        await open.Page.ClickAsync("#play");
        await open.Until($"{s_number} > 10");
        await open.Page.ClickAsync("#play");
        Assert.Equal("Play", await open.Page.GetAttributeAsync("#play", "aria-label"));
        string loss = await open.Text("#status-train-loss");
        double steps = await open.Number("#status-step");
        await open.Page.EvaluateAsync("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))");
        Assert.Equal((steps, loss), (await open.Number("#status-step"), await open.Text("#status-train-loss")));
        await open.Page.ClickAsync("#step");
        await open.Until($"{s_number} == {steps + 1}");
        await open.Page.ClickAsync("#reset");
        await open.Until($"{s_number} == 0");
    }

    [BrowserFact]
    public async Task An_address_restores_settings_and_gives_the_bits_of_an_ordinary_process()
    {
        const string Address = "data=spiral&noise=10&seed=42&features=x1.x2.sinx1&layers=5-3&activation=softplus&rate=0.03&l2=0.001";
        await using OpenPage open = await site.Open(Address);
        Assert.Equal("softplus", await open.Page.InputValueAsync("#set-activation"));
        Assert.Equal("10", await open.Page.InputValueAsync("#set-noise"));
        Assert.Equal("42", await open.Page.InputValueAsync("#set-seed"));
        Assert.Equal("2 hidden layers", await open.Text("#depth"));
        Session expected = new(SettingTable.Read(Address));
        for (int step = 1; step <= 5; step++)
        {
            await open.Page.ClickAsync("#step");
            await open.Until($"{s_number} == {step}");
        }

        expected.Run(5);
        Assert.Equal(expected.Measure().TrainLoss.ToString("0.0000", System.Globalization.CultureInfo.InvariantCulture), await open.Text("#status-train-loss"));

        // What is changed is in the address, and the address alone is enough.
        await open.Page.SelectOptionAsync("#set-loss", "hinge");
        string address = await open.Page.EvaluateAsync<string>("location.hash");
        Assert.Equal(SettingTable.Read(Address) with { Loss = "hinge" }, SettingTable.Read(address));
    }

    [BrowserFact]
    public async Task Own_points_are_made_by_clicks_and_tables_and_a_bad_table_is_refused()
    {
        await using OpenPage open = await site.Open("data=own");
        await open.Page.ClickAsync("#out", new() { Position = new() { X = 60, Y = 60 } });
        await open.Page.CheckAsync("text=−1 >> input");
        await open.Page.ClickAsync("#out", new() { Position = new() { X = 200, Y = 200 } });
        Assert.Equal("Remove all 2", await open.Text("#points-clear"));
        await open.Page.FillAsync("#csv", "1,2,a\n3,four,b");
        await open.Page.ClickAsync("#csv-read");
        Assert.Equal("Line 2: 'four' is no number.", await open.Text("#csv-error"));
        Assert.Equal("Remove all 2", await open.Text("#points-clear"));
        await open.Page.FillAsync("#csv", "1,2,a\n3,4,b\n-1,-2,a\n2,2,b");
        await open.Page.ClickAsync("#csv-read");
        await open.Page.WaitForSelectorAsync("#csv-error", new() { State = WaitForSelectorState.Detached });
        Assert.Equal("Remove all 4", await open.Text("#points-clear"));
        Assert.Equal(4, SettingTable.Read(await open.Page.EvaluateAsync<string>("location.hash")).Points.Items.Count);
        await open.Page.ClickAsync("#play");
        await open.Until($"{s_number} > 20");
    }

    [BrowserFact]
    public async Task The_keyboard_is_enough()
    {
        await using OpenPage open = await site.Open("data=own&points=1_1_1~-1_-1_-1");
        await open.Page.FocusAsync("#play");
        await open.Page.Keyboard.PressAsync("Enter");
        await open.Until($"{s_number} > 5");
        await open.Page.Keyboard.PressAsync("Space");
        Assert.Equal("Play", await open.Page.GetAttributeAsync("#play", "aria-label"));
        await open.Page.FocusAsync("#out");
        await open.Page.Keyboard.PressAsync("ArrowRight");
        await open.Page.Keyboard.PressAsync("ArrowUp");
        await open.Page.Keyboard.PressAsync("Enter");
        Assert.Equal("Remove all 3", await open.Text("#points-clear"));
        Assert.Equal("Point at 0.3, 0.3.", await open.Text("#announcements"));
        await open.Page.FocusAsync("#depth-more");
        await open.Page.Keyboard.PressAsync("Enter");
        Assert.Equal("3 hidden layers", await open.Text("#depth"));

        // Every control comes in turn, and the focus is never lost.
        await open.Page.FocusAsync("#theme");
        HashSet<string> seen = [];
        for (int i = 0; i < 70; i++)
        {
            await open.Page.Keyboard.PressAsync("Tab");
            seen.Add(await open.Page.EvaluateAsync<string>("document.activeElement.id"));
        }

        Assert.Superset(new HashSet<string> { "play", "reset", "step", "set-data", "set-rate", "set-seed", "set-train", "feature-x1", "width-3-less", "out", "weight-layer", "code-open", "live-source", "live-train" }, seen);
    }

    [BrowserFact]
    public async Task A_weight_is_chosen_explained_and_changed_by_hand()
    {
        await using OpenPage open = await site.Open("data=xor&layers=3");
        await open.Page.SelectOptionAsync("#weight-layer", "2");
        await open.Page.SelectOptionAsync("#weight-input", "1");
        Assert.Contains("W̄2[1,2] = Σ z̄2[1]·h1[2]", await open.Text("#explanation"), StringComparison.Ordinal);
        string before = await open.Text("#status-train-loss");
        await open.Page.FillAsync("#weight-value", "5");
        await open.Page.PressAsync("#weight-value", "Enter");
        await open.Until($"document.querySelector('#status-train-loss').textContent !== '{before}'");
        Assert.Contains("W2[1,2] = 5.0000", await open.Text("#explanation"), StringComparison.Ordinal);
    }

    [BrowserFact]
    public async Task The_page_fits_a_phone()
    {
        await using OpenPage open = await site.Open("data=circle&layers=8-8-8-8-8-8", new() { ViewportSize = new() { Width = 390, Height = 844 }, IsMobile = true, HasTouch = true });
        Assert.Equal(390, await open.Page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        await open.Page.TapAsync("#play");
        await open.Until($"{s_number} > 10");
    }
}
