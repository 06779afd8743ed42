using NetGen;

namespace Course;

/// <summary>One sigmoid unit, which is fitted to firing rates: rate = σ(w·current + b).</summary>
[Network<double>]
[Input(1)]
[Dense(1), Sigmoid(Name = "rate")]
[HalfSquaredError]
internal sealed partial class RateUnit;

/// <summary>
/// The leaky integrate-and-fire neuron: τ·dv/dt = −v + I; where v reaches 1 it spikes and starts again from 0, after a rest.
/// Why: the sigmoid of networks is the smooth form of a cell that is silent or fires.
/// </summary>
internal sealed class SpikesLesson() : Lesson("spikes", "a neuron gathers voltage and spikes; its rate against its input looks like a sigmoid", "G03", "K04", "K05", "Y01")
{
    private const double Step = 0.1, Tau = 10, Rest = 20; // milliseconds

    public override void Run(Page page)
    {
        (double[] voltage, int[] spikes) = Simulate(1.5, 0, 200, 1);
        double[] times = [.. voltage.Select((_, i) => i * Step)];
        page.Number("G03 spikes", spikes.Length);
        page.Number("G03 largest voltage", voltage.Max());
        page.Plot("voltage", "Input 1.5: voltage is gathered, and leaves as spikes", "time (ms)", "voltage (1 = threshold)", plot =>
        {
            plot.Line("voltage", times, voltage);
            plot.Dots("spike", [.. spikes.Select(i => i * Step)], [.. spikes.Select(_ => 1.05)], ScottPlot.MarkerShape.FilledTriangleDown);
            plot.Line("threshold", [0, 200], [1, 1], ScottPlot.LinePattern.Dashed);
        });

        // K05: what counts is the sum of what excites and what inhibits.
        (string, double, string)[] inputs = [("excites, too little", 0.8, "below"), ("excites", 1.5, "above"), ("inhibits", -1.5, "negative"), ("excites 1.5, inhibits 0.8", 1.5 - 0.8, "both")];
        page.Table("Spikes in 200 ms by what transmitters do", ["input", "sum", "spikes"], [.. inputs.Select(input =>
            new object[] { input.Item1, input.Item2, page.Number($"K05 {input.Item3}", Simulate(input.Item2, 0, 200, 1).Spikes.Length) })]);

        Rates(page);
        Parts(page);
    }

    /// <summary>A noisy neuron's rate against its current, in shares of the largest rate that its rest allows, and the sigmoid nearest to it.</summary>
    private static void Rates(Page page)
    {
        double[] currents = [.. Enumerable.Range(0, 25).Select(i => -1 + (i * 0.2))];
        int milliseconds = page.Pick(20_000, 4000);
        double[] rates = [.. currents.Select((current, i) => Simulate(current, 0.6, milliseconds, 2 + i).Spikes.Length * Rest / milliseconds)];
        RateUnit unit = new(seed: 1);
        unit.Train(currents, rates, new Adam(0.05), 2000);
        double[] fitted = unit.Outputs(currents);
        page.Table("Firing rate, as a share of one spike each 20 ms, and a fitted sigmoid unit", ["current", "rate", "sigmoid"], [.. currents.Index().Where(item => item.Index % 4 == 0).Select(item => new object[] { item.Item, rates[item.Index], fitted[item.Index] })]);
        page.Number("Y01 rate at -1", rates[0]);
        page.Number("Y01 rate at the end", rates[^1]);
        page.Number("Y01 rates that fall", rates.Zip(rates.Skip(1)).Count(pair => pair.Second < pair.First - 0.01));
        page.Number("Y01 largest difference to the sigmoid", Algebra.Difference(rates, fitted));
        page.Plot("", "Silent, or firing as fast as it can, with a slope between", "input current (1 just reaches the threshold)", "firing rate (share of 50 Hz)", plot =>
        {
            plot.Dots("noisy neuron", currents, rates);
            plot.Curve("σ(w·current + b), fitted", -1, 3.8, x => unit.At(x));
        });
    }

    /// <summary>K04, which is a picture in the lectures.</summary>
    private static void Parts(Page page)
    {
        string[] parts = ["dendrites", "cell body", "axon", "synapses"];
        page.Number("K04 parts", parts.Length);
        page.Table("The parts, in the order in which a signal takes them", ["part", "what it does"],
            [parts[0], "take up the transmitters of other neurons"],
            [parts[1], "gathers the voltage; the action potential starts here"],
            [parts[2], "carries the action potential along its membrane"],
            [parts[3], "release a transmitter, which diffuses to the dendrites of other neurons"]);
        page.Plot("parts", "The way of a signal", null, null, plot => plot.Graph(
            new Dictionary<string, (double, double)> { ["dendrite"] = (0, 1), ["dendrite "] = (0, -1), ["cell body"] = (2, 0), ["axon"] = (4.5, 0), ["synapse"] = (6.5, 1), ["synapse "] = (6.5, -1), ["next cell"] = (8.5, 1) },
            ("dendrite", "cell body", ""), ("dendrite ", "cell body", ""), ("cell body", "axon", "action potential"), ("axon", "synapse", ""), ("axon", "synapse ", ""), ("synapse", "next cell", "transmitter")));
    }

    private static (double[] Voltage, int[] Spikes) Simulate(double current, double noise, double milliseconds, int seed)
    {
        PhiloxRandom random = new((ulong)seed);
        double[] voltage = new double[(int)(milliseconds / Step)];
        List<int> spikes = [];
        double v = 0, resting = 0;
        for (int i = 0; i < voltage.Length; i++)
        {
            voltage[i] = v;
            if ((resting -= Step) > 0)
                continue;
            v += (Step / Tau * (current - v)) + (noise > 0 ? random.NextNormal(0, noise * Math.Sqrt(2 * Step / Tau)) : 0);
            if (v < 1)
                continue;
            spikes.Add(i);
            (v, resting) = (0, Rest);
        }

        return (voltage, [.. spikes]);
    }
}
