using System.Runtime.CompilerServices;
using Xunit;

namespace NetGen.Tests;

/// <summary>A workspace serves one call at a time: whatever else comes meanwhile is refused, and nothing waits for ever.</summary>
public sealed partial class WorkspaceUseTests
{
    private static readonly float[] s_inputs = [.. Enumerable.Range(0, 40 * 4).Select(i => MathF.Sin(i))];
    private static readonly float[] s_targets = new float[40 * 3];

    /// <summary>What a user can ask of a workspace.</summary>
    public static TheoryData<string> Calls => [.. s_calls.Keys];

    private static readonly Dictionary<string, Action<CallingNet, Workspace<float>>> s_calls = new()
    {
        ["Forward"] = (net, workspace) => net.Forward(workspace, s_inputs),
        ["Loss"] = (net, workspace) => net.Loss(workspace, s_targets),
        ["Backward"] = (net, workspace) => net.Backward(workspace),
        ["Backward from gradients"] = (net, workspace) => net.Backward(workspace, s_targets),
        ["Step"] = (net, workspace) => net.Step(workspace, new SGD(0.1)),
        ["CheckGradients"] = (net, workspace) => net.CheckGradients(workspace, s_inputs, s_targets, samples: 1),
        ["GetOutput"] = (net, workspace) => net.GetOutput(workspace, "h", new float[40 * 3]),
        ["GetOutputGradient"] = (net, workspace) => net.GetOutputGradient(workspace, "h", new float[40 * 3]),
        ["GetInputGradients"] = (net, workspace) => net.GetInputGradients(workspace, "input", new float[40 * 4]),
        ["GetGradient"] = (net, workspace) => net.GetGradient(workspace, "h.bias", new float[3]),
        ["Gradients"] = (_, workspace) => workspace.Gradients.Clear(),
        ["InputGradients"] = (_, workspace) => workspace.InputGradients.ToArray(),
        ["SetDropoutMask"] = (_, workspace) => workspace.SetDropoutMask("dropout1", []),
        ["Step = 0"] = (_, workspace) => workspace.Step = 0,
    };

    [Theory]
    [MemberData(nameof(Calls))]
    public void A_call_while_another_runs_is_refused_and_both_leave_the_workspace_usable(string call)
    {
        CallingNet net = new(seed: 1);
        Workspace<float> workspace = net.CreateWorkspace(40, inputGradients: true);
        float[] expected = Run(net, workspace);
        string? message = null;
        CallingActivation.Meanwhile = () =>
        {
            CallingActivation.Meanwhile = null;

            // On another thread, then from within.
            Thread other = new(() => message = Assert.Throws<InvalidOperationException>(() => s_calls[call](net, workspace)).Message);
            other.Start();
            other.Join();
            Assert.Equal(message, Assert.Throws<InvalidOperationException>(() => s_calls[call](net, workspace)).Message);
        };
        Assert.Equal(expected, Run(net, workspace));
        Assert.Contains("in use", message, StringComparison.Ordinal);
        Assert.Contains("CreateWorkspace", message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public void A_call_that_fails_gives_the_workspace_back(string call)
    {
        CallingNet net = new(seed: 1);
        Workspace<float> workspace = net.CreateWorkspace(40, inputGradients: true);
        float[] expected = Run(net, workspace);
        CallingActivation.Meanwhile = () => throw new InvalidOperationException("as asked");
        try
        {
            s_calls[call](net, workspace);
        }
        catch (InvalidOperationException failure)
        {
            Assert.Equal("as asked", failure.Message);
        }

        CallingActivation.Meanwhile = null;
        Assert.Throws<ArgumentException>(() => { net.Forward(workspace, new float[3]); });
        Assert.Throws<ArgumentException>(() => net.GetOutput(workspace, "nothing", []));
        Assert.Equal(expected, Run(net, workspace));
    }

    [Fact]
    public void Two_threads_on_one_workspace_of_several_threads_never_hang()
    {
        Nets.Single33 net = new(seed: 3);
        Workspace<float> workspace = net.CreateWorkspace(64, threads: 3);
        workspace.DividesAlways = true;
        float[] inputs = [.. Enumerable.Range(0, 64 * 33).Select(i => MathF.Sin(i))];
        int[] labels = [.. Enumerable.Range(0, 64).Select(i => i % 3)];
        int refused = 0, done = 0;
        Thread[] threads = [.. Enumerable.Range(0, 2).Select(_ => new Thread(() =>
        {
            for (int round = 0; round < 300; round++)
            {
                try
                {
                    net.Forward(workspace, inputs);
                    net.Loss(workspace, labels);
                    net.Backward(workspace);
                    Interlocked.Increment(ref done);
                }
                catch (InvalidOperationException)
                {
                    Interlocked.Increment(ref refused);
                }
            }
        }))];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        Assert.Equal(600, done + refused);
        Assert.True(done > 0);
        net.Forward(workspace, inputs);
    }

    private static float[] Run(CallingNet net, Workspace<float> workspace)
    {
        workspace.Step = 0;
        float[] outputs = net.Forward(workspace, s_inputs).ToArray();
        float cost = net.Loss(workspace, s_targets);
        net.Backward(workspace);
        return [.. outputs, cost, .. workspace.Gradients, .. workspace.InputGradients];
    }

    /// <summary>The identity, which calls back once in a while.</summary>
    [Derivative(Needs.Nothing)]
    internal struct CallingActivation : IActivation
    {
        [ThreadStatic]
        private static Action? s_meanwhile;

        public static Action? Meanwhile { get => s_meanwhile; set => s_meanwhile = value; }

        [MethodImpl(MethodImplOptions.NoInlining)]
        public readonly V Forward<V>(V z)
            where V : struct, ISimd<V>
        {
            Meanwhile?.Invoke();
            return z;
        }

        [MethodImpl(MethodImplOptions.NoInlining)]
        public readonly V Derivative<V>(V z)
            where V : struct, ISimd<V>
        {
            Meanwhile?.Invoke();
            return V.One;
        }
    }

    /// <summary>Applies <see cref="CallingActivation"/>.</summary>
    internal sealed class CallingAttribute : ActivationAttribute<CallingActivation>;

    [Network]
    [Input(4)]
    [Dense(3, Name = "h"), Calling, Dropout(0.2)]
    [Dense(3)]
    [MeanSquaredError]
    internal sealed partial class CallingNet;
}
