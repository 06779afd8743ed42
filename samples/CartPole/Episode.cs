using NetGen;
using ScottPlot;

namespace Balancing;

/// <summary>Episodes in which the agent always does what it thinks best.</summary>
internal sealed class Episode
{
    private readonly List<double> _positions = [], _angles = [];

    /// <summary>The number of steps.</summary>
    public int Steps => _positions.Count;

    /// <summary>Plays one.</summary>
    public static Episode Play(Agent agent, PhiloxRandom random)
    {
        CartPole game = new(random);
        game.Reset();
        Episode episode = new();
        Span<float> state = stackalloc float[CartPole.StateSize];
        Span<int> action = stackalloc int[1];
        for (bool isOver = false; !isOver;)
        {
            game.Observe(state);
            agent.PredictLabels(state, action);
            isOver = game.Step(action[0]).IsOver;
            episode._positions.Add(game.Position);
            episode._angles.Add(game.Angle * 180 / Math.PI);
        }

        return episode;
    }

    /// <summary>The mean number of steps of so many episodes.</summary>
    public static double MeanSteps(Agent agent, int episodes, long seed) =>
        Enumerable.Range(0, episodes).Average(i => Play(agent, new PhiloxRandom((ulong)seed, stream: (ulong)(1000 + i))).Steps);

    /// <summary>Draws where the cart was and how far the pole leaned, both as shares of what loses the episode, as PNG and as SVG.</summary>
    /// <returns>The path of the PNG.</returns>
    public string Draw(string folder)
    {
        Directory.CreateDirectory(folder);
        using Plot plot = new();
        Add(plot, _positions, CartPole.MostDistance, $"cart: 1 is {CartPole.MostDistance} m from the middle");
        Add(plot, _angles, CartPole.MostAngle * 180 / Math.PI, "pole: 1 is 12 degrees from upright");
        foreach (double bound in (double[])[1, -1])
            plot.Add.HorizontalLine(bound, 1, Colors.Gray, LinePattern.Dashed);
        plot.Axes.SetLimitsY(-1.2, 1.2);
        plot.Title($"One episode of {Steps} steps; beyond the dashed lines it is lost");
        plot.XLabel("step of 0.02 seconds");
        plot.YLabel("share of what loses the episode");
        plot.ShowLegend(Alignment.UpperRight);
        string png = Path.Combine(folder, "episode.png");
        plot.SavePng(png, 1000, 480);
        plot.SaveSvg(Path.Combine(folder, "episode.svg"), 1000, 480);
        return png;
    }

    private static void Add(Plot plot, List<double> values, double bound, string legend)
    {
        ScottPlot.Plottables.Signal line = plot.Add.Signal(values.ConvertAll(value => value / bound));
        line.LegendText = legend;
    }
}
