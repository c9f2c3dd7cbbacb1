namespace TorchReg.Tests.Data;

public sealed class CsvBadInputTests
{
    private static void Refused(string text, string message, CsvOptions? options = null) =>
        Assert.Equal(
            message,
            Assert.Throws<InvalidDataException>(() => CsvFile.Read(new StringReader(text), options, "data.csv")).Message);

    [Theory]
    [InlineData("")]
    [InlineData("NA")]
    [InlineData("?")]
    [InlineData("NaN")]
    public void A_missing_number_is_named_by_line_and_column(string value) =>
        Refused(
            $"a,b,y\n1,2,3\n1,{value},3",
            $"data.csv, line 3, column 'b': found \"{value}\", a missing cell; there are, of 2 rows, in 'b' 1; fill them " +
                "in, or set Missing to Drop, Mean or Median.");

    [Fact]
    public void A_missing_category_class_or_target_is_named()
    {
        static string Message(string column) => $"data.csv, line 2, column '{column}': found \"\", a missing cell; there " +
            $"are, of 1 rows, in '{column}' 1; fill them in, or set Missing to Drop, Mean or Median.";
        Refused("k,y\n,1", Message("k"), new() { Categorical = [0] });
        Refused("k,y\n1,", Message("y"), new() { TargetKind = CsvTarget.Class });
        Refused("k,y\n1,", Message("y"), new() { TargetKind = CsvTarget.Number });
    }

    [Fact]
    public void Missing_cells_are_counted_by_columns_with_the_first_one_s_place() => Refused(
        "a,b,y\n1,,3\n,NA,3\n1,?,3\n1,2,3",
        "data.csv, line 2, column 'b': found \"\", a missing cell; there are, of 4 rows, in 'b' 3, 'a' 1; fill them in, or set " +
        "Missing to Drop, Mean or Median.");

    [Fact]
    public void Text_where_a_number_belongs_is_shown_with_what_to_do()
    {
        const string advice = "correct it, add it to MissingWords, or name the column in Categorical if it holds text, in " +
            "Ignored if it is no feature.";
        Refused(
            "a,y\nx1,2",
            $"data.csv, line 2, column 'a': expected a number, found \"x1\"; {advice}",
            new() { Numeric = ["a"] });
        Refused(
            "a,y\n1,2\n2,2\n3x,2",
            $"data.csv, line 4, column 'a': expected a number as in 2 of 3 cells, found \"3x\"; {advice}");
        Refused(
            "a,y\n1,cat",
            "data.csv, line 2, column 'y': expected a number, found \"cat\"; set TargetKind to Class if it names a class.",
            new() { TargetKind = CsvTarget.Number });
        Refused(
            "a,y\n\"1,5\",2\n1.5,2",
            "data.csv, line 2, column 'a': found \"1,5\", with a decimal comma, but \"1.5\" on line 3; correct one, or name " +
                "the column in Categorical if it holds text.");
        Refused(
            "a,y\n\"1,500\",2",
            "data.csv, line 2, column 'a': \"1,500\" may have thousands or decimals after its comma, and no other number " +
                "tells; set Decimal to Point or Comma.");
        Refused(
            "a,y\n2024-01-31,2\n2024-02-30,2\n2024-03-01,2",
            "data.csv, line 3, column 'a': expected a date as in 2 of 3 cells, as 2024-03-31, 31.3.2024 or 3/31/2024, found " +
            $"\"2024-02-30\"; {advice}");
        Refused(
            "a,y\n03/04/2024,2\n05/06/2024,2",
            "data.csv, line 2, column 'a': \"03/04/2024\" may have the day or the month first, and no other date tells; set " +
            "DateOrder to DayFirst or MonthFirst.");
    }

    [Fact]
    public void Numbers_beyond_the_type_and_negative_weights_are_refused()
    {
        Refused(
            "a,y\n1e39,2",
            "data.csv, line 2, column 'a': expected a finite Float32 number, found \"1e39\"; correct it or drop the row.");
        Refused(
            "a,y\n-Infinity,2",
            "data.csv, line 2, column 'a': expected a finite Float64 number, found \"-Infinity\"; correct it or drop the row.",
            new() { Type = ScalarType.Float64 });
        Refused(
            "a,w,y\n1,-2,2",
            "data.csv, line 2, column 'w': expected a weight of 0 or more, found \"-2\"; correct it.",
            new() { Weights = "w" });
    }

    [Fact]
    public void A_record_of_another_length_is_named_by_the_line_where_it_begins() =>
        Refused("a,b,y\n\"1\",2,3\n\n\"4\n\",5\n", "data.csv, line 4: expected 3 fields, as in the first record, found 2.");

    [Fact]
    public void Unbalanced_quotes_are_refused()
    {
        Refused("a,y\n1,\"2\n3,4\n", "data.csv, line 2: the quote that opens field 2 is never closed.");
        Refused(
            "a,y\n1\",2",
            "data.csv, line 2: a quote inside field 1; put the whole field in quotes and double the quote in it.");
        Refused(
            "a,y\n\"1\"2,2",
            "data.csv, line 2: text after the quote that closes field 1; double a quote that belongs to the field.");
        Refused(
            $"a,y\n1,\"{new string('x', 1 << 24)}x",
            "data.csv, line 2: the record is longer than 16 million characters; is a quote never closed?");
    }

    [Fact]
    public void A_file_without_rows_is_refused()
    {
        Refused("", "data.csv, line 1: the file is empty; expected a header or rows.");
        Refused("a,y\n", "data.csv, line 2: expected rows after the header, found none.");
    }

    [Fact]
    public void Columns_that_are_not_there_or_are_named_twice_are_refused()
    {
        Refused(
            "a,b,y\n1,2,3",
            "data.csv, line 1: there is no column 'z', which Target names; the columns are 'a', 'b', 'y'.",
            new() { Target = "z" });
        Refused(
            "a,b,y\n1,2,3",
            "data.csv, line 1: there is no column 3, which Categorical names; the columns are 'a', 'b', 'y'.",
            new() { Categorical = [3] });
        Refused(
            "a,b,y\n1,2,3",
            "data.csv, line 1: column 'y' is named twice among Target, Weights, Event, Groups, Ignored, Categorical, " +
                "Numeric and Dates; name it once.",
            new() { Ignored = ["y"] });
        Refused("a,b,a\n1,2,3", "data.csv, line 1: column 'a' comes twice in the header; rename one.");
        Refused(
            "a:b:y\n1:2:3",
            "data.csv, line 1: no column is left for the features; the columns are 'a:b:y'. Is the separator right?");
    }

    [Fact]
    public void Too_many_categories_are_refused() =>
        Refused(
            "k,y\na,1\nb,1\nc,1",
            "data.csv, column 'k': more than 2 categories; raise MaxCategories, or name the column in Ignored.",
            new() { Categorical = ["k"], MaxCategories = 2 });

    [Fact]
    public void Text_that_would_become_more_numbers_than_the_limit_is_refused_before_they_are_made()
    {
        var text = "size,name,y\n" + string.Concat(Enumerable.Range(0, 9_000).Select(i => $"{i},n{i},1\n"));
        var error = Assert.Throws<InvalidDataException>(() =>
            CsvFile.Read(new StringReader(text), new CsvOptions { Categorical = ["name"], MaxNumbers = 10_000_000 }));
        Assert.Equal(
            "CSV: 9,000 rows × 9,001 columns, one for each category, are 81,009,000 numbers, of at most 10,000,000; " +
                "name column 'name', which has 9,000 categories, in Ignored, take fewer rows, or raise MaxNumbers.",
            error.Message);
        using var few = CsvFile.Read(new StringReader(text), new CsvOptions { MaxNumbers = 10 });
        Assert.Equal(["'name' (9,000 different texts in 9,000 rows)"], few.Report.LeftOut);
        Assert.Equal([9_000L, 1], few.Data.Features.shape);
    }

    // 60,000 × 10,000 indicators would be 0.6 GB of bytes for 60,000 labels, and 5 GB as whole numbers.
    [Fact]
    public void Many_classes_cost_a_number_a_row()
    {
        var text = "x,y\n" + string.Concat(Enumerable.Range(0, 60_000).Select(i => $"{i},c{i % 10_000:D5}\n"));
        var before = Environment.WorkingSet;
        using var table = CsvFile.Read(new StringReader(text), new CsvOptions { TargetKind = CsvTarget.Class });
        Assert.InRange(Environment.WorkingSet - before, long.MinValue, 300L << 20);
        Assert.Equal([0L, 1, 9_999, 0], new[] { 0, 1, 9_999, 10_000 }.Select(row => table.Data.Classes()[row]));
        Assert.Equal("c00042", table.Schema.Classes![42]);
    }

    [Fact]
    public void A_later_file_must_have_the_columns_and_classes_of_the_first()
    {
        using var first = CsvFile.Read(new StringReader("a,y\n1,x\n2,z"), new CsvOptions { TargetKind = CsvTarget.Class });
        Assert.Equal("CSV, line 1: there is no column 'a', which the encoding was learnt with; the columns are 'b', 'y'.",
            Assert.Throws<InvalidDataException>(() => CsvFile.Read(new StringReader("b,y\n1,x"), first.Schema)).Message);
        Assert.Equal(
            "CSV, line 2, column 'y': expected one of the 2 classes that were learnt, found \"w\"; learn from a file that has " +
            "them all.",
            Assert.Throws<InvalidDataException>(() => CsvFile.Read(new StringReader("a,y\n1,w"), first.Schema)).Message);
    }

    [Fact]
    public void A_later_file_without_a_header_must_have_as_many_columns()
    {
        using var first = CsvFile.Read(new StringReader("1,2,3"), new CsvOptions { HasHeader = false });
        Assert.Equal("CSV, line 1: expected 3 fields, as in the file that was learnt from, found 4.",
            Assert.Throws<InvalidDataException>(() => CsvFile.Read(new StringReader("1,2,3,4"), first.Schema)).Message);
    }

    [Fact]
    public void Options_out_of_range_are_refused()
    {
        void Throws(string message, CsvOptions options) =>
            Assert.StartsWith(
                message,
                Assert.ThrowsAny<ArgumentException>(() => CsvFile.Read(new StringReader("a,y\n1,2"), options)).Message);
        Throws("Separator must be an ASCII character, no quote and no line end.", new() { Separator = '"' });
        Throws("MaxCategories must be from 1 to 1,000,000; given 0.", new() { MaxCategories = 0 });
        Throws("MaxNumbers must be 1 or more; given 0.", new() { MaxNumbers = 0 });
        Throws("RareBelow must be 0 or more; given -1.", new() { RareBelow = -1 });
        Throws("MissingCells must be one of Error, Drop, Mean, Median; given 9.", new() { Missing = (MissingCells)9 });
        Throws("Type must be Float32 or Float64; given Int64.", new() { Type = ScalarType.Int64 });
    }
}
