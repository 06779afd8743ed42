using Xunit;

namespace NetGen.Course.Tests;

/// <summary>What the lectures claim, of the lessons on units, losses and single layers.</summary>
public sealed class FirstLessonsTests
{
    [Fact]
    public void Neuron() => LessonNumbers.Of("neuron")
        .Is("K01 net_1", 11 + 120).Is("K01 net_2", 21 + 220)
        .Is("K02 at equality", 1).Is("K02 strictly above", 0)
        .Is("K03 and", 0001).Is("K03 or", 0111).Is("K03 not", 10)
        .Is("G01 outputs that differ", 0)
        .Is("G02 exclusive or", 0110)
        .AreAll();

    [Fact]
    public void Spikes() => LessonNumbers.Of("spikes")
        .Above("G03 spikes", 3).Below("G03 largest voltage", 1)
        .Is("K04 parts", 4)
        .Is("K05 below", 0).Above("K05 above", 3).Is("K05 negative", 0).Is("K05 both", 0)
        .Below("Y01 rate at -1", 0.05).Above("Y01 rate at the end", 0.8).Is("Y01 rates that fall", 0).Below("Y01 largest difference to the sigmoid", 0.15)
        .AreAll();

    [Fact]
    public void Perceptron() => LessonNumbers.Of("perceptron")
        .Is("K06 difference to a step of the network", 0, 1e-14)
        .Is("K07 right: change of w1", 0).Is("K07 right: change of w2", 0)
        .Is("K07 too high: change of w1", -1).Is("K07 too high: change of w2", 0.5)
        .Is("K07 too low: change of w1", 1).Is("K07 too low: change of w2", -0.5)
        .Is("K08 wrong at the end", 0).Is("K08 wrong at the end, rate 0.001", 0).Is("K08 wrong at the end, rate 1", 0).Is("K08 wrong at the end, rate 1000", 0)
        .Is("K08 epochs of the exclusive or without an error", 0)
        .Is("K09 best line of the grid", 3)
        .AreAll();

    [Fact]
    public void Logistic() => LessonNumbers.Of("logistic")
        .Is("G04 largest difference", 0, 1e-15)
        .Is("G05 perceptron right", 1).Is("G05 logistic regression right", 1).Is("G05 linear SVM right", 1)
        .Rises("G05 perceptron margin", "G05 logistic regression margin").Rises("G05 logistic regression margin", "G05 linear SVM margin", 1.2)
        .Is("K10 f off 0.5 along the line", 0, 1e-12)
        .AreAll();

    [Fact]
    public void Losses() => LessonNumbers.Of("losses")
        .Is("G06 hinge at -1", 2).Is("G06 cross-entropy at 0", Math.Log(2)).Is("G06 squared at 4", 4.5)
        .Is("K11 first loss", Math.Log(2)).Is("K11 steps that make it worse", 0)
        .Is("K12 log loss minus -ln likelihood", 0, 1e-13).Above("K12 places where the 0-1 loss is flat", 995).Is("K12 places where the log loss is not", 1000)
        .Is("G07 difference of the gradients", 0, 1e-15).Is("G07 three outputs minus ½Σ(y − t)²", 0, 1e-15)
        .AreAll();

    [Fact]
    public void Linear() => LessonNumbers.Of("linear")
        .Rises("Y02 linear in income, high", "Y02 linear in income, low", 1 - 1e-9).Below("Y02 linear in income, low", 0.05).Is("Y02 linear in income, high", 0.0426, 1e-3)
        .Rises("Y02 linear in ln income, high", "Y02 linear in ln income, low", 20).Rises("Y02 network, raw income, high", "Y02 network, raw income, low", 10)
        .Rises("Y03 linear in |temperature - 37|", "Y03 linear in temperature", 50).Rises("Y03 network, raw temperature", "Y03 linear in temperature", 50)
        .Rises("Y04 loans, linear in ln income", "Y04 loans, linear in income", 20).Rises("Y04 loans, network, raw income", "Y04 loans, linear in income", 20)
        .Below("Y04 fever, network over prepared", 1.3)
        .Is("G08 difference", 0, 1e-6)
        .AreAll();

    [Fact]
    public void Layers() => LessonNumbers.Of("layers")
        .Is("G09 values in order", 6).Is("G09 a cycle is ordered", 0).Above("G09 recurrent: change of the end by the first step", 1e-4)
        .Is("G10 parameters of layer2", (5 * 4) + 5)
        .Is("G11 composition minus network", 0, 1e-15).Is("K16 loop over layers minus network", 0, 1e-15).Is("K17 MM minus network", 0, 1e-15)
        .Is("Y05 rows minus network", 0, 1e-15).Is("Y05 columns, transposed, minus network", 0, 1e-15)
        .Is("K13 weights", 8).Is("K13 nested minus network", 0, 1e-15)
        .Is("K14 matrices minus network", 0, 1e-15).Is("K14 columns of h", 2)
        .Is("K15 parameters", 9).Is("K15 formula minus network", 0, 1e-15).Above("K15 bend of the boundary", 0.1)
        .AreAll();

    [Fact]
    public void Xor() => LessonNumbers.Of("xor")
        .Is("G12 wrong", 0)
        .Is("G13 logistic regression, loss over ln 2", 1, 1e-6).Is("G13 best line", 3).Above("G13 share of starts that learn it", 0.5)
        .Is("G14 sigma(1)", 0.7311, 5e-5).Is("G14 sigma(5)", 0.9933, 5e-5)
        .Is("G14 times 1, row 00", 0.42, 5e-3).Is("G14 times 1, row 01", 0.44, 5e-3)
        .Is("G14 times 5, row 00", 0.11, 5e-3).Is("G14 times 5, row 01", 0.85, 5e-3)
        .Is("G14 times 20, row 00", 0.00, 5e-3).Is("G14 times 20, row 01", 1.00, 5e-3)
        .Is("K18 rows right", 4)
        .AreAll();
}
