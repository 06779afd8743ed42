using Xunit;

namespace NetGen.Course.Tests;

/// <summary>What the lectures claim, of the lessons on architectures.</summary>
public sealed class ArchitectureLessonsTests
{
    [Fact]
    public void Residual() => LessonNumbers.Of("residual")
        .Is("K39 by hand minus generated", 0, 1e-14)
        .Is("K40 ReLU: values that differ from z", 0).Is("K40 sigmoid: values that differ from z + 0.5", 0)
        .Rises("K41 gradient, plain 10", "K41 gradient, plain 2", 10).Below("K41 gradient, plain 50", 1e-10)
        .Above("K41 gradient, residual 2", 0.01).Above("K41 gradient, residual 10", 0.01).Above("K41 gradient, residual 50", 0.01)
        .Below("K41 loss, plain 2", 0.5).Below("K41 loss, plain 10", 0.5).Is("K41 loss, plain 50", Math.Log(2), 1e-2)
        .Below("K41 loss, residual 2", 0.5).Below("K41 loss, residual 10", 0.1).Below("K41 loss, residual 50", 0.1)
        .AreAll();

    [Fact]
    public void Layer_norm() => LessonNumbers.Of("layer-norm")
        .Is("K42 by hand minus generated", 0, 1e-15).Is("K42 mean", 0, 1e-15).Is("K42 deviation", 1, 1e-15)
        .Is("K43 mean", 5, 1e-14).Is("K43 deviation", 3, 1e-14).Is("K43 parameters", 12)
        .Is("K44 difference, α = 7", 0, 2e-15).Is("K44 sum, α = -2", 0, 2e-15).Is("K44 difference with ε = 1e-5", 0, 1e-4).Above("K44 difference with ε = 1e-5", 1e-7)
        .Is("K45 layer norms in the course's transformer", 3)
        .AreAll();

    [Fact]
    public void Convolution() => LessonNumbers.Of("convolution")
        .Is("K46 by hand minus layer", 0, 1e-14)
        .Is("K47 edges, dense", 25).Is("K47 parameters, dense", 25).Is("K47 edges, convolution", 13).Is("K47 parameters, convolution", 3)
        .Is("K48 on the patch", 6600).Is("K48 elsewhere", 0).Is("K48 flipped", 3600)
        .Is("K48 map at the slide's place", 6600).Is("K48 rows from there to the peak", 1).Is("K48 columns from there to the peak", 0)
        .Is("K49 flat patch", 9000).Is("K49 flat patch, filter minus its mean", 0, 1e-11).Above("K49 back, filter minus its mean", 4000)
        .AreAll();

    [Fact]
    public void Outlook() => LessonNumbers.Of("outlook")
        .Above("G42 CNN, test accuracy", 0.7).Below("G42 RNN, error of 40 steps", 0.3)
        .Above("G42 GAN, off the circle before", 0.3).Below("G42 GAN, off the circle after", 0.25)
        .Above("G42 transformer, digits right", 0.9).Above("G42 transformer, looks at the mirrored place", 0.9)
        .AreAll();

    [Fact]
    public void History() => LessonNumbers.Of("history")
        .Is("K50 1943: wave", 1).Is("K50 1958: wave", 1).Is("K50 1969: wave", 1).Is("K50 1986: wave", 2).Is("K50 2006: wave", 3).Is("K50 2012: wave", 3).Is("K50 events", 6)
        .Is("K50 longest standstill, years", 1986 - 1969).Is("K50 the unit of 1943 on (1, 1)", 1)
        .Is("Y42 1989: wave", 2).Is("Y42 1995: wave", 2).Is("Y42 2010: wave", 3).Is("Y42 2019: wave", 3).Is("Y42 2021: wave", 3).Is("Y42 events", 5)
        .AreAll();
}
