using NetGen.Generators.Tests.Harness;
using Xunit.Abstractions;

namespace NetGen.Generators.Tests;

/// <summary>
/// The JIT gives up on big methods: without optimization above 60,000 bytes, without inlining at about 512 locals. Every
/// generated method stays below.
/// </summary>
public class MethodBudgetTests(ITestOutputHelper output)
{
    private const int MostBytes = 60_000;
    private const int MostLocals = 400;

    public static TheoryData<string, string> Networks => new()
    {
        { "Digits", "[Network] [Input(784)] [Dense(256), ReLU, Dropout(0.2)] [Dense(10)] [SoftmaxCrossEntropy]" },
        { "twenty layers", $"[Network] [Input(64)] {string.Concat(Enumerable.Repeat("[Dense(64), Tanh] ", 20))}[MeanSquaredError]" },
        { "forty layers, with dropout", $"[Network<double>] [Input(20)] {string.Concat(Enumerable.Repeat("[Dense(20), ReLU, Dropout(0.1)] ", 40))}[MeanSquaredError]" },
        { "4096 wide", "[Network] [Input(4096)] [Dense(4096), ReLU] [Dense(4096), Sigmoid] [Dense(4096)] [SoftmaxCrossEntropy]" },
        { "layers of four and sixteen", "[Network] [Input(64)] [Dense(4), ReLU] [Dense(16), Softplus] [Dense(16)] [L2(1e-4)] [SoftmaxCrossEntropy]" },
        { "recurrent layers", "[Network] [Input(28, 28)] [LSTM(116, ReturnSequences = true), GRU(256, ReturnSequences = true, Bidirectional = true), LSTM(7), Dense(3)] [SoftmaxCrossEntropy]" },
        { "one output after many inputs", "[Network<double>] [Input(250)] [Dense(1), Sigmoid] [Dense(250), LeakyReLU] [BinaryCrossEntropy]" },
    };

    [Theory]
    [MemberData(nameof(Networks))]
    public void No_method_is_too_big_for_the_JIT(string network, string architecture)
    {
        using NetworkAssembly assembly = NetworkAssembly.Load($"using NetGen; {architecture} public partial class Net;");

        IReadOnlyList<MethodBody> methods = MethodBody.AllOf(assembly);

        MethodBody longest = methods.MaxBy(method => method.Bytes)!, fullest = methods.MaxBy(method => method.Locals)!;
        output.WriteLine($"{network}: {methods.Count} methods; {longest.Name} has {longest.Bytes} bytes, {fullest.Name} has {fullest.Locals} locals");
        Assert.Contains(methods, method => method.IsHot);
        Assert.All(methods, method => Assert.InRange(method.Bytes, 1, MostBytes));
        Assert.All(methods, method => Assert.InRange(method.Locals, 0, MostLocals));
    }
}
