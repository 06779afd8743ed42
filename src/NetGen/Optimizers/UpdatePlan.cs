using System.Runtime.CompilerServices;

namespace NetGen;

/// <summary>
/// An optimizer's <see cref="Optimizer.LearningRateFactors"/> and <see cref="Optimizer.NoDecay"/>, resolved to ranges of a
/// network's parameters: worked out in the first step and again when the patterns have changed, so that a step allocates nothing.
/// Steps in which a range's factor is 0 are not among its own, by which bias corrections and the like go.
/// </summary>
internal sealed class UpdatePlan
{
    private readonly Dictionary<string, double> _factors = [];
    private readonly List<string> _noDecay = [];
    private NetworkDescription? _network;
    private UpdateRange[]? _ranges;
    private MissedSteps _missed = MissedSteps.None;
    private long _since;

    /// <summary>What the step updates: one range for each tensor, in their order, or one for all where there are no patterns.</summary>
    public ReadOnlySpan<UpdateRange> Ranges
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        get => _ranges;
    }

    /// <summary>Brings the ranges up to date.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Resolve(Optimizer optimizer, NetworkDescription? network, int length)
    {
        if (_ranges is not null && ReferenceEquals(network, _network) && IsCurrent(optimizer))
            return;
        Dictionary<string, double> factors = new(optimizer.LearningRateFactors);
        bool areAlike = factors.Count == 0 && optimizer.NoDecay.Count == 0 && (network is null || AreTrained(network));
        UpdateRange[] ranges = areAlike ? [new(0, length, 1, true)] : ByTensor(factors, optimizer.NoDecay, network, length);
        _missed = Missed(optimizer.StepCount);
        _since = optimizer.StepCount;
        _factors.Clear();
        foreach ((string pattern, double factor) in factors)
            _factors[pattern] = factor;
        _noDecay.Clear();
        _noDecay.AddRange(optimizer.NoDecay);
        _network = network;
        _ranges = _missed.Cut(ranges);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static bool AreTrained(NetworkDescription network)
    {
        foreach (ParameterDescription parameter in network.Parameters)
        {
            if (!parameter.IsTrainable)
                return false;
        }

        return true;
    }

    /// <summary>The steps that parts of the parameters took no part in, up to a step: those in which their factor was 0.</summary>
    public MissedSteps Missed(long step) => _ranges is null ? _missed : MissedSteps.Of(_ranges, step - _since);

    /// <summary>Begins anew, where parts have missed steps already.</summary>
    public void Reset(MissedSteps missed)
    {
        _missed = missed;
        _ranges = null;
    }

    private static UpdateRange[] ByTensor(Dictionary<string, double> factors, IReadOnlyList<string> noDecay, NetworkDescription? network, int length)
    {
        if (network is null)
            throw new InvalidOperationException("LearningRateFactors and NoDecay go by the names of parameters: call the network's Step(workspace, optimizer), or give the optimizer's Step the network's Description.");
        RequireMeaning(factors, noDecay, network);

        ParameterDescription[] tensors = [.. network.Parameters.OrderBy(parameter => parameter.Offset)];
        UpdateRange[] ranges = new UpdateRange[tensors.Length];
        for (int i = 0; i < tensors.Length; i++)
        {
            string name = tensors[i].Name;
            int end = i + 1 < tensors.Length ? tensors[i + 1].Offset : length;
            string? longest = factors.Keys.Where(pattern => NamePattern.Matches(pattern, name))
                .OrderByDescending(pattern => pattern.Length).ThenBy(pattern => pattern, StringComparer.Ordinal).FirstOrDefault();
            double factor = !tensors[i].IsTrainable ? 0 : longest is null ? 1 : factors[longest];
            ranges[i] = new(tensors[i].Offset, end - tensors[i].Offset, factor, !noDecay.Any(pattern => NamePattern.Matches(pattern, name)));
        }

        return ranges;
    }

    private static void RequireMeaning(Dictionary<string, double> factors, IReadOnlyList<string> noDecay, NetworkDescription network)
    {
        foreach ((string pattern, double factor) in factors)
        {
            if (!(factor >= 0 && double.IsFinite(factor)))
                throw new InvalidOperationException($"LearningRateFactors[\"{pattern}\"] is {factor}: expected a finite factor of at least 0.");
        }

        foreach (string pattern in factors.Keys.Concat(noDecay))
        {
            if (!network.Parameters.Any(parameter => NamePattern.Matches(pattern, parameter.Name)))
                throw new InvalidOperationException($"The pattern \"{pattern}\" fits no parameter of {network.Name}: {string.Join(", ", network.Parameters.Select(parameter => parameter.Name))}.");
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool IsCurrent(Optimizer optimizer)
    {
        if (optimizer.LearningRateFactors.Count != _factors.Count || optimizer.NoDecay.Count != _noDecay.Count)
            return false;
        foreach ((string pattern, double factor) in _factors)
        {
            if (!optimizer.LearningRateFactors.TryGetValue(pattern, out double current) || !current.Equals(factor))
                return false;
        }

        for (int i = 0; i < _noDecay.Count; i++)
        {
            if (optimizer.NoDecay[i] != _noDecay[i])
                return false;
        }

        return true;
    }
}
