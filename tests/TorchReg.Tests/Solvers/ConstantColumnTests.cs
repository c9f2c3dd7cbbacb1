namespace TorchReg.Tests.Solvers;

/// <summary>A constant column's weight is 0, or refused where a penalty would have it elsewhere.</summary>
public sealed class ConstantColumnTests
{
    public static TheoryData<string> Resting => ["L1", "L2", "GroupLasso", "Slope", "Mcp", "Scad", "LogSum", "LHalf"];

    static Penalty Of(string name) => name switch
    {
        "L1" => new L1(1),
        "L2" => new L2(1),
        "GroupLasso" => new GroupLasso(1, Groups.Features),
        "Slope" => new Slope(1),
        "Mcp" => new Mcp(1),
        "Scad" => new Scad(1),
        "LogSum" => new LogSum(1, 0.1),
        "LHalf" => new LHalf(1),
        "FusedLasso" => new FusedLasso(1, 0.2),
        _ => new Toward(new L1(1), ones(1, 4, ScalarType.Float64)),
    };

    static LinearProblem Problem(string penalty)
    {
        using var generator = new Generator(5);
        var x = randn([40, 4], ScalarType.Float64, generator: generator);
        x.select(1, 1).fill_(Scalars.One);
        var y = x.narrow(1, 0, 1) * Scalars.Of(2.0);
        return new(new Dataset(x, y), Losses.HalfSquaredError) { Penalty = Of(penalty) };
    }

    [Theory, MemberData(nameof(Resting))]
    public void Where_the_penalty_rests_at_zero_so_does_the_column(string penalty)
    {
        using var scope = NewDisposeScope();
        Assert.Equal(0, Problem(penalty).Fit(0.05).Weight[0, 1].ReadDouble());
    }

    // The indicators of a column of two words say the same; which of them has the weight is free, and the other has none at all.
    [Theory, InlineData(true), InlineData(false)]
    public void Of_two_columns_that_say_the_same_one_alone_has_a_weight(bool isOfClasses)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(7);
        var noise = randn([300, 4], ScalarType.Float64, generator: generator);
        var yes = noise.select(1, 0).gt(Scalars.Of(0.0)).to(ScalarType.Float64);
        var x = stack([yes, yes.neg() + Scalars.One, noise.select(1, 1)], 1);
        var y = yes * Scalars.Of(23_134.0)
            + noise.select(1, 1) * Scalars.Of(88_512.0) + noise.select(1, 2) * Scalars.Of(20_000.0);
        if (isOfClasses) y = y.gt(Scalars.Of(0.0)).to(ScalarType.Float64);
        var loss = isOfClasses ? Losses.BinaryCrossEntropy : Losses.HalfSquaredError;
        var problem = new LinearProblem(new Dataset(x, y.unsqueeze(1)), loss) { Standardize = true };
        foreach (var fit in RegularizationPath.Fit(problem, new() { Count = 30 }).Fits)
            Assert.InRange(fit.Weight.narrow(1, 0, 2).ne(Scalars.Of(0.0)).sum().ReadInt64(), 0, 1);
    }

    [Theory]
    [InlineData("FusedLasso")]
    [InlineData("Toward")]
    public void A_penalty_that_would_have_it_elsewhere_is_refused_with_the_column(string penalty)
    {
        using var scope = NewDisposeScope();
        var refused = Assert.Throws<ArgumentException>(() => Problem(penalty).Fit(0.05));
        Assert.Contains("Column 1 is constant", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1.0, false)]
    [InlineData(1e-5, false)]
    [InlineData(-3e4, false)]
    [InlineData(1.0, true)]
    [InlineData(-3e4, true)]
    public void Without_an_intercept_a_column_of_one_number_is_one(double value, bool isSparse)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(6);
        var x = randn([40, 4], ScalarType.Float64, generator: generator);
        x.select(1, 1).fill_(Scalars.Of(value));
        foreach (var loss in new[] { Losses.HalfSquaredError, Losses.BinaryCrossEntropy, Losses.Poisson, Losses.CrossEntropy })
        {
            if (isSparse && loss == Losses.CrossEntropy) continue;
            var z = x[.., 0] + 1.5;
            var y = loss == Losses.HalfSquaredError ? z.unsqueeze(1) : loss == Losses.Poisson ? z.abs().round()
                : z.gt(Scalars.Of(0.7)).to(ScalarType.Int64);
            var data = isSparse ? new Dataset(SparseFeatures.Of(x), y) : new Dataset(x, y);
            var without = new LinearProblem(data, loss) { Intercept = false, PenaltyFactors = [1, 0, 1, 1] };
            var fit = without.Fit(0.05);
            Assert.True(fit.Converged, fit.ToString());
            // Free of the penalty it is the intercept.
            var with = new LinearProblem(data, loss).Fit(0.05);
            Assert.Equal(with.Certificate.Objective, fit.Certificate.Objective, 1e-6);
            var (bias, weight) = (with.Bias, fit.Weight[.., 1] * Scalars.Of(value));
            if (loss == Losses.CrossEntropy) (bias, weight) = (bias - bias[0], weight - weight[0]);
            Assert.Equal(bias[^1].ReadDouble(), weight[^1].ReadDouble(), 1e-3);
            // And with one it pays as others do.
            Assert.True(Math.Abs((without with { PenaltyFactors = null }).Fit(0.05 * Math.Min(1, Math.Abs(value)))
                .Weight[^1, 1].ReadDouble()) > 0);
            Assert.Equal(0, (without with { Standardize = true }).Fit(0.05).Weight[^1, 1].ReadDouble());
        }
    }
}
