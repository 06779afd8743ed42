using System.Globalization;
using System.Text;
using Xunit;

namespace NetGen.Tests;

/// <summary>Rows of tables as inputs and targets of networks.</summary>
public sealed class CsvEncoderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Texts_become_one_hot_inputs_the_same_way_for_later_rows()
    {
        CsvTable table = Read("size,colour,price\n1,red,10\n2,blue,20\n3,green,30\n");
        CsvEncoder encoder = CsvEncoder.FromJson(new CsvEncoder(table).ToJson());
        Assert.Equal(["size", "colour=blue", "colour=green", "colour=red"], encoder.InputNames);
        Assert.Equal(["size", "colour"], encoder.Columns);
        Assert.Equal([1, 0, 0, 1, 2, 1, 0, 0, 3, 0, 1, 0], encoder.Inputs<double>(table));
        ArrayDataset<float, float> data = encoder.ToRegression<float>(table);
        Assert.Equal((3, 4), (data.Count, data.InputSize));
        Assert.Equal([10, 20, 30], data.Targets.ToArray());

        // Other order, more columns, no target.
        Assert.Equal([7, 1, 0, 0, 8, 0, 0, 1], encoder.Inputs<float>(Read("note,colour,size\nx,blue,7\ny,red,8\n")));
        Assert.Equal([7, 1, 0, 0, 8, 0, 0, 1], encoder.Inputs<float>(encoder.Read(Stream("note,colour,size\nx,blue,7\n7,red,8\n"), "new")));
        Assert.Contains("line 1: expected a column 'colour'", Assert.Throws<InvalidDataException>(() => encoder.Inputs<float>(Read("size\n1\n"))).Message, StringComparison.Ordinal);
        Assert.Contains("line 1: expected a column 'colour'", Assert.Throws<InvalidDataException>(() => encoder.Inputs<float>(encoder.Read(Stream("size\n1\n")))).Message, StringComparison.Ordinal);
        Assert.Contains("line 3, column 'size': expected a number, as in the table that the encoder was made of, got 'big'", Assert.Throws<InvalidDataException>(() => encoder.Inputs<float>(Read("size,colour\n1,red\nbig,red\n"))).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidDataException>(() => encoder.ToClassification<float>(table));
    }

    [Fact]
    public void Classes_are_targets()
    {
        CsvTable table = Read("kind,x\nb,1\na,2\nb,3\n");
        CsvEncoder encoder = new(table, target: "kind");
        ArrayDataset<double, int> data = encoder.ToClassification<double>(table);
        Assert.Equal([1, 0, 1], data.Targets.ToArray());
        Assert.Equal([1, 2, 3], data.Inputs.ToArray());
        Assert.Equal([1, 0, 1], encoder.ToBinary<float>(table).Targets.ToArray());
        Assert.Contains("line 2, column 'kind': expected one of a, b, got 'c'", Assert.Throws<InvalidDataException>(() => encoder.ToClassification<double>(Read("kind,x\nc,1\n"))).Message, StringComparison.Ordinal);
        Assert.Contains("expected a column 'price', got kind, x", Assert.Throws<InvalidDataException>(() => new CsvEncoder(table, "price")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Yes_and_no_are_one_and_zero()
    {
        CsvTable table = Read("x,y\n1,1\n2,0\n3,1.0\n");
        Assert.Equal([1, 0, 1], new CsvEncoder(table).ToBinary<float>(table).Targets.ToArray());
        Assert.Contains("line 3, column 'y': expected 0 or 1, got 2", Assert.Throws<InvalidDataException>(() => new CsvEncoder(table).ToBinary<float>(Read("x,y\n1,1\n2,2\n"))).Message, StringComparison.Ordinal);
        CsvTable three = Read("x,y\n1,a\n2,b\n3,c\n");
        Assert.Contains("expected two classes, got 3: a, b, c", Assert.Throws<InvalidDataException>(() => new CsvEncoder(three).ToBinary<float>(three)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mean", 4)]
    [InlineData("median", 2.5)]
    [InlineData("mostFrequent", 2)]
    [InlineData("constant", -1)]
    [InlineData("constantText", -1)]
    public void Missing_numbers_are_filled_in(string strategy, double expected)
    {
        CsvTable table = Read("a,y\n2,1\n,1\n3,1\n9,1\n2,1\n?,1\n");
        CsvEncoder encoder = Encoder(table, "a", Strategy(strategy));
        Assert.Equal([2, expected, 3, 9, 2, expected], encoder.Inputs<double>(table).Select(x => x));
        encoder = CsvEncoder.FromJson(Encoder(table, "a", Strategy(strategy).WithIndicator()).ToJson());
        Assert.Equal(["a", "a is missing"], encoder.InputNames);

        // By what the first table had, not by the new rows.
        Assert.Equal([7, 0, expected, 1], encoder.Inputs<double>(Read("a\n7\nNA\n")));
    }

    [Fact]
    public void The_median_and_the_most_frequent_of_an_even_number()
    {
        CsvTable table = Read("a,y\n4,1\n1,1\n,1\n3,1\n8,1\n");
        Assert.Equal(3.5, Encoder(table, "a", CsvMissing.Median).Inputs<double>(table)[2]);
        Assert.Equal(1, Encoder(table, "a", CsvMissing.MostFrequent).Inputs<double>(table)[2]);
        CsvTable texts = Read("a,y\nz,1\nb,1\n,1\nb,1\nz,1\n");
        Assert.Equal([0, 1, 1, 0, 1, 0, 1, 0, 0, 1], Encoder(texts, "a", CsvMissing.MostFrequent).Inputs<double>(texts));
    }

    [Fact]
    public void Missing_texts_are_filled_in()
    {
        CsvTable table = Read("port,y\nS,1\n,1\nC,1\nS,1\n");
        Assert.Equal([0, 1, 0, 1, 1, 0, 0, 1], Encoder(table, "port", CsvMissing.MostFrequent).Inputs<double>(table));
        CsvEncoder encoder = CsvEncoder.FromJson(Encoder(table, "port", CsvMissing.Constant("none").WithIndicator()).ToJson());
        Assert.Equal(["port=C", "port=S", "port=none", "port is missing"], encoder.InputNames);
        Assert.Equal([0, 1, 0, 0, 0, 0, 1, 1], encoder.Inputs<double>(Read("port\nS\n-\n")));
        Assert.Contains("expected numbers to take the mean or median of, got texts", Assert.Throws<InvalidDataException>(() => Encoder(table, "port", CsvMissing.Mean)).Message, StringComparison.Ordinal);

        // Columns of texts without any value.
        Assert.Equal([1, 1], Encoder(Read("port,y\n,1\nNA,1\n"), "port", CsvMissing.Constant("none")).Inputs<double>(Read("port\nnone\n?\n")));
        Assert.Contains("expected a value to stand in for missing ones, got none", Assert.Throws<InvalidDataException>(() => Encoder(Read("port,y\n,1\nNA,1\n"), "port", CsvMissing.MostFrequent)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_rule_for_all_columns_does_for_each_what_it_can()
    {
        CsvTable table = Read("n,t,u,y\n1,a,x,1\n3,,z,1\n,a,x,1\n", new CsvOptions { Missing = { ["*"] = CsvMissing.Mean.WithIndicator(), ["u"] = CsvMissing.Refuse } });
        CsvEncoder encoder = new(table);
        Assert.Equal(["n", "n is missing", "t=a", "t is missing", "u=x", "u=z"], encoder.InputNames);
        Assert.Equal([1, 0, 1, 0, 1, 0, 3, 0, 1, 1, 0, 1, 2, 1, 1, 0, 1, 0], encoder.Inputs<double>(table));
        Assert.Equal(["n", "t=a", "t=none"], new CsvEncoder(Read("n,t,y\n1,a,1\n2,,1\n", new CsvOptions { Missing = { ["*"] = CsvMissing.Constant("none") } })).InputNames);
    }

    [Fact]
    public void Rows_without_a_value_can_be_dropped()
    {
        CsvTable table = Read("a,b,y\n1,x,1\n,x,0\n3,,1\n4,z,\n5,z,0\n", new CsvOptions { Missing = { ["*"] = CsvMissing.DropRow } });
        CsvEncoder encoder = CsvEncoder.FromJson(new CsvEncoder(table).ToJson());
        ArrayDataset<double, double> data = encoder.ToBinary<double>(table);
        Assert.Equal([1, 1, 0, 5, 0, 1], data.Inputs.ToArray());
        Assert.Equal([1, 0], data.Targets.ToArray());
        Assert.Equal([0, 3, 4], encoder.KeptRows(table));
        Assert.Equal(9, encoder.Inputs<double>(table).Length);

        Assert.Contains("expected a row without missing values, got none of 2", Assert.Throws<InvalidDataException>(() => encoder.ToBinary<double>(Read("a,b,y\n1,,1\n,x,1\n"))).Message, StringComparison.Ordinal);

        table = Read("a,y\n1,1\n,0\n3,\n", new CsvOptions { Missing = { ["y"] = CsvMissing.DropRow, ["a"] = CsvMissing.Constant(9) } });
        Assert.Equal([1, 9], new CsvEncoder(table).ToBinary<double>(table).Inputs.ToArray());
        Assert.Contains("expected CsvMissing.DropRow or Refuse for the column of targets, got Mean", Assert.Throws<InvalidDataException>(() => Encoder(table, "y", CsvMissing.Mean)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a,y\n1,1\n\n?,2\n", "line 4, column 'a': expected a value, got none, as in 1 of 2 rows")]
    [InlineData("a,y\nx,1\n,2\nNA,3\n", "line 3, column 'a': expected a value, got none, as in 2 of 3 rows")]
    [InlineData("a,y\n1,1\n2,-\n", "line 3, column 'y': expected a number, got a missing value")]
    [InlineData("a,y\n1,b\n2,-\n", "line 3, column 'y': expected one of b, got a missing value")]
    public void Where_nothing_is_said_missing_values_are_refused(string text, string expected)
    {
        CsvTable table = Read(text);
        CsvEncoder encoder = new(table);
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => encoder.TargetLabels is null ? (object)encoder.ToRegression<float>(table) : encoder.ToClassification<float>(table));
        Assert.StartsWith("test: " + expected, error.Message, StringComparison.Ordinal);
        Assert.Contains("CsvOptions.Missing", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Texts_that_are_new_are_refused_or_get_what_was_asked_for()
    {
        const string Train = "colour,size,y\nred,1,0\nblue,2,1\n", Later = "colour,size\nred,3\n\npink,4\n";
        CsvEncoder encoder = new(Read(Train));
        Assert.StartsWith("test: line 4, column 'colour': expected one of blue, red, as in the table that the encoder was made of, got 'pink'; CsvOptions.Unknown", Assert.Throws<InvalidDataException>(() => encoder.Inputs<float>(Read(Later))).Message, StringComparison.Ordinal);
        encoder.Unknown = CsvUnknown.Zeros;
        Assert.Equal([0, 1, 3, 0, 0, 4], encoder.Inputs<float>(Read(Later)));
        Assert.Throws<InvalidOperationException>(() => encoder.Unknown = CsvUnknown.Column);

        encoder = CsvEncoder.FromJson(new CsvEncoder(Read(Train, new CsvOptions { Unknown = CsvUnknown.Zeros })).ToJson());
        Assert.Equal([0, 1, 3, 0, 0, 4], encoder.Inputs<float>(Read(Later)));
        encoder = CsvEncoder.FromJson(new CsvEncoder(Read(Train, new CsvOptions { Unknown = CsvUnknown.Column })).ToJson());
        Assert.Equal(["colour=blue", "colour=red", "colour is new", "size"], encoder.InputNames);
        Assert.Equal([0, 1, 0, 3, 0, 0, 1, 4], encoder.Inputs<float>(Read(Later)));
    }

    /// <summary>A table of 121 KB, of which one-hot inputs would take 549 MB.</summary>
    [Fact]
    public void Identifiers_are_not_encoded()
    {
        StringBuilder text = new("id,y\n");
        for (int i = 0; i < 11_700; i++)
            text.Append(CultureInfo.InvariantCulture, $"n{i:D6},{i % 2}\n");
        CsvTable table = Read(text.ToString());
        long before = GC.GetAllocatedBytesForCurrentThread();
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => new CsvEncoder(table));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
        Assert.StartsWith("test: line 2 and after, column 'id': expected at most 100 categories, got 11700", error.Message, StringComparison.Ordinal);

        string hundred = "id,y\n" + string.Concat(Enumerable.Range(0, 101).Select(i => $"n{i},1\n"));
        Assert.Contains("got 101", Assert.Throws<InvalidDataException>(() => new CsvEncoder(Read(hundred))).Message, StringComparison.Ordinal);
        Assert.Equal(101, new CsvEncoder(Read(hundred, new CsvOptions { MaximumCategories = 101 })).InputSize);
        Assert.Equal(100, new CsvEncoder(Read(hundred).Rows(1..)).InputSize);
        Assert.Equal(101, new CsvEncoder(Read(hundred), "id").TargetLabels!.Count);
    }

    [Fact]
    public void An_encoder_learns_from_its_own_rows_alone()
    {
        CsvTable table = Read("a,t,y\n1,x,1\n,x,1\n3,z,1\n1000,rare,0\n", new CsvOptions { Missing = { ["a"] = CsvMissing.Mean } });
        CsvEncoder encoder = new(table.Rows(..3));
        Assert.Equal(["a", "t=x", "t=z"], encoder.InputNames);
        Assert.Equal(2, encoder.Inputs<double>(table.Rows(..3))[3]);
        Assert.StartsWith("test: line 5, column 't'", Assert.Throws<InvalidDataException>(() => encoder.Inputs<double>(table.Rows(3..))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_saved_encoder_reads_new_rows()
    {
        CsvOptions options = new()
        {
            Decimal = ',',
            Thousands = '.',
            Comment = '#',
            MissingMarkers = ["k. A."],
            CategoryColumns = ["klasse"],
            TextColumns = ["code"],
            DateFormats = ["dd.MM.yyyy"],
            IgnoredColumns = ["name"],
            Missing = { ["alter"] = CsvMissing.Median.WithIndicator(), ["preis"] = CsvMissing.Mean },
        };
        CsvEncoder encoder = new(Read("name;klasse;code;alter;preis;am;ja\nA;3;007;29,5;1.000,5;31.01.2024;1\nB;1;7;k. A.;2,5;01.02.2024;0\nC;10;7;31;k. A.;01.02.2024;0\n", options), "ja");
        Assert.Equal(["klasse=1", "klasse=3", "klasse=10", "code=007", "code=7", "alter", "alter is missing", "preis", "am"], encoder.InputNames);
        string path = _folder["encoder.json"];
        encoder.Save(path);
        CsvEncoder again = CsvEncoder.Load(path);
        Assert.Equal(encoder.ToJson(), again.ToJson());
        Assert.Equal(encoder.InputNames, again.InputNames);

        // All codes of the new rows are numbers, one column has no value, the target is missing, the order another.
        CsvTable rows = again.Read(Stream("am;preis;code;alter;klasse;mehr\n# neu\n01.02.2024;1.234,5;007;k. A.;1,0;x\n01.02.2024;2;7;k. A.;10;x\n"), "new");
        double[] expected = [1, 0, 0, 1, 0, 30.25, 1, 1234.5, 19754, 0, 0, 1, 0, 1, 30.25, 1, 2, 19754];
        Assert.Equal(expected, again.Inputs<double>(rows));

        // The same from another kind of file, and from a row in code.
        CsvTable english = again.Read(Stream("am,preis,code,alter,klasse\n2024-02-01,1234.5,007,,1\n"), "new", new CsvOptions());
        Assert.Equal(expected[..9], again.Inputs<double>(english));
        Assert.Equal(expected[..9], again.Inputs<double>(new Dictionary<string, string?> { ["am"] = "01.02.2024", ["preis"] = "1.234,5", ["code"] = "007", ["alter"] = null, ["klasse"] = "1" }));
        Assert.Contains("column 'preis': expected a number, got 'viel'", Assert.Throws<InvalidDataException>(() => again.Inputs<double>(new Dictionary<string, string?> { ["preis"] = "viel" })).Message, StringComparison.Ordinal);
        Assert.Contains("expected a column 'klasse'", Assert.Throws<InvalidDataException>(() => again.Inputs<double>(new Dictionary<string, string?> { ["preis"] = "1" })).Message, StringComparison.Ordinal);
        Assert.Contains("new: line 3, column 'preis': expected a number", Assert.Throws<InvalidDataException>(() => again.Read(Stream("preis;klasse\n1;1\nx;1\n"), "new")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_option_of_a_file_is_kept()
    {
        CsvOptions options = new()
        {
            Delimiter = '|', HasHeader = false, ColumnNames = ["a", "b"], Thousands = '\'', Encoding = Encoding.Latin1, RaggedRows = CsvRaggedRows.Fill, Missing = { ["a"] = CsvMissing.Constant(5) },
        };
        CsvEncoder encoder = new(CsvTable.Read(new MemoryStream(Encoding.Latin1.GetBytes("1'000|ä\n2|ö\n")), "test", options));
        CsvEncoder again = CsvEncoder.FromJson(encoder.ToJson());
        Assert.Equal(["ä", "ö"], again.TargetLabels!.Names);
        CsvTable rows = again.Read(new MemoryStream(Encoding.Latin1.GetBytes("3'000|ö\n\n|ä\n7\n")));
        Assert.Equal([3000, 5, 7], again.Inputs<double>(rows));
    }

    [Fact]
    public void Encoders_of_the_first_version_load()
    {
        CsvEncoder encoder = CsvEncoder.FromJson("""{"target":["digit",["1","10","2"]],"features":[["width",null],["colour",["blue","red"]]]}""");
        Assert.Equal(["width", "colour=blue", "colour=red"], encoder.InputNames);

        // Their classes keep the order in which the network learned them.
        Assert.Equal([2, 0, 1], encoder.ToClassification<float>(encoder.Read(Stream("digit,colour,width\n2,red,1\n1,red,1\n10,blue,1\n"))).Targets.ToArray());
        Assert.Throws<InvalidDataException>(() => encoder.Inputs<float>(Read("colour,width\npink,1\n")));
        Assert.Equal(encoder.TargetLabels!.Names, CsvEncoder.FromJson(encoder.ToJson()).TargetLabels!.Names);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("nonsense")]
    [InlineData("""{"target":["y",null],"features":[]}""")]
    [InlineData("""{"target":["y",null],"features":[["x",null],["x",null]]}""")]
    [InlineData("""{"target":["y",null],"features":[["y",null]]}""")]
    [InlineData("""{"target":["y",null],"features":[["x",["a","a"]]]}""")]
    [InlineData("""{"target":["y",null],"features":[["x",[]]]}""")]
    [InlineData("""{"target":["y",null],"features":[[null,null]]}""")]
    [InlineData("""{"version":3}""")]
    public void What_is_no_encoding_is_refused(string json)
    {
        Assert.StartsWith("Expected the encoding of a table as JSON", Assert.Throws<InvalidDataException>(() => CsvEncoder.FromJson(json)).Message, StringComparison.Ordinal);
        File.WriteAllText(_folder["bad.json"], json);
        Assert.StartsWith(_folder["bad.json"], Assert.Throws<InvalidDataException>(() => CsvEncoder.Load(_folder["bad.json"])).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"kind\":\"Number\"", "\"kind\":\"Category\"")]
    [InlineData("\"kind\":\"Text\"", "\"kind\":\"Number\"")]
    [InlineData("\"kind\":\"Text\"", "\"kind\":\"7\"")]
    [InlineData("\"missing\":\"Median\"", "\"missing\":\"Guess\"")]
    [InlineData("\"fill\":2", "\"fill\":1e999")]
    [InlineData("\"fill\":0", "\"fill\":2")]
    [InlineData("\"fill\":0", "\"fill\":-1")]
    [InlineData("\"hasUnknown\":false", "\"hasUnknown\":true")]
    [InlineData("\"unknown\":\"Refuse\"", "\"unknown\":\"Column\"")]
    [InlineData("\"decimal\":\".\"", "\"decimal\":\"..\"")]
    [InlineData("\"decimal\":\".\"", "\"decimal\":\"5\"")]
    [InlineData("\"raggedRows\":\"Refuse\"", "\"raggedRows\":\"9\"")]
    [InlineData("\"hasHeader\":true", "\"hasHeader\":true,\"encoding\":\"no-such-encoding\"")]
    public void A_changed_encoding_is_refused(string part, string change)
    {
        string json = new CsvEncoder(Read("a,t,y\n1,x,1\n3,z,0\n", new CsvOptions { Missing = { ["a"] = CsvMissing.Median } })).ToJson();
        Assert.Contains(part, json, StringComparison.Ordinal);
        Assert.Throws<InvalidDataException>(() => CsvEncoder.FromJson(json.Replace(part, change, StringComparison.Ordinal)));
    }

    private static CsvMissing Strategy(string name) => name switch
    {
        "mean" => CsvMissing.Mean,
        "median" => CsvMissing.Median,
        "mostFrequent" => CsvMissing.MostFrequent,
        "constant" => CsvMissing.Constant(-1),
        _ => CsvMissing.Constant("-1"),
    };

    /// <summary>An encoder whose column of that name treats missing values so.</summary>
    private static CsvEncoder Encoder(CsvTable table, string column, CsvMissing missing)
    {
        table.Options.Missing[column] = missing;
        return new CsvEncoder(table, "y");
    }

    private static MemoryStream Stream(string text) => new(Encoding.UTF8.GetBytes(text));

    private static CsvTable Read(string text, CsvOptions? options = null) => CsvTable.Read(Stream(text), "test", options);
}
