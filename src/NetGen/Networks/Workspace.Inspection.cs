using NetGen.CompilerServices;

namespace NetGen;

/// <content>Steps whose gradients are looked at before any parameter is updated.</content>
public sealed partial class Workspace<T>
{
    // Updating fewer parameters than this is over before other threads are awake.
    private const int LeastParametersForThreads = 1 << 15;

    private InspectedUpdate? _inspectedUpdate;

    /// <summary>Where there is one, a Step is first Backward, then clipping, then an update if all gradients are finite.</summary>
    internal StepInspection? Inspection { get; set; }

    /// <summary>What the backward pass reads of an activation that saturates: see <see cref="WorkspaceLayout.Saturating"/>. Null where it reads nothing.</summary>
    internal T[]? SaturatingValues(string layer)
    {
        if (Array.Find(_layout.Saturating, entry => entry.Name == layer) is not { } value || _phase < Phase.Forward)
            return null;
        using WorkspaceFrame<T> use = Use();
        T[] values = new T[BatchSize * value.Size];
        Unpack(value, value.Offset, values);
        return values;
    }

    /// <summary>The gradients, for what makes those of several batches one while a Step runs.</summary>
    internal Span<T> GradientsInStep => AllGradients;

    private void RunInspected(StepInspection inspection)
    {
        // What updates a block of weights in other steps looks at its gradients in this one, while they are in the cache.
        inspection.Refused = false;
        RunOnThreads(Pass.Step);
        inspection.Refused = inspection.Refused || inspection.Sum?.Complete() == false;
        if (inspection.Refused)
        {
            _optimizer!.CancelStep();
            return;
        }

        if (inspection.ClipValue is { } bound)
            GradientClipping.ByValue(AllGradients, bound);
        if (inspection.ClipNorm is { } norm)
            GradientClipping.ByNorm(AllGradients, norm);

        InspectedUpdate update = _inspectedUpdate ??= new(this);
        if (_team is null || AllGradients.Length < LeastParametersForThreads)
            update.Run(Share.Whole);
        else
            _team.Run(update);
    }

    /// <summary>Each thread updates its part of the parameters.</summary>
    private sealed class InspectedUpdate(Workspace<T> workspace) : ICrewJob
    {
        private const int Line = 16; // elements

        public void Run(Share share)
        {
            int first = share.First(workspace.AllGradients.Length, Line);
            int count = share.End(workspace.AllGradients.Length, Line) - first;
            workspace._updates!.Update(first, count);
        }
    }
}
