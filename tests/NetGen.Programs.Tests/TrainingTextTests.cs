using System.Globalization;
using System.Xml.Linq;

namespace NetGen.Programs.Tests;

public sealed class TrainingTextTests
{
    private readonly ArrayDataset<float, int> _data = Blobs.Create(48, seed: 1);

    [Fact]
    public void OnEpoch_says_whether_to_go_on()
    {
        List<int> epochs = [];
        Rectified net = new(seed: 1);
        TrainingHistory history = net.Fit(_data, new FitOptions
        {
            Epochs = 10,
            OnEpoch = record =>
            {
                epochs.Add(record.Epoch);
                return record.Epoch < 3;
            },
        });
        Assert.Equal([1, 2, 3], epochs);
        Assert.Equal(StopReason.Stopped, history.StopReason);
        Assert.Equal(3, history.Epochs.Count);
        Assert.Contains("stopped by OnEpoch after 3 epochs, 6 steps; best epoch 3\n", history.ToString(), StringComparison.Ordinal);
        Assert.Equal(StopReason.Stopped, TrainingHistory.FromJson(history.ToJson()).StopReason);

        Rectified whole = new(seed: 1);
        whole.Fit(_data, new FitOptions { Epochs = 3 });
        Assert.Equal(whole.Parameters.ToArray(), net.Parameters.ToArray());
    }

    [Fact]
    public void OnEpoch_sees_the_network_that_was_measured()
    {
        Rectified net = new(seed: 1);
        net.Fit(_data, _data, new FitOptions
        {
            Epochs = 3,
            Averaging = new(0.9),
            OnEpoch = record =>
            {
                Assert.Equal(record.ValidationLoss!.Value, net.Evaluate(_data.Inputs, _data.Targets), 1e-6);
                return true;
            },
        });
    }

    [Fact]
    public void A_history_is_a_table_with_a_star_at_the_best_epoch()
    {
        TrainingHistory history = TrainingHistory.FromJson("""
            {"stopReason":"EarlyStopped","steps":6,"epochs":[
            {"epoch":1,"step":2,"learningRate":0.001,"loss":1.23456,"validationLoss":1.5,"metrics":{"accuracy":0.5},"validationMetrics":{"accuracy":0.25},"seconds":0.5,"examplesPerSecond":96},
            {"epoch":2,"step":4,"learningRate":0.001,"loss":0.9,"validationLoss":1.25,"metrics":{"accuracy":0.625},"validationMetrics":{"accuracy":0.75},"seconds":0.5,"examplesPerSecond":96},
            {"epoch":3,"step":6,"learningRate":0.0005,"loss":0.8,"validationLoss":1.375,"metrics":{"accuracy":0.75},"validationMetrics":{"accuracy":0.5},"seconds":1.25,"examplesPerSecond":96}],
            "notes":["A note."]}
            """);
        Assert.Equal(
            """
            epoch   loss  accuracy  val. loss  val. accuracy    rate  seconds
                1  1.235       0.5        1.5           0.25   0.001     0.50
                2    0.9     0.625       1.25           0.75   0.001     0.50  *
                3    0.8      0.75      1.375            0.5  0.0005     1.25
            stopped early after 3 epochs, 6 steps; best epoch 2
            note: A note.

            """.ReplaceLineEndings("\n"),
            history.ToString());
        Assert.Equal("epoch 2: loss 0.9, accuracy 0.625; validation loss 1.25, accuracy 0.75", history.Best.ToString());
    }

    [Fact]
    public void A_long_history_is_about_twenty_lines_with_the_first_and_the_last()
    {
        TrainingHistory history = new Rectified(seed: 1).Fit(_data, new FitOptions { Epochs = 333, BatchSize = 48 });
        string[] lines = history.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.InRange(lines.Length, 20, 25);
        Assert.Matches(@"^\s+1 ", lines[1]);
        Assert.Contains(lines, line => line.TrimStart().StartsWith("333 ", StringComparison.Ordinal));
        Assert.Single(lines, line => line.EndsWith('*'));
    }

    [Fact]
    public void A_history_is_a_chart_of_its_losses()
    {
        TrainingHistory history = new Rectified(seed: 1).Fit(_data, _data, new FitOptions { Epochs = 7 });
        XElement svg = XDocument.Parse(history.ToSvg()).Root!;
        XElement[] lines = [.. svg.Descendants().Where(element => element.Name.LocalName == "polyline")];
        Assert.Equal(2, lines.Length);
        double[][] points = [.. lines[0].Attribute("points")!.Value.Split(' ').Select(point => point.Split(',').Select(number => double.Parse(number, CultureInfo.InvariantCulture)).ToArray())];
        Assert.Equal(7, points.Length);
        Assert.Equal((70, 620), (points[0][0], points[^1][0]));
        Assert.True(points[0][1] < points[^1][1]); // a falling loss goes down
        Assert.All(points, point => Assert.InRange(point[1], 30, 315));
        Assert.Single(XDocument.Parse(new Rectified(seed: 1).Fit(_data, new FitOptions { Epochs = 1 }).ToSvg()).Root!.Descendants(), element => element.Name.LocalName == "circle");
    }

    [Fact]
    public void Progress_in_a_file_is_a_line_for_each_epoch_and_the_same_twice()
    {
        string[] texts = [Text(), Text()];
        Assert.Equal(texts[0], texts[1]);
        string[] lines = texts[0].Split(Environment.NewLine);
        Assert.Equal(4, lines.Length);
        Assert.Matches(@"^epoch 1/3: loss \d\.\d+, accuracy 0\.\d+; validation loss \d\.\d+, accuracy 0\.\d+$", lines[0]);
        Assert.Equal("", lines[3]);

        string Text()
        {
            using StringWriter writer = new();
            new Rectified(seed: 1).Fit(_data, _data, new FitOptions { Epochs = 3, Progress = new ConsoleProgress(writer, isRewritten: false) });
            return writer.ToString();
        }
    }

    [Fact]
    public void Progress_on_a_terminal_is_one_line()
    {
        using StringWriter writer = new();
        new Rectified(seed: 1).Fit(_data, _data, new FitOptions { Epochs = 3, BatchSize = 12, ProgressInterval = TimeSpan.Zero, Progress = new ConsoleProgress(writer, isRewritten: true) });
        string text = writer.ToString();
        Assert.EndsWith(Environment.NewLine, text, StringComparison.Ordinal);
        string[] states = text[..^Environment.NewLine.Length].Split('\r', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(3 * 5, states.Length);
        Assert.Matches(@"^epoch 1/3 \[=====               \] loss \d\.\d+, accuracy [\d.]+; \d\d:\d\d:\d\d left", states[0]);
        Assert.Matches(@"^epoch 3/3 \[={20}\] loss \d\.\d+, accuracy [\d.]+; validation loss [\d.]+, accuracy [\d.]+\s*$", states[^1]);
        Assert.DoesNotContain('\n', text.TrimEnd());
        int width = 0;
        foreach (string state in states)
        {
            Assert.True(state.Length >= width); // what stood there is overwritten
            width = state.TrimEnd().Length;
        }
    }

    [Fact]
    public void Hints_have_lines_of_their_own()
    {
        using StringWriter writer = new();
        new Rectified(seed: 1).Fit(_data, new FitOptions { Epochs = 4, Optimizer = new SGD(0), Progress = new ConsoleProgress(writer, isRewritten: false) });
        Assert.Single(writer.ToString().Split(Environment.NewLine), line => line.StartsWith("hint: The training loss has not fallen", StringComparison.Ordinal));
    }

    [Fact]
    public void Evaluations_and_metrics_read_as_people_want_them()
    {
        Rectified net = new(seed: 1);
        using var trainer = net.CreateTrainer(_data, null, new FitOptions());
        Assert.Matches(@"^loss \d\.\d+, accuracy 0\.\d+$", trainer.Evaluate(_data).ToString());
        Assert.Equal("accuracy 0.3333", new MetricValue("accuracy", 1 / 3.0).ToString());
    }

    [Fact]
    public void A_range_test_returns_losses_by_rate_and_leaves_all_as_it_was()
    {
        Rectified net = new(seed: 1), untouched = new(seed: 1);
        Adam adam = new(0.003);
        FitOptions options = new() { BatchSize = 16, Optimizer = adam, Schedule = new CosineSchedule(5) };
        LearningRateTest test = net.TestLearningRates(_data, from: 1e-6, to: 1, steps: 61, options);
        Assert.Equal(untouched.Parameters.ToArray(), net.Parameters.ToArray());
        Assert.Equal((0.003, 0L), (adam.LearningRate, adam.StepCount));
        Assert.Equal(1e-6, test.Points[0].LearningRate);
        Assert.Equal(1e-5, test.Points[10].LearningRate, 1e-16);
        Assert.Equal(test.Points[0].Loss, test.Points[0].SmoothedLoss, 1e-12);
        Assert.Equal((0.98 * 0.02 * test.Points[0].Loss + 0.02 * test.Points[1].Loss) / (1 - 0.98 * 0.98), test.Points[1].SmoothedLoss, 1e-12);
        Assert.InRange(test.Steepest, 1e-4, 1);
        Assert.Equal(test.Points, net.TestLearningRates(_data, from: 1e-6, to: 1, steps: 61, options).Points);
        Assert.StartsWith("falls most at ", test.ToString().Split('\n')[^2], StringComparison.Ordinal);
        Assert.Equal(2, XDocument.Parse(test.ToSvg()).Root!.Descendants().Count(element => element.Name.LocalName == "polyline"));
        net.Fit(_data, new FitOptions { Optimizer = adam, Epochs = 1 });
    }

    [Fact]
    public void A_range_test_ends_where_the_training_diverges_and_refuses_what_it_cannot_do()
    {
        Rectified net = new(seed: 1);
        LearningRateTest test = net.TestLearningRates(_data, from: 1, to: 1e30, steps: 200, new FitOptions { Optimizer = new SGD(1) });
        Assert.InRange(test.Points.Count, 2, 199);
        Assert.All(test.Points, point => Assert.True(double.IsFinite(point.Loss)));
        Assert.Throws<ArgumentOutOfRangeException>(() => net.TestLearningRates(_data, from: 1, to: 0.1));
        Assert.Throws<ArgumentOutOfRangeException>(() => net.TestLearningRates(_data, steps: 1));
        Adam used = new();
        net.Fit(_data, new FitOptions { Optimizer = used, Epochs = 1 });
        Assert.Throws<InvalidOperationException>(() => net.TestLearningRates(_data, options: new FitOptions { Optimizer = used }));
    }

    [Fact]
    public void Numbers_in_texts_are_the_same_in_every_culture()
    {
        // The project's globalization is invariant: a culture made by hand has its commas all the same.
        TrainingHistory history = new Rectified(seed: 1).Fit(_data, _data, new FitOptions { Epochs = 2 });
        string[] before = [history.ToString(), history.ToSvg(), history.Last.ToString()];
        CultureInfo own = CultureInfo.CurrentCulture;
        CultureInfo commas = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        commas.NumberFormat.NumberDecimalSeparator = ",";
        try
        {
            CultureInfo.CurrentCulture = commas;
            Assert.Equal(before, new[] { history.ToString(), history.ToSvg(), history.Last.ToString() });
        }
        finally
        {
            CultureInfo.CurrentCulture = own;
        }
    }
}
