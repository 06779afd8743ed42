namespace NetGen.Programs.Tests.Pages.OfRecords;

public enum Port { Southampton, Cherbourg, Queenstown }

public sealed partial record Passenger([Target] bool Survived, [Category] string Sex, [Feature] double? Age, [Category] Port Port)
{
    [Feature]
    public double Fare { get; init; }
}

[Network, Input(8), Normalization]
[Dense(8), Tanh, Dense(1)]
[BinaryCrossEntropy]
public sealed partial class SurvivalNet;

public sealed partial record Person([Target] bool Survived, [Category] int Class, [Category] string Sex, [Feature] double? Age, [Feature] double Siblings, [Feature] double Parents, [Feature] double? Fare, [Category] string? Port);

[Network, Input(14), Normalization]
[Dense(16), Tanh]
[Dense(1)]
[BinaryCrossEntropy, L2(1e-2)]
public sealed partial class PersonNet;

/// <summary>The programs of the page on records, which shows every line.</summary>
internal static class Records
{
    public static (float Logit, float Again) Use(Passenger[] passengers, Passenger[] laterPassengers, Passenger passenger)
    {
        RecordModel<SurvivalNet, float, Passenger> model = new SurvivalNet(seed: 1).Fit(passengers, laterPassengers, new FitOptions { Epochs = 60 });
        float logit = model.Predict(passenger)[0];
        model.Save("survival.safetensors");
        model = RecordModel.Load<SurvivalNet, float, Passenger>("survival.safetensors");
        return (logit, model.Predict(passenger)[0]);
    }

    public static (double Auc, float[] Logits) Train(string path, CsvOptions options)
    {
        CsvTable table = CsvTable.Read(path, options);
        double? Number(string column, int row) => table[column].IsMissing(row) ? null : table[column].Numbers[row];
        string? Text(string column, int row) => table[column].IsMissing(row) ? null : table[column].Text(row);
        Person[] people = [.. Enumerable.Range(0, table.RowCount).Select(row => new Person(
            Number("survived", row) == 1, (int)Number("class", row)!, Text("sex", row)!, Number("age", row), (double)Number("siblings", row)!, (double)Number("parents", row)!,
            Number("fare", row), Text("port", row)))];

        RecordModel<PersonNet, float, Person> model = new PersonNet(seed: 1).Fit(people[..800], people[800..1000], new FitOptions { Epochs = 100, Seed = 1, EarlyStopping = new EarlyStopping { Patience = 10 } });
        float[] logits = model.Predict(people[1000..]);
        double auc = new RocAuc().Compute<float>(logits, [.. people[1000..].Select(person => person.Survived ? 1f : 0f)]);
        return (auc, logits);
    }
}
