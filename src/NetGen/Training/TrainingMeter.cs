using System.Diagnostics.Metrics;

namespace NetGen;

/// <summary>
/// What a training tells whoever listens to the meter <c>NetGen</c>, step by step, with the network's name as the tag <c>network</c>: <c>netgen.training.examples</c> (a
/// counter, whose rate is the speed), <c>netgen.training.loss</c> (the cost of the step) and <c>netgen.training.learning_rate</c>.
/// </summary>
internal static class TrainingMeter
{
    private static readonly Meter s_meter = new("NetGen");
    private static readonly Counter<long> s_examples = s_meter.CreateCounter<long>("netgen.training.examples", "{example}", "Examples that training steps have seen.");
    private static readonly Gauge<double> s_loss = s_meter.CreateGauge<double>("netgen.training.loss", null, "The cost of the last training step, before its update.");
    private static readonly Gauge<double> s_learningRate = s_meter.CreateGauge<double>("netgen.training.learning_rate", null, "The learning rate of the last training step.");

    /// <summary>Notes a step; where nobody listens, three reads.</summary>
    public static void Record(string network, int examples, double cost, double learningRate)
    {
        KeyValuePair<string, object?> tag = new("network", network);
        if (s_examples.Enabled)
            s_examples.Add(examples, tag);
        if (s_loss.Enabled)
            s_loss.Record(cost, tag);
        if (s_learningRate.Enabled)
            s_learningRate.Record(learningRate, tag);
    }
}
