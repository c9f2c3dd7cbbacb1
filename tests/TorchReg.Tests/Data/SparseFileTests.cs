using System.IO.Compression;
using System.Text;

namespace TorchReg.Tests.Data;

public sealed class SparseFileTests
{
    static SparseTable Libsvm(string text, SparseOptions? options = null) =>
        LibsvmFile.Read(new StringReader(text), options, "a.svm");

    static SparseTable Coo(string text, string targets, SparseOptions? options = null) =>
        CooFile.Read(new StringReader(text), new StringReader(targets), options, "a.coo", "a.y");

    static double[] Dense(SparseTable table) => Numbers(table.Data.Dense().Features);

    static double[] Numbers(Tensor t) => t.to(ScalarType.Float64).contiguous().data<double>().ToArray();

    [Theory]
    [InlineData("1 1:0.5 3:2\n-1 2:1e0\n")]
    [InlineData("\uFEFF+1\t3:2  1:.5 # a comment\r\n\r\n# alone\n-1.0 2:1 1:0")]
    public void Lines_of_libsvm_are_rows_whatever_their_order_blanks_and_comments(string text)
    {
        using var table = Libsvm(text);
        Assert.Equal([0.5, 0, 2, 0, 1, 0], Dense(table));
        Assert.Equal([1, -1], Numbers(table.Data.Targets));
        Assert.Equal([2, 1], table.Data.Targets.shape);
    }

    [Theory]
    [InlineData("4 3 4", 4, "4 non-zeros, and 3 are there")]
    [InlineData("4 3 3", 5, "4 rows, and there are 5 targets")]
    [InlineData("3 3 3", 3, "3 rows, and row 4 is there")]
    public void A_market_file_that_is_not_what_its_header_says_is_refused(string sizes, int targets, string says)
    {
        var text = $"%%MatrixMarket matrix coordinate real general\n{sizes}\n1 1 1\n2 2 1\n4 3 1\n";
        var refused = Assert.Throws<InvalidDataException>(
            () => Coo(text, string.Concat(Enumerable.Repeat("1\n", targets))));
        Assert.Contains(says, refused.Message, StringComparison.Ordinal);
        Assert.Contains("a.coo", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Columns_are_numbered_from_zero_where_the_file_names_one_or_the_option_says_so()
    {
        Assert.Equal([1, 2, 3, 0], Dense(Libsvm("0 0:1 1:2\n0 0:3")));
        Assert.Equal([0, 1], Dense(Libsvm("0 1:1", new() { FirstColumn = 0 })));
        Assert.Equal(1, Libsvm("0 1:1").Schema.FirstColumn);
    }

    [Fact]
    public void Classes_are_the_numbers_of_the_file_ascending_and_later_files_have_the_same()
    {
        using var table = Libsvm("1 1:1\n-1 2:1\n+1.0 5:1\n", new() { TargetKind = CsvTarget.Class });
        Assert.Equal([1, 0, 1], table.Data.Classes());
        Assert.Equal([-1, 1], table.Schema.Classes!);
        using var later = Libsvm("1 2:3", table.Schema);
        Assert.Equal([1], later.Data.Classes());
        Assert.Equal([0, 3, 0, 0, 0], Dense(later));
        var wrong = Assert.Throws<InvalidDataException>(() => Libsvm("2 1:3", table.Schema));
        Assert.Contains("of class 2, which is none of the 2 that were learnt", wrong.Message);
        Assert.Contains("goes to column 6, and 5 columns were learnt",
            Assert.Throws<InvalidDataException>(() => Libsvm("1 6:3", table.Schema)).Message);
    }

    [Theory]
    [InlineData("1 1:2\n1 3", "a.svm, line 2: expected column:value, found \"3\"")]
    [InlineData("x 1:2", "a.svm, line 1: expected the target, a number, found \"x\"")]
    [InlineData("1 a:2", "expected a column, a whole number from 0 on, found \"a\"")]
    [InlineData("1 -1:2", "expected a column, a whole number from 0 on, found \"-1\"")]
    [InlineData("1 1:", "expected a number after the colon, found \"\"")]
    [InlineData("1 1:nan", "expected a finite Float32 number, found \"nan\"")]
    [InlineData("1 1:1e39", "expected a finite Float32 number, found \"1e39\"")]
    [InlineData("1 2:1 1:5 2:3", "column 2 comes twice")]
    [InlineData("1 2147483647:1", "raise MaxColumns")]
    [InlineData("1 99999999999:1", "expected a column")]
    [InlineData("1 qid:3 1:1", "a file for ranking")]
    [InlineData("# nothing\n", "the file has no rows")]
    public void A_bad_line_is_refused_with_file_line_and_remedy(string text, string reason) =>
        Assert.Contains(reason, Assert.Throws<InvalidDataException>(() => Libsvm(text)).Message);

    [Fact]
    public void More_numbers_than_allowed_are_refused() => Assert.Contains("raise MaxNumbers",
        Assert.Throws<InvalidDataException>(() => Libsvm("1 1:1 2:1\n1 1:1", new() { MaxNumbers = 4 })).Message);

    [Fact]
    public void A_zipped_file_is_the_same_and_a_truncated_one_is_refused()
    {
        using var folder = new TemporaryFolder();
        var path = folder["rows.libsvm.gz"];
        var bytes = new MemoryStream();
        using (var zip = new GZipStream(bytes, CompressionLevel.Fastest, leaveOpen: true))
            for (var i = 1; i <= 2000; i++) zip.Write(Encoding.UTF8.GetBytes($"{i % 7} {i}:{i * 31 % 97}\n"));
        File.WriteAllBytes(path, bytes.ToArray());
        using (var table = LibsvmFile.Read(path)) Assert.Equal((2000, 2000), ((int)table.Data.Rows, (int)table.Data.Columns));
        File.WriteAllBytes(path, bytes.ToArray()[..^200]);
        Assert.Contains(path, Assert.Throws<InvalidDataException>(() => LibsvmFile.Read(path)).Message);
    }

    [Theory]
    [InlineData("0 0 1.5\n1 2 3\n1 0 2\n")]
    [InlineData("# triples\n1,2,3\n0,0,1.5\n1,0,2")]
    [InlineData("%%MatrixMarket matrix coordinate real general\n% made by hand\n2 3 3\n1 1 1.5\n2 3 3\n2 1 2\n")]
    public void Triples_are_rows_in_any_order_with_their_targets(string text)
    {
        using var table = Coo(text, "7\n8\n");
        Assert.Equal([1.5, 0, 0, 2, 0, 3], Dense(table));
        Assert.Equal([7, 8], Numbers(table.Data.Targets));
    }

    [Theory]
    [InlineData("0 0\n", "1\n", "a.coo, line 1: expected row, column and value")]
    [InlineData("0 0 1\n0 0 2", "1\n", "row 0, column 0 comes twice")]
    [InlineData("0 0 1\n5 0 2", "1\n2\n", "row 5, but there are 2 targets")]
    [InlineData("0 0 1\n", "1\nx\n", "a.y, line 2: expected a target, a number, found \"x\"")]
    [InlineData("%%MatrixMarket matrix array real general\n", "1", "are read")]
    [InlineData("", "", "the file has no rows")]
    public void Triples_that_fit_nothing_are_refused(string text, string targets, string reason) =>
        Assert.Contains(reason, Assert.Throws<InvalidDataException>(() => Coo(text, targets)).Message);

    [Fact]
    public void A_csv_file_without_its_zeros_is_the_table_and_a_later_one_too()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("a.csv", "city,size,kind,w\nOslo,0,b,1\nRome,2,a,2\n\"Oslo\",-1,b,0.5\n"u8.ToArray());
        var later = folder.Write("b.csv", "city,size,kind,w\nRome,5,a,1\nParis,0,b,1\n"u8.ToArray());
        var options = new CsvOptions
        {
            Categorical = ["city"],
            Target = "kind",
            TargetKind = CsvTarget.Class,
            Weights = "w",
            Unknown = UnknownCategory.AllZeros,
        };
        using var dense = CsvFile.Read(path, options);
        using var sparse = SparseCsvFile.Read(path, options);
        Assert.Equal(dense.Schema.FeatureNames, sparse.Schema.FeatureNames);
        Assert.Equal(Numbers(dense.Data.Features), Dense(new(sparse.Data, new())));
        Assert.Equal(dense.Data.Classes(), sparse.Data.Classes());
        Assert.Equal(Numbers(dense.Data.Weights!), Numbers(sparse.Data.Weights!));
        Assert.Equal(5, Assert.IsType<SparseFeatures>(sparse.Data.Stored).NonZeros);
        Assert.Equal(Numbers(CsvFile.Read(later, dense.Schema).Data.Features),
            Numbers(SparseCsvFile.Read(later, sparse.Schema).Data.Dense().Features));
        using var text = new StringReader("size,city\n3,Rome\n");
        Assert.Equal([0, 1, 3], Numbers(SparseCsvFile.ReadFeatures(text, sparse.Schema).Dense().Features));
    }
}
