namespace TorchReg.Tests.Solvers;

// Laws: what is read from rows in one pass, each against plain loops.
public class RowPassTests : ScopedTests
{
    static double[] Numbers(int rows, int columns, int seed, double middle = 0)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, rows * columns).Select(k => middle * (k % columns) + random.NextDouble() - 0.3)];
    }

    static double[] Weights(int rows) => [.. Enumerable.Range(0, rows).Select(i => i % 5 == 2 ? 0 : 1 + i % 3)];

    static ColumnScales Scales(Tensor x, ColumnStatistics statistics) =>
        new(new(new Dataset(x.alias(), zeros(x.shape[0], 1)), Losses.HalfSquaredError), statistics, isShifted: true);

    [Theory]
    [InlineData(1, 3, 0), InlineData(64, 8, 0), InlineData(65, 1, 0), InlineData(300, 131, 0), InlineData(200, 20, 1e6)]
    public void Means_deviations_and_extremes_are_those_of_two_passes(int rows, int columns, double middle)
    {
        foreach (var weights in new[] { Weights(rows), [.. Enumerable.Repeat(1.0, rows)] })
        {
            var numbers = Numbers(rows, columns, 1, middle);
            for (var i = 0; i < rows; i++) numbers[i * columns] = weights[i] == 0 ? 9 : 4;
            using var features = new HostRows(tensor(numbers, [rows, columns]));
            var found = ColumnScan.Of(features, weights)!;
            var (largest, total) = (0.0, weights.Sum());
            for (var j = 0; j < columns; j++)
            {
                double[] x = [.. Enumerable.Range(0, rows).Select(i => numbers[i * columns + j])];
                var mean = x.Zip(weights, (value, weight) => value * weight).Sum() / total;
                var squares = x.Zip(weights, (value, weight) => weight * (value - mean) * (value - mean)).Sum();
                var deviation = Math.Sqrt(squares / total);
                Assert.Equal(mean, found.Mean[j], 1e-13 * (1 + Math.Abs(mean)));
                if (j == 0 || rows == 1) Assert.Contains(j, found.Constant);
                else
                {
                    Assert.Equal(deviation, found.Deviation[j], 1e-12 * (1 + middle * 1e-2));
                    largest = Math.Max(largest, x.Max(value => Math.Abs(value - mean)) / deviation);
                }
            }
            Assert.Equal(rows == 1 ? columns : 1, found.Constant.Length);
            Assert.Equal(largest, found.Largest, 1e-8 * (1 + largest));
        }
    }

    [Theory]
    [InlineData(double.NaN, 3), InlineData(double.PositiveInfinity, 3), InlineData(double.NegativeInfinity, 2)]
    public void A_number_that_is_none_is_seen_in_rows_of_weight_0_as_well(double wrong, int row)
    {
        var numbers = Numbers(9, 4, 2);
        numbers[row * 4 + 1] = wrong;
        var x = tensor(numbers, [9L, 4]);
        Assert.Null(ColumnScan.Of(new(x), Weights(9)));
        Assert.Null(ColumnScan.Of(new(x), [1, 1, 0, 0, 1, 1, 1, 1, 1]));
        using var data = new Dataset(x, ones(9, 1, ScalarType.Float64));
        var error = Assert.Throws<InvalidDataException>(() => new LinearProblem(data, Losses.HalfSquaredError).Fit(0.1));
        Assert.Contains($"row {row}, feature column 1", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, 2), InlineData(7, 9), InlineData(64, 64), InlineData(131, 70)]
    public void Columns_are_copied_scaled_and_rows_beyond_the_last_are_0(int rows, int columns)
    {
        var x = tensor(Numbers(rows, columns, 3), [rows, columns]);
        foreach (var type in new[] { ScalarType.Float64, ScalarType.Float32 })
        {
            using var features = new HostRows(x.to(type));
            int[] left = columns > 5 ? [0, 5] : [];
            var statistics = new ColumnStatistics(
                [.. Enumerable.Range(0, columns).Select(j => j * 0.1)],
                [.. Enumerable.Range(1, columns).Select(j => j * 0.5)], left, 1);
            var (scales, stride) = (Scales(x, statistics), (rows + 7) / 8 * 8);
            var copied = Enumerable.Repeat(double.NaN, stride * columns).ToArray();
            ColumnCopy.Scaled(features, scales, copied, stride);
            var own = x.to(type).to(ScalarType.Float64).data<double>().ToArray();
            for (var k = 0; k < scales.Kept.Length; k++)
                for (var i = 0; i < stride; i++)
                    Assert.Equal(i < rows ? (own[i * columns + scales.Kept[k]] - scales.Mean[k]) / scales.Scale[k] : 0,
                        copied[k * stride + i], 1e-13);
        }
    }

    [Theory]
    [InlineData(3, 1, false), InlineData(130, 6, true), InlineData(300, 31, false), InlineData(257, 14, true)]
    public void Products_of_all_rows_or_of_some_are_plain_sums(int rows, int columns, bool isSingle)
    {
        var x = tensor(Numbers(rows, columns, 4), [rows, columns]).to(isSingle ? ScalarType.Float32 : ScalarType.Float64);
        using var features = new HostRows(x);
        var (statistics, target) = (ColumnScan.Of(features, [])!, Numbers(rows, 1, 5));
        var (scales, shares) = (Scales(x, statistics), Weights(rows));
        var own = x.to(ScalarType.Float64).data<double>().ToArray();
        double Value(int i, int j) => j == columns ? 1 : j > columns ? target[i]
            : (own[i * columns + j] - scales.Mean[j]) / scales.Scale[j];
        foreach (var chosen in new[] { null, Enumerable.Range(0, rows).Where(i => i % 4 < 2).ToArray() })
        {
            var products = CrossProducts.Of(features, scales, target, shares, chosen);
            for (var a = 0; a < columns + 2; a++)
                for (var b = 0; b < columns + 2; b++)
                {
                    var sum = (chosen ?? [.. Enumerable.Range(0, rows)]).Sum(i => shares[i] * Value(i, a) * Value(i, b));
                    Assert.Equal(sum, products[a, b], 1e-12 * rows);
                }
        }
    }

    // Agreement of two ways: by the products of all rows less those held out, or by those of the rows that are left.
    [Fact]
    public void Folds_by_products_are_fits_of_their_own_rows()
    {
        var x = tensor(Numbers(120, 5, 6), [120, 5]);
        var y = (x[.., 0] - 2 * x[.., 1]).unsqueeze(1) + tensor(Numbers(120, 1, 7), [120, 1]);
        foreach (var weights in new[] { null, tensor(Weights(120)) })
            foreach (var least in new[] { 3, 80 })
            {
                using var data = new Dataset(x.alias(), y.alias(), weights?.alias());
                var problem = new LinearProblem(data, Losses.HalfSquaredError);
                using var scaled = new DenseProblem(problem);
                Assert.True(scaled.HasFewColumns);
                var kept = tensor(Enumerable.Range(0, 120).Where(i => i >= least).Select(i => (long)i).ToArray());
                using var some = problem.Data.Select(kept);
                var shares = zeros(120, ScalarType.Float64).index_copy_(
                    0, kept, some.Weights?.to(ScalarType.Float64) ?? ones(120 - least, ScalarType.Float64));
                using var solver = LinearSolver.Of(scaled, shares / shares.sum(), scaled.Penalty, new());
                var (ofShares, alone) = (solver.Fit(solver.Solve(0.01)), (problem with { Data = some }).Fit(0.01));
                Assert.True((ofShares.Weight - alone.Weight).abs().max().ToDouble() < 1e-9);
                Assert.Equal(alone.Bias[0].ToDouble(), ofShares.Bias[0].ToDouble(), 1e-9);
                Assert.Equal(alone.Certificate.Objective, ofShares.Certificate.Objective, 1e-12);
            }
    }

    // Agreement of two ways: by the products of columns, and by the closed form; where columns depend on each other the products
    // know too little, and singular values decide.
    [Fact]
    public void Ridge_of_few_columns_is_the_closed_form_and_dependent_columns_are_left_to_singular_values()
    {
        var x = tensor(Numbers(90, 4, 8, 3), [90, 4]);
        var y = (x[.., 0] - 2 * x[.., 3]).unsqueeze(1) + tensor(Numbers(90, 1, 9), [90, 1]);
        using var data = new Dataset(x.alias(), y.alias(), tensor(Weights(90)));
        var problem = new LinearProblem(data, Losses.HalfSquaredError) { L1Ratio = 0 };
        foreach (var lambda in new[] { 1e-6, 0.02, 5 })
        {
            var (fit, exact) = (problem.Fit(lambda), Ridge.Fit(data, lambda));
            Assert.True((fit.Weight - exact.Weight).abs().max().ToDouble() < 1e-10);
            Assert.Equal(exact.Bias[0].ToDouble(), fit.Bias[0].ToDouble(), 1e-9);
            Assert.True(fit.Converged);
        }
        using var scaled = new DenseProblem(problem);
        Assert.True(WholeEngine.SuitsRidge(scaled, scaled.Shares));
        using var twice = new Dataset(cat([x, x[.., ..1]], 1), y.alias());
        using var dependent = new DenseProblem(problem with { Data = twice });
        Assert.True(dependent.HasFewColumns && !WholeEngine.SuitsRidge(dependent, dependent.Shares));
        var shared = (problem with { Data = twice }).Fit(0);
        Assert.Equal(shared.Weight[0, 0].ToDouble(), shared.Weight[0, 4].ToDouble(), 1e-8);
    }

    // Agreement of two ways: all λ of a fold's held-out rows by one product, and one by one.
    [Theory]
    [InlineData("squared"), InlineData("logistic"), InlineData("poisson")]
    public void Held_out_rows_are_judged_as_by_each_fit_alone(string loss)
    {
        var x = tensor(Numbers(60, 7, 10, 2), [60, 7]);
        x[.., 2].fill_(3);
        var z = x[.., 0] - x[.., 1] + tensor(Numbers(60, 1, 11), [60]);
        var (of, y) = loss switch
        {
            "logistic" => (Losses.BinaryCrossEntropy, z.gt(z.mean()).to(ScalarType.Int64)),
            "poisson" => (Losses.Poisson, (z - z.min()).mul_(3).floor()),
            _ => (Losses.HalfSquaredError, z.unsqueeze(1)),
        };
        using var data = new Dataset(x, y);
        var problem = new LinearProblem(data, of) { Offsets = tensor(Numbers(60, 1, 12), [60]) };
        using var scaled = new DenseProblem(problem);
        using var solver = LinearSolver.Of(scaled, scaled.Shares, scaled.Penalty, new());
        List<PathPoint> points = [.. new[] { 10, 0.1, 0.01 }.Select(lambda => solver.Solve(lambda))];
        int[] rows = [1, 4, 5, 59];
        var together = scaled.LogitsOf(points, rows);
        for (var l = 0; l < points.Count; l++)
        {
            var (weight, bias) = (solver.Fit(points[l]).Weight, solver.Fit(points[l]).Bias);
            // Numbers are fitted less their mean, which a raw bias has and a logit of the solver's has not.
            var nothing = new PathPoint(1, new double[scaled.Columns], [0], 0) { Certificate = points[l].Certificate };
            var middle = loss == "squared" ? solver.Fit(nothing).Bias[0].ToDouble() : 0;
            for (var i = 0; i < rows.Length; i++)
            {
                var own = x[rows[i]].dot(weight[0]).ToDouble() + bias[0].ToDouble() + problem.Offsets[rows[i]].ToDouble();
                Assert.Equal(own - middle, together[l, 0, i].ToDouble(), 1e-11);
            }
        }
    }
}
