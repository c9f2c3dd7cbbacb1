namespace TorchReg.Tests.Solvers;

/// <summary>λ_max is the least λ where all penalized weights are 0, beside columns without a penalty, within bounds.</summary>
public sealed class LargestLambdaTests
{
    static readonly double[] factors = [0, 2, 1, 0.5, 0, 1];

    static LinearProblem Problem(string loss, int seed, bool isGrouped = false)
    {
        using var generator = new Generator((ulong)seed);
        var x = randn([60, 6], ScalarType.Float64, generator: generator) * (1 + arange(6, ScalarType.Float64)) + 1;
        var z = x[.., 0] - x[.., 4] * 0.2 + randn([60], ScalarType.Float64, generator: generator);
        var (of, y) = loss switch
        {
            "squares" => (Losses.HalfSquaredError, z.unsqueeze(1)),
            "two outputs" => (Losses.HalfSquaredError, stack([z, x[.., 2] - z], 1)),
            "Huber" => (Losses.Huber(0.5), z),
            "two classes" => (Losses.BinaryCrossEntropy, z.gt(0.5).to(ScalarType.Int64)),
            "squared hinge" => (Losses.SquaredHinge, z.gt(0.5).to(ScalarType.Int64)),
            "counts" => (Losses.Poisson, z.abs().round()),
            "amounts" => (Losses.Gamma, z.exp()),
            "survival" => (Losses.Cox, stack([z.exp(), ones([60], ScalarType.Float64)], 1)),
            _ => (Losses.CrossEntropy, z.gt(0).to(ScalarType.Int64).add(z.gt(1.5).to(ScalarType.Int64))),
        };
        return new(new Dataset(x, y), of) { PenaltyFactors = factors, GroupFeatures = isGrouped };
    }

    public static TheoryData<string, bool> Kinds
    {
        get
        {
            var kinds = new TheoryData<string, bool>();
            foreach (var loss in new[] { "squares", "two outputs", "Huber", "two classes", "squared hinge", "counts", "amounts",
                "survival", "softmax" })
                foreach (var isBounded in new[] { false, true }) kinds.Add(loss, isBounded);
            return kinds;
        }
    }

    [Theory, MemberData(nameof(Kinds))]
    public void Penalized_weights_are_0_at_it_and_one_is_not_just_below(string loss, bool isBounded)
    {
        for (var seed = 0; seed < 3; seed++)
        {
            using var scope = NewDisposeScope();
            var problem = Problem(loss, seed);
            if (isBounded) problem = problem with
            {
                LowerBounds = [0, -0.1, 0, -1, -0.05, 0],
                UpperBounds = [0.1, double.PositiveInfinity, 0.2, 0.1, double.PositiveInfinity, double.PositiveInfinity],
            };
            var tight = new SolverOptions { GapTolerance = 1e-12, DistanceTolerance = 1e-8 };
            var path = RegularizationPath.Fit(problem, new() { Count = 2, Ratio = 0.98, Solver = tight });
            Assert.All(path.Fits, fit => Assert.True(fit.Converged, fit.ToString()));
            Assert.Equal(path.NullLoss, path.Fits[0].Certificate.Loss, 1e-7 * Math.Abs(path.NullLoss));
            var (at, below) = (Penalized(path.Fits[0]), Penalized(path.Fits[1]));
            Assert.True(at.All(w => Math.Abs(w) < 1e-6), $"{seed}: {string.Join(' ', at)}");
            Assert.True(below.Any(w => Math.Abs(w) > 1e-6), $"{seed}: {string.Join(' ', below)}");
        }
    }

    static IEnumerable<double> Penalized(LinearFit fit) =>
        fit.Weight.data<double>().ToArray().Where((_, e) => factors[e % 6] > 0);

    [Theory]
    [InlineData("squares", false)]
    [InlineData("two outputs", false)]
    [InlineData("two outputs", true)]
    [InlineData("two classes", false)]
    [InlineData("softmax", false)]
    [InlineData("softmax", true)]
    [InlineData("counts", false)]
    public void That_of_ridge_is_a_thousand_times_that_of_the_lasso_for_targets_of_deviation_1(string loss, bool isGrouped)
    {
        using var scope = NewDisposeScope();
        var problem = Problem(loss, 5, isGrouped) with { PenaltyFactors = [1, 2, 1, 0.5, 3, 1], Standardize = true };
        double Largest(double share) =>
            RegularizationPath.Fit(problem with { L1Ratio = share }, new() { Count = 2, Ratio = 0.5 }).LambdaMax;
        var spread = problem.Loss != Losses.HalfSquaredError ? 1
            : problem.Data.Targets.@var(0, unbiased: false).mean().sqrt().ToDouble();
        Assert.Equal(1000 * Largest(1) / spread, Largest(0), 1e-6 * Largest(0));
    }
}
