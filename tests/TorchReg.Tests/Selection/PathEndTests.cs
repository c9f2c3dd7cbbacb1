namespace TorchReg.Tests.Selection;

/// <summary>Where a path begins and ends: λ_max beside free columns, and no early end where weights do not shrink.</summary>
public sealed class PathEndTests
{
    static (Tensor X, Tensor Y) Drawn(int rows, int columns)
    {
        using var generator = new Generator(2);
        var x = randn([rows, columns], ScalarType.Float64, generator: generator);
        var noise = randn([rows, 1], ScalarType.Float64, generator: generator);
        return (x, x.narrow(1, 0, 1) * 2.0 + x.narrow(1, 1, 1) * 2.0 + x.narrow(1, 2, 1) * 0.35 + noise);
    }

    [Theory]
    [InlineData(100, 6)]
    [InlineData(60, 40)]
    [InlineData(30, 50)]
    public void Beside_a_free_column_lambda_max_is_of_what_that_column_leaves(int rows, int columns)
    {
        using var scope = NewDisposeScope();
        var (x, y) = Drawn(rows, columns);
        double[] factors = [.. Enumerable.Range(0, columns).Select(j => j == 0 ? 0.0 : 1)];
        var free = cat([x.narrow(1, 0, 1), ones(rows, 1, ScalarType.Float64)], 1);
        var left = y - free.mm(linalg.lstsq(free, y).Solution);
        var expected = x.t().mm(left).abs().max().ToDouble() / rows;
        foreach (var loss in new[] { Losses.HalfSquaredError, Losses.Huber(1e9) })
        {
            var problem = new LinearProblem(new Dataset(x.clone(), y.clone()), loss) { PenaltyFactors = factors };
            Assert.Equal(expected, RegularizationPath.Fit(problem, new() { Count = 3 }).LambdaMax, 1e-8 * expected);
            var sparse = problem with { Data = new Dataset(SparseFeatures.Of(x), y.clone()) };
            Assert.Equal(expected, RegularizationPath.Fit(sparse, new() { Count = 3 }).LambdaMax, 1e-8 * expected);
        }
    }

    [Theory]
    [InlineData("mcp")]
    [InlineData("scad")]
    [InlineData("lHalf")]
    [InlineData("logSum")]
    public void A_small_gain_ends_no_path_without_convexity(string penalty)
    {
        using var scope = NewDisposeScope();
        var (x, y) = Drawn(200, 30);
        Penalty own = penalty switch
        {
            "mcp" => new Mcp(1),
            "scad" => new Scad(1),
            "lHalf" => new LHalf(1),
            _ => new LogSum(1, 0.1),
        };
        var path = RegularizationPath.Fit(
            new(new Dataset(x, y), Losses.HalfSquaredError) { Penalty = own }, new() { Count = 40, Ratio = 0.01 });
        Assert.True(path.Fits.Count == 40, path.ToString());
        Assert.True(path.Fits[^1].ActiveFeatures >= 3, path.Fits[^1].ToString());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1e-4)]
    [InlineData(1e-7)]
    public void A_refit_is_least_squares_in_any_unit_of_the_columns(double unit)
    {
        using var scope = NewDisposeScope();
        var (x, y) = Drawn(100, 3);
        var problem = new LinearProblem(new Dataset(x * unit, y.clone()), Losses.HalfSquaredError);
        var refit = RelaxedFit.Of(problem, problem.Fit(1e-4 * unit));
        var design = cat([x, ones(100, 1, ScalarType.Float64)], 1);
        var expected = linalg.lstsq(design, y).Solution.narrow(0, 0, 3).t();
        Assert.True((refit.Weight * unit).allclose(expected, rtol: 1e-4, atol: 1e-5), $"{refit.Weight * unit}");
    }

    [Fact]
    public void Weights_that_a_penalty_makes_equal_are_one_degree_of_freedom()
    {
        using var scope = NewDisposeScope();
        var x = randn([80, 8], ScalarType.Float64, generator: new Generator(1));
        var y = x.sum([1L], keepdim: true);
        foreach (var penalty in new Penalty[] { new FusedLasso(1), new Slope(1, [8, 7, 6, 5, 4, 3, 2, 1]) })
        {
            var problem = new LinearProblem(new Dataset(x.clone(), y.clone()), Losses.HalfSquaredError) { Penalty = penalty };
            var path = RegularizationPath.Fit(problem, new() { Lambdas = [0.05] });
            var distinct = path.Fits[0].Weight.data<double>().Select(w => Math.Round(Math.Abs(w), 6)).Where(w => w > 0)
                .Distinct().Count();
            Assert.Equal(distinct + 1, InformationCriteria.Of(path)[0].DegreesOfFreedom);
            Assert.True(distinct < 8, $"{path.Fits[0]}");
        }
    }

    [Fact]
    public void Numbers_that_do_not_fit_the_weights_are_refused_in_a_line()
    {
        using var scope = NewDisposeScope();
        var (x, y) = Drawn(40, 4);
        var problem = new LinearProblem(new Dataset(x, y), Losses.HalfSquaredError);
        foreach (var penalty in new Penalty[]
            { new Weighted(new Mcp(1), ones(1, 2, ScalarType.Float64)), new Toward(new L1(1), ones(1, 2, ScalarType.Float64)) })
            Assert.Contains("does not take the problem's weights, 1 × 4",
                Assert.Throws<ArgumentException>(() => (problem with { Penalty = penalty }).Fit(0.1)).Message,
                StringComparison.Ordinal);
        Assert.Contains("Offsets must be 40 × 1",
            Assert.Throws<ArgumentException>(() => (problem with { Offsets = zeros(40, 2) }).Fit(0.1)).Message,
            StringComparison.Ordinal);
    }
}
