using System.Runtime.CompilerServices;
using NetGen.CompilerServices;

namespace NetGen;

/// <content>Steps whose gradients are looked at before any parameter is updated.</content>
public sealed partial class Workspace<T>
{
    // Updating fewer parameters than this is over before other threads are awake.
    private const int LeastParametersForThreads = 1 << 15;

    private InspectedUpdate? _inspectedUpdate;

    /// <summary>
    /// The largest Euclidean norm of all gradients together in a Step, which scales them as <see cref="GradientClipping.ByNorm"/> does; null, as in the beginning, for no
    /// bound. Backward alone clips nothing. A Step with a bound has the same bits as Backward, clipping by hand and the optimizer's step.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not more than 0.</exception>
    public double? ClipNorm
    {
        get;
        set => field = PositiveOrNull(value, nameof(ClipNorm));
    }

    /// <summary>The largest absolute value of a gradient in a Step, before <see cref="ClipNorm"/>; null, as in the beginning, for no bound.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not more than 0.</exception>
    public double? ClipValue
    {
        get;
        set => field = PositiveOrNull(value, nameof(ClipValue));
    }

    /// <summary>Where there is one, a Step updates if all gradients are finite, and says whether they were.</summary>
    internal StepInspection? Inspection { get; set; }

    /// <summary>Whether a Step does something between Backward and the update, which is then not a part of it.</summary>
    private bool StepsInTwo
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Inspection is not null || ClipNorm is not null || ClipValue is not null;
    }

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

    private static double? PositiveOrNull(double? value, string name) => value is null or > 0
        ? value
        : throw new ArgumentOutOfRangeException(name, value, "Expected a number of more than 0, or null.");

    private void RunInTwo()
    {
        // What updates a block of weights in other steps looks at its gradients in this one, while they are in the cache.
        if (Inspection is { } inspection)
        {
            inspection.Refused = false;
            RunOnThreads(Pass.Step);
            inspection.Refused = inspection.Refused || inspection.Sum?.Complete() == false;
            if (inspection.Refused)
            {
                _optimizer!.CancelStep();
                return;
            }
        }
        else
        {
            RunOnThreads(Pass.Step);
        }

        if (ClipValue is { } bound)
            GradientClipping.ByValue(AllGradients, bound);
        if (ClipNorm is { } norm)
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

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run(Share share)
        {
            int first = share.First(workspace.AllGradients.Length, Line);
            int count = share.End(workspace.AllGradients.Length, Line) - first;
            workspace._updates!.Update(first, count);
        }
    }
}
