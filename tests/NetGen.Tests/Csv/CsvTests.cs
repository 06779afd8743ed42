using System.Globalization;
using System.Text;
using Xunit;

namespace NetGen.Tests;

/// <summary>Tables of comma-separated values.</summary>
public sealed class CsvTests
{
    [Fact]
    public void Numbers_and_texts_are_told_apart()
    {
        CsvTable table = Read("size,colour,\"the, class\"\n1.5,red,b\n\n -2e3 ,blue,\"a \"\"x\"\"\"\n.5,red,b\n");
        Assert.Equal(3, table.RowCount);
        Assert.Equal(["size", "colour", "the, class"], table.Columns.Select(column => column.Name));
        Assert.Equal([1.5, -2000, 0.5], table["size"].Numbers.ToArray());
        Assert.Equal(["blue", "red"], table["colour"].Labels!.Names);
        Assert.Equal([1, 0, 1], table["colour"].Codes.ToArray());
        Assert.Equal(["b", "a \"x\"", "b"], Enumerable.Range(0, 3).Select(table["the, class"].Text));
        Assert.Null(table.Find("weight"));
    }

    [Theory]
    [InlineData("a;b\n1;2\n", null)]
    [InlineData("a\tb\r\n1\t2\r\n", null)]
    [InlineData("a|b\n1|2", '|')]
    [InlineData("\uFEFFa,b\n1,2\n", null)]
    public void Delimiters_and_line_ends(string text, char? delimiter)
    {
        CsvTable table = Read(text, new CsvOptions { Delimiter = delimiter });
        Assert.Equal(["a", "b"], table.Columns.Select(column => column.Name));
        Assert.Equal([2], table["b"].Numbers.ToArray());
    }

    [Fact]
    public void Without_a_header_and_with_columns_of_numbered_texts()
    {
        CsvTable table = Read("1,2\n10,4\n", new CsvOptions { HasHeader = false, TextColumns = ["column1"] });
        Assert.Equal(["1", "10"], table["column1"].Labels!.Names);
        Assert.Equal([2, 4], table["column2"].Numbers.ToArray());
    }

    [Theory]
    [InlineData("", "line 1: expected a header")]
    [InlineData("a,b\n", "line 2: expected rows after the header")]
    [InlineData("a,b\n1,2\n3\n", "line 3: expected 2 fields, as many as there are columns, got 1")]
    [InlineData("a,b\n1,2\n3,4,5\n", "line 3: expected 2 fields, as many as there are columns, got 3")]
    [InlineData("a,b\n1,2\n3,x\n", "line 3, column 'b': expected a number like in the rows before, got 'x'")]
    [InlineData("a,b\n1,2\n3,NaN\n", "line 3, column 'b': expected a number like in the rows before, got 'NaN'")]
    [InlineData("a,b\n1,2\n3,1e999\n", "line 3, column 'b': expected a number")]
    [InlineData("a,b\n1,2\n3,\n", "line 3, column 'b': expected a value, got an empty field")]
    [InlineData("a,b\n1,\n", "line 2, column 'b': expected a value")]
    [InlineData("a,a\n1,2\n", "line 1: expected every column's name once, got 'a' twice")]
    [InlineData("a,\n1,2\n", "line 1: expected a name for column 2")]
    [InlineData("a,b\n\"x\ny\nz\",2\nw,oops\n", "line 5, column 'b': expected a number")]
    [InlineData("a,b\n\n\n1,2\n1,oops\n", "line 5, column 'b'")]
    [InlineData("a,b\n1,2\n\"3,4\n", "line 3")]
    [InlineData("a,b\n1,2\n\"3\"x,4\n", "line 3")]
    public void Errors_name_line_and_column(string text, string expected)
    {
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => Read(text));
        Assert.StartsWith("test: " + expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Bytes_that_are_no_text_are_refused()
    {
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => CsvTable.Read(new MemoryStream([.. "a,b\n1,"u8, 0xFF, 0xFE, (byte)'\n']), "test"));
        Assert.Contains("UTF-8", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Texts_become_one_hot_inputs_the_same_way_for_later_rows()
    {
        CsvTable table = Read("size,colour,price\n1,red,10\n2,blue,20\n3,green,30\n");
        CsvEncoder encoder = CsvEncoder.FromJson(new CsvEncoder(table).ToJson());
        Assert.Equal(["size", "colour=blue", "colour=green", "colour=red"], encoder.InputNames);
        Assert.Equal([1, 0, 0, 1, 2, 1, 0, 0, 3, 0, 1, 0], encoder.Inputs<double>(table));
        ArrayDataset<float, float> data = encoder.ToRegression<float>(table);
        Assert.Equal((3, 4), (data.Count, data.InputSize));

        // Other order, more columns, no target, a text that is new.
        Assert.Equal([7, 1, 0, 0, 8, 0, 0, 0], encoder.Inputs<float>(Read("note,colour,size\nx,blue,7\ny,pink,8\n")));
        Assert.Contains("line 1: expected a column 'colour'", Assert.Throws<InvalidDataException>(() => encoder.Inputs<float>(Read("size\n1\n"))).Message, StringComparison.Ordinal);
        Assert.Contains("column 'size': expected numbers, got texts", Assert.Throws<InvalidDataException>(() => encoder.Inputs<float>(Read("size,colour\nbig,red\n"))).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidDataException>(() => encoder.ToClassification<float>(table));
        Assert.Throws<InvalidDataException>(() => CsvEncoder.FromJson("{}"));
    }

    [Fact]
    public void Classes_are_targets()
    {
        CsvTable table = Read("kind,x\nb,1\na,2\nb,3\n");
        CsvEncoder encoder = new(table, target: "kind");
        ArrayDataset<double, int> data = encoder.ToClassification<double>(table);
        int[] labels = new int[3];
        double[] inputs = new double[3];
        data.CopyTo([0, 1, 2], inputs, labels);
        Assert.Equal([1, 0, 1], labels);
        Assert.Equal([1, 2, 3], inputs);
        Assert.Contains("line 2, column 'kind': expected one of a, b, got 'c'", Assert.Throws<InvalidDataException>(() => encoder.ToClassification<double>(Read("kind,x\nc,1\n"))).Message, StringComparison.Ordinal);
        Assert.Contains("expected a column 'price', got kind, x", Assert.Throws<InvalidDataException>(() => new CsvEncoder(table, "price")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Numbers_are_the_nearest_doubles()
    {
        const int Seed = 12;
        Random random = new(Seed);
        for (int i = 0; i < 200_000; i++)
        {
            string text = (i % 4) switch
            {
                0 => random.NextDouble().ToString("R", CultureInfo.InvariantCulture),
                1 => ((random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-10, 10))).ToString($"F{random.Next(12)}", CultureInfo.InvariantCulture),
                2 => random.NextInt64().ToString(CultureInfo.InvariantCulture)[..random.Next(1, 17)],
                _ => BitConverter.UInt64BitsToDouble((ulong)random.NextInt64()).ToString("R", CultureInfo.InvariantCulture),
            };
            bool expected = double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number);
            Assert.Equal(expected, NumberParser.TryParse(text, out double parsed));
            if (expected)
                Assert.True(BitConverter.DoubleToInt64Bits(number) == BitConverter.DoubleToInt64Bits(parsed), $"seed {Seed}: {text}");
        }

        Assert.All((string[])["", "-", ".", "1.2.3", "1,5", "0x1", "Infinity", "NaN", "--1", "1e", "９"], text => Assert.False(NumberParser.TryParse(text, out _), text));
        Assert.All((string[])["-0", "1.", "+7", "  3 ", "0000000000000000000001"], text => Assert.True(NumberParser.TryParse(text, out _), text));
    }

    [DataFact("tables")]
    public void The_shared_tables_are_read()
    {
        CsvTable wine = CsvTable.Read(Path.Combine(SharedData.Folder("tables"), "wine.csv"));
        Assert.Equal((178, 14), (wine.RowCount, wine.Columns.Count));
        Assert.Equal(["class_0", "class_1", "class_2"], new CsvEncoder(wine).TargetLabels!.Names);
        Assert.Equal((14.23, 1065), (wine["alcohol"].Numbers[0], wine["proline"].Numbers[0]));
    }

    [Fact]
    public void Reading_takes_little_more_memory_than_the_table()
    {
        const int Rows = 150_000;
        StringBuilder text = new("a,b,c,name\n");
        for (int row = 0; row < Rows; row++)
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"{row}.5,{row * 3},-{row}e-3,{(row % 3 == 0 ? "x" : "yy")}\n");
        MemoryStream stream = new(Encoding.UTF8.GetBytes(text.ToString()));
        long size = Rows * ((3 * sizeof(double)) + sizeof(int));
        CsvTable.Read(stream);
        stream.Position = 0;

        // All that is ever allocated: the pieces that columns grow in, and the columns. Of both, one column at most is there twice.
        long before = GC.GetAllocatedBytesForCurrentThread();
        CsvTable table = CsvTable.Read(stream);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.InRange(allocated, size, (2 * size) + 1_000_000);
        Assert.Equal(Rows, table.RowCount);
        for (int row = 0; row < Rows; row += row is > 16_000 and < 17_000 ? 1 : 499)
        {
            Assert.Equal(row + 0.5, table.Columns[0].Numbers[row]);
            Assert.Equal(row * 3.0, table.Columns[1].Numbers[row]);
            Assert.Equal(row / -1000.0, table.Columns[2].Numbers[row]);
            Assert.Equal(row % 3 == 0 ? "x" : "yy", table.Columns[3].Text(row));
        }
    }

    private static CsvTable Read(string text, CsvOptions? options = null) => CsvTable.Read(new MemoryStream(Encoding.UTF8.GetBytes(text)), "test", options);
}
