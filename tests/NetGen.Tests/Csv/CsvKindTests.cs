using System.Globalization;
using System.Text;
using Xunit;

namespace NetGen.Tests;

/// <summary>What the columns of a table hold: numbers, texts, categories, dates, and what is missing.</summary>
public sealed class CsvKindTests
{
    [Theory]
    [InlineData("NA", "34")]
    [InlineData("34", "NA")]
    public void A_column_is_numbers_by_all_its_fields(string first, string second)
    {
        CsvTable table = Read($"age,b,y\n{first},2,1\n{second},4,2\n");
        Assert.True(table["age"].IsNumeric);
        Assert.Equal([34], table["age"].Numbers.ToArray().Where(age => !double.IsNaN(age)));
        Assert.Equal(1, table["age"].MissingCount);
        Assert.Equal(first == "NA", table["age"].IsMissing(0));
    }

    [Fact]
    public void Every_marker_means_a_missing_value_in_columns_of_numbers_and_of_texts()
    {
        string[] markers = ["", "NA", "N/A", "NaN", "nan", "null", "?", "-", " ", "NULL", "n/a", "<NA>", "#N/A", "\"\"", "\"NA\""];
        foreach (string marker in markers)
        {
            CsvTable table = Read($"x,s,z\n1,a,0\n{marker},{marker},0\n3,b,0\n");
            Assert.Equal([1, double.NaN, 3], table["x"].Numbers.ToArray());
            Assert.Equal([0, -1, 1], table["s"].Codes.ToArray());
            Assert.Equal(["a", "b"], table["s"].Labels!.Names);
            Assert.Equal("", table["s"].Text(1));
        }

        CsvTable own = Read("x,s\n-99,none\n,NA\n3,-\n", new CsvOptions { MissingMarkers = ["-99", "none"] });
        Assert.Equal([double.NaN, double.NaN, 3], own["x"].Numbers.ToArray());
        Assert.Equal(["", "NA", "-"], Enumerable.Range(0, 3).Select(own["s"].Text));
    }

    [Fact]
    public void A_column_without_any_value_is_one_of_numbers()
    {
        CsvTable table = Read("x,y\n,1\n?,2\n", new CsvOptions { CategoryColumns = ["x"] });
        Assert.Equal([double.NaN, double.NaN], table["x"].Numbers.ToArray());
    }

    [Fact]
    public void Texts_after_numbers_are_read_as_they_stand()
    {
        // Two columns turn out to be texts in different rows; missing values and the spelling before them are kept.
        CsvTable table = Read("a,b,c\n1.50,,07\n,2024-01-31,1e2\nNA,2,3\nx,y,4\n\"1.50\",2024-01-31,5\n");
        Assert.Equal(["1.50", "", "", "x", "1.50"], Enumerable.Range(0, 5).Select(table["a"].Text));
        Assert.Equal(["", "2024-01-31", "2", "y", "2024-01-31"], Enumerable.Range(0, 5).Select(table["b"].Text));
        Assert.Equal([7, 100, 3, 4, 5], table["c"].Numbers.ToArray());
        Assert.Equal(["1.50", "x"], table["a"].Labels!.Names);
    }

    [Theory]
    [InlineData("a,y\n1,1\n2,2\nz,1\n", "line 4, column 'a': expected a number like '1' in line 2, got 'z'")]
    [InlineData("a,y\nz,1\n2,2\n3,1\n", "line 2, column 'a': expected a number like '2' in line 3, got 'z'")]
    [InlineData("a,y\n1,1\n2,2\n1e999,1\n", "line 4, column 'a': expected a number")]
    [InlineData("a,y\n2024-01-31,1\nsoon,2\n", "line 3, column 'a': expected a date like '2024-01-31' in line 2, got 'soon'")]
    [InlineData("a;y\n1;1\n2,5;2\n", "line 3, column 'a': expected a number like '1' in line 2, got '2,5'; if that is a number, CsvOptions.Decimal")]
    [InlineData("a;y\n1,5;1\n2,5;2\n", "line 2, column 'a': expected a number, got '1,5'; if that is a number, CsvOptions.Decimal")]
    [InlineData("a,y\n1,1\n2024-01-31,2\n3,1\n", "line 3, column 'a': expected a number like '1' in line 2, got '2024-01-31'")]
    [InlineData("y,a\n1,1\n2,2\n1,z\n", "line 4, column 'a': expected a number")]
    public void A_column_of_numbers_and_texts_is_refused_as_inputs_and_targets_until_it_is_declared(string text, string expected)
    {
        Assert.StartsWith("test: " + expected, Assert.Throws<InvalidDataException>(() => new CsvEncoder(Read(text))).Message, StringComparison.Ordinal);
        _ = new CsvEncoder(Read(text, new CsvOptions { TextColumns = ["a"] }));
        _ = new CsvEncoder(Read(text, new CsvOptions { CategoryColumns = ["a"] }));
    }

    [Theory]
    [InlineData("a,b\n1,2\n3,x\n", "line 3, column 'b': expected a number, as it was declared, got 'x'")]
    [InlineData("a,b\n\"x\ny\nz\",2\nw,oops\n", "line 5, column 'b': expected a number")]
    [InlineData("a,b\n\n\n1,2\n1,oops\n", "line 5, column 'b'")]
    public void Declared_numbers_are_required(string text, string expected)
    {
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => Read(text, new CsvOptions { NumberColumns = ["b"] }));
        Assert.StartsWith("test: " + expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Categories_that_are_numbers_are_the_same_where_their_values_are()
    {
        CsvTable table = Read("class,code\n3,007\n1.0,7\n10,07\n1,7\n1e0,7\n", new CsvOptions { CategoryColumns = ["class"], TextColumns = ["code"] });
        Assert.Equal(["1", "3", "10"], table["class"].Labels!.Names);
        Assert.Equal([1, 0, 2, 0, 0], table["class"].Codes.ToArray());
        Assert.Equal(["007", "07", "7"], table["code"].Labels!.Names.Order(StringComparer.Ordinal));
        Assert.Equal((CsvKind.Category, CsvKind.Text), (table["class"].Kind, table["code"].Kind));
    }

    [Fact]
    public void Classes_that_are_numbers_sort_as_numbers()
    {
        CsvTable table = Read("x,y\n1,10\n2,9\n3,-1\n4,2.5\n5,1\n6,2\n", new CsvOptions { CategoryColumns = ["y"] });
        Assert.Equal(["-1", "1", "2", "2.5", "9", "10"], new CsvEncoder(table, "y").TargetLabels!.Names);
        table = Read("x,y\n1,10\n2,9\n3,b\n4,a\n5,1\n", new CsvOptions { TextColumns = ["y"] });
        Assert.Equal(["1", "9", "10", "a", "b"], new CsvEncoder(table, "y").TargetLabels!.Names);
    }

    [Theory]
    [InlineData("1,5", 1.5)]
    [InlineData("-1.234.567,25", -1234567.25)]
    [InlineData("1.234", 1234)]
    [InlineData("1234,5e-2", 12.345)]
    [InlineData(",5", 0.5)]
    [InlineData("12", 12)]
    [InlineData("1.234.567", 1234567)]
    [InlineData("12.34.567", 1234567)]
    public void Decimal_commas_and_thousands_marks(string text, double expected)
    {
        Assert.True(NumberParser.TryParse(text, out double value, ',', '.'), text);
        Assert.Equal(expected, value);
    }

    [Theory]
    [InlineData("1.5", ',', '.')]
    [InlineData("1.5", ',', null)]
    [InlineData("1,2,3", ',', null)]
    [InlineData("1.23,4", ',', '.')]
    [InlineData(".123", ',', '.')]
    [InlineData("1..123", ',', '.')]
    [InlineData("1234.567", ',', '.')]
    [InlineData("1,234.567", ',', '.')]
    [InlineData("1,234", '.', null)]
    [InlineData("12,34", '.', ',')]
    [InlineData("1.234.5678", ',', '.')]
    public void Numbers_written_in_another_way_are_none(string text, char point, char? thousands) =>
        Assert.False(NumberParser.TryParse(text, out _, point, thousands), text);

    [Fact]
    public void Thousands_marks_of_other_countries()
    {
        Assert.All((string[])["1 234 567,5", "1\u00A0234\u00A0567,5", "1\u202F234\u202F567,5"], text => Assert.Equal(1234567.5, NumberParser.TryParse(text, out double value, ',', ' ') ? value : 0));
        Assert.Equal(1234567.5, NumberParser.TryParse("1'234'567.5", out double swiss, '.', '\'') ? swiss : 0);
        Assert.Equal(1234567.5, NumberParser.TryParse("12,34,567.5", out double indian, '.', ',') ? indian : 0);
    }

    [Fact]
    public void A_decimal_comma_is_no_delimiter()
    {
        CsvOptions german = new() { Decimal = ',', Thousands = '.' };
        CsvTable table = Read("x;y\r\n1,5;2.000,25\r\n-,5;3\r\n", german);
        Assert.Equal([1.5, -0.5], table["x"].Numbers.ToArray());
        Assert.Equal([2000.25, 3], table["y"].Numbers.ToArray());
        Assert.Equal([1.5, 2.5], Read("x\n1,5\n2,5\n", german)["x"].Numbers.ToArray());
        Assert.Equal([1.5, 2.5], Read("x,y\n\"1,5\",a\n\"2,5\",b\n", new CsvOptions { Decimal = ',', Delimiter = ',' })["x"].Numbers.ToArray());
    }

    [Fact]
    public void Numbers_with_a_comma_are_the_nearest_doubles()
    {
        const int Seed = 13;
        Random random = new(Seed);
        CultureInfo german = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        (german.NumberFormat.NumberDecimalSeparator, german.NumberFormat.NumberGroupSeparator) = (",", ".");
        for (int i = 0; i < 20_000; i++)
        {
            double number = (random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-8, 12));
            string text = number.ToString(i % 2 == 0 ? "R" : $"N{random.Next(12)}", german);
            double expected = double.Parse(text, NumberStyles.Number | NumberStyles.AllowExponent, german);
            Assert.True(NumberParser.TryParse(text, out double value, ',', '.') && value == expected, $"seed {Seed}: {text} gave {value}");
        }
    }

    [Theory]
    [InlineData("1970-01-02", 1)]
    [InlineData("1969-12-31", -1)]
    [InlineData("2024-01-31", 19753)]
    [InlineData("2024-01-31 06:00", 19753.25)]
    [InlineData("2024-01-31T12:00:00", 19753.5)]
    [InlineData("2024-01-31T12:00:00Z", 19753.5)]
    [InlineData("2024-01-31 01:00:00+01:00", 19753)]
    [InlineData("2024-01-31T00:00:43.2", 19753.0005)]
    public void Dates_are_days_since_1970(string date, double days)
    {
        CsvTable table = Read($"when,y\n{date},1\n,2\n1970-01-01,3\n");
        Assert.Equal(CsvKind.Date, table["when"].Kind);
        Assert.Equal([days, double.NaN, 0], table["when"].Numbers.ToArray());
        Assert.Equal([days, 0, 0, 1, 0, 0], new CsvEncoder(Read($"when,y\n{date},1\n,2\n1970-01-01,3\n", new CsvOptions { Missing = { ["when"] = CsvMissing.Constant(0).WithIndicator() } })).Inputs<double>(table));
    }

    [Fact]
    public void Dates_have_the_formats_that_are_given()
    {
        CsvOptions options = new() { DateColumns = ["d"], DateFormats = ["dd.MM.yyyy", "yyyyMMdd"] };
        CsvTable table = Read("d,y\n31.01.2024,1\n20240201,2\n", options);
        Assert.Equal([19753, 19754], table["d"].Numbers.ToArray());
        Assert.Equal(["2024-01-31", "2024-02-01"], Enumerable.Range(0, 2).Select(table["d"].Text));
        Assert.StartsWith("test: line 3, column 'd': expected a date, as it was declared, got '31.02.2024'", Assert.Throws<InvalidDataException>(() => Read("d,y\n31.01.2024,1\n31.02.2024,2\n", options)).Message, StringComparison.Ordinal);
        Assert.Equal(["2024-01-31"], Read("d,y\n2024-01-31,1\n", new CsvOptions { TextColumns = ["d"] })["d"].Labels!.Names);
        Assert.Equal("2024-01-31 06:00:00", Read("d,y\n2024-01-31 06:00,1\n")["d"].Text(0));
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

    private static CsvTable Read(string text, CsvOptions? options = null) => CsvTable.Read(new MemoryStream(Encoding.UTF8.GetBytes(text)), "test", options);
}
