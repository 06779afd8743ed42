using System.Numerics;
using NetGen.CompilerServices;
using Xunit;

namespace NetGen.Tests;

/// <summary>A network of the tests with made-up data, behind one face for every precision and kind of target.</summary>
public abstract class NetCase
{
    /// <summary>All of them, by name.</summary>
    public static IReadOnlyDictionary<string, NetCase> All { get; } = new NetCase[]
    {
        Of<Nets.From1, double, double>(), Of<Nets.From2, double, double>(), Of<Nets.From3, double, int>(),
        Of<Nets.From5, double, double>(), Of<Nets.From7, double, int>(), Of<Nets.From9, double, double>(),
        Of<Nets.From16, double, int>(), Of<Nets.From17, double, double>(), Of<Nets.From31, double, int>(),
        Of<Nets.From33, double, int>(), Of<Nets.From48, double, double>(), Of<Nets.From64, double, double>(),
        Of<Nets.From65, double, double>(), Of<Nets.From70, double, int>(), Of<Nets.DropoutOfInputs, double, int>(),
        Of<Nets.DropoutOfOutputs, double, double>(), Of<Nets.ActivationOfInputs, double, double>(),
        Of<Nets.NoParameters, double, double>(), Of<Nets.OwnOperators, double, double>(), Of<Nets.Named, double, int>(),
        Of<Nets.SoftmaxInside, double, double>(), Of<Nets.Large, double, double>(), Of<Nets.Blocks, double, double>(), Of<Nets.WideBlocks, double, double>(), Of<Nets.BlocksOfSteps, double, double>(), Of<Nets.SingleBlocks, float, float>(), Of<Nets.Parts, double, double>(), Of<Nets.PartsOfOddWidths, double, double>(), Of<Nets.PartsOfTranspose, double, double>(), Of<Nets.SingleLarge, float, int>(), Of<Nets.Steps, double, double>(), Of<Nets.NarrowSteps, double, double>(),
        Of<Nets.Single17, float, float>(), Of<Nets.Single33, float, int>(), Of<Nets.Single2, float, float>(),
        Of<Nets.Digits, float, int>(),
        Of<OperatorNets.Smooth, double, double>(), Of<OperatorNets.SmoothWide, double, double>(), Of<OperatorNets.Hard, double, double>(),
        Of<OperatorNets.Single, float, float>(),
        Of<NormNets.Rows, double, int>(), Of<NormNets.RootMeanSquares, double, double>(), Of<NormNets.EvenSteps, double, double>(),
        Of<NormNets.OddSteps, double, double>(), Of<NormNets.OddMaps, double, double>(), Of<NormNets.SingleRows, float, int>(),
        Of<ImageNets.Valid, double, int>(), Of<ImageNets.Padded, double, double>(), Of<ImageNets.Strided, double, int>(),
        Of<ImageNets.MaxPooled, double, double>(), Of<ImageNets.AveragePooled, double, double>(), Of<ImageNets.LargeWindows, double, int>(),
        Of<ImageNets.Sequence, double, int>(), Of<ImageNets.Mixed, double, double>(), Of<ImageNets.SingleLeNet, float, int>(),
        Of<ImageNets.SingleSequence, float, float>(),
        Of<NormNets.SingleSteps, float, float>(), Of<NormNets.Batches, double, int>(), Of<NormNets.BatchesOfMaps, double, double>(),
        Of<NormNets.BatchesOfSteps, double, double>(), Of<NormNets.SingleBatches, float, int>(), Of<NormNets.Noisy, double, double>(),
        Of<LossNets.Absolute, double, double>(), Of<LossNets.HuberOfBatch, double, double>(), Of<LossNets.SmoothAbsolute, double, double>(),
        Of<LossNets.Margins, double, double>(), Of<LossNets.SquaredMargins, double, double>(), Of<LossNets.Divergence, double, double>(),
        Of<LossNets.DivergenceMean, double, double>(), Of<LossNets.Counts, double, double>(), Of<LossNets.Rates, double, double>(),
        Of<LossNets.Probabilities, double, double>(), Of<LossNets.WeightedProbabilities, double, double>(), Of<LossNets.PositiveWeights, double, double>(),
        Of<LossNets.PositiveWeight, double, double>(), Of<LossNets.Weighted, double, int>(), Of<LossNets.WeightedOfBatch, double, int>(),
        Of<LossNets.Smoothed, double, int>(), Of<LossNets.SmoothedWeighted, double, int>(), Of<LossNets.Distributions, double, double>(),
        Of<LossNets.DistributionsWeighted, double, double>(), Of<LossNets.Likelihood, double, int>(), Of<LossNets.LikelihoodWeighted, double, int>(),
        Of<LossNets.ClassMargins, double, int>(), Of<LossNets.SquaredClassMargins, double, int>(), Of<LossNets.SingleSmoothed, float, int>(),
        Of<LossNets.SinglePositive, float, float>(),
        Of<SoftmaxNets.EvenShares, double, double>(), Of<SoftmaxNets.OddShares, double, double>(), Of<SoftmaxNets.SharesOfMaps, double, double>(),
        Of<SoftmaxNets.SharesOfImages, double, double>(), Of<SoftmaxNets.SharesOfOne, double, double>(), Of<SoftmaxNets.LogShares, double, double>(),
        Of<SoftmaxNets.SingleShares, float, float>(),
        Of<ImageNets.SingleChannels, float, float>(), Of<ImageNets.ManyChannels, double, double>(),
        Of<ImageNets.LongStrides, double, double>(), Of<ImageNets.WidePadding, double, double>(), Of<ImageNets.Asymmetric, double, double>(),
        Of<ImageNets.LongStridesOfSteps, double, double>(),
        Of<ChannelNets.OfFeatures, double, double>(), Of<ChannelNets.OfInputs, double, double>(), Of<ChannelNets.OfEvenSteps, double, double>(),
        Of<ChannelNets.OfOddSteps, double, double>(), Of<ChannelNets.OfMaps, double, double>(), Of<ChannelNets.OfConvolutions, double, double>(),
        Of<ChannelNets.OfPools, double, double>(), Of<ChannelNets.OfSequences, double, double>(), Of<ChannelNets.Tied, double, double>(),
        Of<ChannelNets.SingleFeatures, float, int>(), Of<ChannelNets.SingleMaps, float, int>(), Of<ChannelNets.SingleSmall, float, float>(),
        Of<AttentionNets.OddBlocks, double, double>(), Of<AttentionNets.Rotary, double, double>(), Of<AttentionNets.Grouped, double, double>(),
        Of<AttentionNets.MultiQuery, double, double>(), Of<AttentionNets.Cross, double, double>(), Of<AttentionNets.Even, double, double>(),
        Of<AttentionNets.OneStep, double, double>(), Of<AttentionNets.Frozen, double, int>(), Of<AttentionNets.SingleAttentionBlocks, float, int>(),
        Of<AttentionNets.SingleOddAttention, float, float>(), Of<AttentionNets.SingleGrouped, float, float>(),
        Of<RecurrentNets.Last, double, double>(), Of<RecurrentNets.EvenStates, double, double>(), Of<RecurrentNets.OddStates, double, double>(),
        Of<RecurrentNets.BothDirections, double, double>(), Of<RecurrentNets.Ones, double, double>(), Of<RecurrentNets.InBlocks, double, double>(),
        Of<RecurrentNets.SingleLargeStates, float, int>(), Of<RecurrentNets.SingleOddStates, float, float>(),
        Of<AxisNets.SumOfSteps, double, double>(), Of<AxisNets.MeanOfOddSteps, double, double>(), Of<AxisNets.MaxOfSteps, double, double>(),
        Of<AxisNets.SumOfFeatures, double, double>(), Of<AxisNets.MeanOfOddFeatures, double, double>(), Of<AxisNets.MaxOfFeatures, double, double>(),
        Of<AxisNets.AxesOfMaps, double, double>(), Of<AxisNets.AxesOfEvenMaps, double, double>(), Of<AxisNets.MeanOfConvolutions, double, double>(),
        Of<AxisNets.Turned, double, double>(), Of<AxisNets.Products, double, double>(), Of<AxisNets.EvenProducts, double, double>(),
        Of<AxisNets.WideProducts, double, double>(), Of<AxisNets.Differences, double, double>(),
        Of<AxisNets.SingleAxes, float, float>(),
        Of<GroupNets.Dilated, double, double>(), Of<GroupNets.CausalSteps, double, double>(), Of<GroupNets.GroupedSteps, double, double>(),
        Of<GroupNets.DilatedMaps, double, double>(), Of<GroupNets.GroupedMaps, double, double>(), Of<GroupNets.LargeGroupedMaps, double, double>(), Of<GroupNets.WideDepthwise, double, double>(), Of<GroupNets.DepthwiseMaps, double, double>(), Of<GroupNets.DividedChannels, double, double>(),
        Of<GroupNets.Depthwise, double, double>(),
        Of<GroupNets.SingleGroups, float, float>(),
        Of<WindowNets.PaddedMaxima, double, double>(), Of<WindowNets.PaddedMeans, double, double>(), Of<WindowNets.OneRow, double, double>(),
        Of<WindowNets.PooledSteps, double, double>(), Of<WindowNets.PaddedSteps, double, double>(), Of<WindowNets.GlobalMaxima, double, double>(),
        Of<WindowNets.TransposedMaps, double, double>(), Of<WindowNets.TransposedWithMuchPadding, double, double>(), Of<WindowNets.TransposedSteps, double, double>(),
        Of<WindowNets.Larger, double, double>(), Of<WindowNets.LongerSteps, double, double>(), Of<WindowNets.SingleWindows, float, float>(),
        Of<WindowNets.SingleWindowsOfSteps, float, float>(), Of<WindowNets.SingleTransposed, float, float>(), Of<NormNets.GroupsOfMaps, double, double>(),
        Of<NormNets.GroupsOfSteps, double, double>(), Of<NormNets.GroupsOfFeatures, double, double>(), Of<NormNets.Instances, double, double>(),
        Of<NormNets.SingleGroupsOfMaps, float, float>(), Of<NormNets.SingleGroupsOfSteps, float, float>(),
        Of<FunctionNets.Elementary, double, double>(), Of<FunctionNets.LogarithmsBesidePadding, double, double>(), Of<FunctionNets.RootsOfSteps, double, double>(),
        Of<FunctionNets.FunctionsOfMaps, double, double>(), Of<FunctionNets.SingleFunctions, float, float>(),
        Of<ValueLossNets.Focused, double, int>(), Of<ValueLossNets.FocusedSteps, double, int>(), Of<ValueLossNets.Quantiles, double, double>(),
        Of<ValueLossNets.QuantilesOfSteps, double, double>(), Of<ValueLossNets.LogCoshs, double, double>(), Of<ValueLossNets.Directions, double, double>(),
        Of<ValueLossNets.DirectionsOfSteps, double, double>(), Of<ValueLossNets.Likelihoods, double, double>(),
        Of<ValueLossNets.LikelihoodsOfSteps, double, double>(), Of<ValueLossNets.SingleFocused, float, int>(), Of<ValueLossNets.SingleQuantiles, float, float>(),
        Of<ValueLossNets.SingleDirections, float, float>(), Of<ValueLossNets.SingleLikelihoods, float, float>(),
        Of<BroadcastNets.BroadcastSteps, double, double>(), Of<BroadcastNets.BroadcastMaps, double, double>(), Of<BroadcastNets.BroadcastInside, double, double>(),
        Of<BroadcastNets.SingleBroadcast, float, float>(), Of<BroadcastNets.Sampled, double, double>(), Of<BroadcastNets.SampledSteps, double, double>(),
        Of<BroadcastNets.SingleSampled, float, float>(),
    }.ToDictionary(net => net.Name);

    /// <summary>The names of all.</summary>
    public static TheoryData<string> Names => [.. All.Keys];

    /// <summary>The names of those in double precision.</summary>
    public static TheoryData<string> NamesInDouble => [.. All.Where(net => net.Value.Description.Precision == "double").Select(net => net.Key)];

    /// <summary>The network's name.</summary>
    public string Name => Description.Name;

    /// <summary>What the network says of itself.</summary>
    public abstract NetworkDescription Description { get; }

    /// <summary>The largest difference of gradients and central differences of a random network with random data.</summary>
    public abstract double GradientError(int batch, int samples, int seed);

    /// <summary>Predict of any number of examples is Forward in inference, bit for bit, and that of each example alone.</summary>
    public abstract void CheckPredict(int examples, int seed);

    /// <summary>Outputs of Predict, and what a plain evaluation of the description gives.</summary>
    public abstract (double[] Actual, double[] Expected) Outputs(int examples, int seed);

    /// <summary>The bytes that training, Predict and Evaluate allocate after a warm-up.</summary>
    public abstract long AllocatedBytes(int batch);

    /// <summary>Padding of parameters and gradients after some steps of Adam: positions that hold something else than zero.</summary>
    public abstract int[] PaddingAfterTraining(int steps, int seed);

    /// <summary>Properties of Backward that hold for every network; see the implementation.</summary>
    public abstract void CheckBackward(int batch, int seed);

    private static NetCase<TNetwork, T, TTarget> Of<TNetwork, T, TTarget>()
        where TNetwork : class, ITrainableNetwork<TNetwork, T, TTarget>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TTarget : unmanaged, INumberBase<TTarget> => new();
}

/// <summary>A network of the tests.</summary>
internal sealed class NetCase<TNetwork, T, TTarget> : NetCase
    where TNetwork : class, ITrainableNetwork<TNetwork, T, TTarget>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TTarget : unmanaged, INumberBase<TTarget>
{
    public override NetworkDescription Description => TNetwork.Description;

    public override double GradientError(int batch, int samples, int seed)
    {
        (TNetwork net, T[] inputs, TTarget[] targets) = Create(batch, seed);
        Workspace<T> workspace = net.CreateWorkspace(batch, inputGradients: true);
        T[] before = net.Parameters.ToArray();
        double error = GradientCheck.Run<TNetwork, T, TTarget>(net, workspace, inputs, targets, samples, seed);
        Assert.Equal(before, net.Parameters.ToArray());
        return error;
    }

    public override void CheckPredict(int examples, int seed)
    {
        (TNetwork net, T[] inputs, _) = Create(examples, seed);
        var outputs = new T[examples * net.OutputSize];
        net.Predict(inputs, outputs);
        if (examples > 0)
        {
            Workspace<T> workspace = net.CreateWorkspace(examples);
            Assert.Equal(outputs, net.Forward(workspace, inputs, training: false).ToArray());
        }

        var alone = new T[net.OutputSize];
        for (int i = 0; i < examples; i++)
        {
            net.Predict(inputs.AsSpan(i * net.InputSize, net.InputSize), alone);
            Assert.Equal(outputs.AsSpan(i * net.OutputSize, net.OutputSize).ToArray(), alone);
        }

        if (net.OutputSize <= net.InputSize)
        {
            net.Predict(inputs, inputs.AsSpan(0, outputs.Length)); // in place
            Assert.Equal(outputs, inputs[..outputs.Length]);
        }
    }

    public override (double[] Actual, double[] Expected) Outputs(int examples, int seed)
    {
        (TNetwork net, T[] inputs, _) = Create(examples, seed);
        var outputs = new T[examples * net.OutputSize];
        net.Predict(inputs, outputs);
        double[] expected = [.. inputs.Chunk(net.InputSize).SelectMany(example =>
            NaiveNetwork.Evaluate(Description, name => Parameter(net, name), [.. example.Select(double.CreateChecked)]))];
        return ([.. outputs.Select(double.CreateChecked)], expected);
    }

    public override long AllocatedBytes(int batch)
    {
        (TNetwork net, T[] inputs, TTarget[] targets) = Create(batch, seed: 5);
        Workspace<T> workspace = net.CreateWorkspace(batch, inputGradients: true);
        var outputs = new T[batch * net.OutputSize];
        var outputGradients = new T[batch * net.OutputSize];
        var weights = new T[batch];
        Array.Fill(weights, T.One);
        Optimizer[] optimizers = [new SGD(1e-3, momentum: 0.9), new Adam(), new AdamW()];

        // The first round loads types and takes the scratch memory of this thread.
        Round();
        return Allocations.Of(Round);

        void Round()
        {
            net.Forward(workspace, inputs);
            net.Loss(workspace, targets);
            net.Backward(workspace);
            foreach (Optimizer optimizer in optimizers)
            {
                optimizer.Update(net.Parameters, workspace.Gradients);
            }

            net.Loss(workspace, targets, weights);
            net.Backward(workspace, outputGradients);
            net.Forward(workspace, inputs, training: false);
            net.Predict(inputs, outputs);
            net.Evaluate(inputs, targets);
        }
    }

    public override int[] PaddingAfterTraining(int steps, int seed)
    {
        (TNetwork net, T[] inputs, TTarget[] targets) = Create(9, seed);
        Workspace<T> workspace = net.CreateWorkspace(9);
        Adam optimizer = new(0.01);
        for (int i = 0; i < steps; i++)
        {
            net.Forward(workspace, inputs);
            net.Loss(workspace, targets);
            net.Backward(workspace);
            optimizer.Update(net.Parameters, workspace.Gradients);
        }

        T[] reached = new T[net.Parameters.Length];
        FillParameters(reached, T.One);
        Assert.Equal(Description.ParameterCount, reached.Count(value => value == T.One));
        T[] parameters = net.Parameters.ToArray(), gradients = workspace.Gradients.ToArray();
        Assert.All(parameters, value => Assert.True(T.IsFinite(value)));
        return [.. Enumerable.Range(0, reached.Length).Where(i => reached[i] == T.Zero && !(parameters[i] == T.Zero && gradients[i] == T.Zero))];
    }

    public override void CheckBackward(int batch, int seed)
    {
        (TNetwork net, T[] inputs, TTarget[] targets) = Create(batch, seed);
        Workspace<T> workspace = net.CreateWorkspace(batch, inputGradients: true);
        net.Forward(workspace, inputs);
        net.Loss(workspace, targets);
        net.Backward(workspace);
        T[] gradients = workspace.Gradients.ToArray(), inputGradients = workspace.InputGradients.ToArray();

        FillParameters(workspace.Gradients, T.NaN, onlyTrained: true);
        net.Backward(workspace);
        Assert.Equal(gradients, workspace.Gradients.ToArray());
        Assert.Equal(inputGradients, workspace.InputGradients.ToArray());

        // A larger workspace that has seen a larger batch and NaN before gives the same bits: nothing of old batches is read.
        Workspace<T> larger = net.CreateWorkspace(batch + 7, inputGradients: true);
        (_, T[] otherInputs, TTarget[] otherTargets) = Create(batch + 7, seed + 1);
        Array.Fill(otherInputs, T.NaN);
        net.Forward(larger, otherInputs);
        net.Loss(larger, otherTargets);
        net.Backward(larger);
        larger.Step = 0;
        net.Forward(larger, inputs);
        net.Loss(larger, targets);
        net.Backward(larger);
        Assert.Equal(gradients, larger.Gradients.ToArray());
        Assert.Equal(inputGradients, larger.InputGradients.ToArray());

        // Each kind of gradient alone.
        Workspace<T> inputsOnly = net.CreateWorkspace(batch, inputGradients: true, parameterGradients: false);
        net.Forward(inputsOnly, inputs);
        net.Loss(inputsOnly, targets);
        net.Backward(inputsOnly);
        Assert.Equal(inputGradients, inputsOnly.InputGradients.ToArray());
        Assert.Throws<InvalidOperationException>(() => { _ = inputsOnly.Gradients; });

        Workspace<T> parametersOnly = net.CreateWorkspace(batch);
        net.Forward(parametersOnly, inputs);
        net.Loss(parametersOnly, targets);
        net.Backward(parametersOnly);
        Assert.Equal(gradients, parametersOnly.Gradients.ToArray());
        Assert.Throws<InvalidOperationException>(() => { _ = parametersOnly.InputGradients; });
    }

    /// <summary>A network and data that depend on the seed alone.</summary>
    private static (TNetwork Network, T[] Inputs, TTarget[] Targets) Create(int examples, int seed)
    {
        TNetwork net = TNetwork.Create(seed);
        Random random = new(seed);
        bool labels = typeof(TTarget) == typeof(int);
        foreach (ParameterDescription bias in TNetwork.Description.Parameters.Where(parameter => !parameter.IsWeight))
        {
            // Biases start at zero, where a mistake in their use would not show.
            ParameterBuffer.Set<T>(TNetwork.Description, net.Parameters, bias.Name, Values(bias.Count, () => 0.4 * random.NextDouble() - 0.2));
        }

        foreach (ParameterDescription state in TNetwork.Description.State)
        {
            // Likewise for means that start at 0 and variances that start at 1.
            ParameterBuffer.SetState<T>(TNetwork.Description, net.State, state.Name, Values(state.Count, () => 0.5 + random.NextDouble()));
        }

        T[] inputs = Values(examples * net.InputSize, () => 3 * random.NextDouble() - 1.5);
        HeadDescription head = TNetwork.Description.Heads[0];
        bool signs = head.Outputs == OutputMeaning.SignedScores;
        TTarget[] targets = [.. Enumerable.Range(0, examples * head.TargetSize)
            .Select(_ => labels ? TTarget.CreateChecked(random.Next(head.Shape[^1])) : TTarget.CreateChecked(signs ? (2 * random.Next(2)) - 1 : random.NextDouble()))];
        return (net, inputs, targets);
    }

    /// <summary>Fills what names reach; the rest is padding.</summary>
    private void FillParameters(Span<T> buffer, T value, bool onlyTrained = false)
    {
        foreach (ParameterDescription parameter in Description.Parameters.Where(parameter => parameter.IsTrainable || !onlyTrained))
        {
            ParameterBuffer.Set<T>(Description, buffer, parameter.Name, Enumerable.Repeat(value, parameter.Count).ToArray());
        }
    }

    private static T[] Values(int count, Func<double> next) => [.. Enumerable.Range(0, count).Select(_ => T.CreateChecked(next()))];

    private static double[] Parameter(TNetwork net, string name)
    {
        if (TNetwork.Description.State.FirstOrDefault(tensor => tensor.Name == name) is { } state)
        {
            var kept = new T[state.Count];
            ParameterBuffer.GetState<T>(TNetwork.Description, net.State, name, kept);
            return [.. kept.Select(double.CreateChecked)];
        }

        var values = new T[TNetwork.Description.Parameters.Single(parameter => parameter.Name == name).Count];
        ParameterBuffer.Get<T>(TNetwork.Description, net.Parameters, name, values);
        return [.. values.Select(double.CreateChecked)];
    }
}
