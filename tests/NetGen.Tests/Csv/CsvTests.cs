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
        Assert.Equal([2, 4, 5], Enumerable.Range(0, 3).Select(table.LineOf));
        Assert.Null(table.Find("weight"));
    }

    [Theory]
    [InlineData("a;b\n1;2\n", null)]
    [InlineData("a\tb\r\n1\t2\r\n", null)]
    [InlineData("a|b\n1|2", '|')]
    [InlineData("a|b\n1|2", null)]
    [InlineData("a,b\r1,2\r", null)]
    [InlineData("a,b\r1,2", null)]
    [InlineData("\uFEFFa,b\n1,2\n", null)]
    [InlineData("\uFEFF\"a\",\"b\"\r\n\"1\",\"2\"\r\n", null)]
    [InlineData("a§b\n1§2\n", '§')]
    [InlineData("a b\n1 2\n", ' ')]
    [InlineData("a,b\n1,2,\n", null)]
    [InlineData("a,b,\n1,2,\n", null)]
    [InlineData("a,b,,,\r\n1,2,,,\r\n", null)]
    [InlineData("a,b,\n1,2\n", null)]
    [InlineData("sep=;\na;b\n1;2\n", null)]
    [InlineData("\uFEFFsep=\t\r\na\tb\r\n1\t2\r\n", null)]
    [InlineData("\"sep=,\"\ra,b\r1,2\r", null)]
    [InlineData("sep=;\na,b\n1,2\n", ',')]
    [InlineData("a, \"b\"\n1, \"2\" \n", null)]
    public void Delimiters_and_line_ends(string text, char? delimiter)
    {
        CsvTable table = Read(text, new CsvOptions { Delimiter = delimiter });
        Assert.Equal(["a", "b"], table.Columns.Select(column => column.Name));
        Assert.Equal([1], table["a"].Numbers.ToArray());
        Assert.Equal([2], table["b"].Numbers.ToArray());
    }

    [Theory]
    [InlineData("\"height, cm\";\"weight, kg; dry\"\n1;2\n3;4\n")]
    [InlineData("\"height, cm\",\"weight, kg; dry\"\n1,2\n3,4\n")]
    [InlineData("\"height, cm\"|\"weight, kg; dry\"\n1|2\n3|4\n")]
    [InlineData("height, cm;\"weight, kg; dry\"\n1;2\n3;4\n")]
    public void Delimiters_within_names_do_not_count(string text) =>
        Assert.Equal(["height, cm", "weight, kg; dry"], Read(text).Columns.Select(column => column.Name));

    /// <summary>The header has more commas than semicolons, but the rows all have the same number of the latter.</summary>
    [Fact]
    public void The_delimiter_is_what_cuts_all_rows_alike()
    {
        CsvTable table = Read("id;remark, note, more\n1;one, two\n2;none\n");
        Assert.Equal(["id", "remark, note, more"], table.Columns.Select(column => column.Name));
        Assert.Equal([1, 2], table["id"].Numbers.ToArray());
    }

    [Fact]
    public void Byte_order_marks_say_how_a_file_is_encoded()
    {
        foreach (Encoding encoding in (Encoding[])[Encoding.UTF8, Encoding.Unicode, Encoding.BigEndianUnicode, Encoding.UTF32])
        {
            CsvTable table = CsvTable.Read(new MemoryStream([.. encoding.GetPreamble(), .. encoding.GetBytes("größe,β\r\n1,ja\r\n")]), encoding.WebName);
            Assert.Equal(["größe", "β"], table.Columns.Select(column => column.Name));
            Assert.Equal("ja", table["β"].Text(0));
        }

        byte[] latin = Encoding.Latin1.GetBytes("größe\n1\n");
        Assert.Contains("line 1 or after: expected UTF-8 text, got bytes that are none; CsvOptions.Encoding", Assert.Throws<InvalidDataException>(() => CsvTable.Read(new MemoryStream(latin), "test")).Message, StringComparison.Ordinal);
        Assert.Equal("größe", CsvTable.Read(new MemoryStream(latin), "test", new CsvOptions { Encoding = Encoding.Latin1 }).Columns[0].Name);
    }

    [Fact]
    public void Without_a_header_and_with_columns_of_numbered_texts()
    {
        CsvTable table = Read("1,2\n10,4\n", new CsvOptions { HasHeader = false, TextColumns = ["column1"] });
        Assert.Equal(["1", "10"], table["column1"].Labels!.Names);
        Assert.Equal([2, 4], table["column2"].Numbers.ToArray());

        // Delimiters at the ends of all rows make no column; one that is not there in every row does.
        Assert.Equal(2, Read("1,2,\n10,4,\n", new CsvOptions { HasHeader = false }).Columns.Count);
        Assert.Equal(3, Read("1,2,\n10,4,5\n", new CsvOptions { HasHeader = false }).Columns.Count);

        table = Read("1,2\n10,4\n", new CsvOptions { HasHeader = false, ColumnNames = ["x", "y"] });
        Assert.Equal([2, 4], table["y"].Numbers.ToArray());
        table = Read("a,a\n10,4\n", new CsvOptions { ColumnNames = ["x", "y"] });
        Assert.Equal([4], table["y"].Numbers.ToArray());
    }

    [Theory]
    [InlineData("colour,y\n#ff0000,1\n#00ff00,2\n")]
    [InlineData("colour,y\n\n#ff0000,1\n\"#00ff00\",2")]
    public void Lines_that_begin_with_a_number_sign_are_rows(string text)
    {
        CsvTable table = Read(text);
        Assert.Equal(["#ff0000", "#00ff00"], Enumerable.Range(0, 2).Select(table["colour"].Text));
        Assert.Equal([1, 2], table["y"].Numbers.ToArray());
    }

    [Fact]
    public void Comments_are_left_out_where_they_are_asked_for()
    {
        CsvTable table = Read("# made by hand, and long: " + new string('x', 100_000) + "\r\n#\r\nx,y\n#1,2\n3,4 # no comment\n\"#5\n#\",6\n#", new CsvOptions { Comment = '#' });
        Assert.Equal(["3", "#5\n#"], Enumerable.Range(0, 2).Select(table["x"].Text));
        Assert.Equal(["4 # no comment", "6"], Enumerable.Range(0, 2).Select(table["y"].Text));
        Assert.Equal([5, 6], Enumerable.Range(0, 2).Select(table.LineOf));
    }

    [Fact]
    public void Quoted_fields_hold_line_ends_delimiters_and_quotes()
    {
        CsvTable table = Read("a,b\n\"x\ny\r\nz,\",\"\"\"\"\n\"\"\"\"\"\",\" kept \"\n5\" pipe,cut \n");
        Assert.Equal(["x\ny\r\nz,", "\"\"", "5\" pipe"], Enumerable.Range(0, 3).Select(table["a"].Text));
        Assert.Equal(["\"", " kept ", "cut"], Enumerable.Range(0, 3).Select(table["b"].Text));
        Assert.Equal([2, 5, 6], Enumerable.Range(0, 3).Select(table.LineOf));
    }

    [Fact]
    public void Rows_longer_than_the_buffer_are_read()
    {
        // Quotes, line ends and doubled quotes at every place near the ends of buffers.
        StringBuilder text = new("id,name,end\n");
        List<string> names = [];
        for (int i = 0; i < 300; i++)
        {
            names.Add(new string('x', i * 37 % 1000) + "\"\r\n," + i);
            text.Append(CultureInfo.InvariantCulture, $"{i},\"{names[i].Replace("\"", "\"\"", StringComparison.Ordinal)}\",{i * 0.5}\r\n");
        }

        names.Add(new string('y', 200_000));
        text.Append(CultureInfo.InvariantCulture, $"300,{names[300]},150\r\n");
        CsvTable table = Read(text.ToString());
        Assert.Equal(names, Enumerable.Range(0, 301).Select(table["name"].Text));
        Assert.Equal(Enumerable.Range(0, 301).Select(i => i * 0.5), table["end"].Numbers.ToArray());

        string wide = string.Join(',', Enumerable.Range(0, 50_000).Select(i => $"c{i}")) + "\n" + string.Join(',', Enumerable.Range(0, 50_000)) + "\n";
        table = Read(wide);
        Assert.Equal((50_000, 49_999.0), (table.Columns.Count, table.Columns[^1].Numbers[0]));
    }

    [Theory]
    [InlineData(",x,y\n0,1,2\n1,3,4\n")]
    [InlineData("\"\",\"x\",\"y\"\n\"a\",1,2\n\"b\",3,4\n")]
    [InlineData("Unnamed: 0,x,y\n0,1,2\n1,3,4\n")]
    [InlineData("x,y\na,1,2\nb,3,4\n")]
    [InlineData("x,y\na,1,2\nb,3,4,\n")]
    [InlineData("x\ty\na\t1\t2\nb\t3\t4\n")]
    public void A_first_column_without_a_name_is_an_index(string text)
    {
        CsvTable table = Read(text);
        Assert.Equal(["index", "x", "y"], table.Columns.Select(column => column.Name));
        Assert.True(table.Columns[0].IsIndex);
        Assert.Equal([1, 3], table["x"].Numbers.ToArray());
        Assert.Equal([2, 4], table["y"].Numbers.ToArray());
        Assert.Equal(["x"], new CsvEncoder(table).InputNames);
        Assert.Equal(["x", "y"], Read(text, new CsvOptions { IgnoredColumns = ["index"] }).Columns.Select(column => column.Name));
    }

    /// <summary>What the first rows leave open, all rows decide.</summary>
    [Fact]
    public void An_index_is_told_from_a_trailing_delimiter_by_all_rows()
    {
        CsvTable table = Read("x,y\na,1,\nb,3,4\n");
        Assert.Equal([1, 3], table["x"].Numbers.ToArray());
        Assert.Equal([double.NaN, 4], table["y"].Numbers.ToArray());
        table = Read("index,x\n7,a,1\n");
        Assert.Equal(["index2", "index", "x"], table.Columns.Select(column => column.Name));
    }

    [Fact]
    public void Rows_of_any_length_are_read_where_that_is_asked_for()
    {
        const string Text = "a,b,c\n1,2,3\n4,5\n6\n7,8,9,10\n";
        CsvTable table = Read(Text, new CsvOptions { RaggedRows = CsvRaggedRows.FillAndCut });
        Assert.Equal([2, 5, double.NaN, 8], table["b"].Numbers.ToArray());
        Assert.Equal([3, double.NaN, double.NaN, 9], table["c"].Numbers.ToArray());
        Assert.Equal(2, table["c"].MissingCount);
        Assert.StartsWith("test: line 5: expected 3 fields, as many as there are columns, got 4", Assert.Throws<InvalidDataException>(() => Read(Text, new CsvOptions { RaggedRows = CsvRaggedRows.Fill })).Message, StringComparison.Ordinal);
        Assert.StartsWith("test: line 3: expected 3 fields, as many as there are columns, got 2", Assert.Throws<InvalidDataException>(() => Read(Text)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "line 1: expected a header")]
    [InlineData("\n\r\n\n", "line 4: expected a header")]
    [InlineData("a,b\n", "line 2: expected rows after the header")]
    [InlineData(",,\n1,2,3\n", "line 1: expected names of columns, got none")]
    [InlineData("a,b\n1,2\n3\n", "line 3: expected 2 fields, as many as there are columns, got 1")]
    [InlineData("a,b\n1,2\n3,4,5\n", "line 3: expected 2 fields, as many as there are columns, got 3")]
    [InlineData("a,b\n0,1,2\n3,4\n", "line 3: expected 3 fields, as many as there are columns, got 2")]
    [InlineData("x\n1,5\n2,5\n", "line 2: expected 1 fields, as many as there are columns, got 2")]
    [InlineData("a,a\n1,2\n", "line 1: expected every column's name once, got 'a' twice")]
    [InlineData("a,\n1,2\n", "line 1: expected a name for column 2")]
    [InlineData("a,,b\n1,2,3\n", "line 1: expected a name for column 2")]
    [InlineData("sep=,\na,a\n1,2\n", "line 2: expected every column's name once")]
    [InlineData("a,b\n1,2\n\"3,4\n", "line 3: expected a closing quote")]
    [InlineData("a,b\n1,2\n\"3\"x,4\n", "line 3: expected a delimiter or the end of the line after the closing quote of field 1, got 'x'")]
    public void Errors_name_the_line(string text, string expected)
    {
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => Read(text));
        Assert.StartsWith("test: " + expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Columns_are_picked_and_ignored()
    {
        const string Text = "a,b,b,c\n1,x,y,2\n3,z,w,4\n";
        Assert.Equal(["a", "c"], Read(Text, new CsvOptions { IgnoredColumns = ["b"] }).Columns.Select(column => column.Name));
        Assert.Equal(["c"], Read("a,b,c\n1,x,2\n", new CsvOptions { SelectedColumns = ["c"] }).Columns.Select(column => column.Name));
        foreach (CsvOptions options in (CsvOptions[])
            [
                new() { IgnoredColumns = ["price"] }, new() { SelectedColumns = ["price"] }, new() { TextColumns = ["price"] }, new() { CategoryColumns = ["price"] },
                new() { NumberColumns = ["price"] }, new() { DateColumns = ["price"] }, new() { Missing = { ["price"] = CsvMissing.Mean } },
            ])
        {
            Assert.StartsWith("test: line 1: expected a column 'price', got a, b", Assert.Throws<InvalidDataException>(() => Read("a,b\n1,2\n", options)).Message, StringComparison.Ordinal);
        }

        Assert.Contains("expected a column to read", Assert.Throws<InvalidDataException>(() => Read("a\n1\n", new CsvOptions { IgnoredColumns = ["a"] })).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Read("a\n1\n", new CsvOptions { TextColumns = ["a"], NumberColumns = ["a"] }));
        Assert.Throws<ArgumentException>(() => Read("a\n1\n", new CsvOptions { Decimal = ',', Thousands = ',' }));
    }

    [Fact]
    public void Bytes_that_are_no_text_are_refused()
    {
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => CsvTable.Read(new MemoryStream([.. "a,b\n1,"u8, 0xFF, 0xFE, (byte)'\n']), "test"));
        Assert.Contains("UTF-8", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Rows_are_picked_and_split()
    {
        CsvTable table = Read("x,kind\n\n" + string.Concat(Enumerable.Range(0, 100).Select(i => $"{i},{(i % 10 == 0 ? "rare" : "common")}\n")));
        CsvTable some = table.Rows([7, 3, 3]);
        Assert.Equal([7, 3, 3], some["x"].Numbers.ToArray());
        Assert.Equal(["common"], some["kind"].Labels!.Names);
        Assert.Equal([10, 6, 6], Enumerable.Range(0, 3).Select(some.LineOf));
        Assert.Equal(["rare", "common"], Enumerable.Range(0, 2).Select(table.Rows(90..92)["kind"].Text));

        (CsvTable train, CsvTable validation) = table.StratifiedSplit("kind", 0.25, seed: 3);
        Assert.Equal((75, 25), (train.RowCount, validation.RowCount));
        Assert.InRange(Enumerable.Range(0, 25).Count(row => validation["kind"].Text(row) == "rare"), 2, 3);
        Assert.Equal(Enumerable.Range(0, 100), train["x"].Numbers.ToArray().Concat(validation["x"].Numbers.ToArray()).Select(x => (int)x).Order());
        (train, validation) = table.Split(0.1);
        Assert.Equal((90, 10), (train.RowCount, validation.RowCount));
        Assert.Throws<ArgumentOutOfRangeException>(() => table.Rows([100]));
        Assert.Throws<ArgumentException>(() => table.Rows(3..3));
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
            text.Append(CultureInfo.InvariantCulture, $"{row}.5,{row * 3},-{row}e-3,{(row % 3 == 0 ? "x" : "yy")}\n");
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
