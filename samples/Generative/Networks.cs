using NetGen;

namespace Generating;

/// <summary>
/// A variational autoencoder (Kingma and Welling, 2014): an image becomes a normal distribution of codes, and a sample of that an image again. The cost is −ELBO in nats: the
/// pixels' cross-entropy, summed, and the divergence of the codes from the standard normal distribution.
/// </summary>
[Network]
[Input(Pictures.Pixels)]
[Dense(400), ReLU(Name = "seen"), Dense(CodeSize, Name = "mean"), Dense(CodeSize, From = "seen", Name = "logVariance"), Sampling("mean", "logVariance", Name = "code")]
[Dense(400, Name = "hidden"), ReLU, Dense(Pictures.Pixels, Name = "pixels")]
[BinaryCrossEntropy(Reduction = Reduction.BatchMean)]
[GaussianKL(Mean = "mean", LogVariance = "logVariance")]
public sealed partial class DigitAutoencoder
{
    internal const int CodeSize = 20;
}

/// <summary>The second half: an image of a code. Its layers have the names of the autoencoder's, and so take its weights.</summary>
[Network]
[Input(DigitAutoencoder.CodeSize)]
[Dense(400, Name = "hidden"), ReLU, Dense(Pictures.Pixels, Name = "pixels"), Sigmoid]
public sealed partial class DigitDecoder;

/// <summary>The same with codes of two numbers, which can be laid out in the plane.</summary>
[Network]
[Input(Pictures.Pixels)]
[Dense(400), ReLU(Name = "seen"), Dense(2, Name = "mean"), Dense(2, From = "seen", Name = "logVariance"), Sampling("mean", "logVariance", Name = "code")]
[Dense(400, Name = "hidden"), ReLU, Dense(Pictures.Pixels, Name = "pixels")]
[BinaryCrossEntropy(Reduction = Reduction.BatchMean)]
[GaussianKL(Mean = "mean", LogVariance = "logVariance")]
public sealed partial class PlaneAutoencoder;

/// <summary>Its second half.</summary>
[Network]
[Input(2)]
[Dense(400, Name = "hidden"), ReLU, Dense(Pictures.Pixels, Name = "pixels"), Sigmoid]
public sealed partial class PlaneDecoder;

/// <summary>Digits from noise.</summary>
[Network]
[Input(NoiseSize)]
[Dense(256), LeakyReLU(Slope = 0.2), Dense(512), LeakyReLU(Slope = 0.2), Dense(Pictures.Pixels), Sigmoid]
public sealed partial class DigitGenerator
{
    internal const int NoiseSize = 64;
}

/// <summary>Whether a digit was written or made.</summary>
[Network]
[Input(Pictures.Pixels)]
[GaussianNoise(0.1), Dense(512), LeakyReLU(Slope = 0.2), Dropout(0.3), Dense(256), LeakyReLU(Slope = 0.2), Dropout(0.3), Dense(1)]
[BinaryCrossEntropy]
public sealed partial class DigitJudge;
