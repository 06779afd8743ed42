namespace Playground.Tests.Browser;

/// <summary>The compiler in the page.</summary>
[Collection(SiteCollection.Name)]
public sealed class LiveTests(Site site)
{
    private const string Runaway = """
        using NetGen;
        [Network, Input(2), Dense(3), Endless, Dense(1), MeanSquaredError]
        public sealed partial class Mine;
        [Derivative(Needs.Input)]
        public readonly struct Loop : IActivation
        {
            public V Forward<V>(V z) where V : struct, ISimd<V> { while (true) { } }
            public V Derivative<V>(V z) where V : struct, ISimd<V> => z;
        }
        public sealed class EndlessAttribute : ActivationAttribute<Loop>;
        """;

    [BrowserFact]
    public async Task A_network_is_compiled_and_trained_a_wrong_one_is_underlined_and_one_that_runs_away_is_ended()
    {
        await using OpenPage open = await site.Open("data=circle&features=x1.x2&layers=8-8");
        await open.Page.FillAsync("#live-source", "using NetGen;\n\n[Network, Input(2), Dense(8), Tanh, Dense(8), Tanh, Dense(1), BinaryCrossEntropy]\npublic sealed partial class Mine;\n");
        await open.Page.ClickAsync("#live-train");
        await open.Page.WaitForSelectorAsync("#live-note");
        await open.Until("document.querySelector('#status-step').textContent.replace(',', '') > 40");
        Assert.StartsWith("Mine", await open.Text("#live-note"), StringComparison.Ordinal);
        Assert.Contains("dense2", await open.Text("#live-summary"), StringComparison.Ordinal);

        // A shape that does not fit: the attribute is underlined, and what was trained goes on.
        await open.Page.FillAsync("#live-source", "using NetGen;\n[Network, Input(2), Dense(3), Reshape(2, 2), Dense(1), MeanSquaredError]\npublic sealed partial class Mine;\n");
        await open.Page.WaitForSelectorAsync("#live-squiggles .squiggle.error");
        Assert.Equal("Reshape(2, 2)", await open.Text("#live-squiggles .squiggle.error"));
        Assert.Contains("line 2", await open.Text("#live-findings"), StringComparison.Ordinal);

        // One that never comes back.
        await open.Page.FillAsync("#live-source", Runaway);
        await open.Page.ClickAsync("#live-train");
        await open.Page.WaitForSelectorAsync("#live-error");
        Assert.Contains("was ended", await open.Text("#live-error"), StringComparison.Ordinal);
        await open.Page.ClickAsync("#play");
        await open.Until("document.querySelector('#status-step').textContent.replace(',', '') > 10");
    }

    [BrowserFact]
    public async Task The_familys_code_is_shown_with_the_weights_line_and_its_lints()
    {
        await using OpenPage open = await site.Open("data=circle&features=x1.x2&layers=3-3&activation=linear");
        await open.Page.ClickAsync("#code-open");
        await open.Page.WaitForSelectorAsync("#generated");
        Assert.Contains("partial class PlaygroundNet", await open.Text("#generated"), StringComparison.Ordinal);
        Assert.Contains("NG0101", await open.Text("#lints"), StringComparison.Ordinal);
        await open.Page.SelectOptionAsync("#weight-layer", "2");
        await open.Page.SelectOptionAsync("#weight-input", "1");
        await open.Page.WaitForSelectorAsync("#generated mark");
        Assert.Contains("in W2, 4,", await open.Text("#generated mark"), StringComparison.Ordinal);
        await open.Page.ClickAsync("#width-1-more");
        await open.Until("document.querySelector('#generated').textContent.includes('Dense(4)')");
    }
}
