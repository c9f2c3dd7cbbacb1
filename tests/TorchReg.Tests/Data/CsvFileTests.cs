using System.Globalization;
using System.Text;

namespace TorchReg.Tests.Data;

public sealed class CsvFileTests
{
    private static CsvTable Read(string text, CsvOptions? options = null) => CsvFile.Read(new StringReader(text), options);

    private static float[] Values(Tensor tensor) => tensor.to(ScalarType.Float32).contiguous().data<float>().ToArray();

    [Theory]
    [InlineData("a,b,y\n1,2,3\n4,5,6\n")]
    [InlineData("a,b,y\r\n1,2,3\r\n4,5,6")]
    [InlineData("a,b,y\r1,2,3\r4,5,6\r")]
    [InlineData("\uFEFFa,b,y\n\n1, 2 ,3\n\r\n4,5e0,+6.000\n\n")]
    [InlineData("\"a\",b,y\n\"1\",2,\"3\"\n4,\"5\",6")]
    public void Line_ends_quotes_empty_lines_and_a_byte_order_mark_change_nothing(string text)
    {
        using var table = Read(text);
        Assert.Equal([1, 2, 4, 5], Values(table.Data.Features));
        Assert.Equal([3, 6], Values(table.Data.Targets));
        Assert.Equal([2, 1], table.Data.Targets.shape);
        Assert.Equal(["a", "b"], table.Schema.FeatureNames);
    }

    [Fact]
    public void A_quoted_field_may_hold_separators_line_ends_and_quotes()
    {
        using var table = Read("city,y\n\"Rome, \"\"old\"\"\r\ncity\",1\n\"\"\"\",2\n", new() { Categorical = ["city"] });
        Assert.Equal(["\"", "Rome, \"old\"\r\ncity"], table.Schema.Features[0].Categories!);
        Assert.Equal([0, 1, 1, 0], Values(table.Data.Features));
    }

    // Does not compile where the overloads for options and for a schema are equally good.
    [Fact]
    public void Options_may_be_said_by_new_alone()
    {
        using var table = CsvFile.Read(new StringReader("1;2\n3;4"), new() { HasHeader = false, Separator = ';' });
        Assert.Equal(2, table.Data.Rows);
    }

    [Fact]
    public void Without_a_header_columns_are_found_by_position()
    {
        using var table = Read("9;1,5;2\n8;3;4".Replace(',', '.'), new() { HasHeader = false, Separator = ';', Target = 0 });
        Assert.Equal([1.5f, 2, 3, 4], Values(table.Data.Features));
        Assert.Equal([9, 8], Values(table.Data.Targets));
        Assert.Equal(["column 1", "column 2"], table.Schema.FeatureNames);
    }

    [Fact]
    public void Every_number_comes_back_as_it_was_written()
    {
        using var problem = Synthetic.Regression(300, 4, seed: 8, type: ScalarType.Float64);
        var (x, y) = (problem.Data.Features.data<double>().ToArray().Chunk(4), problem.Data.Targets.data<double>().ToArray());
        var text = new StringBuilder("a,b,c,d,y\r\n");
        foreach (var (row, target) in x.Zip(y))
            text.Append(string.Join(",", row.Append(target).Select(value => value.ToString(CultureInfo.InvariantCulture))))
                .Append("\r\n");
        using var table = Read(text.ToString(), new() { Type = ScalarType.Float64 });
        Assert.Equal(problem.Data.Features.data<double>().ToArray(), table.Data.Features.data<double>().ToArray());
        Assert.Equal(y, table.Data.Targets.data<double>().ToArray());
    }

    [Fact]
    public void Many_blocks_make_one_table()
    {
        using var table = Read(
            "k,x,y\n" + string.Concat(Enumerable.Range(0, 50_000).Select(i => $"k{i % 3},{i},{(i % 2 == 0 ? "even" : "odd")}\n")),
            new() { Categorical = ["k"], TargetKind = CsvTarget.Class });
        Assert.Equal([50_000, 4], table.Data.Features.shape);
        Assert.Equal(Enumerable.Range(0, 50_000).Select(i => (float)i), Values(table.Data.Features.select(1, 3)));
        Assert.Equal(Enumerable.Range(0, 50_000).Select(i => i % 3 == 1 ? 1f : 0), Values(table.Data.Features.select(1, 1)));
        Assert.Equal(Enumerable.Range(0, 50_000).Select(i => (long)(i % 2)), table.Data.Classes());
    }

    [Fact]
    public void Classes_and_categories_are_ordered_as_numbers_where_they_are_numbers()
    {
        using var table = Read("k,w,id,y\n10,2,7,dog\n9,0.5,8,cat\n10,1,9,dog", new()
        {
            Categorical = ["k"],
            Weights = "w",
            Ignored = ["id"],
            TargetKind = CsvTarget.Class,
        });
        Assert.Equal(["k=9", "k=10"], table.Schema.FeatureNames);
        Assert.Equal(["cat", "dog"], table.Schema.Classes!);
        Assert.Equal([1, 0, 1], table.Data.Classes());
        Assert.Equal([0, 1, 1, 0, 0, 1], Values(table.Data.Features));
        Assert.Equal([2, 0.5f, 1], Values(table.Data.Weights!));
    }

    [Fact]
    public void A_later_file_is_encoded_like_the_first()
    {
        using var first = Read(
            "city,size,y\nRome,1,yes\nOslo,2,no",
            new() { Categorical = ["city"], TargetKind = CsvTarget.Class });
        using var later = CsvFile.Read(new StringReader("y,note,size,city\nno,-,5,Rome"), first.Schema);
        Assert.Equal([0, 1, 5], Values(later.Data.Features));
        Assert.Equal([0], later.Data.Classes());
        Assert.Equal(first.Schema.FeatureNames, later.Schema.FeatureNames);
    }

    [Fact]
    public void An_unknown_category_is_refused_or_none_of_the_known()
    {
        var options = new CsvOptions { Categorical = ["city"], Unknown = UnknownCategory.Refuse };
        using var first = Read("city,y\nRome,1\nOslo,2", options);
        Assert.Equal(
            "CSV, line 3, column 'city': expected one of the 2 categories that were learnt, found \"Bern\"; learn from a file " +
            "that has them all, or set Unknown to AllZeros.",
            Assert
                .Throws<InvalidDataException>(() => CsvFile.Read(new StringReader("city,y\nRome,1\nBern,1"), first.Schema))
                .Message);
        var tolerant = first.Schema with { Options = options with { Unknown = UnknownCategory.AllZeros } };
        using var later = CsvFile.Read(new StringReader("city,y\nBern,1\nRome,1"), tolerant);
        Assert.Equal([0, 0, 0, 1], Values(later.Data.Features));
    }

    /// <summary>
    /// A string would be twice as long as its field, and more; what is kept of a text that is read twice are its bytes.
    /// </summary>
    [Fact, Trait("Speed", "Slow")]
    public void Reading_makes_no_string_per_field()
    {
        const int fields = 500_000;
        static string Text(string field) =>
            "a,b,c,d,e,f,g,h,i,y\n" +
            string.Concat(Enumerable.Repeat(string.Join(',', Enumerable.Repeat(field, 10)) + '\n', fields / 10));
        var (brief, wide) = (Text("0.5"), Text("0.5000000000000000000000"));
        Allocated(brief);   // what the first call of anything makes is no field's
        // Of a string, 19 characters more are 38 bytes more. Other threads take a part of the rows.
        Assert.InRange(Allocated(wide) - Allocated(brief), -8 * fields, 28 * fields);
    }

    static long Allocated(string text)
    {
        using var reader = new StringReader(text);
        var before = GC.GetAllocatedBytesForCurrentThread();
        using var table = CsvFile.Read(reader);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    [Fact]
    public void Features_are_read_without_a_target()
    {
        using var first = Read(
            "city,size,y\nRome,1,yes\nOslo,2,no",
            new() { Categorical = ["city"], TargetKind = CsvTarget.Class });
        using var features = CsvFile.ReadFeatures(new StringReader("size,city\n5,Rome\n6,Oslo"), first.Schema);
        Assert.Equal([0, 1, 5, 1, 0, 6], Values(features));
    }

    [Fact]
    public void Where_the_buffer_ends_changes_nothing()
    {
        // Fields of 0 … 299 characters, so that quotes, separators and line ends fall on every place around 2¹⁶.
        var texts = Enumerable
            .Range(0, 3_000)
            .Select(i => $"{i % 10}{new string('"', i % 4)},{new string('\n', i % 2)}{new string('x', i % 300)}")
            .ToArray();
        using var table = Read(
            "t,y\r\n" + string.Concat(texts.Select((text, i) => $"\"{text.Replace("\"", "\"\"")}\",{i}\r\n")),
            new() { Categorical = ["t"] });
        var categories = table.Schema.Features[0].Categories!;
        Assert.Equal(texts, table.Data.Features.argmax(1).data<long>().ToArray().Select(k => categories[(int)k]));
    }

    [Fact]
    public void A_file_is_read_and_closed()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("rows.csv", [0xEF, 0xBB, 0xBF, .. "é,y\n1,2\n"u8]);
        using (var table = CsvFile.Read(path)) Assert.Equal(["é"], table.Schema.FeatureNames);
        File.Delete(path);
        Assert.Equal(
            $"{path}: no such file; give the path of a CSV file.",
            Assert.Throws<FileNotFoundException>(() => CsvFile.Read(path)).Message);
    }
}
