using System.Diagnostics;
using NetGen;

namespace Digits;

/// <summary>Where training is within an epoch.</summary>
/// <param name="Epoch">The epoch, from 1.</param>
/// <param name="Done">The images of this epoch that it has seen.</param>
/// <param name="Total">The images of an epoch.</param>
/// <param name="Loss">The mean loss of those seen.</param>
/// <param name="ExamplesPerSecond">The speed.</param>
internal readonly record struct BatchProgress(int Epoch, int Done, int Total, double Loss, double ExamplesPerSecond);

/// <summary>What an epoch gave.</summary>
/// <param name="Epoch">The epoch, from 1.</param>
/// <param name="TrainingLoss">The mean loss while it trained, with dropout and moving weights.</param>
/// <param name="TestLoss">The mean loss of the held-out images at its end.</param>
/// <param name="Accuracy">The share of the held-out images that were recognized.</param>
/// <param name="Seconds">How long it took, with the test.</param>
internal readonly record struct EpochResult(int Epoch, double TrainingLoss, double TestLoss, double Accuracy, double Seconds);

/// <summary>The training loop.</summary>
internal static class Training
{
    /// <summary>Trains a network, step by step, and shows how it goes.</summary>
    public static void Run<TNet>(TNet net, DigitData data, TrainingOptions options, IScreen screen, CancellationToken cancellation)
        where TNet : class, IDigitNet<TNet>
    {
        var batches = new MiniBatches<float, int>(data.Train, options.BatchSize, options.Seed);
        Workspace<float> workspace = net.CreateWorkspace(batches.BatchSize);
        var optimizer = new Adam(options.LearningRate);

        for (int epoch = 1; epoch <= options.Epochs; epoch++)
        {
            var watch = Stopwatch.StartNew();
            double lossSum = 0;
            int done = 0;
            batches.Shuffle(epoch);
            while (batches.Next())
            {
                cancellation.ThrowIfCancellationRequested();

                // Large steps at first, ever smaller ones to settle: the learning rate falls to 0 in a straight line.
                double progress = (epoch - 1 + ((double)done / data.Train.Count)) / options.Epochs;
                optimizer.LearningRate = options.LearningRate * (1 - progress);

                net.Forward(workspace, batches.Inputs);
                float loss = net.Loss(workspace, batches.Targets);
                net.Backward(workspace);
                optimizer.Step(net.Parameters, workspace.Gradients);

                lossSum += (double)loss * batches.Count;
                done += batches.Count;
                screen.ShowBatch(new(epoch, done, data.Train.Count, lossSum / done, done / watch.Elapsed.TotalSeconds));
            }

            var test = Evaluation.Of(net, data.Test);
            screen.ShowEpoch(new(epoch, lossSum / done, test.Loss, test.Accuracy, watch.Elapsed.TotalSeconds));
        }
    }
}
