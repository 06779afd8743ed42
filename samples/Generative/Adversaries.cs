using NetGen;

namespace Generating;

/// <summary>
/// Two networks against each other (Goodfellow and others, 2014): the judge learns to tell what is real from what the generator makes, and the generator to be taken for real. The
/// judge's gradient with respect to its inputs is where the generator's begins.
/// </summary>
internal sealed class Adversaries<TGenerator, TJudge>
    where TGenerator : class, INetwork<TGenerator, float>
    where TJudge : class, ITrainableNetwork<TJudge, float, float>
{
    private readonly TGenerator _generator;
    private readonly TJudge _judge;
    private readonly Workspace<float> _generating, _judging, _advising;
    private readonly Adam _ofGenerator, _ofJudge;
    private readonly PhiloxRandom _random;
    private readonly float[] _noise, _both, _isReal, _allReal;
    private readonly int _batch, _size;

    public Adversaries(TGenerator generator, TJudge judge, int batch, double learningRate, long seed)
    {
        (_generator, _judge, _batch, _size) = (generator, judge, batch, judge.InputSize);
        (_generating, _judging) = (generator.CreateWorkspace(batch), judge.CreateWorkspace(2 * batch));
        _advising = judge.CreateWorkspace(batch, inputGradients: true, parameterGradients: false);
        (_ofGenerator, _ofJudge) = (new Adam(learningRate, beta1: 0.5), new Adam(learningRate, beta1: 0.5));
        _random = new PhiloxRandom((ulong)seed, stream: 7);
        (_noise, _both) = (new float[batch * generator.InputSize], new float[2 * batch * _size]);
        _isReal = new float[2 * batch];
        _isReal.AsSpan(0, batch).Fill(1);
        _allReal = _isReal[..batch];
    }

    /// <summary>The learning rate of both.</summary>
    public double LearningRate
    {
        set => (_ofGenerator.LearningRate, _ofJudge.LearningRate) = (value, value);
    }

    /// <summary>One step of each.</summary>
    /// <param name="real">As many real examples as a batch has.</param>
    /// <returns>The cost of the judge: ln 2 ≈ 0.69 where it cannot tell.</returns>
    public float Step(ReadOnlySpan<float> real)
    {
        FillNoise(_random, _noise);
        real.CopyTo(_both);
        _generator.Predict(_noise, _both.AsSpan(_batch * _size));
        _judge.Forward(_judging, _both);
        float cost = _judge.Loss(_judging, _isReal);
        _judge.Step(_judging, _ofJudge);

        FillNoise(_random, _noise);
        _judge.Forward(_advising, _generator.Forward(_generating, _noise));
        _judge.Loss(_advising, _allReal);
        _judge.Backward(_advising);
        _generator.Backward(_generating, _advising.InputGradients);
        _ofGenerator.Step(_generator.Parameters, _generating.Gradients);
        return cost;
    }

    /// <summary>Numbers of the standard normal distribution.</summary>
    public static void FillNoise(PhiloxRandom random, Span<float> noise)
    {
        foreach (ref float number in noise)
            number = (float)random.NextNormal();
    }
}
