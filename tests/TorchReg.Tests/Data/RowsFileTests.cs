namespace TorchReg.Tests.Data;

public sealed class RowsFileTests
{
    static double[] Numbers(Tensor t) => t.to(ScalarType.Float64).contiguous().data<double>().ToArray();

    static Dataset Rows(bool isClasses, ScalarType type, bool isWeighted = true, int rows = 30)
    {
        var x = SparseFeaturesTests.Drawn(rows, 5, 0.6, 3, type);
        var y = isClasses ? arange(rows, ScalarType.Int64) % 3 : SparseFeaturesTests.Drawn(rows, 2, 1, 4, type);
        return new(x, y, isWeighted ? SparseFeaturesTests.Drawn(rows, 1, 1, 5, type).abs().flatten() : null);
    }

    [Theory]
    [InlineData(true, ScalarType.Float32, true, true)]
    [InlineData(true, ScalarType.Float64, false, false)]
    [InlineData(false, ScalarType.Float32, false, true)]
    [InlineData(false, ScalarType.Float64, true, false)]
    public void Rows_come_back_as_they_were_written(bool isClasses, ScalarType type, bool isWeighted, bool withColumns)
    {
        using var scope = NewDisposeScope();
        using var folder = new TemporaryFolder();
        using var data = Rows(isClasses, type, isWeighted);
        RowsFile.Write(folder["a.rows"], data, withColumns);
        using var mapped = RowsFile.Open(folder["a.rows"]);
        Assert.Equal(Numbers(data.Features), Numbers(mapped.Dense().Features));
        Assert.Equal(Numbers(data.Targets), Numbers(mapped.Targets));
        Assert.Equal(data.Targets.dtype, mapped.Targets.dtype);
        Assert.Equal(isWeighted ? Numbers(data.Weights!) : null, mapped.Weights is { } w ? Numbers(w) : null);
        var features = Assert.IsType<MappedFeatures>(mapped.Stored);
        Assert.Equal((type, withColumns), (features.Type, features.HasColumns));
        if (!withColumns) return;
        var column = new double[30];
        for (var j = 0; j < 5; j++)
        {
            features.Column(j, column);
            Assert.Equal(Numbers(data.Features.select(1, j)), column);
        }
    }

    [Fact]
    public void Rows_are_chosen_split_and_standardized_as_those_in_memory_and_outlive_the_dataset_that_they_are_of()
    {
        using var scope = NewDisposeScope();
        using var folder = new TemporaryFolder();
        using var data = Rows(true, ScalarType.Float64);
        RowsFile.Write(folder["a.rows"], data);
        var mapped = RowsFile.Open(folder["a.rows"]);
        var (learnt, expected) = (Standardization.Learn(mapped), Standardization.Learn(data));
        for (var j = 0; j < 5; j++)
        {
            Assert.Equal(expected.Mean[j], learnt.Mean[j], 1e-14);
            Assert.Equal(expected.Scale[j], learnt.Scale[j], 1e-14);
        }
        var (train, test) = mapped.StratifiedSplit(0.7, 1);
        mapped.Dispose();
        using (train)
        using (test)
        {
            using var again = test.Select([2, 0]);
            var (_, inMemory) = data.StratifiedSplit(0.7, 1);
            Assert.Equal(Numbers(inMemory.Features), Numbers(test.Dense().Features));
            Assert.Equal(Numbers(inMemory.Select([2, 0]).Features), Numbers(again.Dense().Features));
        }
    }

    [Fact]
    public void Training_on_a_file_ends_at_the_weights_of_the_rows_in_memory()
    {
        using var scope = NewDisposeScope();
        using var folder = new TemporaryFolder();
        using var data = Rows(true, ScalarType.Float32);
        RowsFile.Write(folder["a.rows"], data, withColumns: false);
        using var mapped = RowsFile.Open(folder["a.rows"]);
        var weights = new[] { data, mapped }.Select(rows =>
        {
            var model = new SoftmaxRegression(5, 3);
            var options = new TrainingOptions { Epochs = 3, BatchSize = 8, ValidationFraction = 0.2 };
            new Trainer(model, Losses.CrossEntropy, null, options).Fit(rows);
            return Numbers(model.Weight);
        }).ToArray();
        foreach (var (a, b) in weights[0].Zip(weights[1])) Assert.Equal(a, b, 1e-6);
    }

    [Fact, Trait("Speed", "Slow")]
    public void A_certificate_by_chunks_is_that_of_the_rows_in_memory()
    {
        using var scope = NewDisposeScope();
        using var folder = new TemporaryFolder();
        // Rows of 6,000 numbers are more than a chunk holds at once.
        var x = SparseFeaturesTests.Drawn(300, 6000, 0.1, 3);
        using var data = new Dataset(x, SparseFeaturesTests.Drawn(300, 1, 1, 4), arange(300, ScalarType.Float64));
        RowsFile.Write(folder["a.rows"], data, withColumns: false);
        using var mapped = RowsFile.Open(folder["a.rows"]);
        using var model = new LinearRegression(6000).to(ScalarType.Float64);
        var loss = Losses.Huber(0.5);
        Assert.Equal(Certificate.Of(model, data, loss).Distance, Certificate.Of(model, mapped, loss).Distance, 1e-12);
        Assert.Equal(Evaluation.Of(model, data, loss).DataLoss, Evaluation.Of(model, mapped, loss).DataLoss, 1e-12);
    }

    [Fact]
    public void Blocks_of_a_csv_file_make_the_file_of_the_table()
    {
        using var scope = NewDisposeScope();
        using var folder = new TemporaryFolder();
        var path = folder.Write("a.csv", "a,b,kind,w\n1,2,z,1\n3,4,x,2\n5,6,z,0.5\n"u8.ToArray());
        var options = new CsvOptions { Target = "kind", TargetKind = CsvTarget.Class, Weights = "w" };
        RowsFile.Write(folder["a.rows"], CsvFile.ReadBlocks(path, options));
        using var table = CsvFile.Read(path, options);
        using var mapped = RowsFile.Open(folder["a.rows"]);
        Assert.Equal(Numbers(table.Data.Features), Numbers(mapped.Dense().Features));
        Assert.Equal(table.Data.Classes(), mapped.Classes());
        Assert.Equal(Numbers(table.Data.Weights!), Numbers(mapped.Weights!));
        Assert.Equal(["a", "b"], mapped.FeatureNames!);
        Assert.Equal(["a", "b"], mapped.Select([2, 0]).FeatureNames!);
    }

    [Fact]
    public void Names_of_columns_are_kept_and_files_without_them_are_as_before()
    {
        using var scope = NewDisposeScope();
        using var folder = new TemporaryFolder();
        var plain = Rows(false, ScalarType.Float32);
        RowsFile.Write(folder["plain.rows"], plain);
        Assert.Equal(1, File.ReadAllBytes(folder["plain.rows"])[8]);
        using var without = RowsFile.Open(folder["plain.rows"]);
        Assert.Null(without.FeatureNames);
        string[] names = [.. Enumerable.Range(0, (int)plain.Columns).Select(j => j == 0 ? "größe, \"m²\"\n" : $"x{j}")];
        var named = new Dataset(plain.Features.clone(), plain.Targets.clone()) { FeatureNames = names };
        RowsFile.Write(folder["named.rows"], named);
        var bytes = File.ReadAllBytes(folder["named.rows"]);
        Assert.Equal(2, bytes[8]);
        using var mapped = RowsFile.Open(folder["named.rows"]);
        Assert.Equal(names, mapped.FeatureNames!);
        Assert.Equal(Numbers(named.Features), Numbers(mapped.Dense().Features));
        // A copy of a file of rows has them too; damaged ones are refused.
        RowsFile.Write(folder["copy.rows"], mapped);
        Assert.Equal(bytes, File.ReadAllBytes(folder["copy.rows"]));
        bytes[^2] = (byte)'[';
        Assert.Contains($"no list of {names.Length} names",
            Assert.Throws<InvalidDataException>(() => RowsFile.Open(folder.Write("b.rows", bytes))).Message);
        foreach (var wrong in new[] { bytes[..^1], [.. bytes, 0] })
            Assert.Throws<InvalidDataException>(() => RowsFile.Open(folder.Write("b.rows", wrong)));
    }

    [Theory]
    [InlineData(0, "begins with \"TORCHREG\"")]
    [InlineData(9, "SHA-256 is another")]
    [InlineData(17, "SHA-256 is another")]
    [InlineData(70, "SHA-256 is another")]
    public void A_damaged_header_is_refused(int at, string reason)
    {
        using var folder = new TemporaryFolder();
        using (var data = Rows(true, ScalarType.Float32)) RowsFile.Write(folder["a.rows"], data);
        var bytes = File.ReadAllBytes(folder["a.rows"]);
        bytes[at] ^= 1;
        Assert.Contains(reason, Assert.Throws<InvalidDataException>(() => RowsFile.Open(folder.Write("b.rows", bytes))).Message);
    }

    [Fact]
    public void A_file_that_is_cut_off_or_longer_is_refused()
    {
        using var folder = new TemporaryFolder();
        using (var data = Rows(false, ScalarType.Float32)) RowsFile.Write(folder["a.rows"], data);
        var bytes = File.ReadAllBytes(folder["a.rows"]);
        foreach (var wrong in new[] { bytes[..^1], [.. bytes, 0], bytes[..100], bytes[..50], [] })
            Assert.Throws<InvalidDataException>(() => RowsFile.Open(folder.Write("b.rows", wrong)));
    }

    [Theory]
    [InlineData(long.MaxValue, 5, 1, 0)]
    [InlineData(1L << 40, 1 << 30, 1, 0)]
    [InlineData(0, 5, 1, 0)]
    [InlineData(3, 5, 0, 0)]
    [InlineData(3, 5, 1, 1)]
    [InlineData(3, 5, 1L << 40, 0)]
    public void A_header_of_impossible_sizes_is_refused_whatever_its_checksum(long rows, int columns, long outputs, long classes)
    {
        var bytes = new RowsHeader(rows, columns, ScalarType.Float32, outputs, classes, true, true).Bytes();
        Assert.Throws<InvalidDataException>(() => RowsHeader.Parse(bytes, 1 << 20, "a.rows"));
    }

    [Fact]
    public void A_class_index_that_is_none_is_refused()
    {
        using var folder = new TemporaryFolder();
        using (var data = Rows(true, ScalarType.Float32, isWeighted: false)) RowsFile.Write(folder["a.rows"], data, false);
        var bytes = File.ReadAllBytes(folder["a.rows"]);
        bytes[^8] = 77;
        Assert.Contains("a class index is 77, of 3 classes",
            Assert.Throws<InvalidDataException>(() => RowsFile.Open(folder.Write("b.rows", bytes))).Message);
    }
}
