using System.Diagnostics;
using System.Globalization;
using NetGen.Generators.Tests.Harness;
using Xunit.Abstractions;

namespace NetGen.Generators.Tests;

/// <summary>How long the generator takes, for the record: printed, not asserted.</summary>
public class SpeedTests(ITestOutputHelper output)
{
    [Fact]
    public void The_time_of_a_warm_run_is_printed()
    {
        const string Source = "using NetGen; [Network] [Input(784)] [Dense(256), ReLU, Dropout(0.2)] [Dense(10)] [SoftmaxCrossEntropy] public partial class Net;";
        TimeSpan fastest = TimeSpan.MaxValue;
        for (int run = 0; run < 10; run++)
        {
            var compilation = Generation.Compile(Source);
            Assert.Empty(compilation.GetDeclarationDiagnostics().Where(d => d.Id == "CS0246").ToArray());
            long start = Stopwatch.GetTimestamp();
            Generation generation = Generation.Run(compilation);
            fastest = TimeSpan.FromTicks(Math.Min(fastest.Ticks, Stopwatch.GetElapsedTime(start).Ticks));
            Assert.Single(generation.Result.GeneratedSources);
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"the digit network is generated in {fastest.TotalMilliseconds:F2} ms"));
    }
}
