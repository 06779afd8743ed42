namespace NetGen.Generators.Tests.Formulas;

/// <summary>What a formula computes with: the values of one example, or a number, which goes with any of them.</summary>
public readonly struct Term
{
    private readonly double[] _values;

    private Term(IEnumerable<double> values) => _values = [.. values];

    public IReadOnlyList<double> Values => _values;

    private double Number => _values.Single();

    public static Term Of(params double[] values) => new(values);

    public static Term operator +(Term a, Term b) => Each(a, b, (x, y) => x + y);

    public static Term operator -(Term a, Term b) => Each(a, b, (x, y) => x - y);

    public static Term operator *(Term a, Term b) => Each(a, b, (x, y) => x * y);

    public static Term operator /(Term a, Term b) => Each(a, b, (x, y) => x / y);

    public static Term operator -(Term a) => Each(a, x => -x);

    public static Term Exp(Term a) => Each(a, Math.Exp);

    public static Term Ln(Term a) => Each(a, Math.Log);

    public static Term Tanh(Term a) => Each(a, Math.Tanh);

    public static Term Sin(Term a) => Each(a, Math.Sin);

    public static Term Cos(Term a) => Each(a, Math.Cos);

    public static Term Cosh(Term a) => Each(a, Math.Cosh);

    public static Term Sqrt(Term a) => Each(a, Math.Sqrt);

    public static Term Abs(Term a) => Each(a, Math.Abs);

    public static Term Sign(Term a) => Each(a, x => Math.Sign(x));

    public static Term Sigmoid(Term a) => Each(a, x => 1 / (1 + Math.Exp(-x)));

    public static Term Softplus(Term a) => Each(a, x => Math.Log(1 + Math.Exp(x)));

    public static Term NormalDensity(Term a) => Each(a, Density);

    /// <summary>The integral of the density, by Simpson's rule.</summary>
    public static Term NormalDistribution(Term a) => Each(a, x =>
    {
        const int Steps = 4000;
        double h = x / Steps, sum = Density(0) + Density(x);
        for (int i = 1; i < Steps; i++)
        {
            sum += (i % 2 == 1 ? 4 : 2) * Density(i * h);
        }

        return 0.5 + sum * h / 3;
    });

    public static Term Power(Term a, int exponent) => Each(a, x => Math.Pow(x, exponent));

    public static Term Raised(Term a, Term exponent) => Each(a, exponent, Math.Pow);

    public static Term Max(Term a, Term b) => Each(a, b, Math.Max);

    public static Term Min(Term a, Term b) => Each(a, b, Math.Min);

    public static Term Clamp(Term a, Term min, Term max) => Min(Max(a, min), max);

    public static Term Less(Term a, Term b) => Each(a, b, (x, y) => x < y ? 1 : 0);

    public static Term Greater(Term a, Term b) => Less(b, a);

    public static Term AtMost(Term a, Term b) => Each(a, b, (x, y) => x <= y ? 1 : 0);

    public static Term AtLeast(Term a, Term b) => AtMost(b, a);

    public static Term Equal(Term a, Term b) => Each(a, b, (x, y) => x == y ? 1 : 0);

    public static Term Different(Term a, Term b) => Each(a, b, (x, y) => x == y ? 0 : 1);

    /// <summary>a where the condition is 1, b elsewhere: what is not taken may be infinite.</summary>
    public static Term Where(Term condition, Term a, Term b)
    {
        int count = new[] { condition, a, b }.Max(term => term._values.Length);
        return new(Enumerable.Range(0, count).Select(i => condition.Element(i) == 1 ? a.Element(i) : b.Element(i)));
    }

    public static Term Sum(Term a) => Of(a._values.Sum());

    public static Term Mean(Term a) => Of(a._values.Average());

    public static Term Largest(Term a) => Of(a._values.Max());

    public static Term Softmax(Term a) => Exp(a - Largest(a)) / Sum(Exp(a - Largest(a)));

    /// <summary>1 for a class of four.</summary>
    public static Term OneHot(Term label) => new(Enumerable.Range(0, 4).Select(c => c == label.Number ? 1.0 : 0));

    public static Term At(Term a, Term index) => Of(a._values[(int)index.Number]);

    private static double Density(double x) => Math.Exp(-x * x / 2) / Math.Sqrt(2 * Math.PI);

    private static Term Each(Term a, Func<double, double> f) => new(a._values.Select(f));

    private static Term Each(Term a, Term b, Func<double, double, double> f) =>
        new(Enumerable.Range(0, Math.Max(a._values.Length, b._values.Length)).Select(i => f(a.Element(i), b.Element(i))));

    private double Element(int i) => _values[_values.Length == 1 ? 0 : i];
}
