using System.Numerics;

namespace NetGen;

/// <summary>
/// The loss of many batches as that of one: Σ of the sums over Σ of what each was divided by, be it examples, elements or class
/// weights; where the reduction is the sum, Σ of the sums. So it does not depend on how the examples are divided into batches.
/// </summary>
internal struct MeanLoss
{
    private double _sum;
    private double _divisor;
    private double _penalty;

    /// <summary>The number of examples so far.</summary>
    public long Examples { get; private set; }

    /// <summary>Whether nothing was added.</summary>
    public readonly bool IsZero => (_sum, _divisor, _penalty) == (0, 0, 0);

    /// <summary>The loss; NaN without examples, 0 where none of them counts.</summary>
    public readonly double WithoutPenalty => _divisor == 0 && Examples > 0 ? 0 : _sum / _divisor;

    /// <summary>The loss plus the mean of the penalties, weighted by examples.</summary>
    public readonly double WithPenalty => WithoutPenalty + (_penalty / Examples);

    /// <summary>Adds the last Loss of a workspace.</summary>
    public void Add<T>(Workspace<T> workspace)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        _sum += workspace.LossSum;
        _divisor = workspace.LossDivisor is { } divisor ? _divisor + divisor : 1;
        _penalty += workspace.ExactPenalty * workspace.BatchSize;
        Examples += workspace.BatchSize;
    }

    /// <summary>Copies out what was added.</summary>
    public readonly void Save<T>(TrainerState<T> state)
        where T : unmanaged
    {
        state.Set("trainer.lossSum", _sum);
        state.Set("trainer.lossDivisor", _divisor);
        state.Set("trainer.penaltySum", _penalty);
        state.Set("trainer.lossExamples", Examples);
    }

    /// <summary>The inverse of <see cref="Save"/>. States of before had the costs, weighted by examples, as the sum.</summary>
    /// <param name="state">What Save wrote.</param>
    /// <param name="maximum">The largest number of examples that can be.</param>
    /// <exception cref="InvalidDataException">A number is missing, or cannot be.</exception>
    public static MeanLoss Load<T>(TrainerState<T> state, long maximum)
        where T : unmanaged
    {
        bool isOld = !state.Values.ContainsKey("trainer.lossDivisor") && !state.Values.ContainsKey("trainer.penaltySum");
        long examples = state.GetCount("trainer.lossExamples", maximum);
        return new()
        {
            _sum = state.GetNumber("trainer.lossSum", double.MinValue, double.MaxValue),
            _divisor = isOld ? examples : state.GetNumber("trainer.lossDivisor", 0, double.MaxValue),
            _penalty = isOld ? 0 : state.GetNumber("trainer.penaltySum", double.MinValue, double.MaxValue),
            Examples = examples,
        };
    }
}
