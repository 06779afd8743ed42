using System.Numerics;

namespace NetGen;

/// <summary>One training of a sweep, in steps: it is trained as far as it is asked to, measured, and perhaps trained further.</summary>
public abstract class Trial : IDisposable
{
    /// <summary>Trains on, and measures.</summary>
    /// <param name="epochs">The epochs that there are to be in all, since the beginning of the trial: more than at the call before.</param>
    /// <param name="cancellationToken">Ends it; what was measured is then not used.</param>
    /// <returns>What decides, the first, and what else is to be recorded.</returns>
    public abstract IReadOnlyList<MetricValue> Train(int epochs, CancellationToken cancellationToken);

    /// <summary>A training by a trainer, which the trial then owns. Recorded are those of its best epoch so far.</summary>
    /// <typeparam name="TNetwork">The network.</typeparam>
    /// <typeparam name="T">Its precision.</typeparam>
    /// <typeparam name="TTarget">The type of a target.</typeparam>
    /// <param name="trainer">The trainer, with as many epochs as the sweep has. It ends earlier where its early stopping says so.</param>
    public static Trial Of<TNetwork, T, TTarget>(Trainer<TNetwork, T, TTarget> trainer)
        where TNetwork : class, ITrainableNetwork<TNetwork, T, TTarget>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TTarget : unmanaged
    {
        ArgumentNullException.ThrowIfNull(trainer);
        return new OfTrainer<TNetwork, T, TTarget>(trainer);
    }

    /// <summary>What a function trains and measures: each time from the beginning, where it knows no other way.</summary>
    /// <param name="train">Trains so many epochs in all, and returns what decides.</param>
    public static Trial Of(Func<int, CancellationToken, double> train)
    {
        ArgumentNullException.ThrowIfNull(train);
        return new OfFunction(train);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Releases what the trial has.</summary>
    /// <param name="disposing">Whether <see cref="Dispose()"/> was called.</param>
    protected virtual void Dispose(bool disposing)
    {
    }

    private sealed class OfTrainer<TNetwork, T, TTarget>(Trainer<TNetwork, T, TTarget> trainer) : Trial
        where TNetwork : class, ITrainableNetwork<TNetwork, T, TTarget>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TTarget : unmanaged
    {
        public override IReadOnlyList<MetricValue> Train(int epochs, CancellationToken cancellationToken)
        {
            while (!trainer.IsFinished && trainer.Epoch < epochs)
            {
                while (trainer.NextBatch())
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    trainer.Step();
                }

                trainer.EndEpoch();
            }

            EpochRecord best = trainer.History.Best;
            return
            [
                new("score", best.ValidationLoss ?? best.Loss),
                new("epoch", best.Epoch),
                new("loss", best.Loss),
                .. best.Metrics,
                .. best.ValidationMetrics.Select(metric => new MetricValue($"validation{char.ToUpperInvariant(metric.Name[0])}{metric.Name[1..]}", metric.Value)),
            ];
        }

        protected override void Dispose(bool disposing)
        {
            trainer.Dispose();
            base.Dispose(disposing);
        }
    }

    private sealed class OfFunction(Func<int, CancellationToken, double> train) : Trial
    {
        public override IReadOnlyList<MetricValue> Train(int epochs, CancellationToken cancellationToken) => [new("score", train(epochs, cancellationToken))];
    }
}
