namespace TorchReg.Tests.Solvers;

// Laws: whatever residuals a bound starts from, it bounds; the nearer they are to the optimum's, the better.
public class ModelResidualTests
{
    static LinearProblem Problem(int classes)
    {
        var random = new Generator(3);
        var x = randn([60L, 8L], ScalarType.Float64, generator: random);
        var z = x.narrow(1, 0, classes) * 2 + randn([60L, classes], ScalarType.Float64, generator: random);
        return classes == 1 ? new(new(x, z.squeeze(1).gt(0).to(ScalarType.Int64)), Losses.BinaryCrossEntropy)
            : new(new(x, z.argmax(1)), Losses.CrossEntropy);
    }

    static (Tensor W, Tensor B) On(DenseProblem dense, LinearFit fit) => dense.Scaled(fit.Weight, fit.Bias);

    [Theory, InlineData(1), InlineData(3)]
    public void A_bound_from_any_means_is_a_bound(int classes)
    {
        const double Lambda = 0.02;
        var problem = Problem(classes);
        using var dense = new DenseProblem(problem);
        using var certification = new Certification(dense, dense.Shares, dense.Penalty);
        var best = problem.Fit(Lambda, new() { GapTolerance = 1e-13, DistanceTolerance = 1e-11 });
        var (w, b) = On(dense, best);
        var random = new Generator(4);
        foreach (var noise in new[] { 1, 0.1, 0.01, 0 })
        {
            var means = dense.Datafit.Mean(dense.Logits(w, b));
            // As in a model, classes' changes sum to 0.
            var changes = randn(means.shape, ScalarType.Float64, generator: random) * noise;
            var near = means + (classes == 1 ? changes : changes - changes.mean([0L], keepdim: true));
            var u = dense.Datafit.Attainable(near)! - dense.Y;
            var gap = certification.Of(w * 0.9, b, Lambda, u).Gap!.Value;
            var excess = certification.Of(w * 0.9, b, Lambda).Objective - best.Certificate.Objective;
            Assert.InRange(gap, excess - 1e-11, double.PositiveInfinity);
            if (noise == 0) Assert.Equal(excess, gap, 1e-9);
        }
    }

    [Fact]
    public void Means_of_a_model_become_probabilities()
    {
        using var dense = new DenseProblem(Problem(3));
        var p = dense.Datafit.Attainable(tensor(new[] { -0.2, 0.9, 0.3 }).unsqueeze(1))!;
        Assert.Equal(new[] { 0, 0.75, 0.25 }, p.data<double>().ToArray(), (a, c) => Math.Abs(a - c) < 1e-15);
    }

    // In single precision and in double the bound holds at every λ, and no step is wasted on it.
    [Theory, InlineData(1e-5, 1e-4), InlineData(1e-7, 1e-4)]
    public void A_path_ends_on_gaps_that_hold(double gap, double distance)
    {
        var problem = Problem(3);
        SolverOptions options = new() { GapTolerance = gap, DistanceTolerance = distance };
        var path = RegularizationPath.Fit(problem, new() { Count = 12, Ratio = 0.01, EndEarly = false, Solver = options });
        var optima = RegularizationPath.Fit(
            problem, new() { Lambdas = path.Lambdas, Solver = new() { GapTolerance = 1e-12, DistanceTolerance = 1e-10 } });
        foreach (var (fit, best) in path.Fits.Zip(optima.Fits))
        {
            Assert.True(fit.Converged, fit.ToString());
            Assert.InRange(fit.Certificate.Objective - best.Certificate.Objective, -1e-11, fit.Certificate.Gap!.Value + 1e-11);
        }
    }

    [Theory, InlineData(20, 1e-6), InlineData(4000, 1e-5)]
    public void The_default_distance_is_finer_where_numbers_are_few(int columns, double share)
    {
        using var dense = new DenseProblem(new(
            new(randn([101L, columns], ScalarType.Float64), arange(101L) % 3), Losses.CrossEntropy));
        Assert.Equal(share, Tolerance.DistanceShare(dense, new()));
        Assert.Equal(1e-3, Tolerance.DistanceShare(dense, new() { DistanceTolerance = 1e-3 }));
    }
}
