using System.Runtime.CompilerServices;
using NetGen.CompilerServices;
using Xunit;

namespace NetGen.Tests;

/// <summary>An optimizer belongs to the first network or array that it steps, whatever the garbage collector does, until Reset.</summary>
public sealed partial class OptimizerOwnerTests : IDisposable
{
    [Network, Input(3), Normalization, Dense(5), Tanh, Dense(2), SoftmaxCrossEntropy]
    internal sealed partial class OwnedNet;

    [Network<double>, Input(3), Dense(4), MeanSquaredError]
    internal sealed partial class OwnedInDouble;

    private static readonly ArrayDataset<float, int> s_data = new([.. Enumerable.Range(0, 36).Select(i => MathF.Sin(i))], [.. Enumerable.Range(0, 12).Select(i => i % 2)], 3);

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Kinds => OptimizerStateTests.Kinds;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_second_network_is_refused_also_after_a_collection(bool collect)
    {
        Adam adam = new();
        OwnedNet first = new(seed: 1), second = new(seed: 1);
        FitOptions options = new() { Optimizer = adam, Epochs = 1 };
        first.Fit(s_data, options);
        if (collect)
            Collect();
        float[] parameters = second.Parameters.ToArray(), state = second.State.ToArray();
        string message = Assert.Throws<InvalidOperationException>(() => second.Fit(s_data, options)).Message;
        Assert.Contains("Create one optimizer for each network", message, StringComparison.Ordinal);
        Assert.Contains("Reset()", message, StringComparison.Ordinal);
        Assert.Equal(parameters, second.Parameters.ToArray());
        Assert.Equal(state, second.State.ToArray());
        Assert.Equal(1, adam.StepCount);
        first.Fit(s_data, options); // the first goes on
        Assert.Equal(2, adam.StepCount);
        Assert.Throws<InvalidOperationException>(() => new OwnedInDouble().Fit(new double[3], new double[4], options));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void It_is_refused_also_where_the_first_is_gone(bool fused)
    {
        Adam adam = new();
        List<nint> addresses = [];
        Spend(adam, fused, addresses);
        for (int i = 0; i < 50; i++)
        {
            if (i % 10 == 0)
                Collect();
            OwnedNet next = new(seed: 1);
            addresses.Add(BufferIdentity.Address<float>(next.Parameters));
            Assert.Throws<InvalidOperationException>(() => Step(next, adam, fused: true));
            Assert.Throws<InvalidOperationException>(() => Step(next, adam, fused: false));
        }

        Assert.Equal(1, adam.StepCount);
    }

    [Fact]
    public void Both_forms_of_a_step_know_the_same_owner()
    {
        Adam adam = new();
        OwnedNet net = new(seed: 1), other = new(seed: 1);
        Step(net, adam, fused: true);
        Step(net, adam, fused: false);
        Step(net, adam, fused: true);
        Assert.Equal(3, adam.StepCount);
        Assert.Throws<InvalidOperationException>(() => Step(other, adam, fused: false));
        Assert.Throws<InvalidOperationException>(() => adam.Step(new float[net.Parameters.Length], new float[net.Parameters.Length]));
        Assert.Throws<InvalidOperationException>(() => adam.Step(new float[net.Parameters.Length].AsSpan(), new float[net.Parameters.Length]));
        Assert.Throws<InvalidOperationException>(() => other.Fit(s_data, new FitOptions { Optimizer = adam }));
    }

    [Fact]
    public void An_array_is_known_wherever_it_moves()
    {
        float[] gradients = [1, 2, 3, 4];
        float[] own = new float[4], other = new float[4];
        SGD optimizer = new(0.1);
        optimizer.Step(own, gradients);
        for (int i = 0; i < 3; i++)
        {
            Assert.Throws<InvalidOperationException>(() => optimizer.Step(other, gradients));
            Assert.Throws<InvalidOperationException>(() => optimizer.Step(other.AsSpan(), gradients));
            Assert.Throws<InvalidOperationException>(() => optimizer.Step(null, other, gradients));
            Collect();
            optimizer.Step(own, gradients);
            optimizer.Step(own.AsSpan(), gradients);
        }

        Assert.Equal(7, optimizer.StepCount);
        Assert.Throws<InvalidOperationException>(() => Step(new OwnedNet(), optimizer, fused: true));
        double[] both = new double[4];
        SGD twin = new(0.1);
        twin.Step(both, [1, 2, 3, 4]);
        Collect();
        Assert.Throws<InvalidOperationException>(() => twin.Step(new double[4], [1, 2, 3, 4]));
        Assert.Throws<ArgumentNullException>(() => twin.Step((double[])null!, []));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Reset_makes_a_new_one_of_it(string kind)
    {
        Optimizer used = OptimizerStateTests.Create[kind](), fresh = OptimizerStateTests.Create[kind]();
        double rate = used.LearningRate;
        Step(new OwnedNet(seed: 1), used, fused: true, steps: 5);
        Assert.Throws<InvalidOperationException>(() => Step(new OwnedNet(seed: 2), used, fused: true));
        used.Reset();
        Assert.Equal((0, rate), (used.StepCount, used.LearningRate));
        OwnedNet again = new(seed: 2), expected = new(seed: 2);
        Step(again, used, fused: true, steps: 9);
        Step(expected, fresh, fused: true, steps: 9);
        Assert.Equal(expected.Parameters.ToArray(), again.Parameters.ToArray());

        // Another precision too; and nothing is forgotten twice.
        used.Reset();
        used.Reset();
        used.Step(new double[3], [1, 2, 3]);
        Assert.Equal(1, used.StepCount);
    }

    [Fact]
    public void A_state_that_is_loaded_belongs_to_the_network_that_is_stepped_next()
    {
        Adam adam = new(), resumed = new();
        OwnedNet net = new(seed: 1), copy = new(seed: 1), other = new(seed: 1);
        Step(net, adam, fused: true);
        TrainerState<float> state = new();
        adam.Save(state);
        resumed.Load(state);
        copy.CopyFrom(net);
        Step(copy, resumed, fused: true);
        Step(net, adam, fused: true);
        Assert.Equal(net.Parameters.ToArray(), copy.Parameters.ToArray());
        Assert.Throws<InvalidOperationException>(() => Step(other, resumed, fused: true));
        adam.Load(state); // it stays with its network
        Assert.Throws<InvalidOperationException>(() => Step(other, adam, fused: true));
        Step(net, adam, fused: true);
    }

    [Fact]
    public void Folds_that_share_an_optimizer_are_told_to_have_one_each()
    {
        FitOptions shared = new() { Optimizer = new Adam(), Epochs = 1 };
        string message = Assert.Throws<InvalidOperationException>(() => OwnedNet.CrossValidate(s_data, 3, _ => shared)).Message;
        Assert.Contains("Return a new optimizer for each fold", message, StringComparison.Ordinal);
        Assert.Contains("fold 1", message, StringComparison.Ordinal);

        // Nothing is shared where each fold has its own, the default, or one that was reset.
        Adam adam = new();
        CrossValidationResult own = OwnedNet.CrossValidate(s_data, 3, _ => new FitOptions { Optimizer = new Adam(), Epochs = 2 });
        FitOptions withoutOptimizer = new() { Epochs = 2, Schedule = new ReduceOnPlateauSchedule(patience: 0), Metrics = [new Accuracy()], EarlyStopping = new() };
        CrossValidationResult byDefault = OwnedNet.CrossValidate(s_data, 3, _ => withoutOptimizer);
        CrossValidationResult reset = OwnedNet.CrossValidate(s_data, 3, _ =>
        {
            adam.Reset();
            return new FitOptions { Optimizer = adam, Epochs = 2 };
        });
        Assert.Equal(own.Folds.Select(fold => fold.Loss), reset.Folds.Select(fold => fold.Loss));
        CrossValidationResult again = OwnedNet.CrossValidate(s_data, 3, _ => new FitOptions { Epochs = 2, Schedule = new ReduceOnPlateauSchedule(patience: 0), Metrics = [new Accuracy()], EarlyStopping = new() });
        Assert.Equal(again.Folds.Select(fold => fold.Loss), byDefault.Folds.Select(fold => fold.Loss));
    }

    [Fact]
    public void A_fold_does_not_resume_from_another_folds_checkpoints()
    {
        string folder = Directory.CreateDirectory(_folder["checkpoints"]).FullName;
        InvalidOperationException exception = Assert.Throws<InvalidOperationException>(() => OwnedNet.CrossValidate(s_data, 3, _ => new FitOptions { Epochs = 1, Checkpoint = new(folder), Resume = folder }));
        Assert.Contains("folder of its own", exception.Message, StringComparison.Ordinal);
        CrossValidationResult result = OwnedNet.CrossValidate(s_data, 3, fold =>
        {
            string own = Directory.CreateDirectory(folder + fold).FullName;
            return new FitOptions { Epochs = 1, Checkpoint = new(own), Resume = own };
        });
        Assert.All(result.Folds, fold => Assert.Equal(1, fold.History.Steps));
    }

    [Fact]
    public void Trainings_in_turn_do_not_share_what_counts_or_learns()
    {
        Accuracy accuracy = new();
        ReduceOnPlateauSchedule schedule = new();
        Check(() => new FitOptions { Metrics = [accuracy] }, "accuracy");
        Check(() => new FitOptions { Schedule = schedule, Metrics = [] }, "ReduceOnPlateauSchedule");
        CosineSchedule pure = new(100);
        using Trainer<OwnedNet, float, int> one = Trainer(new() { Schedule = pure }), two = Trainer(new() { Schedule = pure });
        Assert.True(one.NextBatch() && two.NextBatch());

        static void Check(Func<FitOptions> options, string what)
        {
            using Trainer<OwnedNet, float, int> first = Trainer(options());
            Assert.True(first.NextBatch());
            first.Step();
            using Trainer<OwnedNet, float, int> second = Trainer(options());
            Assert.Contains(what, Assert.Throws<InvalidOperationException>(() => first.NextBatch()).Message, StringComparison.Ordinal);
            Assert.Throws<InvalidOperationException>(() => first.EndEpoch());
            second.Run();
            using Trainer<OwnedNet, float, int> third = Trainer(options()); // one after the other
            third.Run();
        }

        static Trainer<OwnedNet, float, int> Trainer(FitOptions options) => new(new(), s_data, null, options);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Spend(Optimizer optimizer, bool fused, List<nint> addresses)
    {
        OwnedNet net = new(seed: 1);
        addresses.Add(BufferIdentity.Address<float>(net.Parameters));
        Step(net, optimizer, fused);
    }

    private static void Step(OwnedNet net, Optimizer optimizer, bool fused, int steps = 1)
    {
        Workspace<float> workspace = net.CreateWorkspace(2);
        net.Adapt([1, 2, 3, 4, 5, 7]);
        for (int i = 0; i < steps; i++)
        {
            net.Forward(workspace, [1, 2, 3, 4, 5, i]);
            net.Loss(workspace, [0, 1]);
            if (fused)
            {
                net.Step(workspace, optimizer);
            }
            else
            {
                net.Backward(workspace);
                optimizer.Step(net.Parameters, workspace.Gradients);
            }
        }
    }

    private static void Collect()
    {
        for (int i = 0; i < 2; i++)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
        }
    }
}
