using NetGen;

namespace Course;

/// <summary>A unit of 1943: everything on the time line is made of it.</summary>
[Network<double>]
[Input(2)]
[Dense(1), HardThreshold(AtZero = 1)]
internal sealed partial class UnitOf1943;

/// <summary>
/// Three waves: 1943 to 1969 y = [w·x ≥ T] and its rule; from 1986 backpropagation, w ← w − α·∂E/∂w through layers; from 2006 depth.
/// Why: which idea waited for which: the second wave solved what stopped the first, and the third had data and machines for what the second knew.
/// </summary>
internal sealed class HistoryLesson() : Lesson("history", "three waves and what came between, as a time line", "K50", "Y42")
{
    private static readonly (int Year, string Entry, string What, int Wave)[] Events =
    [
        (1943, "K50", "McCulloch, Pitts: the unit", 1), (1958, "K50", "Rosenblatt: perceptron", 1), (1969, "K50", "Minsky, Papert: no XOR", 1),
        (1986, "K50", "backpropagation rediscovered", 2), (1989, "Y42", "universal approximation", 2), (1995, "Y42", "Bishop: noise is ridge", 2),
        (2006, "K50", "deep learning gains ground", 3), (2010, "Y42", "Glorot, Bengio: first weights", 3), (2012, "K50", "breakthrough: AlexNet wins ImageNet", 3),
        (2019, "Y42", "double descent", 3), (2021, "Y42", "generalization rethought", 3),
    ];

    public override void Run(Page page)
    {
        page.Table("Time line", ["year", "wave", "what"], [.. Events.Select(item => new object[] { item.Year, item.Wave, item.What })]);
        page.Say("After 1969 there was near standstill, until backpropagation was found again; after 1995, until deep learning gained ground.");
        foreach (string entry in (string[])["K50", "Y42"])
        {
            page.Number($"{entry} events", Events.Count(item => item.Entry == entry));
            foreach ((int year, _, string what, int wave) in Events.Where(item => item.Entry == entry))
                page.Number($"{entry} {year}: wave", wave);
        }

        int[] years = [.. Events.Select(item => item.Year)];
        page.Number("K50 longest standstill, years", years.Zip(years.Skip(1), (from, to) => to - from).Max());
        page.Number("K50 the unit of 1943 on (1, 1)", Fires());
        page.Plot("", "Three waves", "year", null, plot =>
        {
            foreach ((int i, (int year, _, string what, int wave)) in Events.Index())
            {
                double height = 1 + i; // a row for each, so that no words meet
                plot.Line("", [year, year], [0, height]).Color = ScottPlot.Colors.LightGray;
                plot.Dots("", [year], [0], color: ScottPlot.Colors.Category10[wave - 1], size: 10);
                plot.Word($"{year} {what}", year, height, year < 1985 ? ScottPlot.Alignment.LowerLeft : ScottPlot.Alignment.LowerRight, 11);
            }

            foreach ((int wave, int from, int to) in ((int, int, int)[])[(1, 1943, 1969), (2, 1986, 1995), (3, 2006, 2021)])
                plot.Line($"wave {wave}", [from, to], [0, 0]).Color = ScottPlot.Colors.Category10[wave - 1];
            plot.Axes.SetLimits(1938, 2026, -0.6, 12.6);
            plot.Axes.Left.TickGenerator = new ScottPlot.TickGenerators.NumericManual(); // heights mean nothing
            plot.Axes.Bottom.TickGenerator = new ScottPlot.TickGenerators.NumericManual([1940, 1950, 1960, 1970, 1980, 1990, 2000, 2010, 2020], ["1940", "1950", "1960", "1970", "1980", "1990", "2000", "2010", "2020"]);
        });
    }

    /// <summary>AND, as in 1943: weights 1, 1 and threshold 2.</summary>
    private static double Fires()
    {
        UnitOf1943 unit = new();
        unit.CopyParametersFrom([1, 1, -2]);
        return unit.At(1, 1);
    }
}
