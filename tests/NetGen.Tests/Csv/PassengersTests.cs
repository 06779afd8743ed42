using System.Text;
using Xunit;
using Xunit.Abstractions;

namespace NetGen.Tests;

/// <summary>A table as people have them, from the file to a predicted row, and the page that shows how.</summary>
public sealed class PassengersTests(ITestOutputHelper output) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [DataFact("tables")]
    public void From_the_file_to_a_predicted_row()
    {
        string tables = SharedData.Folder("tables"), path = Path.Combine(tables, "passengers.csv");
        (double auc, float[] probabilities) = PassengersExample.Train(path, PassengersExample.Options(), _folder.Path);
        output.WriteLine($"AUC {auc:F3}");
        Assert.InRange(auc, 0.77, 0.85);

        // Decimal commas, semicolons, CR LF and a byte order mark change no bit.
        (double german, float[] same) = PassengersExample.TrainGerman(Path.Combine(tables, "passengers_de.csv"), PassengersExample.Options(), _folder.Path);
        Assert.Equal(auc, german);
        Assert.Equal(probabilities, same);

        // New rows without a target, in another order; a missing fare has the median of the training part.
        PassengersExample.Train(path, PassengersExample.Options(), _folder.Path);
        CsvTable table = CsvTable.Read(path, PassengersExample.Options() with { TextColumns = ["fare", "age"] });
        string[] columns = ["port", "fare", "sex", "age", "parents", "siblings", "class"];
        IEnumerable<string> lines = Enumerable.Range(1000, 400).Select(row => string.Join(',', columns.Select(column => table[column].Text(row))));
        File.WriteAllText(_folder["new.csv"], string.Join(',', columns) + "\n" + string.Join('\n', lines));
        Assert.Equal(probabilities, PassengersExample.PredictFile(_folder.Path, _folder["new.csv"]));

        float one = PassengersExample.PredictRow(SurvivalNet.FromFile(_folder["survival.safetensors"]), CsvEncoder.Load(_folder["survival.json"]));
        File.WriteAllText(_folder["one.csv"], "class,sex,age,siblings,parents,fare,port\n2,female,,0,1,26,Southampton\n");
        Assert.Equal([one], PassengersExample.PredictFile(_folder.Path, _folder["one.csv"]));
    }

    [DataFact("tables")]
    public void Nothing_of_the_table_is_lost()
    {
        CsvTable table = CsvTable.Read(Path.Combine(SharedData.Folder("tables"), "passengers.csv"));
        Assert.Equal((1_400, 12), (table.RowCount, table.Columns.Count));
        Assert.Equal("#172959", table["ticket"].Text(0));
        Assert.Equal("134565", table["ticket"].Text(2));
        Assert.Equal("Kessler, Mr. Iris", table["name"].Text(0));
        Assert.True(table["age"].IsNumeric && table["fare"].IsNumeric);
        Assert.Equal(36.62, table["fare"].Numbers[0]);
        Assert.InRange(table["age"].MissingCount, 200, 400);
        Assert.InRange(table["fare"].MissingCount, 1, 40);

        // What it would mean to learn from names and tickets.
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => new CsvEncoder(table, "survived"));
        Assert.Matches("column 'name': expected at most 100 categories, got [0-9]+", error.Message);
    }

    [Fact]
    public void The_code_of_the_page_is_the_code_that_is_run()
    {
        string[] example = Lines("PassengersExample.cs"), page = Lines("tables.md");
        int blocks = 0;
        for (int i = 0; i < page.Length; i++)
        {
            if (page[i] != "```csharp")
                continue;
            string[] block = [.. page[(i + 1)..].TakeWhile(line => line != "```")];
            Assert.True(Enumerable.Range(0, example.Length).Any(at => example.Skip(at).Take(block.Length).SequenceEqual(block)), $"line {i + 1}: no such code in PassengersExample.cs:\n{string.Join('\n', block)}");
            blocks++;
        }

        Assert.InRange(blocks, 5, 20);
    }

    private static string[] Lines(string resource)
    {
        using StreamReader text = new(typeof(PassengersTests).Assembly.GetManifestResourceStream(resource)!, Encoding.UTF8);
        return [.. text.ReadToEnd().ReplaceLineEndings("\n").Split('\n').Select(line => line.Trim())];
    }
}
