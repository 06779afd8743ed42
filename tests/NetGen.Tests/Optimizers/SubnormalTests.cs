using Xunit;

namespace NetGen.Tests;

/// <summary>Averages of gradients that have become 0: they decay to subnormal numbers, which must neither move parameters nor hide what is not a number.</summary>
public sealed class SubnormalTests
{
    public static TheoryData<string> Kinds => ["Adam", "AdamW", "NAdam", "RAdam", "Adamax"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Parameters_rest_when_their_averages_have_become_subnormal(string kind)
    {
        Optimizer optimizer = Create(kind);
        float[] w = [1, -1, 1e-3f, -1e-3f], g = [1e-3f, -2e-3f, 1e-3f, 3e-3f];
        for (int step = 0; step < 10; step++)
            optimizer.Step(w, g);
        Array.Clear(g);
        for (int step = 0; step < 2000; step++)
            optimizer.Step(w, g);
        float[] before = [.. w];
        optimizer.Step(w, g);
        Assert.Equal(before, w);
        Assert.All(w, value => Assert.True(float.IsFinite(value)));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void What_is_not_a_number_stays_so(string kind)
    {
        float[] w = [1, 1, 1, 1], g = [float.NaN, 1, float.PositiveInfinity, 0];
        Create(kind).Step(w, g);
        Assert.True(float.IsNaN(w[0]));
        Assert.True(float.IsFinite(w[1]));
        Assert.False(float.IsFinite(w[2]));
        Assert.Equal(1, w[3]);
    }

    private static Optimizer Create(string kind) => kind switch
    {
        "Adam" => new Adam(1e-2),
        "AdamW" => new AdamW(1e-2, weightDecay: 0),
        "NAdam" => new NAdam(1e-2),
        "RAdam" => new RAdam(1e-2),
        _ => new Adamax(1e-2),
    };
}
