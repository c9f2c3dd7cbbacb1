using System.Text;

namespace TorchReg.Tests.Data;

/// <summary>Files as spreadsheets and people write them, beside the plain one.</summary>
public sealed class CsvAsWrittenTests
{
    const string Plain = "size,city,price\n1.5,Rome,10\n2.5,Oslo,11\n3.5,Rome,12\n4.5,Oslo,13\n";

    static CsvTable Read(string text, CsvOptions? options = null) => CsvFile.Read(new StringReader(text), options, "rows.csv");

    static string Refused(string text, CsvOptions? options = null) =>
        Assert.Throws<InvalidDataException>(() => Read(text, options)).Message;

    static string Shown(CsvTable table) =>
        string.Join(' ', table.Schema.FeatureNames) + ": " +
        string.Join(' ', table.Data.Features.to(TorchSharp.torch.ScalarType.Float64).data<double>().ToArray());

    [Theory]
    [InlineData("size, city, price\n1.5, Rome, 10\n2.5, Oslo, 11\n3.5, Rome, 12\n4.5, Oslo, 13\n")]
    [InlineData("size ,\"city\" ,price\n1.5 ,\"Rome\" ,10\n 2.5,Oslo ,11\n3.5,\tRome,12\n4.5, \"Oslo\",13\n")]
    [InlineData("sep=;\nsize;city;price\n1.5;Rome;10\n2.5;Oslo;11\n3.5;Rome;12\n4.5;Oslo;13\n")]
    [InlineData("SEP=|\r\nsize|city|price\r\n1.5|Rome|10\r\n2.5|Oslo|11\r\n3.5|Rome|12\r\n4.5|Oslo|13")]
    [InlineData("\uFEFFsize\tcity\tprice\r1.5\tRome\t10\r2.5\tOslo\t11\r3.5\tRome\t12\r4.5\tOslo\t13\r")]
    public void Blanks_around_fields_and_a_line_that_names_the_separator_are_none_of_the_rows(string text)
    {
        using var plain = Read(Plain);
        using var other = Read(text);
        Assert.Equal(Shown(plain), Shown(other));
    }

    [Fact]
    public void Blanks_within_quotes_stay()
    {
        using var table = Read("k,y\n\" a\",1\na,2\n\" a\",3\na,4");
        Assert.Equal(["k= a", "k=a"], table.Schema.FeatureNames);
    }

    [Fact]
    public void A_separator_that_is_a_blank_separates()
    {
        using var table = Read("a b y\n1 2 3\n4  6\n", new() { Separator = ' ', Missing = MissingCells.Drop });
        Assert.Equal((1, 2), (table.Data.Rows, table.Report.RowsRead));
    }

    [Fact]
    public void Lines_are_counted_from_the_one_that_names_the_separator() => Assert.StartsWith(
        "rows.csv, line 4, column 'a': expected a number", Refused("sep=;\na;y\n1;2\nx;2\n3;4\n"), StringComparison.Ordinal);

    [Theory]
    [InlineData("NA")]
    [InlineData("na")]
    [InlineData("N/A")]
    [InlineData("n/a")]
    [InlineData("#N/A")]
    [InlineData("<NA>")]
    [InlineData("NaN")]
    [InlineData("NAN")]
    [InlineData("nan")]
    [InlineData("null")]
    [InlineData("Null")]
    [InlineData("NULL")]
    [InlineData("?")]
    [InlineData(" ")]
    [InlineData("\"\"")]
    public void Every_usual_spelling_of_no_value_is_one(string word)
    {
        using var table = Read($"a,b,y\n1,2,3\n4,{word},5\n6,7,8\n", new() { Missing = MissingCells.Mean });
        Assert.Equal([new CsvCount("b", 1)], table.Report.Missing);
        Assert.Equal(4.5, table.Data.Features[1, 1].ToDouble());
    }

    [Theory]
    [InlineData("inf")]
    [InlineData("-inf")]
    [InlineData("0x1F")]
    [InlineData("1_000")]
    [InlineData("12%")]
    [InlineData("(12)")]
    [InlineData("$12")]
    [InlineData("1d3")]
    [InlineData("\u22121")]
    [InlineData("-")]
    [InlineData(".")]
    [InlineData("#DIV/0!")]
    public void What_is_no_number_among_numbers_is_named(string word) => Assert.Equal(
        $"rows.csv, line 3, column 'b': expected a number as in 2 of 3 cells, found \"{word}\"; correct it, add it to " +
        "MissingWords, or name the column in Categorical if it holds text, in Ignored if it is no feature.",
        Refused($"a,b,y\n1,2,3\n4,{word},5\n6,7,8\n"));

    [Theory]
    [InlineData("007", 7)]
    [InlineData("+1.5", 1.5)]
    [InlineData(".5", 0.5)]
    [InlineData("5.", 5)]
    [InlineData("1e-400", 0)]
    [InlineData("1E3", 1000)]
    [InlineData("\"1,234.5\"", 1234.5)]
    [InlineData("1 234.5", 1234.5)]
    [InlineData("0.1234567890123456789", 0.12345678901234568)]
    [InlineData("123456789012345678901234567890", 1.2345678901234568e29)]
    public void Numbers_are_those_that_Python_reads(string word, double number)
    {
        using var table = Read(
            $"a,b,y\n1,2.5,3\n4,{word},5\n6,7.5,8\n", new() { Type = TorchSharp.torch.ScalarType.Float64 });
        Assert.Equal(number, table.Data.Features[1, 1].ToDouble());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void UTF16_without_a_mark_is_told_as_such(bool isBigEndian)
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "rows.csv");
        var encoding = new UnicodeEncoding(isBigEndian, byteOrderMark: false);
        File.WriteAllBytes(path, encoding.GetBytes(Plain));
        Assert.Equal(
            $"{path}: more than a third of the bytes are 0, as in UTF-16 and in files that are no text; save it as UTF-8, or " +
            "set Encoding to Utf16.",
            Assert.Throws<InvalidDataException>(() => CsvFile.Read(path)).Message);
    }

    [Fact]
    public void A_column_that_is_not_there_is_asked_about_by_the_nearest_name()
    {
        Assert.EndsWith(
            "there is no column 'prise', which Target names; did you mean 'price'?", Refused(Plain, new() { Target = "prise" }),
            StringComparison.Ordinal);
        Assert.EndsWith(
            "there is no column 'rent', which Target names; the columns are 'size', 'city', 'price'.",
            Refused(Plain, new() { Target = "rent" }), StringComparison.Ordinal);
        using var table = Read(Plain);
        Assert.EndsWith(
            "there is no column 'size', which the encoding was learnt with; did you mean 'Size'?",
            Assert.Throws<InvalidDataException>(
                () => CsvFile.ReadFeatures(new StringReader("Size,city\n1,Rome"), table.Schema)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_header_that_is_read_as_a_row_is_told_as_such() => Assert.EndsWith(
        "line 1, column 'column 0': expected a number as in 3 of 4 cells, found \"size\"; set HasHeader to True if the first " +
        "line names the columns.",
        Refused("size,price\n1,2\n3,4\n5,6", new() { HasHeader = false }), StringComparison.Ordinal);
}
