using Microsoft.Data.Analysis;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace NetGen.Programs.Tests.Pages.OfDataFrames;

[Network, Input(2), Normalization]
[Dense(8), Tanh, Dense(1)]
[BinaryCrossEntropy]
public sealed partial class LoanNet;

/// <summary>The code of the page on ML.NET and DataFrame, which shows every line.</summary>
internal static class DataFrames
{
    public static void Run(TextWriter output)
    {
        string[] features = ["income", "debt"];
        DataFrame loans = DataFrame.LoadCsvFromString("income,debt,repaid\n52,10,1\n18,21,0\n40,33,0\n75,30,1\n23,4,1\n31,28,0\n66,12,1\n20,19,0\n");

        float[] inputs = Rows(loans, features), targets = Rows(loans, ["repaid"]);
        LoanNet net = new(seed: 1);
        net.Fit(inputs, targets, new FitOptions { Epochs = 200, BatchSize = 8, Optimizer = new Adam(0.02) });

        float[] probabilities = new float[targets.Length];
        net.PredictProbabilities(inputs, probabilities);
        loans.Columns.Add(new SingleDataFrameColumn("probability", probabilities));
        output.WriteLine(loans.Filter(loans["probability"].ElementwiseGreaterThan(0.5)).Rows.Count);
    }

    // A DataFrame is an IDataView, and so is what ML.NET's loaders and transforms give.
    public static float[] Rows(IDataView view, string[] names)
    {
        DataViewSchema.Column[] columns = [.. names.Select(name => view.Schema[name])];
        using DataViewRowCursor cursor = view.GetRowCursor(columns);
        ValueGetter<float>[] getters = [.. columns.Select(column => cursor.GetGetter<float>(column))];
        List<float> rows = [];
        while (cursor.MoveNext())
        {
            foreach (ValueGetter<float> getter in getters)
            {
                float number = 0;
                getter(ref number);
                rows.Add(number);
            }
        }

        return [.. rows];
    }
}
