using TorchReg.Tests.Data;

namespace TorchReg.Tests.Solvers;

/// <summary>Linear problems of sparse rows and of files: the fits of the same rows as a tensor, without one.</summary>
public sealed class StoredProblemTests
{
    const int Rows = 60, Columns = 14;

    // Weights are known to the root of what objectives are.
    static readonly SolverOptions exact = new() { GapTolerance = 1e-13, DistanceTolerance = 1e-11 };

    static Loss LossOf(string name) => name switch
    {
        "squared" => Losses.HalfSquaredError,
        "logistic" => Losses.BinaryCrossEntropy,
        "poisson" => Losses.Poisson,
        _ => Losses.Huber(0.7),
    };

    // Column 3 is 0 everywhere, column 4 is 2, column 5 is a thousand times as large as the others.
    static Dataset Dense(string loss)
    {
        var x = SparseFeaturesTests.Drawn(Rows, Columns, 0.35, 11);
        x.select(1, 3).fill_(0);
        x.select(1, 4).fill_(2);
        x.select(1, 5).mul_(1000);
        var z = x.select(1, 0) - x.select(1, 1) + x.select(1, 5) / 1000 + SparseFeaturesTests.Drawn(Rows, 1, 1, 12).flatten();
        var y = loss switch
        {
            "logistic" => z.gt(0).to(ScalarType.Int64),
            "poisson" => z.clamp(-2, 2).exp().round().unsqueeze(1),
            _ => (z + 50).unsqueeze(1),
        };
        return new(x, y, SparseFeaturesTests.Drawn(Rows, 1, 1, 13).abs().flatten());
    }

    static Dataset Sparse(Dataset dense) =>
        new(SparseFeatures.Of(dense.Features), dense.Targets.clone(), dense.Weights?.clone());

    static double[] Numbers(Tensor t) => t.to(ScalarType.Float64).contiguous().data<double>().ToArray();

    static void Same(LinearFit expected, LinearFit found, double tolerance = 1e-8)
    {
        Assert.True(found.Converged, $"{found}");
        var objective = expected.Certificate.Objective;
        Assert.Equal(objective, found.Certificate.Objective, tolerance * Math.Abs(objective));
        var scale = 1 + Numbers(expected.Weight).Max(Math.Abs);
        foreach (var (a, b) in Numbers(expected.Weight).Zip(Numbers(found.Weight))) Assert.Equal(a, b, tolerance * 100 * scale);
        foreach (var (a, b) in Numbers(expected.Bias).Zip(Numbers(found.Bias)))
            Assert.Equal(a, b, tolerance * 100 * scale * (1 + Math.Abs(a)));
    }

    public static IEnumerable<object[]> Problems { get; } =
    [
        .. from loss in new[] { "squared", "logistic", "poisson", "huber" }
           from intercept in new[] { true, false }
           from standardize in new[] { true, false }
           from ratio in new[] { 1, 0.4 }
           where intercept || loss != "huber"
           select new object[] { loss, intercept, standardize, ratio },
    ];

    [Theory, Trait("Speed", "Slow")]
    [MemberData(nameof(Problems))]
    public void Fits_of_sparse_rows_are_those_of_the_dense_rows(string loss, bool intercept, bool standardize, double ratio)
    {
        using var scope = NewDisposeScope();
        var dense = Dense(loss);
        var problem = new LinearProblem(dense, LossOf(loss))
        {
            L1Ratio = ratio,
            Intercept = intercept,
            Standardize = standardize,
        };
        foreach (var lambda in new[] { 0.3, 0.03 })
            Same(problem.Fit(lambda, exact), (problem with { Data = Sparse(dense) }).Fit(lambda, exact));
    }

    [Fact]
    public void Bounds_penalty_factors_offsets_free_columns_and_ridge_are_those_of_the_dense_rows()
    {
        using var scope = NewDisposeScope();
        var dense = Dense("logistic");
        double[] All(double value, double first) => [first, .. Enumerable.Repeat(value, Columns - 1)];
        var plain = new LinearProblem(dense, Losses.BinaryCrossEntropy);
        LinearProblem[] problems =
        [
            plain with { LowerBounds = All(0, -0.1), UpperBounds = All(double.PositiveInfinity, 0) },
            plain with { PenaltyFactors = All(1, 3) },
            plain with { PenaltyFactors = All(1, 0) },
            plain with { Offsets = SparseFeaturesTests.Drawn(Rows, 1, 1, 15) },
            plain with { L1Ratio = 0 },
            plain with { Penalty = new ElasticNet(1, 0.3) },
        ];
        foreach (var problem in problems)
            Same(problem.Fit(0.05, exact), (problem with { Data = Sparse(dense) }).Fit(0.05, exact), 1e-7);
    }

    [Theory]
    [InlineData("squared"), InlineData("logistic")]
    public void A_column_far_from_0_keeps_its_digits(string loss)
    {
        using var scope = NewDisposeScope();
        var dense = Dense(loss);
        dense.Features.select(1, 0).add_(2000);
        var problem = new LinearProblem(dense, LossOf(loss)) { Standardize = true };
        var solver = new SolverOptions { GapTolerance = 1e-9, DistanceTolerance = 1e-8 };
        foreach (var lambda in new[] { 0.1, 0.01 })
            Same(problem.Fit(lambda, exact), (problem with { Data = Sparse(dense) }).Fit(lambda, solver), 1e-5);
    }

    [Theory]
    [InlineData(true, false, 1)]
    [InlineData(true, true, 0.5)]
    [InlineData(false, false, 1)]
    public void Classes_of_sparse_rows_are_those_of_the_dense_rows(bool intercept, bool standardize, double ratio)
    {
        using var scope = NewDisposeScope();
        var x = SparseFeaturesTests.Drawn(Rows, Columns, 0.35, 11);
        var y = (x.narrow(1, 0, 3) * 2).add(SparseFeaturesTests.Drawn(Rows, 3, 1, 12)).argmax(1);
        var dense = new Dataset(x, y, SparseFeaturesTests.Drawn(Rows, 1, 1, 13).abs().flatten());
        var problem = new LinearProblem(dense, Losses.CrossEntropy)
        {
            L1Ratio = ratio,
            Intercept = intercept,
            Standardize = standardize,
        };
        var solver = new SolverOptions { GapTolerance = 1e-12, DistanceTolerance = 1e-9 };
        var options = new PathOptions { Count = 6, Ratio = 0.05, Solver = solver };
        var expected = RegularizationPath.Fit(problem, options);
        var found = RegularizationPath.Fit(problem with { Data = Sparse(dense) }, options);
        Assert.Equal(expected.LambdaMax, found.LambdaMax, 1e-9);
        foreach (var (a, b) in expected.Fits.Zip(found.Fits))
        {
            Same(a, b, 1e-6);
            Assert.Equal(a.Certificate.Objective, b.Certificate.Objective, 1e-11);
        }
    }

    [Fact]
    public void A_path_and_its_cross_validation_are_those_of_the_dense_rows()
    {
        using var scope = NewDisposeScope();
        foreach (var loss in new[] { "squared", "logistic" })
        {
            var dense = Dense(loss);
            var options = new CvOptions
            {
                Folds = Folds.Random(Rows, 4, 1),
                Path = new() { Count = 12, Ratio = 0.05, Solver = exact },
            };
            var problem = new LinearProblem(dense, LossOf(loss));
            var expected = CrossValidation.Of(problem, options);
            var found = CrossValidation.Of(problem with { Data = Sparse(dense) }, options);
            Assert.Equal(expected.Path.Fits.Count, found.Path.Fits.Count);
            foreach (var (a, b) in expected.Path.Fits.Zip(found.Path.Fits)) Same(a, b, 1e-7);
            foreach (var (a, b) in expected.Curve.Mean.Zip(found.Curve.Mean)) Assert.Equal(a, b, 1e-7 * (1 + Math.Abs(a)));
            Assert.Equal(expected.Curve.LambdaMin, found.Curve.LambdaMin, 1e-12);
        }
    }

    // Of many columns a fit keeps the few weights that are not 0: it says of them what the whole matrix does.
    [Theory, InlineData("squared"), InlineData("logistic"), InlineData("softmax")]
    public void Few_weights_of_many_columns_are_those_of_the_dense_rows(string loss)
    {
        using var scope = NewDisposeScope();
        const int Many = 11_000;
        var x = SparseFeaturesTests.Drawn(Rows, Many, 0.02, 21);
        x.select(1, 7).fill_(1);
        x[.., (Many - 3)..] += SparseFeaturesTests.Drawn(Rows, 3, 1, 22);
        var z = x.select(1, Many - 1) - 2 * x.select(1, Many - 2);
        var y = loss == "squared" ? z.unsqueeze(1) : z.gt(0.5).to(ScalarType.Int64);
        if (loss == "softmax") y += z.gt(-0.5).to(ScalarType.Int64);
        var dense = new Dataset(x, y);
        var problem = new LinearProblem(dense, loss == "softmax" ? Losses.CrossEntropy : LossOf(loss));
        if (loss != "softmax") problem = problem with { Offsets = SparseFeaturesTests.Drawn(Rows, 1, 1, 23) };
        var options = new CvOptions
        { Folds = Folds.Random(Rows, 3, 1), Path = new() { Count = 4, Ratio = 0.1, EndEarly = false, Solver = exact } };
        var found = CrossValidation.Of(problem with { Data = Sparse(dense) }, options);
        var expected = CrossValidation.Of(problem, options);
        foreach (var (a, b) in expected.Path.Fits.Zip(found.Path.Fits))
        {
            Same(a, b, 1e-7);
            Assert.Equal([a.Weight.shape[0], Many], b.Weight.shape);
            Assert.Equal(Numbers(b.Weight).Count(w => w != 0), b.NonZeros);
            Assert.Equal((int)b.Weight.ne(0).any(0).sum().ToInt64(), b.ActiveFeatures);
            // Both sides of softmax share how weights are kept: its objective once more from the rows.
            if (loss == "softmax")
                Assert.Equal(
                    b.Certificate.Objective,
                    (Losses.CrossEntropy.Value(x.mm(b.Weight.t()) + b.Bias, y) + b.Lambda * b.Weight.abs().sum()).ToDouble(),
                    1e-9);
        }
        Assert.True(found.Path.Fits[^1].NonZeros >= 2);
        foreach (var (a, b) in expected.Curve.Mean.Zip(found.Curve.Mean)) Assert.Equal(a, b, 1e-6 * (1 + Math.Abs(a)));
    }

    // The lasso's gap, and how far each raw column is from optimal, in plain arithmetic from the raw coefficients alone.
    [Fact]
    public void Certificates_are_what_the_raw_coefficients_say()
    {
        using var scope = NewDisposeScope();
        var dense = Dense("squared");
        var problem = new LinearProblem(Sparse(dense), Losses.HalfSquaredError);
        var path = RegularizationPath.Fit(problem, new() { Count = 8, Ratio = 0.02, Solver = new() { GapTolerance = 1e-5 } });
        var (x, y) = (Numbers(dense.Features), Numbers(dense.Targets));
        var total = Numbers(dense.Weights!).Sum();
        var shares = Numbers(dense.Weights!).Select(weight => weight / total).ToArray();
        foreach (var fit in path.Fits)
        {
            var w = Numbers(fit.Weight);
            var residual = Enumerable.Range(0, Rows).Select(i => Numbers(fit.Bias)[0]
                + Enumerable.Range(0, Columns).Sum(j => x[i * Columns + j] * w[j]) - y[i]).ToArray();
            var loss = Enumerable.Range(0, Rows).Sum(i => shares[i] * residual[i] * residual[i]) / 2;
            Assert.Equal(loss + fit.Lambda * w.Sum(Math.Abs), fit.Certificate.Objective, 1e-10 * loss);
            var optimum = (new LinearProblem(dense, Losses.HalfSquaredError)).Fit(fit.Lambda, exact).Certificate.Objective;
            Assert.True(fit.Certificate.Gap >= 0.99 * (fit.Certificate.Objective - optimum) - 1e-13 * loss);
            var distance = Enumerable.Range(0, Columns).Where(j => j is not (3 or 4)).Max(j =>
            {
                var g = Enumerable.Range(0, Rows).Sum(i => shares[i] * x[i * Columns + j] * residual[i]);
                return w[j] == 0 ? Math.Max(0, Math.Abs(g) - fit.Lambda) : Math.Abs(g + fit.Lambda * Math.Sign(w[j]));
            });
            Assert.Equal(distance, fit.Certificate.Distance, 1e-9);
        }
    }

    [Fact]
    public void A_million_columns_are_no_dense_matrix()
    {
        using var scope = NewDisposeScope();
        var random = new SplitMix64(4);
        const int Many = 1_000_000, Each = 20, Count = 400;
        var (starts, columns, values) = (new int[Count + 1], new List<int>(), new List<double>());
        var y = new double[Count, 1];
        for (var i = 0; i < Count; i++)
        {
            var own = Enumerable.Range(0, Each).Select(_ => random.Below(Many)).Append(i % 3).Distinct().Order().ToArray();
            columns.AddRange(own);
            values.AddRange(own.Select(_ => random.Normal()));
            starts[i + 1] = columns.Count;
            y[i, 0] = values[starts[i]] * (own[0] == 0 ? 3 : 0) + random.Normal() / 10;
        }
        using var data = new Dataset(new SparseFeatures(starts, [.. columns], [.. values], Many), tensor(y));
        var fit = new LinearProblem(data, Losses.HalfSquaredError).Fit(0.3);
        Assert.True(fit.Converged);
        Assert.True(fit.NonZeros is > 0 and < 100 && Math.Abs(Numbers(fit.Weight)[0]) > 1);
        Assert.Equal([Count, 1], fit.Predict(data.Stored!).shape);
    }

    [Theory]
    [InlineData("squared")]
    [InlineData("logistic")]
    public void Fits_of_a_file_are_those_of_the_rows_in_memory(string loss)
    {
        using var scope = NewDisposeScope();
        using var folder = new TemporaryFolder();
        var dense = Dense(loss);
        RowsFile.Write(folder["a.rows"], dense);
        using var mapped = RowsFile.Open(folder["a.rows"]);
        var problem = new LinearProblem(dense, LossOf(loss));
        var options = new CvOptions
        {
            Folds = Folds.Random(Rows, 3, 1),
            Path = new() { Count = 8, Ratio = 0.05, Solver = exact },
        };
        var expected = CrossValidation.Of(problem, options);
        var found = CrossValidation.Of(problem with { Data = mapped }, options);
        foreach (var (a, b) in expected.Path.Fits.Zip(found.Path.Fits)) Same(a, b, 1e-7);
        foreach (var (a, b) in expected.Curve.Mean.Zip(found.Curve.Mean)) Assert.Equal(a, b, 1e-7 * (1 + Math.Abs(a)));
    }

    [Theory]
    [InlineData("squared", 1.0), InlineData("squared", 0.4), InlineData("logistic", 1.0)]
    public void Refits_and_degrees_of_freedom_are_those_of_the_dense_rows(string loss, double ratio)
    {
        using var scope = NewDisposeScope();
        using var folder = new TemporaryFolder();
        var dense = Dense(loss);
        RowsFile.Write(folder["a.rows"], dense);
        using var mapped = RowsFile.Open(folder["a.rows"]);
        var problem = new LinearProblem(dense, LossOf(loss)) { L1Ratio = ratio };
        var options = new PathOptions { Lambdas = [0.3, 0.1, 0.03], Solver = exact };
        var expected = RegularizationPath.Fit(problem, options);
        foreach (var data in new[] { Sparse(dense), mapped })
        {
            var own = problem with { Data = data };
            var solver = new SolverOptions { GapTolerance = 1e-11, DistanceTolerance = 1e-9 };
            var path = RegularizationPath.Fit(own, options with { Solver = solver });
            foreach (var (a, b) in InformationCriteria.Of(expected).Zip(InformationCriteria.Of(path)))
            {
                Assert.Equal(a.DegreesOfFreedom, b.DegreesOfFreedom, 1e-4);
                Assert.Equal(a.Bic, b.Bic, 1e-3 * Math.Abs(a.Bic));
            }
            var (there, here) = (RelaxedFit.Of(problem, expected.Fits[1], 0.3), RelaxedFit.Of(own, path.Fits[1], 0.3));
            Assert.True((there.Weight - here.Weight).abs().max().ToDouble() < 1e-4 * (1 + there.Weight.abs().max().ToDouble()));
            Assert.Equal(there.Certificate.Objective, here.Certificate.Objective, 1e-6 * Math.Abs(there.Certificate.Objective));
        }
    }

    [Fact]
    public void What_stored_rows_are_not_solved_for_is_refused_with_the_remedy()
    {
        using var scope = NewDisposeScope();
        using var folder = new TemporaryFolder();
        var dense = Dense("squared");
        var sparse = new LinearProblem(Sparse(dense), Losses.HalfSquaredError);
        string Refused(LinearProblem problem, SolverOptions? options = null) =>
            Assert.Throws<NotSupportedException>(() => problem.Fit(0.1, options)).Message;
        Assert.Contains("SolverMethod.Auto alone", Refused(sparse, new() { Method = SolverMethod.Fista }));
        Assert.Contains("L1, L2, elastic net and bounds", Refused(sparse with { Penalty = new SparseGroupLasso(1, 0.5) }));
        RowsFile.Write(folder["a.rows"], dense, withColumns: false);
        using var mapped = RowsFile.Open(folder["a.rows"]);
        Assert.Contains("write it withColumns", Refused(new(mapped, Losses.HalfSquaredError)));
        RowsFile.Write(folder["b.rows"], dense);
        using var whole = RowsFile.Open(folder["b.rows"]);
        using var some = whole.Select([0, 1, 2]);
        Assert.Contains("weights of 0", Refused(new(some, Losses.HalfSquaredError)));
    }
}
