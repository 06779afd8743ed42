using System.Reflection;
using Microsoft.CodeAnalysis;
using NetGen.Generators.Diagnostics;
using NetGen.Generators.Tests.Harness;

namespace NetGen.Generators.Tests;

/// <summary>
/// A wrong architecture is one error, the analyzer's: the generator still writes the public surface, so that code that uses
/// the network compiles, and each member throws what is wrong.
/// </summary>
public class WrongArchitectureTests
{
    /// <summary>Code that calls everything the contract promises of a network with class labels.</summary>
    private const string User = """

        public static class User
        {
            public static void Use()
            {
                Net net = new(seed: 42);
                net.Predict(new float[4], new float[2]);
                net.PredictProbabilities(new float[4], new float[2]);
                net.PredictLabels(new float[4], new int[2]);
                float[] y = net.Predict(new float[4]);
                Workspace<float> workspace = net.CreateWorkspace(batchCapacity: 64, inputGradients: true, parameterGradients: false);
                System.ReadOnlySpan<float> outputs = net.Forward(workspace, y);
                net.Forward(workspace, outputs, training: false);
                float cost = net.Loss(workspace, default) + net.Loss(workspace, default, y);
                net.Backward(workspace);
                net.Backward(workspace, y);
                new SGD(cost).Step(net.Parameters, workspace.Gradients);
                net.GetParameter("dense1.weight", y);
                net.SetParameter("dense1.weight", y);
                net.GetGradient(workspace, "dense1.weight", y);
                net.GetOutput(workspace, "h1", y);
                net.GetOutputGradient(workspace, "h1", y);
                net.CopyParametersTo(y);
                net.CopyParametersFrom(y);
                net.SetRate("dropout1", 0.1);
                double l2 = net.L2Rate;
                net.L2Rate = l2;
                net.Evaluate(y, default);
                net.CheckGradients(workspace, y, default, samples: 10, seed: 1);
                net.CopyFrom(net.Clone());
                System.Console.WriteLine($"{Net.Description} {Net.InputSize} {Net.OutputSize} {Net.ParameterCount}");
                Generic<Net, float, int>(net);
            }

            private static void Generic<TNetwork, T, TTarget>(TNetwork network)
                where TNetwork : class, ITrainableNetwork<TNetwork, T, TTarget>
                where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
                where TTarget : unmanaged
            {
                TNetwork.Create(1).CopyFrom(network);
            }
        }
        """;

    /// <summary>For every rule that leaves something to generate: its id, how the message goes on, and a network that breaks it.</summary>
    public static TheoryData<string, string, string> Broken => new()
    {
        { "NG0003", "Net has no [Input]", "[Network] [Dense(2)] [SoftmaxCrossEntropy]" },
        { "NG0028", "[Dense] needs Net.InputSize, which cannot be computed: it depends on itself: Net, which needs Net", "[Network] [Input(4)] [Dense(Net.InputSize)] [SoftmaxCrossEntropy]" },
        { "NG0003", "Net has no [Input]", "[Network] [SoftmaxCrossEntropy]" },
        { "NG0003", "Net has no [Input]", "[Network] [Input] [Dense(2)] [SoftmaxCrossEntropy]" },
        { "NG0004", "Net has no layer", "[Network] [Input(4)] [SoftmaxCrossEntropy]" },
        { "NG0005", "The number of outputs of dense1 must be at least 1, not 0", "[Network] [Input(4)] [Dense(0)] [SoftmaxCrossEntropy]" },
        { "NG0005", "The number of outputs of dense1 must be at least 1, not -3", "[Network] [Input(4)] [Dense(-3)] [SoftmaxCrossEntropy]" },
        { "NG0005", "Every axis of [Input] must be at least 1, not 0", "[Network] [Input(0)] [Dense(2)] [SoftmaxCrossEntropy]" },
        { "NG0005", "Every axis of [Input] must be at least 1, not -2147483648", "[Network] [Input(int.MinValue)] [Dense(2)] [SoftmaxCrossEntropy]" },
        { "NG0006", "dropout1: the rate must be at least 0 and less than 1, not 1", "[Network] [Input(4)] [Dense(2), Dropout(1)] [SoftmaxCrossEntropy]" },
        { "NG0006", "dropout1: the rate must be at least 0 and less than 1, not NaN", "[Network] [Input(4)] [Dense(2), Dropout(double.NaN)] [SoftmaxCrossEntropy]" },
        { "NG0017", "batchNorm1: Epsilon must be a finite number of at least 0, not NaN", "[Network] [Input(4)] [Dense(2), BatchNorm(Epsilon = double.NaN)] [SoftmaxCrossEntropy]" },
        { "NG0017", "batchNorm1: Momentum must be from 0 to 1, not 1.5", "[Network] [Input(4)] [Dense(2), BatchNorm(Momentum = 1.5)] [SoftmaxCrossEntropy]" },
        { "NG0017", "gaussianNoise1: the standard deviation must be a finite number of at least 0, not -1", "[Network] [Input(4)] [GaussianNoise(-1), Dense(2)] [SoftmaxCrossEntropy]" },
        { "NG0009", "[Normalization] stands in the wrong place", "[Network] [Input(4)] [Dense(2), Normalization] [SoftmaxCrossEntropy]" },
        { "NG0017", "layerNorm1: Epsilon must be a finite number of at least 0, not -1", "[Network] [Input(4)] [Dense(2), LayerNorm(Epsilon = -1)] [SoftmaxCrossEntropy]" },
        { "NG0017", "rmsNorm1: Epsilon must be a finite number of at least 0, not NaN", "[Network] [Input(4)] [Dense(2), RMSNorm(Epsilon = double.NaN)] [SoftmaxCrossEntropy]" },
        { "NG0041", "[Input<long>]: tokens are int", "[Network] [Input<long>(4)] [Embedding(9, 2), Flatten, Dense(2)] [SoftmaxCrossEntropy]" },
        { "NG0042", "dense1 takes numbers, but 'input' is 4 tokens", "[Network] [Input<int>(4)] [Dense(2)] [SoftmaxCrossEntropy]" },
        { "NG0042", "The output of a network takes numbers, but 'slice1' is 2 tokens", "[Network] [Input<int>(4)] [Slice(0, 2)] [SoftmaxCrossEntropy]" },
        { "NG0017", "[Input<int>]: the number of axes must be 1, the tokens of an example, not 2 (4x3)", "[Network] [Input<int>(4, 3)] [Embedding(9, 2), Flatten, Dense(2)] [SoftmaxCrossEntropy]" },
        { "NG0017", "[Input<int>]: Padding must be a token, from 0 to 8, not 9", "[Network] [Input<int>(4, Padding = 9)] [Embedding(9, 2), Flatten, Dense(2)] [SoftmaxCrossEntropy]" },
        { "NG0017", "[Input]: Padding must be a finite number of the network's precision, not NaN", "[Network] [Input(4, 3, Padding = double.NaN)] [Dense(2)] [SoftmaxCrossEntropy]" },
        { "NG0017", "[Input]: Padding must be a finite number of the network's precision, not 1E+300", "[Network] [Input(4, 3, Padding = 1e300)] [Dense(2)] [SoftmaxCrossEntropy]" },
        { "NG0043", "[Input] cannot have Padding with the shape 4", "[Network] [Input(4, Padding = 0)] [Dense(2)] [SoftmaxCrossEntropy]" },
        { "NG0044", "add1 combines values whose examples end at different steps: b (4x3) and a (4x3)", """[Network] [Input(4, 3, Name = "a", Padding = 0)] [Input(4, 3, Name = "b", Padding = 0)] [Add("a", From = "b"), Dense(2)] [SoftmaxCrossEntropy]""" },
        { "NG0045", "embedding1 takes tokens, but input is numbers of the shape 4", "[Network] [Input(4)] [Embedding(9, 2), Flatten, Dense(2)] [SoftmaxCrossEntropy]" },
        { "NG0017", "embedding1: the number of tokens must be at most 16777216 in single precision, not 16777217", "[Network] [Input<int>(4)] [Embedding(16777217, 2), Flatten, Dense(2)] [SoftmaxCrossEntropy]" },
        { "NG0005", "The dimension of embedding1 must be at least 1, not 0", "[Network] [Input<int>(4)] [Embedding(9, 0), Flatten, Dense(2)] [SoftmaxCrossEntropy]" },
        { "NG0010", "positionalEmbedding1 takes an input with two axes, steps and features, but it comes as 4", "[Network] [Input(4)] [PositionalEmbedding, Dense(2)] [SoftmaxCrossEntropy]" },
        { "NG0034", "dense2 cannot share the parameters of 'tokens'", """[Network] [Input<int>(4)] [Embedding(9, 3, Name = "tokens"), Flatten, Dense(2), Dense(9, Tie = "tokens")] [SoftmaxCrossEntropy]""" },
        { "NG0017", "softmaxCrossEntropy: IgnoreLabel must be left out where targets are probabilities, not -1", "[Network] [Input(4)] [Dense(2)] [SoftmaxCrossEntropy(Targets = Targets.Probabilities, IgnoreLabel = -1)]" },
        { "NG0005", "The number of heads of multiHeadAttention1 must be at least 1, not 0", "[Network] [Input(4, 6)] [MultiHeadAttention(0), Flatten, Dense(2)] [SoftmaxCrossEntropy]" },
        { "NG0010", "multiHeadAttention1 takes an input with two axes (steps, features), but it comes as 4", "[Network] [Input(4)] [MultiHeadAttention(2), Dense(2)] [SoftmaxCrossEntropy]" },
        { "NG0010", "multiHeadAttention1, Context = a takes an input with two axes (steps, features), but it comes as 24", "[Network] [Input(4, 6)] [Flatten(Name = \"a\"), Reshape(6, 4), MultiHeadAttention(2, Context = \"a\"), Flatten, Dense(2)] [SoftmaxCrossEntropy]" },
        { "NG0017", "multiHeadAttention1: the number of heads must be a divisor of the 6 features of its input, not 4", "[Network] [Input(4, 6)] [MultiHeadAttention(4), Flatten, Dense(2)] [SoftmaxCrossEntropy]" },
        { "NG0017", "multiHeadAttention1: KeyValueHeads must be a divisor of its 6 heads, not 4", "[Network] [Input(4, 6)] [MultiHeadAttention(6, KeyValueHeads = 4), Flatten, Dense(2)] [SoftmaxCrossEntropy]" },
        { "NG0017", "multiHeadAttention1: KeyValueHeads must be a divisor of its 6 heads, not -1", "[Network] [Input(4, 6)] [MultiHeadAttention(6, KeyValueHeads = -1), Flatten, Dense(2)] [SoftmaxCrossEntropy]" },
        { "NG0017", "multiHeadAttention1: the width of a head must be even with Rotary, which turns pairs of elements, not 3: 6 features for 2 heads", "[Network] [Input(4, 6)] [MultiHeadAttention(2, Rotary = true), Flatten, Dense(2)] [SoftmaxCrossEntropy]" },
        { "NG0017", "multiHeadAttention1: Causal must be left out with a Context, for the steps of a are not those of its input, not true", "[Network] [Input(4, 6)] [Dense(6, Name = \"a\"), MultiHeadAttention(2, Context = \"a\", Causal = true), Flatten, Dense(2)] [SoftmaxCrossEntropy]" },
        { "NG0018", "[MultiHeadAttention] refers to 'b', which no input or layer before it is named", "[Network] [Input(4, 6)] [MultiHeadAttention(2, Context = \"b\"), Flatten, Dense(2)] [SoftmaxCrossEntropy]" },
        { "NG0007", "[Mine] is not supported yet", "[Network] [Input(4)] [Mine] [SoftmaxCrossEntropy]" },
        { "NG0008", "The name 'a' is used twice", "[Network] [Input(4)] [Dense(2, Name = \"a\")] [Dense(2, Name = \"a\")] [SoftmaxCrossEntropy]" },
        { "NG0008", "The name 'input' is used twice", "[Network] [Input(4)] [Dense(2, Name = \"input\")] [SoftmaxCrossEntropy]" },
        { "NG0009", "[Dense] stands in the wrong place", "[Network] [Input(4)] [SoftmaxCrossEntropy] [Dense(2)]" },
        { "NG0009", "[Input] stands in the wrong place", "[Network] [Dense(2)] [Input(4)] [SoftmaxCrossEntropy]" },
        { "NG0010", "softmaxCrossEntropy takes an input with one axis, the classes, or two, steps and classes (a label belongs to a whole example", "[Network] [Input(2, 2, 2)] [Dense(3)] [SoftmaxCrossEntropy]" },
        { "NG0010", "negativeLogLikelihood takes an input with one axis, the classes, or two", "[Network] [Input(2, 2, 2)] [LogSoftmax] [NegativeLogLikelihood]" },
        { "NG0011", "Net has attributes on several partial declarations", "[Network] [Input(4)] [Dense(2)] partial class Net; [SoftmaxCrossEntropy]" },
        { "NG0012", "NoTraits carries no [Derivative]", "[Network] [Input(4)] [Dense(2), NoTraits] [SoftmaxCrossEntropy]" },
        { "NG0013", "softmaxCrossEntropy compares classes", "[Network] [Input(4)] [Dense(1)] [SoftmaxCrossEntropy]" },
        { "NG0014", "[Input] has", "[Network] [Input(int.MaxValue)] [Dense(2)] [SoftmaxCrossEntropy]" },
        { "NG0014", "[Input] has", "[Network] [Input(int.MaxValue, int.MaxValue, int.MaxValue)] [Dense(2)] [SoftmaxCrossEntropy]" },
        { "NG0014", "dense1 has 2,147,483,647 elements", "[Network] [Input(4)] [Dense(int.MaxValue)] [SoftmaxCrossEntropy]" },
        { "NG0014", "The weight of dense1 has", "[Network] [Input(100000)] [Dense(100000)] [SoftmaxCrossEntropy]" },
        { "NG0014", "Net has", "[Network] [Input(40000)] [Dense(40000)] [Dense(40000)] [SoftmaxCrossEntropy]" },
        { "NG0015", "[Network<int>]: the precision must be float or double", "[Network<int>] [Input(4)] [Dense(2)] [SoftmaxCrossEntropy]" },
        { "NG0016", "'1a' is no name", "[Network] [Input(4)] [Dense(2, Name = \"1a\")] [SoftmaxCrossEntropy]" },
        { "NG0016", "'a\"b\\c\nd\u2028{T}{body}' is no name", "[Network] [Input(4, Name = \"a\\\"b\\\\c\\nd\\u2028{T}{body}\")] [Dense(2)] [SoftmaxCrossEntropy]" },
        { "NG0016", "'' is no name", "[Network] [Input(4)] [Dense(2, Name = \"\")] [SoftmaxCrossEntropy]" },
        { "NG0017", "L2: the rate must be a finite number of at least 0, not -1", "[Network] [Input(4)] [Dense(2)] [L2(-1)] [SoftmaxCrossEntropy]" },
        { "NG0017", "dense1: InitScale must be a finite number, not NaN", "[Network] [Input(4)] [Dense(2, InitScale = double.NaN)] [SoftmaxCrossEntropy]" },
        { "NG0017", "dense1: Init must be a value of the enumeration Init, not 77", "[Network] [Input(4)] [Dense(2, Init = (Init)77)] [SoftmaxCrossEntropy]" },
        { "NG0017", "ELU: Alpha must be at least 0, not -0.5", "[Network] [Input(4)] [Dense(2), ELU(Alpha = -0.5)] [SoftmaxCrossEntropy]" },
        { "NG0017", "ELU: Alpha must be at least 0, not NaN", "[Network] [Input(4)] [Dense(2), ELU(double.NaN)] [SoftmaxCrossEntropy]" },
        { "NG0017", "multiMargin: Power must be 1 or 2, not 3", "[Network] [Input(4)] [Dense(2)] [MultiMargin(Power = 3)]" },
        { "NG0017", "multiMargin: Margin must be a finite number, not", "[Network] [Input(4)] [Dense(2)] [MultiMargin(Margin = double.PositiveInfinity)]" },
        { "NG0017", "BinaryCrossEntropy: Reduction must be a value of the enumeration Reduction, not 7", "[Network] [Input(4)] [Dense(2)] [BinaryCrossEntropy(Reduction = (Reduction)7)]" },
        { "NG0017", "softmaxCrossEntropy: Targets must be a value of the enumeration Targets, not 5", "[Network] [Input(4)] [Dense(2)] [SoftmaxCrossEntropy(Targets = (Targets)5)]" },
        { "NG0017", "LeakyReLU: Slope must be a finite number, not NaN", "[Network] [Input(4)] [Dense(2), LeakyReLU(Slope = double.NaN)] [SoftmaxCrossEntropy]" },
        { "NG0017", "Scale: Factor must be a finite number, not", "[Network] [Input(4)] [Dense(2), Scale(double.PositiveInfinity)] [SoftmaxCrossEntropy]" },
        { "NG0017", "Scale: Offset must be a finite number, not NaN", "[Network] [Input(4)] [Dense(2), Scale(2, Offset = double.NaN)] [SoftmaxCrossEntropy]" },
        { "NG0017", "focal: Gamma must be a finite number of at least 0, not -1", "[Network] [Input(4)] [Dense(2)] [Focal(-1)]" },
        { "NG0013", "focal compares classes, but the value before it has the shape 1", "[Network] [Input(4)] [Dense(1)] [Focal(2)]" },
        { "NG0017", "quantile: the number of quantiles must be 2, one for each output on the last axis of 2, not 3", "[Network] [Input(4)] [Dense(2)] [Quantile(0.1, 0.5, 0.9)]" },
        { "NG0017", "quantile: a quantile must be greater than 0 and less than 1, not 1", "[Network] [Input(4)] [Dense(2)] [Quantile(0.5, 1)]" },
        { "NG0017", "quantile: the number of quantiles must be 2, one for each output on the last axis of 2, not 0", "[Network] [Input(4)] [Dense(2)] [Quantile]" },
        { "NG0010", "cosineDistance takes an input with one axis, the features, or two, steps and features (put [Flatten] before the loss), but it comes as 2x3x4", "[Network] [Input(2, 3, 4)] [Tanh] [CosineDistance]" },
        { "NG0017", "gaussianNLL: LogVariance must be the name of a value, not left out", "[Network] [Input(4)] [Dense(2)] [GaussianNLL]" },
        { "NG0018", "[GaussianNLL] refers to 'variance', which no input or layer before it is named", """[Network] [Input(4)] [Dense(2)] [GaussianNLL(LogVariance = "variance")]""" },
        { "NG0032", "gaussianNLL combines values of different shapes: dense2 is 3, but v is 2", """[Network] [Input(4)] [Dense(2, Name = "v"), Tanh, Dense(3)] [GaussianNLL(LogVariance = "v")]""" },
        { "NG0017", "gaussianKL: From must be left out, for Mean and LogVariance name what it reads, not m", """[Network] [Input(4)] [Dense(2, Name = "m"), Tanh, Dense(2, Name = "v")] [SoftmaxCrossEntropy] [GaussianKL(From = "m", Mean = "m", LogVariance = "v")]""" },
        { "NG0017", "gaussianKL: Mean must be the name of a value, not left out", """[Network] [Input(4)] [Dense(2, Name = "v")] [SoftmaxCrossEntropy] [GaussianKL(LogVariance = "v")]""" },
        { "NG0017", "tripletMargin: Positive must be a value of its own, not 'a' again", """[Network] [Input(4)] [Dense(2, Name = "a")] [SoftmaxCrossEntropy] [TripletMargin(Anchor = "a", Positive = "a", Negative = "a")]""" },
        { "NG0017", "tripletMargin: Margin must be a finite number of at least 0, not NaN", """[Network] [Input(4)] [Dense(2, Name = "a"), Tanh(Name = "p"), Dense(2, Name = "n")] [SoftmaxCrossEntropy] [TripletMargin(Anchor = "a", Positive = "p", Negative = "n", Margin = double.NaN)]""" },
        { "NG0017", "HardTanh: Max must be a finite number, not NaN", "[Network] [Input(4)] [Dense(2), HardTanh(Max = double.NaN)] [SoftmaxCrossEntropy]" },
        { "NG0017", "Huber: Delta must be greater than 0, not 0", "[Network] [Input(4)] [Dense(2)] [Huber(0)]" },
        { "NG0017", "softmaxCrossEntropy: LabelSmoothing must be at least 0 and at most 1, not 1.5", "[Network] [Input(4)] [Dense(2)] [SoftmaxCrossEntropy(LabelSmoothing = 1.5)]" },
        { "NG0017", "softmaxCrossEntropy: ClassWeights must be 2 numbers of at least 0, one for each output, not 3 of them", "[Network] [Input(4)] [Dense(2)] [SoftmaxCrossEntropy(ClassWeights = new double[] { 1, 2, 3 })]" },
        { "NG0017", "softmaxCrossEntropy: ClassWeights must be greater than 0 for one output at least, not 0 for all", "[Network] [Input(4)] [Dense(2)] [SoftmaxCrossEntropy(ClassWeights = new double[] { 0, 0 })]" },
        { "NG0017", "hardTanh1: Max must be greater than Min, 2, not 1", "[Network] [Input(4)] [Dense(2), HardTanh(Min = 2, Max = 1), Dense(2)] [SoftmaxCrossEntropy]" },
        { "NG0017", "hardTanh1: Max must be greater than Min, 1, not 1", "[Network] [Input(4)] [Dense(2), HardTanh(1, 1), Dense(2)] [SoftmaxCrossEntropy]" },
        { "NG0017", "negativeLogLikelihood: ClassWeights must be 2 numbers of at least 0, one for each output, not -1", "[Network] [Input(4)] [Dense(2)] [NegativeLogLikelihood(ClassWeights = new double[] { 1, -1 })]" },
        { "NG0017", "binaryCrossEntropy: PositiveWeight must be one number, or 3 numbers of at least 0, one for each output, not 2 of them", "[Network] [Input(4)] [Dense(3)] [BinaryCrossEntropy(PositiveWeight = new double[] { 1, 2 })]" },
        { "NG0017", "binaryCrossEntropy: ClassWeights must be 1 numbers of at least 0, one for each output, not NaN", "[Network] [Input(4)] [Dense(1)] [BinaryCrossEntropy(ClassWeights = new[] { double.NaN })]" },
        { "NG0013", "negativeLogLikelihood compares classes", "[Network] [Input(4)] [Dense(1)] [NegativeLogLikelihood]" },
        { "NG0040", "[PerceptronRule] needs [HardThreshold] just before it, not [Dense]", "[Network] [Input(4)] [Dense(1)] [PerceptronRule]" },
        { "NG0018", "[Dense] refers to 'nowhere'", "[Network] [Input(4)] [Dense(2, From = \"nowhere\")] [SoftmaxCrossEntropy]" },
        { "NG0019", "Net is declared a network twice", "[Network] [Network<double>] [Input(4)] [Dense(2)] [SoftmaxCrossEntropy]" },
        { "NG0009", "[Input] stands in the wrong place: B is a block", "[Block] [Input(4)] [Dense(4)] class B; [Network] [Input(4)] [Residual<B>] [SoftmaxCrossEntropy]" },
        { "NG0017", "[Add]: the number of names must be at least 1, not 0", "[Network] [Input(4)] [Dense(4), Add] [SoftmaxCrossEntropy]" },
        { "NG0017", "slice1: the part must be within the last axis of 4, which has 4 elements, not 2 to 5", "[Network] [Input(4)] [Slice(2, 4)] [SoftmaxCrossEntropy]" },
        { "NG0017", "sum1: the axis must be from 0 to 1, or from the end, -1 to -2, for 4x3, not 2", "[Network] [Input(4, 3)] [Sum(2), Dense(2)] [SoftmaxCrossEntropy]" },
        { "NG0017", "max1: the axis must be from 0 to 0, or from the end, -1 to -1, for 4, not -2", "[Network] [Input(4)] [Max(-2), Dense(2)] [SoftmaxCrossEntropy]" },
        { "NG0010", "transpose1 takes an input with two axes, but it comes as 4", "[Network] [Input(4)] [Transpose, Dense(2)] [SoftmaxCrossEntropy]" },
        { "NG0032", "subtract1 combines values of different shapes: dense1 is 3, but input is 4", "[Network] [Input(4)] [Dense(3), Subtract(\"input\")] [SoftmaxCrossEntropy]" },
        { "NG0018", "[Subtract] refers to ''", "[Network] [Input(4)] [Dense(4), Subtract(null!)] [SoftmaxCrossEntropy]" },
        { "NG0036", "[Subtract] follows several inputs: say From", "[Network] [Input(4, Name = \"a\")] [Input(3, Name = \"b\")] [Subtract(\"a\"), Dense(2)] [SoftmaxCrossEntropy]" },
        { "NG0018", "[MatMul] refers to 'nowhere'", "[Network] [Input(4, 4)] [MatMul(\"nowhere\")] [SoftmaxCrossEntropy]" },
        { "NG0017", "matMul1: input must be of two axes, the first of them 3, as dense1 is 4x3, not 4x5", "[Network] [Input(4, 5)] [Dense(3), MatMul(\"input\"), Flatten, Dense(2)] [SoftmaxCrossEntropy]" },
        { "NG0010", "matMul1 takes an input with two axes, but it comes as 4", "[Network] [Input(4)] [MatMul(\"input\"), Dense(2)] [SoftmaxCrossEntropy]" },
        { "NG0018", "[Add] refers to 'later'", "[Network] [Input(4)] [Dense(4), Add(\"later\"), Dense(4, Name = \"later\")] [SoftmaxCrossEntropy]" },
        { "NG0018", "[Dense] refers to 'a'", "[Block] [Dense(4, From = \"a\")] class B; [Network] [Input(4)] [Dense(4, Name = \"a\")] [Residual<B>] [SoftmaxCrossEntropy]" },
        { "NG0030", "B contains itself: B, which contains C, which contains B", "[Block] [Dense(4), Residual<C>] class B; [Block] [Residual<B>] class C; [Network] [Input(4)] [Residual<B>] [SoftmaxCrossEntropy]" },
        { "NG0031", "B cannot be used as a block: it has no layers", "[Block] class B; [Network] [Input(4)] [Residual<B>] [SoftmaxCrossEntropy]" },
        { "NG0031", "String cannot be used as a block: it carries no [Block]", "[Network] [Input(4)] [Sequence<string>] [SoftmaxCrossEntropy]" },
        { "NG0032", "multiply1 combines values of different shapes: tanh1 is 5x4, but a is 5x2", """[Network] [Input(5, 4)] [Dense(2, Name = "a")] [Tanh(From = "input"), Multiply("a"), Flatten, Dense(2)] [SoftmaxCrossEntropy]""" },
        { "NG0032", "add1 combines values of different shapes: mean1 is 4, but input is 5x4", "[Network] [Input(5, 4)] [Mean(0), Add(\"input\"), Dense(2)] [SoftmaxCrossEntropy]" },
        { "NG0032", "[Residual<B>] combines values of different shapes: residual1.1.dense1 is 3, but input is 1", "[Block] [Dense(3)] class B; [Network] [Input(1)] [Residual<B>] [SoftmaxCrossEntropy]" },
        { "NG0032", "sampling1 combines values of different shapes: m is 4, but v is 1", """[Network] [Input(4)] [Dense(4, Name = "m"), Tanh, Dense(1, Name = "v"), Sampling("m", "v"), Dense(2)] [SoftmaxCrossEntropy]""" },
        { "NG0018", "[Sampling] refers to 'v', which no input or layer before it is named", """[Network] [Input(4)] [Dense(4, Name = "m"), Sampling("m", "v"), Dense(2)] [SoftmaxCrossEntropy]""" },
        { "NG0017", "[Sampling]: From must be left out, for mean and logVariance name what it takes, not m", """[Network] [Input(4)] [Dense(4, Name = "m"), Sampling("m", "m", From = "m"), Dense(2)] [SoftmaxCrossEntropy]""" },
        { "NG0032", "add1 combines values of different shapes: dense1 is 3, but input is 4", "[Network] [Input(4)] [Dense(3), Add(\"input\")] [SoftmaxCrossEntropy]" },
        { "NG0032", "concat1 combines values of different shapes: reshape1 is 1x4, but input is 4", "[Network] [Input(4)] [Reshape(1, 4), Concat(\"input\")] [SoftmaxCrossEntropy]" },
        { "NG0032", "[Residual<B>] combines values of different shapes: residual1.1.dense1 is 3, but input is 4", "[Block] [Dense(3)] class B; [Network] [Input(4)] [Residual<B>] [SoftmaxCrossEntropy]" },
        { "NG0033", "The output of dense1, 3, is used by no layer and no loss", "[Network] [Input(4)] [Dense(3), Dense(2, From = \"input\")] [SoftmaxCrossEntropy]" },
        { "NG0034", "dense2 cannot share the parameters of 'dense1': it has weight [3, 4] and bias [3], but dense2 needs weight [2, 3] and bias [2]", "[Network] [Input(4)] [Dense(3), ReLU, Dense(2, Tie = \"dense1\")] [SoftmaxCrossEntropy]" },
        { "NG0034", "dense1 cannot share the parameters of 'reLU1': it is ReLU", "[Network] [Input(4)] [ReLU, Dense(2, Tie = \"reLU1\")] [SoftmaxCrossEntropy]" },
        { "NG0035", "Net has more than 10,000 layers", "[Block] [Dense(4)] class B; [Network] [Input(4)] [Sequence<B>(Repeat = 10001)] [SoftmaxCrossEntropy]" },
        { "NG0008", "The name 'add' is used twice in B", "[Block] [Dense(4, Name = \"add\")] class B; [Network] [Input(4)] [Residual<B>] [SoftmaxCrossEntropy]" },
        { "NG0008", "The name 'input' is used twice", "[Network] [Input(4)] [Input(3)] [Dense(2, From = \"input\")] [SoftmaxCrossEntropy]" },
        { "NG0036", "[Dense] follows several inputs: say From", "[Network] [Input(4, Name = \"a\")] [Input(3, Name = \"b\")] [Dense(2)] [SoftmaxCrossEntropy]" },
        { "NG0037", "reshape1 makes 3 (3 elements) of 4 (4 elements)", "[Network] [Input(4)] [Reshape(3)] [SoftmaxCrossEntropy]" },
        { "NG0050", "conv2D1: the kernel, 5x5, is larger than its input, 3x4x9", "[Network] [Input(3, 4, 9)] [Conv2D(2, 5), Flatten] [Dense(2)] [SoftmaxCrossEntropy]" },
        { "NG0050", "conv2D1: the kernel, 7x3, is larger than its input, 1x4x4 (6x6 with its padding)", "[Network] [Input(1, 4, 4)] [Conv2D(2, 3, KernelHeight = 7, Padding = 1), Flatten] [Dense(2)] [SoftmaxCrossEntropy]" },
        { "NG0050", "conv1D1: the kernel, 6 steps, is larger than its input, 5x3", "[Network] [Input(5, 3)] [Conv1D(2, 6), Flatten] [Dense(2)] [SoftmaxCrossEntropy]" },
        { "NG0050", "maxPool2D1: the kernel, 3x3, is larger than its input, 1x2x4", "[Network] [Input(1, 2, 4)] [MaxPool2D(3), Flatten] [Dense(2)] [SoftmaxCrossEntropy]" },
        { "NG0005", "The number of channels of conv2D1 must be at least 1, not 0", "[Network] [Input(1, 4, 4)] [Conv2D(0, 3), Flatten] [Dense(2)] [SoftmaxCrossEntropy]" },
        { "NG0005", "The kernel of conv2D1 along the height must be at least 1, not -1", "[Network] [Input(1, 4, 4)] [Conv2D(2, -1), Flatten] [Dense(2)] [SoftmaxCrossEntropy]" },
        { "NG0005", "The kernel of conv2D1 along the width must be at least 1, not 0", "[Network] [Input(1, 4, 4)] [Conv2D(2, 3, KernelWidth = 0), Flatten] [Dense(2)] [SoftmaxCrossEntropy]" },
        { "NG0005", "The stride of conv1D1 must be at least 1, not 0", "[Network] [Input(4, 4)] [Conv1D(2, 3, Stride = 0), Flatten] [Dense(2)] [SoftmaxCrossEntropy]" },
        { "NG0005", "The kernel of averagePool2D1 along the height must be at least 1, not 0", "[Network] [Input(1, 4, 4)] [AveragePool2D(0), Flatten] [Dense(2)] [SoftmaxCrossEntropy]" },
        { "NG0005", "The stride of maxPool2D1 along the height must be at least 1, not -2", "[Network] [Input(1, 4, 4)] [MaxPool2D(2, Stride = -2), Flatten] [Dense(2)] [SoftmaxCrossEntropy]" },
        { "NG0017", "conv2D1: the padding along the height must be at least 0, not -1", "[Network] [Input(1, 4, 4)] [Conv2D(2, 3, Padding = -1), Flatten] [Dense(2)] [SoftmaxCrossEntropy]" },
        { "NG0017", "conv2D1: the padding must be left out where Same is true, not 1", "[Network] [Input(1, 4, 4)] [Conv2D(2, 3, Padding = 1, Same = true), Flatten] [Dense(2)] [SoftmaxCrossEntropy]" },
        { "NG0010", "conv2D1 takes an input with three axes (channels, height, width), but it comes as 16x16", "[Network] [Input(16, 16)] [Conv2D(2, 3), Flatten] [Dense(2)] [SoftmaxCrossEntropy]" },
        { "NG0010", "conv1D1 takes an input with two axes (steps, features), but it comes as 16", "[Network] [Input(16)] [Conv1D(2, 3), Flatten] [Dense(2)] [SoftmaxCrossEntropy]" },
        { "NG0010", "globalAveragePool2D1 takes an input with three axes", "[Network] [Input(16)] [GlobalAveragePool2D] [Dense(2)] [SoftmaxCrossEntropy]" },
        { "NG0017", "maxPool2D1: the padding along the height must be at most half the window, 1, not 2", "[Network] [Input(1, 4, 4)] [MaxPool2D(3, Padding = 2), Flatten] [Dense(2)] [SoftmaxCrossEntropy]" },
        { "NG0017", "averagePool2D1: the padding along the width must be at most half the window, 0, not 1", "[Network] [Input(1, 4, 4)] [AveragePool2D(3, KernelWidth = 1, Padding = 1), Flatten] [Dense(2)] [SoftmaxCrossEntropy]" },
        { "NG0017", "maxPool1D1: the padding must be at most half the window, 1, not 2", "[Network] [Input(4, 4)] [MaxPool1D(2, Padding = 2), Flatten] [Dense(2)] [SoftmaxCrossEntropy]" },
        { "NG0017", "averagePool1D1: the padding must be left out where Same is true, not 1", "[Network] [Input(4, 4)] [AveragePool1D(2, Padding = 1, Same = true), Flatten] [Dense(2)] [SoftmaxCrossEntropy]" },
        { "NG0050", "maxPool1D1: the kernel, 5 steps, is larger than its input, 4x3", "[Network] [Input(4, 3)] [MaxPool1D(5), Flatten] [Dense(2)] [SoftmaxCrossEntropy]" },
        { "NG0010", "averagePool1D1 takes an input with two axes (steps, features), but it comes as 1x4x4", "[Network] [Input(1, 4, 4)] [AveragePool1D(2), Flatten] [Dense(2)] [SoftmaxCrossEntropy]" },
        { "NG0010", "globalMaxPool2D1 takes an input with three axes", "[Network] [Input(16)] [GlobalMaxPool2D] [Dense(2)] [SoftmaxCrossEntropy]" },
        { "NG0017", "groupNorm1: the number of groups must be a divisor of its 6 channels, not 4", "[Network] [Input(5, 6)] [GroupNorm(4), Flatten] [Dense(2)] [SoftmaxCrossEntropy]" },
        { "NG0005", "The number of groups of groupNorm1 must be at least 1, not 0", "[Network] [Input(6, 2, 2)] [GroupNorm(0), Flatten] [Dense(2)] [SoftmaxCrossEntropy]" },
        { "NG0010", "groupNorm1 takes an input with several values in each group, for one alone is its own mean, but it comes as 6", "[Network] [Input(6)] [GroupNorm(6)] [Dense(2)] [SoftmaxCrossEntropy]" },
        { "NG0010", "instanceNorm1 takes an input with several values in each group", "[Network] [Input(6)] [InstanceNorm] [Dense(2)] [SoftmaxCrossEntropy]" },
        { "NG0017", "instanceNorm1: Epsilon must be a finite number of at least 0, not -1", "[Network] [Input(3, 4)] [InstanceNorm(Epsilon = -1), Flatten] [Dense(2)] [SoftmaxCrossEntropy]" },
        { "NG0005", "The number of channels of convTranspose2D1 must be at least 1, not 0", "[Network] [Input(1, 4, 4)] [ConvTranspose2D(0, 3), Flatten] [Dense(2)] [SoftmaxCrossEntropy]" },
        { "NG0005", "The stride of convTranspose1D1 must be at least 1, not 0", "[Network] [Input(4, 4)] [ConvTranspose1D(2, 3, Stride = 0), Flatten] [Dense(2)] [SoftmaxCrossEntropy]" },
        { "NG0017", "convTranspose2D1: the output padding along the width must be at least 0 and below the stride, 2, not 2", "[Network] [Input(1, 4, 4)] [ConvTranspose2D(2, 3, Stride = 2, OutputPaddingWidth = 2), Flatten] [Dense(2)] [SoftmaxCrossEntropy]" },
        { "NG0017", "convTranspose1D1: the padding must be below half of the 6 positions that it is taken from, not 3", "[Network] [Input(4, 4)] [ConvTranspose1D(2, 3, Padding = 3), Flatten] [Dense(2)] [SoftmaxCrossEntropy]" },
        { "NG0010", "convTranspose2D1 takes an input with three axes (channels, height, width), but it comes as 16", "[Network] [Input(16)] [ConvTranspose2D(2, 3), Flatten] [Dense(2)] [SoftmaxCrossEntropy]" },
        { "NG0014", "The output of convTranspose1D1 has", "[Network] [Input(4, 4)] [ConvTranspose1D(2, 3, Stride = int.MaxValue), Flatten] [Dense(2)] [SoftmaxCrossEntropy]" },
        { "NG0014", "The weight of convTranspose1D1 has", "[Network] [Input(1, 1)] [ConvTranspose1D(int.MaxValue, 1), Flatten] [Dense(2)] [SoftmaxCrossEntropy]" },
        { "NG0005", "The scale of upsample2D1 must be at least 1, not 0", "[Network] [Input(1, 4, 4)] [Upsample2D(0), Flatten] [Dense(2)] [SoftmaxCrossEntropy]" },
        { "NG0010", "upsample2D1 takes an input with three axes (channels, height, width), but it comes as 16", "[Network] [Input(16)] [Upsample2D(2)] [Dense(2)] [SoftmaxCrossEntropy]" },
        { "NG0014", "The output of upsample2D1 has", "[Network] [Input(1, 4, 4)] [Upsample2D(int.MaxValue), Flatten] [Dense(2)] [SoftmaxCrossEntropy]" },
        { "NG0017", "pad1: the number of zeros before must be at least 0, not -1", "[Network] [Input(4)] [Pad(-1, 0)] [Dense(2)] [SoftmaxCrossEntropy]" },
        { "NG0017", "pad1: the axis must be from 0 to 1, or from the end, -1 to -2, for 4x3, not 2", "[Network] [Input(4, 3)] [Pad(1, 0, Axis = 2), Flatten] [Dense(2)] [SoftmaxCrossEntropy]" },
        { "NG0014", "The output of pad1 has", "[Network] [Input(4)] [Pad(int.MaxValue, int.MaxValue)] [Dense(2)] [SoftmaxCrossEntropy]" },
        { "NG0005", "The dilation of conv1D1 must be at least 1, not 0", "[Network] [Input(4, 4)] [Conv1D(2, 3, Dilation = 0), Flatten] [Dense(2)] [SoftmaxCrossEntropy]" },
        { "NG0017", "conv1D1: Groups must be a divisor of its 4 input channels and its 6 output channels, not 4", "[Network] [Input(4, 4)] [Conv1D(6, 3, Groups = 4), Flatten] [Dense(2)] [SoftmaxCrossEntropy]" },
        { "NG0017", "conv2D1: Groups must be a divisor of its 1 input channels and its 2 output channels, not 0", "[Network] [Input(1, 4, 4)] [Conv2D(2, 3, Groups = 0), Flatten] [Dense(2)] [SoftmaxCrossEntropy]" },
        { "NG0017", "conv1D1: the padding must be left out where Causal is true, not 1", "[Network] [Input(4, 4)] [Conv1D(2, 3, Padding = 1, Causal = true), Flatten] [Dense(2)] [SoftmaxCrossEntropy]" },
        { "NG0017", "conv1D1: Same must be left out where Causal is true, not true", "[Network] [Input(4, 4)] [Conv1D(2, 3, Same = true, Causal = true), Flatten] [Dense(2)] [SoftmaxCrossEntropy]" },
        { "NG0050", "conv1D1: the kernel, 3 steps (5 steps with its dilation), is larger than its input, 4x3", "[Network] [Input(4, 3)] [Conv1D(2, 3, Dilation = 2), Flatten] [Dense(2)] [SoftmaxCrossEntropy]" },
        { "NG0014", "The padded input of conv1D1 has", "[Network] [Input(4, 3)] [Conv1D(2, 3, Causal = true, Dilation = int.MaxValue), Flatten] [Dense(2)] [SoftmaxCrossEntropy]" },
        { "NG0014", "conv2D1 has", "[Network] [Input(1, 3000, 3000)] [Conv2D(300, 1), Flatten] [Dense(2)] [SoftmaxCrossEntropy]" },
        { "NG0014", "The weight of conv2D1 has 2,147,483,648 elements with the shape 2147483647x1x1x1", "[Network] [Input(1, 1, 1)] [Conv2D(int.MaxValue, 1), Flatten] [Dense(2)] [SoftmaxCrossEntropy]" },
        { "NG0014", "The padded input of conv2D1 has", "[Network] [Input(1, 4, 4)] [Conv2D(2, 3, Padding = int.MaxValue), Flatten] [Dense(2)] [SoftmaxCrossEntropy]" },
        { "NG0014", "The padded input of conv2D1 has 10,000,800,016 elements with the shape 1x100004x100004", "[Network] [Input(1, 4, 4)] [Conv2D(2, 3, Padding = 50000), Flatten] [Dense(2)] [SoftmaxCrossEntropy]" },
        { "NG0018", "[SoftmaxCrossEntropy] refers to 'nowhere'", "[Network] [Input(4)] [Dense(2)] [SoftmaxCrossEntropy(From = \"nowhere\")]" },
    };

    /// <summary>Targets are class labels, or numbers with the losses that take them; two inputs are two spans.</summary>
    private static string UserOf(string network)
    {
        string user = s_numeric.Any(loss => network.Contains($"[{loss}", StringComparison.Ordinal)) ? User.Replace("<Net, float, int>", "<Net, float, float>", StringComparison.Ordinal) : User;
        if (network.Contains("[Input<", StringComparison.Ordinal))
        {
            return user
                .Replace("new float[4]", "new int[4]", StringComparison.Ordinal)
                .Replace("float[] y =", "int[] tokens = new int[4]; float[] y =", StringComparison.Ordinal)
                .Replace("Forward(workspace, y", "Forward(workspace, tokens", StringComparison.Ordinal)
                .Replace("Forward(workspace, outputs", "Forward(workspace, tokens", StringComparison.Ordinal)
                .Replace("Evaluate(y", "Evaluate(tokens", StringComparison.Ordinal)
                .Replace("CheckGradients(workspace, y", "CheckGradients(workspace, tokens", StringComparison.Ordinal);
        }

        return network[network.IndexOf("[Network", StringComparison.Ordinal)..].Split("[Input(").Length <= 2 ? user : user
            .Replace("new float[4]", "new float[4], new float[3]", StringComparison.Ordinal)
            .Replace("Forward(workspace, y", "Forward(workspace, y, y", StringComparison.Ordinal)
            .Replace("Forward(workspace, outputs", "Forward(workspace, outputs, outputs", StringComparison.Ordinal)
            .Replace("Evaluate(y", "Evaluate(y, y", StringComparison.Ordinal)
            .Replace("CheckGradients(workspace, y", "CheckGradients(workspace, y, y", StringComparison.Ordinal);
    }

    private static readonly string[] s_numeric = ["BinaryCrossEntropy", "Huber", "PerceptronRule", "Quantile", "CosineDistance", "GaussianNLL", "SoftmaxCrossEntropy(Targets = Targets.Probabilities"];

    [Theory]
    [MemberData(nameof(Broken))]
    public void Code_that_uses_the_network_compiles_and_every_member_throws_the_message(string id, string message, string network)
    {
        Generation generation = Generation.Of(Source(network + " public partial class Net;" + UserOf(network)));

        Assert.Null(generation.Result.Exception);
        Assert.DoesNotContain(generation.Diagnostics, d => d.Id != "CS1591");
        using NetworkAssembly assembly = NetworkAssembly.Load(generation);
        Exception thrown = Assert.Throws<TargetInvocationException>(() => assembly.Type("User").GetMethod("Use")!.Invoke(null, null)).InnerException!;
        Assert.IsType<InvalidOperationException>(thrown);
        Assert.StartsWith($"{id}: {message}", thrown.Message, StringComparison.Ordinal);
        AssertMembersThrow(assembly.Type("Net"), thrown.Message);
    }

    [Fact]
    public void The_surface_of_a_wrong_network_is_that_of_a_right_one()
    {
        using NetworkAssembly right = NetworkAssembly.Load(Source("[Network] [Input(4)] [Dense(2), Dropout(0.1)] [L1(0.1)] [L2(0.1)] [SoftmaxCrossEntropy] public partial class Net;"));
        using NetworkAssembly wrong = NetworkAssembly.Load(Source("[Network] [Input(4)] [Dense(0)] [SoftmaxCrossEntropy] public partial class Net;"));

        Assert.Equal(Surface(right.Type("Net")), Surface(wrong.Type("Net")));
        Assert.Equal(Parameters(right.Type("Net")), Parameters(wrong.Type("Net")));
    }

    /// <summary>Declarations with members of their own, right and wrong by a number.</summary>
    [Theory]
    [InlineData("[Network] [Input(4)] [Normalization, Dense({0})] [SoftmaxCrossEntropy]")]
    [InlineData("[Network<double>] [Input(4)] [Normalization, Dense({0})]")]
    [InlineData("[Network] [Input(4, Name = \"state\")] [Input(2, Name = \"action\")] [Normalization(From = \"state\"), Concat(\"action\"), Dense({0})] [SoftmaxCrossEntropy]")]
    [InlineData("[Network<double>] [Input(4, Name = \"state\")] [Input(2, Name = \"int\")] [Dense({0}, From = \"state\"), Concat(\"int\")]")]
    [InlineData("[Network] [Input(4, Name = \"outputs\")] [Input(2, Name = \"Predict\")] [Dense({0}, From = \"outputs\"), Concat(\"Predict\")] [MeanSquaredError]")]
    [InlineData("[Block] [Normalization, Dense({0})] public class Scaled; [Network] [Input(4)] [Sequence<Scaled>] [MeanSquaredError]")]
    [InlineData("[Network] [Input(4)] [Dense({0}, Name = \"value\"), Tanh, Dense(3)] [SoftmaxCrossEntropy] [MeanSquaredError(From = \"value\")]")]
    public void Special_members_of_a_wrong_network_are_those_of_a_right_one(string network)
    {
        using NetworkAssembly right = NetworkAssembly.Load(Source(Net(3))), wrong = NetworkAssembly.Load(Source(Net(0)));

        // What only some outputs, losses and penalties have is there in any case where something is wrong.
        string[] optional = ["PredictProbabilities", "PredictLabels", "L1Rate", "L2Rate", "SetClassWeights", "SetPositiveWeight"];
        Assert.Equal(Surface(right.Type("Net")).Where(IsCommon), Surface(wrong.Type("Net")).Where(IsCommon));
        Assert.Equal(right.Type("Net").GetInterfaces().Select(type => type.ToString()).Where(name => !name.Contains("IPasses", StringComparison.Ordinal)).Order(), wrong.Type("Net").GetInterfaces().Select(type => type.ToString()).Order());

        string Net(int outputs) => string.Format(System.Globalization.CultureInfo.InvariantCulture, network, outputs) + " public partial class Net;";
        bool IsCommon(string member) => !optional.Any(name => member.Contains(name, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("NG0001", "[Network] [Input(4)] [Dense(2)] class Net;")]
    [InlineData("NG0002", "[Network] [Input(4)] [Dense(2)] static partial class Net;")]
    [InlineData("NG0002", "[Network] [Input(4)] [Dense(2)] abstract partial class Net;")]
    [InlineData("NG0002", "[Network] [Input(4)] [Dense(2)] partial class Net<T>;")]
    [InlineData("NG0002", "[Network] [Input(4)] [Dense(2)] partial record Net;")]
    [InlineData("NG0002", "[Network] [Input(4)] [Dense(2)] file partial class Net;")]
    [InlineData("NG0002", "class Outer { [Network] [Input(4)] [Dense(2)] partial class Net; }")]
    [InlineData("NG0024", "[Network] [Input(4)] [Dense(2)] partial class Backward;")]
    [InlineData("NG0025", "class Base : IPredictor<float> { public int InputSize => 1; public int OutputSize => 1; public void Predict(System.ReadOnlySpan<float> x, System.Span<float> y) { } } [Network] [Input(4)] [Dense(2)] partial class Net : Base;")]
    [InlineData("NG0002", "partial class Outer<T> { [Network] [Input(4)] [Dense(2)] partial class Net; }")]
    public void Where_nothing_can_be_generated_nothing_is_and_the_analyzer_says_why(string id, string network)
    {
        Generation generation = Generation.Of(Source(network));

        Assert.Empty(generation.Result.GeneratedSources);
        Assert.Empty(generation.Errors);
        Assert.Equal(id, Assert.Single(Analysis.Of(generation)).Id);
    }

    // Not of an architecture, but of the class around it: see OddityTests.
    private static readonly string[] s_ofClasses = ["NG0001", "NG0002", "NG0020", "NG0021", "NG0022", "NG0023", "NG0024", "NG0025", "NG0026", "NG0027", "NG0029"];

    [Fact]
    public void Every_rule_has_a_case() =>
        Assert.Equal(Rules.All.Select(rule => rule.Id).Order(), Broken.Select(row => (string)row[0]).Concat(s_ofClasses).Distinct().Order());

    [Theory]
    [MemberData(nameof(Broken))]
    public void The_analyzer_reports_what_the_member_would_throw(string id, string message, string network)
    {
        Generation generation = Generation.Of(Source(network + " public partial class Net;"));

        Diagnostic first = Analysis.Of(generation)[0];

        Assert.Equal(id, first.Id);
        Assert.StartsWith(message, first.GetMessage(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal);
    }

    private static string Source(string text) => $$"""
        using NetGen;

        public struct NoTraits : IActivation
        {
            public V Forward<V>(V z) where V : struct, ISimd<V> => z;
            public V Derivative<V>(V z) where V : struct, ISimd<V> => z;
        }

        public sealed class NoTraitsAttribute : ActivationAttribute<NoTraits>;

        public sealed class MineAttribute : LayerAttribute;

        {{text}}
        """;

    private static void AssertMembersThrow(Type type, string message)
    {
        const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
        object net = System.Runtime.CompilerServices.RuntimeHelpers.GetUninitializedObject(type);
        MethodInfo[] methods = type.GetMethods(Declared);
        Assert.NotEmpty(methods);
        foreach (MethodInfo method in methods.Where(method => method.Name != "Wrong" && CanBeInvoked(method)))
        {
            object?[] arguments = [.. method.GetParameters().Select(parameter => parameter.ParameterType.IsValueType ? Activator.CreateInstance(parameter.ParameterType) : null)];
            Exception thrown = Assert.Throws<TargetInvocationException>(() => method.Invoke(net, arguments)).InnerException!;
            Assert.Equal(message, Assert.IsType<InvalidOperationException>(thrown).Message);
        }
    }

    /// <summary>Reflection can pass no spans and return none.</summary>
    private static bool CanBeInvoked(MethodInfo method) =>
        !method.ReturnType.IsByRefLike && !method.GetParameters().Any(parameter => parameter.ParameterType.IsByRefLike);

    private static string[] Surface(Type type) => [.. type.GetMembers(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly).Select(member => member.ToString()!).Order(StringComparer.Ordinal)];

    private static string[] Parameters(Type type) => [.. type.GetMethods().SelectMany(method => method.GetParameters().Select(p => $"{method.Name} {p.ParameterType} {p.Name} {p.RawDefaultValue}")).Order(StringComparer.Ordinal)];
}
