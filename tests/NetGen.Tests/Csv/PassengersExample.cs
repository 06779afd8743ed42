namespace NetGen.Tests;

[Network, Input(13), Normalization]
[Dense(16), Tanh]
[Dense(1)]
[BinaryCrossEntropy, L2(1e-2)]
public sealed partial class SurvivalNet;

/// <summary>The code of the page on tables (docs/tables.md), of which it shows every line.</summary>
internal static class PassengersExample
{
    public static CsvOptions Options()
    {
        CsvOptions options = new()
        {
            IgnoredColumns = ["id", "name", "ticket", "cabin"],     // identifiers, and what is nearly always empty
            CategoryColumns = ["class"],                            // a number that is a category
            Missing =
            {
                ["age"] = CsvMissing.Median.WithIndicator(),        // and an input that says where it was missing
                ["fare"] = CsvMissing.Median,
                ["port"] = CsvMissing.MostFrequent,
            },
        };
        return options;
    }

    public static (double Auc, float[] Probabilities) Train(string path, CsvOptions options, string folder)
    {
        CsvTable table = CsvTable.Read(path, options);
        CsvTable train = table.Rows(..1000), test = table.Rows(1000..);
        CsvEncoder encoder = new(train, target: "survived");        // learns medians and categories from these rows alone

        (Subset<float, float> part, Subset<float, float> validation) = encoder.ToBinary<float>(train).StratifiedSplit(0.2, seed: 1);
        SurvivalNet net = new(seed: 1);
        net.Fit(part, validation, new FitOptions { Epochs = 100, Seed = 1, EarlyStopping = new EarlyStopping { Patience = 10 } });

        ArrayDataset<float, float> unseen = encoder.ToBinary<float>(test);
        double auc = new RocAuc().Compute<float>(net.Predict(unseen.Inputs), unseen.Targets);

        net.Save(Path.Combine(folder, "survival.safetensors"));
        encoder.Save(Path.Combine(folder, "survival.json"));

        float[] probabilities = new float[unseen.Count];
        net.PredictProbabilities(unseen.Inputs, probabilities);
        return (auc, probabilities);
    }

    public static float[] PredictFile(string folder, string newRows)
    {
        SurvivalNet net = SurvivalNet.FromFile(Path.Combine(folder, "survival.safetensors"));
        CsvEncoder encoder = CsvEncoder.Load(Path.Combine(folder, "survival.json"));

        CsvTable rows = encoder.Read(newRows);                      // columns in any order, with or without the target
        float[] probabilities = new float[rows.RowCount];
        net.PredictProbabilities(encoder.Inputs<float>(rows), probabilities);
        return probabilities;
    }

    public static float PredictRow(SurvivalNet net, CsvEncoder encoder)
    {
        float[] inputs = encoder.Inputs<float>(new Dictionary<string, string?>
        {
            ["class"] = "2", ["sex"] = "female", ["age"] = null, ["siblings"] = "0", ["parents"] = "1", ["fare"] = "26", ["port"] = "Southampton",
        });
        float[] probability = new float[1];
        net.PredictProbabilities(inputs, probability);
        return probability[0];
    }

    public static (double Auc, float[] Probabilities) TrainGerman(string path, CsvOptions options, string folder)
    {
        options = options with { Decimal = ',' };
        return Train(path, options, folder);
    }
}
