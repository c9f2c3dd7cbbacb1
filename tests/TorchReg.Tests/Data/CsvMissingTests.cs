using System.IO.Compression;
using System.Text;

namespace TorchReg.Tests.Data;

/// <summary>Missing cells, and that a file says the same however it is written.</summary>
public sealed class CsvMissingTests
{
    static readonly string[] cities = ["Rome", "Oslo", "Bern"];

    // Three columns with holes, and one without.
    static string[] Rows(int count, bool hasHoles = true)
    {
        var random = new SplitMix64(5);
        return
        [
            "size,city,sold,whole,y",
            .. Enumerable.Range(0, count).Select(i =>
            {
                string Hole(string cell, int one) => random.Below(20) == one && hasHoles ? one == 0 ? "" : "NA" : cell;
                return string.Join(',', Hole($"{i % 17}.5", 0), Hole(cities[i % 3], 1),
                    Hole(new DateTime(2020, 1, 1).AddDays(i % 400).ToString("yyyy-MM-dd"), 2), $"{i % 5}", $"{i}.25");
            }),
        ];
    }

    static CsvTable Read(IEnumerable<string> lines, MissingCells missing) => CsvFile.Read(
        new StringReader(string.Join('\n', lines)), new CsvOptions { Missing = missing, Type = ScalarType.Float64 });

    static double[] Values(Tensor tensor) => tensor.to(ScalarType.Float64).contiguous().data<double>().ToArray();

    [Fact]
    public void To_drop_is_to_read_the_file_without_those_rows()
    {
        var rows = Rows(500);
        var whole = rows.Where(row => !row.Contains(",,") && !row.Contains("NA") && !row.StartsWith(',')).ToArray();
        using var dropped = Read(rows, MissingCells.Drop);
        using var without = Read(whole, MissingCells.Error);
        Assert.InRange(whole.Length, 300, 480);
        Assert.Equal(Values(without.Data.Features), Values(dropped.Data.Features));
        Assert.Equal(Values(without.Data.Targets), Values(dropped.Data.Targets));
        Assert.Equal(without.Schema.FeatureNames, dropped.Schema.FeatureNames);
        Assert.Equal((whole.Length - 1L, 500L), (dropped.Report.Rows, dropped.Report.RowsRead));
        Assert.StartsWith($"{whole.Length - 1} of 500 rows; {501 - whole.Length} left out for missing cells: " +
            $"'", $"{dropped.Report}");
    }

    [Theory, InlineData(MissingCells.Mean), InlineData(MissingCells.Median)]
    public void What_is_filled_in_is_that_of_the_cells_that_are_there(MissingCells how)
    {
        const string text = "a,k,y\n1,x,1.5\n,x,2\n2,,3\n9,z,4";
        using var table = Read(text.Split('\n'), how);
        Assert.Equal(["a", "a missing", "k=x", "k=z", "k missing"], table.Schema.FeatureNames);
        var fill = how == MissingCells.Mean ? 4.0 : 2.0;
        Assert.Equal([1, 0, 1, 0, 0, fill, 1, 1, 0, 0, 2, 0, 0, 0, 1, 9, 0, 0, 1, 0], Values(table.Data.Features));
        // A later file gets what was learnt here.
        using var later = CsvFile.ReadFeatures(new StringReader("k,a\n?,100\nz,"), table.Schema);
        Assert.Equal([100, 0, 0, 0, 1, fill, 1, 0, 1, 0], Values(later));
    }

    [Fact]
    public void Dates_are_filled_in_and_rows_without_a_target_are_left_out()
    {
        using var table = Read("d,x,y\n2024-01-01,1,1.5\n,2,2\n2024-01-03,,\n2025-01-03,4,4".Split('\n'), MissingCells.Mean);
        Assert.Equal((3L, 4L), (table.Data.Rows, table.Report.RowsRead));
        var days = Array.IndexOf([.. table.Schema.FeatureNames], "d days");
        Assert.Equal([0, 184, 368], Values(table.Data.Features.select(1, days)));
        Assert.Equal([2024, 2024.5, 2025], Values(table.Data.Features.select(1, 0)));
    }

    [Fact]
    public void Rows_to_predict_are_not_dropped()
    {
        using var table = Read(["a,y", "1,2.5", ",3", "2,4"], MissingCells.Drop);
        Assert.Equal(
            "CSV, line 3, column 'a': expected a value, as none may be missing, found \"\"; rows to predict are not " +
                "dropped: fill it in, or learn with Missing set to Mean.",
            Assert.Throws<InvalidDataException>(() =>
                CsvFile.ReadFeatures(new StringReader("a\n1\n\"\"\n"), table.Schema)).Message);
        Assert.Equal(
            "CSV, line 2, column 'a': no row is left, as each of the 2 has a missing cell, here 2 of them; name the column in " +
            "Ignored, or set Missing to Mean or Median.",
            Assert.Throws<InvalidDataException>(() => Read(["a,b,y", ",1,2", "NA,1,3"], MissingCells.Drop)).Message);
    }

    [Fact, Trait("Speed", "Slow")]
    public void Gzip_other_line_ends_quotes_and_many_pieces_change_nothing()
    {
        var rows = Rows(40_000, hasHoles: false);
        using var folder = new TemporaryFolder();
        var plain = Encoding.UTF8.GetBytes(string.Join('\n', rows));
        using var zipped = new MemoryStream();
        using (var gzip = new GZipStream(zipped, CompressionLevel.Fastest)) gzip.Write(plain);
        var quoted = string.Join("\r\n", rows.Select(row => string.Join(',', row.Split(',').Select(cell => $"\"{cell}\""))));
        using var expected = CsvFile.Read(folder.Write("a.csv", plain));
        Assert.Equal(40_000, expected.Data.Rows);
        byte[][] others = [zipped.ToArray(), Encoding.UTF8.GetBytes(quoted), Encoding.UTF8.GetBytes(string.Join('\r', rows))];
        foreach (var bytes in others)
        {
            using var table = CsvFile.Read(folder.Write("b.csv", bytes));
            Assert.Equal(expected.Schema.FeatureNames, table.Schema.FeatureNames);
            Assert.True(expected.Data.Features.equal(table.Data.Features).all().ToBoolean());
        }
    }

    [Fact]
    public void The_first_error_of_many_pieces_is_the_one_that_is_told()
    {
        var rows = Rows(60_000, hasHoles: false);
        (rows[50_000], rows[55_000], rows[58_000]) = ("1,2", "1,2,3", "\"");
        Assert.Equal(
            "CSV, line 50001: expected 5 fields, as in the first record, found 2.",
            Assert.Throws<InvalidDataException>(() => Read(rows, MissingCells.Error)).Message);
    }
}
