using Xunit;

namespace NetGen.Course.Tests;

/// <summary>What the lectures claim, of the lessons on what layers can represent and what they learn.</summary>
public sealed class MiddleLessonsTests
{
    [Fact]
    public void Activations() => LessonNumbers.Of("activations")
        .Is("G15 largest difference to the formulas", 0, 1e-15).Is("G15 soft ReLU at 1000", 1000).Is("G15 soft ReLU at -1000", 0)
        .Is("G16 largest difference to central differences", 0, 1e-9).Is("G16 tanh z minus (2σ(2z) - 1)", 0, 1e-15).Is("G16 slope of the hard threshold", 0)
        .Is("Y06 slope at 0", 0)
        .Is("Y07 ten active ReLUs", 1).Is("Y07 dead", 0).Below("Y07 ten sigmoids", 9.5e-7)
        .Is("Y08 slope at 0", 0.25).Is("Y08 slope at 8", 3.35e-4, 5e-7).Is("Y08 largest slope", 0.25)
        .Is("K19 tanh", 1).Below("K19 identity", 0.7)
        .AreAll();

    [Fact]
    public void Linear_collapse() => LessonNumbers.Of("linear-collapse")
        .Is("Y09 largest difference", 0, 1e-14)
        .Is("G17 largest difference", 0, 1e-14).Is("G17 loss minus that of least squares", 0, 1e-9).Is("G17 rank through one unit", 1).Above("G17 loss through one unit over least squares", 1.2)
        .Is("Y10 left without a bend", 0, 1e-12).Above("Y10 left with one ReLU", 0.1)
        .AreAll();

    [Fact]
    public void Universal() => LessonNumbers.Of("universal")
        .Is("G18 line by a network", 0, 1e-14).Above("G18 network by a line", 1)
        .Below("G19 threshold: error of 128 units", 0.1).Below("G19 threshold: of 128 over 8", 0.1)
        .Below("K20 sigmoid: error of 128 units", 0.01).Below("K20 sigmoid: of 128 over 8", 0.1)
        .Below("Y11 ReLU: error of 128 units", 0.01).Below("Y11 ReLU: of 128 over 8", 0.1)
        .Rises("K21 train error, 6 units", "K21 train error, 3 units").Is("K21 train error, 20 units", 0)
        .Rises("K21 test error, 6 units", "K21 test error, 3 units").Rises("K21 test error, 6 units", "K21 test error, 20 units")
        .Rises("G20 units for 1 waves", "G20 units for 2 waves").Rises("G20 units for 2 waves", "G20 units for 4 waves").Rises("G20 units for 4 waves", "G20 units for 8 waves")
        .Above("G20 loss of the run that sticks", 0.2)
        .AreAll();

    [Fact]
    public void Depth() => LessonNumbers.Of("depth")
        .Is("Y12 pieces of 1 folds", 2).Is("Y12 pieces of 2 folds", 4).Is("Y12 pieces of 3 folds", 8).Is("Y12 pieces of 4 folds", 16).Is("Y12 pieces of 5 folds", 32)
        .Is("Y12 network of five folds minus g five times", 0).Is("Y12 one layer minus five folds", 0, 1e-12).Is("Y12 corners of a layer of 32 units", 31)
        .Is("K22 parameters, deep", 477).Is("K22 parameters, wide", 477).Rises("K22 loss, deep", "K22 loss, wide", 2).Above("K22 test accuracy, deep", 0.95).Above("K22 test accuracy, wide", 0.5)
        .AreAll();

    [Fact]
    public void Features() => LessonNumbers.Of("features")
        .Is("G21 weights of a unit", 28 * 28).Is("G21 w·x + b minus the network's", 0, 1e-12)
        .Below("G22 accuracy before", 0.3).Above("G22 accuracy after", 0.75).Is("G22 neighbours before", 0, 0.05).Above("G22 neighbours after", 0.3)
        .AreAll();

    [Fact]
    public void Hidden_space() => LessonNumbers.Of("hidden-space")
        .Is("G23 refitted minus the network's loss", 0, 1e-6).Is("G23 regression, refitted over the network's loss", 1, 0.01)
        .Below("G24 accuracy of a line in x", 0.7).Is("G24 accuracy of a plane in h", 1)
        .AreAll();

    [Fact]
    public void Kernels() => LessonNumbers.Of("kernels")
        .Below("K23 frozen, scale 0.5", 0.7).Rises("K23 frozen, scale 0.5", "K23 frozen, scale 4", 1.2).Rises("K23 frozen, scale 1", "K23 frozen, scale 4", 1.1).Rises("K23 frozen, scale 2", "K23 learned, scale 2")
        .Above("K23 learned, scale 0.5", 0.9).Above("K23 learned, scale 1", 0.9).Above("K23 learned, scale 4", 0.9)
        .Is("G25 monomials, circles", 1).Below("G25 monomials, spirals", 0.9)
        .AreAll();

    [Fact]
    public void Overfitting() => LessonNumbers.Of("overfitting")
        .Above("G26 largest error, degree 1", 0.1).Above("G26 largest error, degree 3", 0.1).Above("G26 largest error, degree 5", 0.1)
        .Is("G26 largest error, degree 7", 0, 1e-10).Is("G26 a second fit of degree 8, largest error", 0, 1e-10).Above("G26 the two fits differ by", 0.1)
        .Is("G27 training loss without", 0, 1e-6).Rises("G27 validation loss at best", "G27 validation loss without", 1.5).Rises("G27 validation loss at best", "G27 validation loss with too much", 1.5)
        .Is("Y14 penalty minus half λ times the squares", 0, 1e-11).Is("Y14 largest difference to λW", 0, 1e-12)
        .Rises("Y13 early stopping", "Y13 nothing", 1.2).Rises("Y13 weight decay", "Y13 nothing", 1.2).Rises("Y13 dropout", "Y13 nothing", 1.1).Rises("Y13 noise", "Y13 nothing", 1.2)
        .Rises("Y15 early stopping", "Y15 nothing", 1.5).Rises("Y15 weight decay", "Y15 nothing", 1.5).Rises("Y15 dropout", "Y15 nothing", 1.2).Rises("Y15 noise", "Y15 nothing", 1.5)
        .Below("G28 best step over the last", 0.5).Below("G28 training loss at the end over that of the best step", 0.5)
        .Is("Y16 ridge minus exact noise", 0, 1e-12).Is("Y16 ridge minus normal noise", 0, 0.05).Above("Y16 ridge minus least squares", 0.1)
        .AreAll();
}
