using Xunit;

namespace NetGen.Course.Tests;

/// <summary>What the lectures claim, of the lessons on gradients.</summary>
public sealed class GradientLessonsTests
{
    [Fact]
    public void Descent() => LessonNumbers.Of("descent")
        .Is("K24 one-sided, h = 1e-3", 4.2e-4, 1e-5).Is("K24 two-sided, h = 1e-3", 9e-8, 1e-9).Above("K24 two-sided, h = 1e-12 over 1e-5", 1e3).Is("K24 corner of |x|", 0)
        .Is("K24 walk that compares ends at", 2, 0.051)
        .Is("K25 end minus the least-squares solution", 0, 0.02).Above("K25 first step over the tenth", 3)
        .Below("K26 against the gradient", 1.02).Above("K26 with the gradient", 30)
        .Above("K27 too small", 1).Below("K27 good", 1e-12).Below("K27 jumps", 1).Above("K27 too large", 3)
        .Is("G29 dimensions", (2 * 8) + 8 + (8 * 8) + 8 + 8 + 1).Below("G29 best random direction over steepest", 0.6)
        .Is("G30 gradient of the mean minus mean of the gradients", 0, 1e-15)
        .AreAll();

    [Fact]
    public void Chain_rule() => LessonNumbers.Of("chain-rule")
        .Is("K28 slope at 5", 10).Is("K28 by differences", 10, 1e-8)
        .Is("K29 along x", 0.5).Is("K29 along y", 0.25).Is("K29 along x by differences", 0.5, 1e-10).Is("K29 along y by differences", 0.25, 1e-10)
        .Is("K30 generated minus rule", 0, 1e-15)
        .Is("G31 u bar minus v bar times dv/du", 0, 1e-15).Is("G31 x bar minus u bar times du/dx", 0, 1e-15)
        .Is("G32 slope at t = 1", 2.410479, 5e-7).Is("G32 by differences", 2.410479, 5e-7).Is("G32 generated minus rule", 0, 1e-14)
        .Is("G33 x bar minus y·e^(xy)", 0, 1e-15).Is("G33 y bar minus 1 + x·e^(xy)", 0, 1e-15).Is("G33 t bar minus the sum", 0, 1e-14)
        .Is("Y17 product minus generated", 0, 1e-15)
        .AreAll();

    [Fact]
    public void Graph() => LessonNumbers.Of("graph")
        .Is("G34 arrows", 3)
        .Is("Y18 values in a chain", 5).Is("Y18 a node comes before one that it feeds", 0)
        .Is("G35 tape minus generated", 0, 1e-15).Is("G35 shared: h bar minus the sum of two messages", 0, 1e-14)
        .Is("G36 tape minus differences", 0, 1e-9)
        .Is("K31 value of the loss minus the network's", 0, 1e-15).Is("K31 bar of the loss", 1)
        .AreAll();

    [Fact]
    public void Backprop() => LessonNumbers.Of("backprop")
        .Is("G37 z", 1.1).Is("G37 y", 0.750260, 5e-7).Is("G37 z bar", -0.046794, 5e-7).Is("G37 w bar", -0.093587, 5e-7).Is("G37 b bar", -0.046794, 5e-7).Is("G37 by hand minus generated", 0, 1e-15)
        .Is("G38 z", 1.1).Is("G38 y", 0.750260, 5e-7).Is("G38 z bar", -0.046794, 5e-7).Is("G38 w bar", -0.043587, 5e-7).Is("G38 b bar", -0.046794, 5e-7).Is("G38 by hand minus generated", 0, 1e-15)
        .Is("G39 loops minus generated", 0, 1e-15)
        .Is("K32 formula minus generated", 0, 1e-15).Is("K33 formula minus generated", 0, 1e-15).Is("K33 generated minus central differences", 0, 1e-8)
        .Is("K34 net top", 0.755).Is("K34 net bottom", 0.68).Is("K34 h top", 0.680267, 5e-7).Is("K34 h bottom", 0.663739, 5e-7).Is("K34 net out", 0.801445, 5e-7).Is("K34 y", 0.690283, 5e-7)
        .Is("K35 delta", 0.040681, 5e-7).Is("K35 w1", 0.272326, 5e-7).Is("K35 w2", 0.872998, 5e-7)
        .Is("K35 w1 as on the slide", 0.272392, 5e-7).Is("K35 w2 as on the slide", 0.87305, 5e-6).Is("K35 w1 with y = 0.69", 0.272364, 5e-7).Is("K35 w2 with y = 0.69", 0.873027, 5e-7)
        .Is("K36 top, from A", 0.099071, 5e-7).Is("K36 top, from B", 0.797611, 5e-7).Is("K36 bottom, from A", 0.397140, 5e-7).Is("K36 bottom, from B", 0.592646, 5e-7)
        .Is("K36 top, from A, wrong", 0.099157, 5e-7).Is("K36 top, from B, wrong", 0.797831, 5e-7).Is("K36 bottom, from A, wrong", 0.397226, 5e-7).Is("K36 bottom, from B, wrong", 0.592866, 5e-7)
        .Is("K37 y", 0.682019, 5e-7).Is("K37 y - t before", 0.190283, 5e-7).Is("K37 y - t", 0.182019, 5e-7).Is("K37 E before", 0.018104, 5e-7).Is("K37 E", 0.016565, 5e-7)
        .Is("Y19 rows of W1", 4).Is("Y19 columns of W2", 4).Is("Y19 penalty s minus the network's", 0, 1e-15)
        .Is("Y20 matrices minus generated", 0, 1e-15)
        .Above("Y21 forward passes of backpropagation", 2).Below("Y21 forward passes of backpropagation", 3).Is("Y21 forward passes of differences", 52)
        .Is("G40 SGD and Adam step from gradients that differ by", 0)
        .AreAll();
}
