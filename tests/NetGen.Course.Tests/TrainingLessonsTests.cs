using Xunit;

namespace NetGen.Course.Tests;

/// <summary>What the lectures claim, of the lessons on training.</summary>
public sealed class TrainingLessonsTests
{
    [Fact]
    public void Batch() => LessonNumbers.Of("batch")
        .Is("Y22 backward without forward is refused", 1).Is("Y22 gradient minus ȳ·hᵀ of the values kept", 0, 1e-15).Above("Y22 gradient minus ȳ·hᵀ of the step before", 1e-4)
        .Is("Y23 measured over counted", 1, 0.03).Is("Y23 examples' part of 128 over that of 64", 2, 0.03).Below("Y23 predicting over training, 1024 examples", 0.05)
        .AreAll();

    [Fact]
    public void Optimizers() => LessonNumbers.Of("optimizers")
        .Is("G41 largest difference of the gradients", 0).Is("G41 gradient by hand minus generated, x", 0, 1e-12).Is("G41 steps that differ", 4)
        .Rises("K38 Adam, Rosenbrock at the end", "K38 SGD, Rosenbrock at the end", 10).Below("K38 momentum, Rosenbrock at the end", 0.1).Below("K38 RMSProp, Rosenbrock at the end", 0.1).Below("K38 SGD, Rosenbrock at the end", 1)
        .Below("K38 SGD, Himmelblau at the end", 0.1).Below("K38 momentum, Himmelblau at the end", 0.1).Below("K38 RMSProp, Himmelblau at the end", 0.1).Below("K38 Adam, Himmelblau at the end", 0.1)
        .Rises("Y24 test error, batch 4", "Y24 test error, batch 128")
        .AreAll();

    [Fact]
    public void Exploding() => LessonNumbers.Of("exploding")
        .Below("Y25 small: first layer over last", 1e-4).Above("Y25 Xavier: first layer over last", 0.05).Below("Y25 Xavier: first layer over last", 20).Above("Y25 large: first layer over last", 10)
        .Is("Y25 product of matrices minus generated", 0, 1e-13).Below("Y25 recurrent, small: first step over last", 1e-10)
        .Is("Y26 median", 24.8, 0.3).Is("Y26 lower quarter", 23.6, 0.3).Is("Y26 upper quarter", 25.9, 0.3).Is("Y26 median of 100 matrices", 24.4, 0.3).Is("Y26 the slide's", 25.3962, 1e-4)
        .Below("Y27 second singular value over the first", 1e-3).Below("Y27 spread of the ratios", 1e-2)
        .Is("Y28 edge", 2.89, 5e-3).Below("Y28 share, 1 input", 0.05).Above("Y28 share, 784 inputs", 0.85).Is("Y28 0.25 to the tenth", 9.5e-7, 5e-9).Is("Y28 mean output of centred sums", 0.5, 0.02)
        .AreAll();

    [Fact]
    public void Init() => LessonNumbers.Of("init")
        .Is("Y29 sampled over formula, 10 inputs", 1, 0.02).Is("Y29 sampled over formula, 100 inputs", 1, 0.02).Is("Y29 sampled over formula, 784 inputs", 1, 0.02)
        .Is("Y30 Xavier", 0.043853, 5e-7).Is("Y30 Xavier, sampled", 0.043853, 2e-4).Is("Y30 forward", 784 * 2.0 / 1040, 0.03).Is("Y30 backward", 256 * 2.0 / 1040, 0.01)
        .Is("Y31 He", 0.050508, 5e-7).Is("Y31 He, sampled", 0.050508, 2e-4).Is("Y31 He: last over first", 1, 0.5).Below("Y31 Xavier: last over first", 0.01)
        .Is("Y32 zero, sigmoid", Math.Log(2), 1e-3).Is("Y32 zero, tanh", Math.Log(2), 1e-3).Is("Y32 zero, ReLU", Math.Log(2), 1e-3)
        .Is("Y32 small, 0.01, sigmoid", Math.Log(2), 1e-3).Is("Y32 small, 0.01, tanh", Math.Log(2), 1e-3).Is("Y32 small, 0.01, ReLU", Math.Log(2), 1e-3)
        .Is("Y32 Xavier, sigmoid", Math.Log(2), 1e-3).Is("Y32 He, sigmoid", Math.Log(2), 1e-3)
        .Below("Y32 Xavier, tanh", 0.05).Below("Y32 He, tanh", 0.05).Below("Y32 Xavier, ReLU", 0.05).Below("Y32 He, ReLU", 0.05)
        .Below("Y32 large, 3, sigmoid", 0.5).Above("Y32 large, 3, tanh", 0.3).Above("Y32 large, 3, ReLU", 0.3)
        .AreAll();

    [Fact]
    public void Dropout() => LessonNumbers.Of("dropout")
        .Is("Y33 mean, p = 0", 2).Is("Y33 mean, p = 0.5", 2, 0.03).Is("Y33 mean, p = 0.9", 2, 0.06)
        .Is("Y33 variance minus formula, p = 0", 0).Is("Y33 variance minus formula, p = 0.5", 0, 0.01).Is("Y33 variance minus formula, p = 0.9", 0, 1)
        .Is("Y33 largest value, p = 0", 2).Is("Y33 largest value, p = 0.5", 4).Is("Y33 largest value, p = 0.9", 20, 1e-12)
        .Is("Y33 predicted, p = 0", 2).Is("Y33 predicted, p = 0.5", 2).Is("Y33 predicted, p = 0.9", 2)
        .Is("Y34 parameters", 269_322).Rises("Y34 training loss without", "Y34 training loss with", 2).Rises("Y34 test loss with", "Y34 test loss without")
        .AreAll();

    [Fact]
    public void Mlp() => LessonNumbers.Of("mlp")
        .Is("Y35 parameters", 203_530).Is("Y35 largest difference of the losses", 0, 1e-13).Is("Y35 largest difference of the weights after", 0, 1e-14).Below("Y35 last loss over first", 0.95)
        .Is("Y36 tape minus generated", 0, 1e-14)
        .AreAll();

    [Fact]
    public void Double_descent() => LessonNumbers.Of("double-descent")
        .Is("Y37 p at the peak", 50).Above("Y37 test error at the peak over 400 features", 100).Above("Y37 test error at the peak over 10 features", 100).Below("Y37 400 features over the best below 50", 1)
        .Is("Y37 training error at p = 100", 0, 1e-15).Below("Y37 ridge: largest over smallest at the peak", 1.5)
        .Above("Y38 variance of features, p = 50 over 400", 100).Above("Y38 variance of data, p = 50 over 10", 100)
        .Below("Y39 smallest eigenvalue, p = 50 over 10", 0.01).Below("Y39 smallest eigenvalue, p = 50 over 400", 0.01).Above("Y39 correlation of log error and log inverse eigenvalue, p from 40 to 60", 0.9)
        .Is("Y39 zero eigenvalues at p = 40", 0).Is("Y39 zero eigenvalues at p = 100", 100 - 50).Is("Y39 zero eigenvalues at p = 400", 400 - 50)
        .AreAll();

    [Fact]
    public void Random_labels() => LessonNumbers.Of("random-labels")
        .Is("Y40 training accuracy, random labels, no decay", 1).Above("Y40 training accuracy, random labels, decay", 0.9).Is("Y40 training accuracy, true labels, no decay", 1).Above("Y40 training accuracy, true labels, decay", 0.99)
        .Is("Y40 test accuracy, random labels, no decay", 0.1, 0.05).Is("Y40 test accuracy, random labels, decay", 0.1, 0.05).Above("Y40 parameters for each example", 100)
        .Above("Y41 test accuracy, true labels, no decay", 0.6).Above("Y41 test accuracy, true labels, decay", 0.6)
        .Below("Y41 gap, true labels, no decay", 0.4).Below("Y41 gap, true labels, decay", 0.4).Above("Y41 gap, random labels, no decay", 0.8).Above("Y41 gap, random labels, decay", 0.8)
        .AreAll();
}
