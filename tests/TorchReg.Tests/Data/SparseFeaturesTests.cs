namespace TorchReg.Tests.Data;

public sealed class SparseFeaturesTests
{
    internal static Tensor Drawn(int rows, int columns, double density, ulong seed, ScalarType type = ScalarType.Float64)
    {
        var random = new SplitMix64(seed);
        var x = new double[rows, columns];
        for (var i = 0; i < rows; i++)
            for (var j = 0; j < columns; j++) if (random.Uniform() < density) x[i, j] = random.Normal();
        return tensor(x, type);
    }

    static double[] Numbers(Tensor t) => t.to(ScalarType.Float64).contiguous().data<double>().ToArray();

    [Theory]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.Float64)]
    public void Dense_rows_come_back_as_they_were(ScalarType type)
    {
        using var scope = NewDisposeScope();
        var x = Drawn(13, 7, 0.3, 1, type);
        using var sparse = SparseFeatures.Of(x);
        Assert.Equal(Numbers(x), Numbers(sparse.Dense(0, 13)));
        Assert.Equal(Numbers(x.narrow(0, 4, 5)), Numbers(sparse.Dense(4, 5)));
        Assert.Equal((type, 13, 7), (sparse.Type, (int)sparse.Rows, sparse.Columns));
        Assert.Equal(x.count_nonzero().ReadInt64(), sparse.NonZeros);
    }

    [Fact]
    public void Rows_of_a_dataset_are_chosen_split_and_weighted_as_dense_ones()
    {
        using var scope = NewDisposeScope();
        var x = Drawn(20, 9, 0.3, 2);
        using var dense = new Dataset(x, arange(20, ScalarType.Int64) % 2, rand(20, ScalarType.Float64));
        using var sparse = new Dataset(SparseFeatures.Of(x), dense.Targets.clone(), dense.Weights!.clone());
        var (train, test) = sparse.StratifiedSplit(0.7, 3);
        var (denseTrain, denseTest) = dense.StratifiedSplit(0.7, 3);
        Assert.Equal(Numbers(denseTrain.Features), Numbers(train.Dense().Features));
        Assert.Equal(Numbers(denseTest.Features), Numbers(test.Dense().Features));
        Assert.Equal(Numbers(denseTest.Weights!), Numbers(test.Weights!));
        Assert.Equal(Numbers(x.narrow(0, 0, 6)), Numbers(sparse.Take(6).Dense().Features));
        Assert.Equal(9, sparse.Columns);
        Assert.Contains("20×9] that are sparse", $"{sparse}");
    }

    [Fact]
    public void Means_deviations_and_constant_columns_are_those_of_the_dense_rows()
    {
        using var scope = NewDisposeScope();
        var x = Drawn(30, 8, 0.4, 4);
        x.select(1, 2).fill_(0);
        x.select(1, 5).fill_(3);
        x.select(1, 6).fill_(0)[4] = 1;
        var weights = ones(30, ScalarType.Float64);
        weights[4] = 0;
        using var dense = new Dataset(x, zeros(30, 1), weights);
        using var sparse = new Dataset(SparseFeatures.Of(x), zeros(30, 1), weights.clone());
        var (expected, found) = (Standardization.Learn(dense), Standardization.Learn(sparse));
        Assert.Equal([2, 5, 6], expected.ConstantColumns);
        Assert.Equal(expected.ConstantColumns, found.ConstantColumns);
        for (var j = 0; j < 8; j++)
        {
            Assert.Equal(expected.Mean[j], found.Mean[j], 1e-14);
            Assert.Equal(expected.Scale[j], found.Scale[j], 1e-14);
        }
    }

    [Fact]
    public void A_column_far_from_zero_keeps_its_deviation()
    {
        using var scope = NewDisposeScope();
        var x = Drawn(50, 2, 1, 5) + 1e7;
        var found = Standardization.Learn(new(SparseFeatures.Of(x), zeros(50, 1)));
        var expected = Standardization.Learn(new(x, zeros(50, 1)));
        Assert.Equal(expected.Scale[0], found.Scale[0], 1e-7);
    }

    [Fact]
    public void What_needs_a_tensor_says_what_the_rows_are_and_the_remedy()
    {
        using var sparse = new Dataset(SparseFeatures.Of(eye(3)), zeros(3, 1));
        var wrong = Assert.Throws<NotSupportedException>(() => sparse.Features);
        Assert.StartsWith("The features are rows that are sparse [3×3], and what is asked for needs a tensor: take Dense()",
            wrong.Message);
        Assert.Throws<NotSupportedException>(() => Standardization.Learn(sparse).Apply(sparse));
    }

    [Fact]
    public void A_number_that_is_not_finite_is_named_by_row_and_column()
    {
        using var sparse = new Dataset(
            new SparseFeatures([0, 1, 1, 3], [4, 0, 2], [1, 2, double.NaN], 5), zeros(3, 1));
        var wrong = Assert.Throws<InvalidDataException>(() => sparse.Checked());
        Assert.StartsWith("row 2, feature column 2: expected a finite number, found NaN", wrong.Message);
    }

    [Theory]
    [InlineData(new[] { 0, 2 }, new[] { 1, 1 }, "row 0 has column 1 after 1")]
    [InlineData(new[] { 0, 1, 2 }, new[] { 1, 5 }, "Columns must be from 0 to 3; row 1 has column 5")]
    [InlineData(new[] { 0, 1, 2 }, new[] { 1, -1 }, "row 1 has column -1")]
    [InlineData(new[] { 0, 3, 2 }, new[] { 0, 1 }, "row 1 ends before it begins")]
    [InlineData(new[] { 0, 1 }, new[] { 0, 1 }, "end with the number of non-zeros")]
    [InlineData(new[] { 0 }, new int[0], "n above 0")]
    public void Arrays_that_do_not_fit_together_are_refused(int[] starts, int[] columns, string reason)
    {
        var wrong = Assert.Throws<ArgumentException>(() => new SparseFeatures(starts, columns, new double[columns.Length], 4));
        Assert.Contains(reason, wrong.Message);
    }

    [Fact]
    public void Hashed_n_grams_are_the_same_sparse_and_dense()
    {
        using var scope = NewDisposeScope();
        var (texts, _) = Reviews.Generate(20, 1);
        var hashed = new HashedNGrams(512);
        Assert.Equal(Numbers(hashed.Of([.. texts, ""])), Numbers(hashed.SparseOf([.. texts, ""]).Dense(0, 21)));
    }

    [Fact]
    public void Digests_tell_numbers_columns_and_widths_apart()
    {
        string Of(int[] columns, double[] values, int width) =>
            DatasetDigest.Sha256(new Dataset(new SparseFeatures([0, 1, 2], columns, values, width), zeros(2, 1)));
        string[] all = [Of([0, 1], [1, 2], 3), Of([0, 2], [1, 2], 3), Of([0, 1], [1, 3], 3), Of([0, 1], [1, 2], 4)];
        Assert.Equal(4, all.Distinct().Count());
        Assert.Equal(all[0], Of([0, 1], [1, 2], 3));
    }
}
