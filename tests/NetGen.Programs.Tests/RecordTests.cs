namespace NetGen.Programs.Tests;

public sealed class RecordTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("netgen").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Members_become_inputs_in_their_order()
    {
        Passenger[] rows =
        [
            new(true, "female", 30, Port.Cherbourg) { Fare = 10, Deck = 'B', Way = (Port)9, IsCrew = true },
            new(false, "male", null, Port.Southampton) { Fare = 20, Deck = null, Way = Port.Queenstown },
            new(false, "male", 50, Port.Cherbourg) { Fare = 30, Deck = 'A', IsCrew = false },
        ];
        RecordEncoder<Passenger> encoder = RecordEncoder.Fit(rows);
        Assert.Equal(["Sex=female", "Sex=male", "Age", "Age missing", "Port=Cherbourg", "Port=Southampton", "Fare", "Deck=A", "Deck=B", "Way=9", "Way=Queenstown", "IsCrew", "IsCrew missing"], encoder.InputNames);
        Assert.Equal(13, encoder.InputSize);
        Assert.Equal(
        [
            1, 0, 30, 0, 1, 0, 10, 0, 1, 1, 0, 1, 0,
            0, 1, 40, 1, 0, 1, 20, 0, 0, 0, 1, 0.5, 1,
            0, 1, 50, 0, 1, 0, 30, 1, 0, 0, 0, 0, 0,
        ], encoder.Inputs<double>(rows));
        Assert.Equal([1, 0, 0], encoder.ToNumbers<float>(rows).Targets.ToArray());
        Assert.Equal(["False", "True"], encoder.Classes);
        Assert.Equal([1, 0, 0], encoder.ToClassification<float>(rows).Targets.ToArray());

        RecordEncoder<Passenger> again = RecordEncoder.FromJson<Passenger>(encoder.ToJson());
        Assert.Equal(encoder.ToJson(), again.ToJson());
        Assert.Equal(encoder.Inputs<double>(rows), again.Inputs<double>(rows));
    }

    [Fact]
    public void What_was_not_trained_on_is_named_or_zeros()
    {
        RecordEncoder<Passenger> encoder = RecordEncoder.Fit<Passenger>([new(true, "female", 30, Port.Cherbourg) { Deck = 'B', IsCrew = true }, new(false, "male", 40, Port.Southampton)]);
        Passenger sound = new(false, "male", null, Port.Southampton) { Deck = 'Z' };
        Assert.Equal([0, 1, 35, 1, 0, 1, 0, 0, 1, 1], encoder.Inputs<double>([sound])); // an unknown deck is all zeros, for it says so
        ArgumentException e = Assert.Throws<ArgumentException>(() => encoder.Inputs<float>([sound, sound with { Port = Port.Queenstown }]));
        Assert.StartsWith("Row 1: Port: 'Queenstown' is none of the categories trained on, Cherbourg, Southampton: with [Category(Unknown = UnknownCategory.Zeros)]", e.Message, StringComparison.Ordinal);
        Assert.StartsWith("Row 0: Fare: expected a finite number, got NaN", Assert.Throws<ArgumentException>(() => encoder.Inputs<float>([sound with { Fare = double.NaN }])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => RecordEncoder.Fit<Passenger>([]));
        Assert.StartsWith("Age is missing in all 1 rows.", Assert.Throws<ArgumentException>(() => RecordEncoder.Fit<Passenger>([sound])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_network_is_trained_on_objects_predicts_one_and_is_saved_with_its_encoder()
    {
        PhiloxRandom random = new(3);
        Passenger[] rows = [.. Enumerable.Range(0, 200).Select(i =>
        {
            string sex = random.NextInt32(2) == 0 ? "female" : "male";
            double? age = random.NextInt32(5) == 0 ? null : 80 * random.NextDouble();
            return new Passenger(sex == "female" || age < 12, sex, age, (Port)random.NextInt32(3)) { Fare = random.NextDouble(), IsCrew = false };
        })];
        RecordModel<SurvivalNet, float, Passenger> model = new SurvivalNet(seed: 1).Fit(rows[..150], rows[150..], new FitOptions { Epochs = 60, Optimizer = new Adam(0.02) });
        Assert.True(model.History!.Last.ValidationLoss < 0.2);
        Assert.True(model.Predict(rows[0] with { Sex = "female", Age = 40 })[0] > 0);
        Assert.True(model.Predict(rows[0] with { Sex = "male", Age = 60 })[0] < 0);

        string file = Path.Combine(_folder, "model.safetensors");
        model.Save(file);
        RecordModel<SurvivalNet, float, Passenger> loaded = RecordModel.Load<SurvivalNet, float, Passenger>(file);
        Assert.Equal(model.Predict(rows), loaded.Predict(rows));
        Assert.Equal(model.Predict(rows)[7..8], loaded.Predict(rows[7]));
        Assert.Equal(model.Network.Parameters.ToArray(), SurvivalNet.FromFile(file).Parameters.ToArray());
#pragma warning disable NG0063 // the compiler knows; a library that was compiled before does not
        Assert.Throws<InvalidDataException>(() => RecordModel.Load<SurvivalNet, float, Flower>(file));
#pragma warning restore NG0063
        loaded.Network.Save(file);
        Assert.Contains("without", Assert.Throws<InvalidDataException>(() => RecordModel.Load<SurvivalNet, float, Passenger>(file)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Classes_are_the_values_of_the_target_and_a_wrong_size_names_the_inputs()
    {
        Flower[] rows = [.. Enumerable.Range(0, 30).Select(i => new Flower { Length = i % 3 + 0.1 * (i % 5), Petals = 5 + i % 3, Kind = i % 3 == 0 ? "rose" : i % 3 == 1 ? "iris" : "aster" })];
        RecordModel<FlowerNet, double, Flower> model = new FlowerNet(seed: 1).Fit(rows, options: new FitOptions { Epochs = 200, Optimizer = new Adam(0.05) });
        Assert.Equal(["aster", "iris", "rose"], model.Encoder.Classes);
        int[] labels = new int[30];
        model.Network.PredictLabels(model.Encoder.Inputs<double>(rows), labels);
        Assert.Equal(rows.Select(row => row.Kind), labels.Select(label => model.Encoder.Classes![label]));
        Assert.Throws<NotSupportedException>(() => model.Encoder.ToNumbers<double>(rows));
        Assert.Contains("aster, iris, rose, got 'tulip'", Assert.Throws<ArgumentException>(() => model.Encoder.ToClassification<double>([new Flower { Kind = "tulip", Petals = 5 }])).Message, StringComparison.Ordinal);

#pragma warning disable NG0063 // the compiler knows; a library that was compiled before does not
        ArgumentException e = Assert.Throws<ArgumentException>(() => new Classifier(seed: 1).Fit(rows));
#pragma warning restore NG0063
        Assert.Equal("Classifier has 4 inputs, but Flower comes to 2: Length, Petals. Declare [Input(2)].", e.Message);
    }
}

internal enum Port
{
    Southampton,
    Cherbourg,
    Queenstown,
}

internal sealed partial record Passenger([Target] bool Survived, [Category] string Sex, [Feature] double? Age, [Category] Port Port)
{
    [Feature]
    public double Fare { get; init; }

    [Category(Unknown = UnknownCategory.Zeros)]
    public char? Deck { get; init; }

    [Category]
    public Port? Way { get; init; }

    [Feature]
    public bool? IsCrew { get; init; }

    public string? Name { get; init; }
}

internal partial struct Flower
{
    [Feature]
    public double Length;

    [Feature]
    public int Petals { get; set; }

    [Target]
    public string Kind { get; set; }
}

[Network]
[Input(10)]
[Normalization]
[Dense(8), Tanh]
[Dense(1)]
[BinaryCrossEntropy]
internal sealed partial class SurvivalNet;

[Network<double>]
[Input(2)]
[Normalization]
[Dense(3)]
[SoftmaxCrossEntropy]
internal sealed partial class FlowerNet;
