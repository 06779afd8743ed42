using System.Numerics;
using NetGen.CompilerServices;

namespace NetGen;

/// <summary>
/// The losses of many batches as those of one: of each, Σ of the sums over Σ of what they were divided by, be it examples, elements or class
/// weights; where the reduction is the sum, Σ of the sums. So they do not depend on how the examples are divided into batches.
/// </summary>
internal sealed class MeanLoss(LossPlace[] losses)
{
    private readonly double[] _sums = new double[losses.Length];
    private readonly double[] _divisors = new double[losses.Length];
    private readonly bool[] _isSum = new bool[losses.Length];
    private double _penalty;

    /// <summary>The number of examples so far.</summary>
    public long Examples { get; private set; }

    /// <summary>Whether nothing was added.</summary>
    public bool IsZero => _penalty == 0 && !_sums.AsSpan().ContainsAnyExcept(0) && !_divisors.AsSpan().ContainsAnyExcept(0);

    /// <summary>Σ weight · loss; NaN without examples, and of a loss of which nothing counts 0.</summary>
    public double WithoutPenalty
    {
        get
        {
            double total = losses[0].Weight * Of(0);
            for (int i = 1; i < losses.Length; i++)
                total += losses[i].Weight * Of(i);
            return total;
        }
    }

    /// <summary>The loss plus the mean of the penalties, weighted by examples.</summary>
    public double WithPenalty => WithoutPenalty + (_penalty / Examples);

    /// <summary>The losses by name, without their weights, where there are several.</summary>
    public IReadOnlyList<MetricValue> ByName => losses.Length == 1 ? [] : [.. losses.Select((loss, i) => new MetricValue(loss.Name, Of(i)))];

    /// <summary>Begins anew.</summary>
    public void Reset()
    {
        _sums.AsSpan().Clear();
        _divisors.AsSpan().Clear();
        (_penalty, Examples) = (0, 0);
    }

    /// <summary>Adds the last Loss of a workspace.</summary>
    public void Add<T>(Workspace<T> workspace)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Add(workspace.LossParts, workspace.ExactPenalty, workspace.BatchSize);
    }

    /// <summary>Adds what a Loss of so many examples came to.</summary>
    public void Add(ReadOnlySpan<LossPart> parts, double penalty, int examples)
    {
        for (int i = 0; i < parts.Length; i++)
        {
            _sums[i] += parts[i].Sum;
            _isSum[i] = parts[i].Divisor is null;
            _divisors[i] = parts[i].Divisor is { } divisor ? _divisors[i] + divisor : 1;
        }

        _penalty += penalty * examples;
        Examples += examples;
    }

    /// <summary>Adds what another one has.</summary>
    public void Add(MeanLoss other)
    {
        for (int i = 0; i < losses.Length; i++)
        {
            _sums[i] += other._sums[i];
            _divisors[i] = other._isSum[i] ? 1 : _divisors[i] + other._divisors[i];
        }

        _penalty += other._penalty;
        Examples += other.Examples;
    }

    /// <summary>What a loss was divided by so far; null where its reduction is the sum.</summary>
    public double? Divisor(int loss) => _isSum[loss] ? null : _divisors[loss];

    /// <summary>Copies out what was added.</summary>
    public void Save<T>(TrainerState<T> state)
        where T : unmanaged
    {
        for (int i = 0; i < losses.Length; i++)
        {
            state.Set($"trainer.lossSum{Suffix(i)}", _sums[i]);
            state.Set($"trainer.lossDivisor{Suffix(i)}", _divisors[i]);
        }

        state.Set("trainer.penaltySum", _penalty);
        state.Set("trainer.lossExamples", Examples);
    }

    /// <summary>The inverse of <see cref="Save"/>. States of before had the costs, weighted by examples, as the sum.</summary>
    /// <param name="losses">The losses of the network.</param>
    /// <param name="state">What Save wrote.</param>
    /// <param name="maximum">The largest number of examples that can be.</param>
    /// <exception cref="InvalidDataException">A number is missing, or cannot be.</exception>
    public static MeanLoss Load<T>(LossPlace[] losses, TrainerState<T> state, long maximum)
        where T : unmanaged
    {
        bool isOld = !state.Values.ContainsKey("trainer.lossDivisor") && !state.Values.ContainsKey("trainer.penaltySum");
        long examples = state.GetCount("trainer.lossExamples", maximum);
        MeanLoss mean = new(losses)
        {
            _penalty = isOld ? 0 : state.GetNumber("trainer.penaltySum", double.MinValue, double.MaxValue),
            Examples = examples,
        };
        for (int i = 0; i < losses.Length; i++)
        {
            mean._sums[i] = state.GetNumber($"trainer.lossSum{Suffix(i)}", double.MinValue, double.MaxValue);
            mean._divisors[i] = isOld ? examples : state.GetNumber($"trainer.lossDivisor{Suffix(i)}", 0, double.MaxValue);
        }

        return mean;
    }

    private static string Suffix(int loss) => loss == 0 ? "" : $".{loss}";

    private double Of(int loss) => _divisors[loss] == 0 && Examples > 0 ? 0 : _sums[loss] / _divisors[loss];
}
