namespace TorchReg.Tests.Data;

/// <summary>What columns hold is found in the file.</summary>
public sealed class CsvKindsTests
{
    static CsvTable Read(string text, CsvOptions? options = null) =>
        CsvFile.Read(new StringReader(text), (options ?? new()) with { Type = ScalarType.Float64 });

    static double[] Values(Tensor tensor) => tensor.to(ScalarType.Float64).contiguous().data<double>().ToArray();

    static double[] Column(CsvTable table, string name) =>
        Values(table.Data.Features.select(1, Array.IndexOf([.. table.Schema.FeatureNames], name)));

    [Fact]
    public void Numbers_text_and_dates_become_features_of_their_kinds()
    {
        using var table = Read("""
            size,city,sold,y
            1.5,Rome,2024-01-31,1
            2,Oslo,2023-02-01,2.5
            3,Rome,2024-01-01,3
            4,Oslo,2024-01-02,4
            """);
        Assert.Equal(
            [
                "size", "city=Oslo", "city=Rome",
                "sold year", "sold month=1", "sold month=2",
                "sold weekday=Mon", "sold weekday=Tue", "sold weekday=Wed", "sold days",
            ],
            table.Schema.FeatureNames);
        Assert.Equal([0, 1, 1, 2, 2, 2, 2, 2, 2, 2], table.Schema.FeatureGroups);
        Assert.Equal([2024, 2023, 2024, 2024], Column(table, "sold year"));
        Assert.Equal([1, 0, 1, 1], Column(table, "sold month=1"));
        Assert.Equal([1, 1, 0, 0], Column(table, "sold weekday=Wed"));
        Assert.Equal([364, 0, 334, 335], Column(table, "sold days"));
        Assert.Equal([1, 0, 1, 0], Column(table, "city=Rome"));
        Assert.Equal("1 column of numbers, 1 of text, 1 of dates: 10 features", table.Report.Columns);
    }

    [Theory]
    [InlineData("2024-03-31 06:00,2024-04-01T12:00:00Z")]
    [InlineData("31.3.2024 6:00,1.4.2024 12:00")]
    [InlineData("31/03/2024 06:00:00,01/04/2024 12:00:00.000")]
    [InlineData("3/31/2024 06:00,4/1/2024 12:00")]
    [InlineData("2024-03-31T08:00+02:00,2024-04-01 10:00-02:00")]
    public void Dates_of_every_order_are_the_same_days(string dates)
    {
        using var table = Read("sold,y\n" + string.Concat(dates.Split(',').Select((date, i) => $"{date},{i + 2}.5\n")));
        Assert.Equal([0.25, 1.5], Column(table, "sold days"));
        Assert.Equal([1, 0], Column(table, "sold weekday=Sun"));
    }

    [Theory]
    [InlineData(",", ".", ""), InlineData(";", ",", ""), InlineData(";", ",", "."), InlineData("\t", ",", "")]
    [InlineData("|", ".", ","), InlineData(";", ".", "'"), InlineData("\t", ".", " "), InlineData(";", ",", "\u202F")]
    public void Separators_decimal_marks_and_thousands_marks_change_nothing(string separator, string mark, string thousands)
    {
        string Number(double number)
        {
            var (whole, part) = ((long)number, (int)Math.Round(100 * (number % 1)));
            var text = whole.ToString("N0", System.Globalization.CultureInfo.InvariantCulture).Replace(",", thousands);
            return $"{text}{mark}{part:D2}";
        }
        double[][] rows = [[1234567.25, 3.5, 2], [12.75, 1234.25, 3.25], [999.5, 0.25, 4.75]];
        var text = string.Join(separator, "a", "b", "y") + "\n" +
            string.Concat(rows.Select(row => string.Join(separator, row.Select(Number)) + "\n"));
        using var table = Read(text);
        Assert.Equal(rows.SelectMany(row => row[..2]), Values(table.Data.Features));
        Assert.Equal(rows.Select(row => row[2]), Values(table.Data.Targets));
    }

    [Fact]
    public void A_column_that_shows_no_decimal_mark_follows_the_others()
    {
        using var commas = Read("a;b;y\n1.234;0,5;1\n2.345;1,5;2");
        Assert.Equal([1234, 0.5, 2345, 1.5], Values(commas.Data.Features));
        using var points = Read("a;b;y\n1.234;0.5;1\n2.345;1.5;2");
        Assert.Equal([1.234, 0.5, 2.345, 1.5], Values(points.Data.Features));
        using var said = Read("a;y\n1,234;1\n2,345;2", new() { Decimal = DecimalMark.Comma });
        Assert.Equal([1.234, 2.345], Values(said.Data.Features));
        using var thousands = Read("a;b;y\n1,234;0.5;1\n2,345;1.5;2");
        Assert.Equal([1234, 0.5, 2345, 1.5], Values(thousands.Data.Features));
    }

    [Theory]
    [InlineData("0,1,1,0", null, "'y', 0 and 1, taken for 2 classes; set TargetKind to Number if they are numbers")]
    [InlineData("no,yes,yes,no", null, "'y', 2 classes")]
    [InlineData("a,b,c,a", null, "'y', 3 classes")]
    [InlineData("1,2,3,1", null, "'y', whole numbers of 3 kinds, taken for numbers; set TargetKind to Class if they name " +
        "classes")]
    [InlineData("1.5,2,3,1", null, "'y', numbers")]
    [InlineData("0,1,1,0", CsvTarget.Number, "'y', numbers")]
    [InlineData("1,2,3,1", CsvTarget.Class, "'y', 3 classes")]
    public void The_target_s_kind_is_found_and_said(string targets, CsvTarget? kind, string says)
    {
        using var table = Read(
            "x,y\n" + string.Concat(targets.Split(',').Select((target, i) => $"{i},{target}\n")),
            kind is { } given ? new() { TargetKind = given } : null);
        Assert.Equal(says, table.Report.Target);
        Assert.Equal(!says.Contains("numbers", StringComparison.Ordinal) || targets == "0,1,1,0" && kind is null,
            table.Schema.Classes is not null);
    }

    static string Cities(int rows) => "city,y\n" + string.Concat(Enumerable.Range(0, rows).Select(i =>
        $"{(i % 100 == 7 ? $"Village {i / 100}" : i % 2 == 0 ? "Rome" : "Oslo")},{i + 0.5}\n"));

    [Fact]
    public void Rare_categories_share_an_indicator_and_unknown_ones_have_none()
    {
        using var table = Read(Cities(2_000));
        Assert.Equal(["city=Oslo", "city=Rome", "city=(rare)"], table.Schema.FeatureNames);
        Assert.Equal(20, Column(table, "city=(rare)").Sum());
        CsvReport? told = null;
        using var later = CsvFile.ReadFeatures(
            new StringReader("city\nVillage 3\nAtlantis\nRome\nAtlantis"), table.Schema, report: report => told = report);
        Assert.Equal([0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0], Values(later));
        Assert.Equal([new CsvCount("city", 2)], told!.Unknown);
        Assert.Equal("4 rows; cells of unknown categories, taken for none of the known: 'city' 2", $"{told}");
        using var all = Read(Cities(2_000), new() { Categorical = ["city"] });
        Assert.Equal(22, all.Schema.FeatureNames.Count);
        using var few = Read(Cities(2_000), new() { RareBelow = 2_000, Categorical = ["city"] });
        Assert.Equal(2, few.Schema.FeatureNames.Count);
        Assert.Equal("city=(rare)", few.Schema.FeatureNames[1]);
    }

    [Fact]
    public void Names_and_texts_that_never_change_are_left_out_and_said()
    {
        using var table = Read("id,land,x,y\n" + string.Concat(Enumerable.Range(0, 50).Select(i => $"h{i},DE,{i},{i + 0.5}\n")));
        Assert.Equal(["x"], table.Schema.FeatureNames);
        Assert.Equal(
            "50 rows; 1 column of numbers: 1 feature; columns left out: 'id' (50 different texts in 50 rows), 'land' (the " +
                "same text in all rows)",
            $"{table.Report}");
    }

    [Fact]
    public void Mostly_text_with_some_numbers_is_text()
    {
        using var table = Read("k,y\nx,1\ny,2\n7,3\nx,4.5\n2024-01-01,5");
        Assert.Equal(["k=2024-01-01", "k=7", "k=x", "k=y"], table.Schema.FeatureNames);
    }

    [Fact]
    public void Events_stand_beside_times_and_groups_beside_the_rows()
    {
        using var table = Read(
            "t,died,patient,x\n1,0,b,5\n2,1,a,6\n3,1,b,7", new() { Target = "t", Event = "died", Groups = "patient" });
        Assert.Equal([1, 0, 2, 1, 3, 1], Values(table.Data.Targets));
        Assert.Equal([1, 0, 1], table.Groups!);
        Assert.Equal(["x"], table.Schema.FeatureNames);
    }
}
