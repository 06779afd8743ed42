using System.Diagnostics.CodeAnalysis;
using NetGen;
using NetGen.CompilerServices;

namespace Playground;

/// <summary>A network that the user declared: of one input and one loss.</summary>
/// <typeparam name="TNetwork">The generated class.</typeparam>
/// <typeparam name="TTarget">Labels, or numbers.</typeparam>
[SuppressMessage("Performance", "CA1812", Justification = "Made by reflection: the network is compiled in the page.")]
internal sealed class LiveModel<TNetwork, TTarget> : Model
    where TNetwork : class, ITrainableNetwork<TNetwork, float, TTarget>
    where TTarget : unmanaged
{
    private const int MaxBatch = 100;

    private readonly TNetwork _network;
    private readonly Workspace<float> _workspace;
    private readonly HeadDescription _head;
    private readonly int _outputs;
    private Optimizer _optimizer;
    private string _optimizerKey;

    public LiveModel(Settings settings)
    {
        _network = TNetwork.Create((long)settings.Seed);
        _workspace = _network.CreateWorkspace(MaxBatch);
        (_head, _outputs) = (TNetwork.Description.Heads[0], _network.OutputSize);
        if (_outputs > 2 || (_outputs == 2 && !_head.TakesLabels))
            throw new ArgumentException($"The network has {_outputs} outputs; a point has one target: expected one output, or two for a loss of classes.", nameof(settings));
        if (settings.IsRegression && (_head.TakesLabels || _head.Outputs != OutputMeaning.Numbers))
            throw new ArgumentException("The data are numbers, and the network's loss is made for classes.", nameof(settings));
        (_optimizerKey, _optimizer) = (settings.Optimizer, OptimizerKind.Of(settings.Optimizer).Create(settings.Rate));
        Apply(settings);
    }

    public override int InputSize => _network.InputSize;

    public override int HiddenCount => 0;

    public override void Apply(Settings settings)
    {
        if (_optimizerKey != settings.Optimizer)
            (_optimizerKey, _optimizer) = (settings.Optimizer, OptimizerKind.Of(settings.Optimizer).Create(settings.Rate));
        _optimizer.LearningRate = settings.Rate;
    }

    public override double Step(ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets)
    {
        if (_network is IAdaptable<float> { IsAdapted: false } adaptable)
            adaptable.Adapt(inputs);
        _network.Forward(_workspace, inputs);
        float cost = _network.Loss(_workspace, Targets(targets));
        _network.Step(_workspace, _optimizer);
        return cost;
    }

    public override double Evaluate(ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets) => targets.IsEmpty ? 0 : _network.Evaluate(inputs, Targets(targets));

    public override void Show(ReadOnlySpan<float> inputs, Span<float> shown)
    {
        float[] outputs = new float[shown.Length * _outputs];
        _network.Predict(inputs, outputs);
        for (int i = 0; i < shown.Length; i++)
        {
            float y = _outputs == 1 ? outputs[i] : outputs[(2 * i) + 1] - outputs[2 * i];
            shown[i] = _head.Outputs switch
            {
                OutputMeaning.BinaryLogits or OutputMeaning.ClassLogits or OutputMeaning.ClassLogProbabilities => MathF.Tanh(y / 2),
                OutputMeaning.BinaryProbabilities or OutputMeaning.BinaryDecisions => (2 * y) - 1,
                _ => Math.Clamp(y, -1, 1),
            };
        }
    }

    public override void ShowHidden(ReadOnlySpan<float> inputs, Span<float> planes)
    {
    }

    /// <summary>Classes −1 and +1 as labels 0 and 1, or as the numbers that the loss wants; numbers as they are.</summary>
    private TTarget[] Targets(ReadOnlySpan<float> targets)
    {
        bool isShare = _head.Outputs is OutputMeaning.BinaryLogits or OutputMeaning.BinaryProbabilities or OutputMeaning.BinaryDecisions;
        TTarget[] converted = new TTarget[targets.Length];
        for (int i = 0; i < converted.Length; i++)
        {
            converted[i] = typeof(TTarget) == typeof(int)
                ? (TTarget)(object)(targets[i] > 0 ? 1 : 0)
                : (TTarget)(object)(isShare ? (targets[i] + 1) / 2 : targets[i]);
        }

        return converted;
    }
}

/// <summary>Makes models of networks that were compiled in the page.</summary>
public static class LiveModel
{
    /// <summary>A model of the first network of an assembly.</summary>
    /// <exception cref="ArgumentException">It has none that points can train: the message says why.</exception>
    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "The assembly was compiled just now: nothing of it is trimmed.")]
    [UnconditionalSuppressMessage("Trimming", "IL2075", Justification = "The assembly was compiled just now: nothing of it is trimmed.")]
    [UnconditionalSuppressMessage("Trimming", "IL2060", Justification = "Of(settings) has no requirements on its types.")]
    [UnconditionalSuppressMessage("AOT", "IL3050", Justification = "Networks that are compiled in the page run where code can be made at run time.")]
    public static (Model Model, NetworkDescription Description) Create(System.Reflection.Assembly assembly, Settings settings)
    {
        Type network = assembly.GetTypes().FirstOrDefault(type => type.IsDefined(typeof(NetworkAttribute), inherit: false))
            ?? throw new ArgumentException("There is no network: a partial class with [Network].");
        Type[] interfaces = network.GetInterfaces();
        Type? trainable = interfaces.FirstOrDefault(type => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ITrainableNetwork<,,>) && type.GenericTypeArguments[1] == typeof(float));
        if (trainable is null || interfaces.Any(type => type.IsGenericType && type.GetGenericTypeDefinition().Name.Contains("SeveralInputs", StringComparison.Ordinal)))
            throw new ArgumentException($"{network.Name} cannot be trained here: points need a network of floats with one input and one loss that takes a target. Its code is shown all the same.");
        System.Reflection.MethodInfo method = ((Func<Settings, (Model, NetworkDescription)>)Of<Linear0, float>).Method.GetGenericMethodDefinition();
        try
        {
            return ((Model, NetworkDescription))method.MakeGenericMethod(network, trainable.GenericTypeArguments[2]).Invoke(null, [settings])!;
        }
        catch (System.Reflection.TargetInvocationException e) when (e.InnerException is { } inner)
        {
            throw inner as ArgumentException ?? new ArgumentException(inner.Message, inner);
        }
    }

    private static (Model Model, NetworkDescription Description) Of<TNetwork, TTarget>(Settings settings)
        where TNetwork : class, ITrainableNetwork<TNetwork, float, TTarget>
        where TTarget : unmanaged => (new LiveModel<TNetwork, TTarget>(settings), TNetwork.Description);
}

/// <summary>Stands for the networks that <see cref="LiveModel"/> is not compiled with.</summary>
[Network, Input(1), Dense(1), MeanSquaredError]
internal sealed partial class Linear0;
