namespace NetGen;

/// <content>What a training whose numbers are finite is better told: each hint once.</content>
public sealed partial class Trainer<TNetwork, T, TTarget>
{
    private const int InputsLookedAt = 256;

    private readonly InputMoments? _firstInputs;
    private OutputSpread<T>? _outputs;
    private string[] _deadLayers = [];
    private bool _hasDeadHint;
    private bool _hasOutputHint;

    private void AddHints(params IEnumerable<string> hints) => History.Hints = [.. History.Hints, .. hints];

    /// <summary>Gathers the moments of the first inputs, where nothing normalizes them.</summary>
    private void LookAtInputs(int start, int count)
    {
        if (_firstInputs is null || Epoch > 0 || _firstInputs.Count >= InputsLookedAt)
            return;
        int examples = Math.Min(count, InputsLookedAt - (int)_firstInputs.Count);
        ReadOnlySpan<T> first = Inputs.Slice(start * _train.InputSize, examples * _train.InputSize);
        if (VectorReductions.AllFinite(first))
            _firstInputs.Add(first);
    }

    /// <summary>
    /// Notes the layers of which no unit let a gradient through in the last batch; two epochs in a row it is no accident of that batch. Where no gradient is left at all,
    /// the loss is.
    /// </summary>
    private void LookForDeadLayers()
    {
        if (_hasDeadHint || !Workspace.Gradients.ContainsAnyExcept(T.Zero))
            return;
        string[] dead = [.. TNetwork.Description.Layers.Where(layer => layer.Operation is "ReLU" or "ReLU6" && DeadShare(layer.Inputs[0]) == 1).Select(layer => layer.Name)];
        if (dead.Intersect(_deadLayers).FirstOrDefault() is { } layer)
        {
            _hasDeadHint = true;
            AddHints(TrainingHints.OfDeadLayer(layer));
        }

        _deadLayers = dead;
    }

    /// <summary>At the end of an epoch.</summary>
    private void LookForHints()
    {
        if (Epoch == 1 && _firstInputs is not null && TrainingHints.OfInputs(_firstInputs) is { } ofInputs)
            AddHints(ofInputs);
        if (TrainingHints.OfLosses(History.Epochs) is { } ofLosses)
            AddHints(ofLosses);
        if (!_hasOutputHint && _outputs is { IsConstant: true })
        {
            _hasOutputHint = true;
            AddHints(TrainingHints.OfOutputs);
        }

        _outputs = null;
    }
}
