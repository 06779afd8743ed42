using System.Globalization;

namespace NetGen;

/// <content>An exponential average of the parameters, which takes their place where the network is measured and saved.</content>
public sealed partial class Trainer<TNetwork, T, TTarget>
{
    private const string DecayKey = "averaging.decay";
    private const string AverageKey = "averaging.average";
    private const string WeightsKey = "averaging.weights";

    // The average, or where the network has that, the last weights; none before the first update.
    private T[]? _otherParameters;
    private bool _showsAverage;

    private void UpdateAverage()
    {
        if (Options.Averaging is not { } averaging)
            return;
        if (_otherParameters is null)
            _otherParameters = Network.Parameters.ToArray();
        else
            Blending.Run<T>(_otherParameters, Network.Parameters, 1 - averaging.Decay);
    }

    /// <summary>Gives the network the average, or its last weights again.</summary>
    /// <returns>Whether it had the average.</returns>
    private bool ShowAverage(bool show)
    {
        bool before = _showsAverage;
        if (_otherParameters is null || before == show)
            return before;
        Span<T> parameters = Network.Parameters;
        for (int i = 0; i < parameters.Length; i++)
            (parameters[i], _otherParameters[i]) = (_otherParameters[i], parameters[i]);
        _showsAverage = show;
        return before;
    }

    private void SaveAverage(TrainerState<T> state)
    {
        if (Options.Averaging is not { } averaging)
            return;
        state.Set(DecayKey, averaging.Decay);
        if (_otherParameters is not null)
            state.Tensors[_showsAverage ? WeightsKey : AverageKey] = [.. _otherParameters];
    }

    /// <summary>Reads what <see cref="SaveAverage"/> saved; changes nothing.</summary>
    private (T[]? Parameters, bool ShowsAverage) ReadAverage(TrainerState<T> state, long steps)
    {
        double? decay = state.Values.ContainsKey(DecayKey) ? state.GetDouble(DecayKey) : null;
        if (decay != Options.Averaging?.Decay)
            throw new InvalidDataException($"This training was interrupted with {Shown(decay)}, and would be resumed with {Shown(Options.Averaging?.Decay)}: it could not end in the same parameters.");
        T[]? average = Parameters(state, AverageKey, Network.Parameters.Length), weights = Parameters(state, WeightsKey, Network.Parameters.Length);
        bool isExpected = decay is not null && steps > 0;
        if (isExpected ? average is null == weights is null : average is not null || weights is not null)
            throw new InvalidDataException($"Expected {(isExpected ? "one" : "none")} of the tensors '{AverageKey}' and '{WeightsKey}' after {steps} steps with {Shown(decay)}, got {(average is null && weights is null ? "none" : average is null || weights is null ? "one" : "both")}.");
        return (average ?? weights, weights is not null);

        static string Shown(double? decay) => decay is { } number ? string.Create(CultureInfo.InvariantCulture, $"an ExponentialAverage of decay {number}") : "no averaging";
    }
}
