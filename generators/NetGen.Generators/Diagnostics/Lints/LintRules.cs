using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace NetGen.Generators.Diagnostics.Lints;

/// <summary>
/// What is known to go wrong in networks that compile. A warning is for what surely is a mistake, an info for what is better
/// done another way; a good network gets neither.
/// </summary>
internal static class LintRules
{
    public static readonly DiagnosticDescriptor Collapse = Warning("NG0101", "Affine layers with nothing non-linear between them", "{0} and {1} have nothing non-linear between them: together they are one affine map from {2} to {3}{4}");
    public static readonly DiagnosticDescriptor HardThreshold = Warning("NG0102", "A hard threshold has no gradient", "The derivative of {0} is 0 everywhere, so {1} before it never learns: train a last threshold with [PerceptronRule], or use a Sigmoid of a scaled-up value in its place");
    public static readonly DiagnosticDescriptor Vanishing = Info("NG0103", "Vanishing gradients", "{0} is the fourth sigmoid or tanh in a row, each of which shrinks the gradient of the layers before: use ReLU, or a normalization or residual connection between them");
    public static readonly DiagnosticDescriptor Initializer = Info("NG0104", "The initializer does not suit the activation", "{0} starts with {1}, but {2} follows: {3} keeps the variance of its outputs");
    public static readonly DiagnosticDescriptor SoftmaxTwice = Warning("NG0105", "A softmax before a loss that has its own", "{0} takes logits and applies a softmax itself: remove {1}");
    public static readonly DiagnosticDescriptor SigmoidTwice = Warning("NG0106", "A sigmoid before a loss that has its own", "{0} takes logits and applies a sigmoid itself: remove {1}");
    public static readonly DiagnosticDescriptor ReLUBeforeLoss = Warning("NG0107", "A ReLU right before the loss", "{0} stands right before {1}: an output that is negative for all examples gets no gradient, and no output can be negative");
    public static readonly DiagnosticDescriptor DropoutLast = Warning("NG0108", "A dropout of the outputs", "{0} drops outputs of the network themselves in training: put it before the last layer with weights");
    public static readonly DiagnosticDescriptor ReLULast = Info("NG0109", "A ReLU as the output", "{0} is the output of the network: it can never be negative, and where it is 0 it passes no gradient");
    public static readonly DiagnosticDescriptor SoftmaxOfOne = Warning("NG0110", "A softmax over one output", "{0} has one input, whose softmax is always 1: use Sigmoid for one probability");
    public static readonly DiagnosticDescriptor SquaredErrorOfProbability = Info("NG0111", "Squared error of a probability", "{0} after {1} learns slowly where the output is saturated and wrong: use {2} on the logits");
    public static readonly DiagnosticDescriptor HingeOfProbability = Warning("NG0112", "A hinge loss of a probability", "{0} compares scores with -1 and +1, but {1} only gives values between 0 and 1: remove it");
    public static readonly DiagnosticDescriptor NormAfterDropout = Warning("NG0113", "Batch normalization after dropout", "{0} normalizes what {1} has dropped from: its running variance, taken in training, is too large in inference. Put the dropout after it");
    public static readonly DiagnosticDescriptor WastedBias = Info("NG0114", "A bias before batch normalization", "The bias of {0}, {1} parameters, has no effect: {2} subtracts the mean and has a shift of its own. Set Bias = false");
    public static readonly DiagnosticDescriptor LateNoise = Info("NG0115", "Noise far from the input", "{0} comes after {1}, which can make the noise harmless by larger weights: put it before the first layer with weights");
    public static readonly DiagnosticDescriptor ManyParameters = Info("NG0116", "A large network", "{0} has {1} parameters, {2} MB before gradients and the optimizer's state: generated code is made for small networks, most of them in {3} ({4})");
    public static readonly DiagnosticDescriptor UnusedName = Info("NG0117", "A named value that nothing reads", "Neither a layer nor a loss reads '{0}', {1}: GetOutput finds it, but what leads to it alone is not trained");
    public static readonly DiagnosticDescriptor Unoptimized = Info("NG0118", "Compiled without optimization", "{0} is compiled without optimization and runs 45 to 90 times slower: add <Optimize>true</Optimize> to the project, or build with -c Release", WellKnownDiagnosticTags.CompilationEnd);
    public static readonly DiagnosticDescriptor DenseOnImage = Warning("NG0119", "A dense layer on an image", "{0} takes an image, {1}, and acts on its last axis alone, the columns of each row: put [Flatten] before it");
    public static readonly DiagnosticDescriptor ActivationOfStates = Info("NG0120", "An activation between recurrent layers", "{0} stands between {1} and {2}: states are values of a tanh already, so it only narrows them. Remove it");
    public static readonly DiagnosticDescriptor LongRNN = Info("NG0121", "A simple recurrent layer over many steps", "{0} runs over {1} steps, in which its gradients vanish: use [GRU] or [LSTM]");
    public static readonly DiagnosticDescriptor NoPositions = Info("NG0122", "Attention without positions", "{0} cannot know the order of its steps, for nothing before it tells where a step stands: put [PositionalEmbedding] or [SinusoidalEncoding] before it, or set Rotary = true");

    public static readonly ImmutableArray<DiagnosticDescriptor> All =
    [
        Collapse, HardThreshold, Vanishing, Initializer, SoftmaxTwice, SigmoidTwice, ReLUBeforeLoss, DropoutLast, ReLULast, SoftmaxOfOne,
        SquaredErrorOfProbability, HingeOfProbability, NormAfterDropout, WastedBias, LateNoise, ManyParameters, UnusedName, Unoptimized, DenseOnImage,
        ActivationOfStates, LongRNN, NoPositions,
    ];

    private static DiagnosticDescriptor Warning(string id, string title, string format) =>
        new(id, title, format, Rules.Category, DiagnosticSeverity.Warning, isEnabledByDefault: true, helpLinkUri: Rules.HelpLink(id));

    private static DiagnosticDescriptor Info(string id, string title, string format, params string[] tags) =>
        new(id, title, format, Rules.Category, DiagnosticSeverity.Info, isEnabledByDefault: true, helpLinkUri: Rules.HelpLink(id), customTags: tags);
}
