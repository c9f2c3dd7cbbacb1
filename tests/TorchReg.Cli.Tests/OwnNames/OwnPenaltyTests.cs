using static TorchSharp.torch;

namespace TorchReg.Cli.Tests;

/// <summary>
/// A penalty is one class and one line of the list: this one, of the tests' own, is named by configurations as the library's.
/// </summary>
public sealed class OwnPenaltyTests
{
    // The one file.
    sealed class Cauchy(double lambda) : Penalty
    {
        public override string Name => FormattableString.Invariant($"Cauchy({lambda})");

        public override double? Strength => lambda;

        public override bool IsSmooth => true;

        public override Tensor Value(Tensor w) => (w * w).log1p().sum() * lambda;

        public override void AddGradient(Tensor w, Tensor gradient, double scale = 1) =>
            gradient.add_(w / (w * w + 1), 2 * scale * lambda);

        public override bool HasProx => false;

        public override void Prox(Tensor w, double stepSize) => throw new NotSupportedException(Name);

        public override Tensor SubdifferentialDistance(Tensor w, Tensor gradient) =>
            (gradient + w / (w * w + 1) * 2 * lambda).abs();

        public override double LambdaMax(Tensor gradientAtZero) =>
            gradientAtZero.count_nonzero().item<long>() == 0 ? 0 : double.PositiveInfinity;
    }

    // The one line.
    static IDisposable Added() => NamedPenalties.Add(
        new("cauchy", "new Cauchy(λ)", "λ Σ log(1 + wᵢ²)", PenaltyArgument.Lambda, a => new Cauchy(a.Lambda)));

    static OwnRun Run(string rest = "") => new($$""" "penalties": [{ "penalty": "CAUCHY", "lambda": 0.05{{rest}} }] """);

    static double Share(OwnRun run) => run.Metric("training", "total") - run.Metric("training", "dataLoss");

    [Fact]
    public void It_keeps_the_laws() => PenaltyLaws.Check(new Cauchy(0.3));

    [Fact]
    public void A_configuration_names_it_and_is_shown_with_it()
    {
        using var added = Added();
        using var run = Run();
        Assert.Matches(@"penalties\[?\.?0\]?\.penalty = ""cauchy""", run.Show());
        Assert.Contains("cauchy", OwnRun.Choices("train", "properties", "penalties", "items", "properties", "penalty"));
    }

    [Fact]
    public void It_is_trained_to_its_optimum_and_judged()
    {
        using var added = Added();
        using var run = Run();
        Assert.Contains("Cauchy(0.05)", run.Train());
        Assert.Contains("Cauchy(0.05)", run.Evaluate());
        Assert.InRange(run.Metric("distance"), 0, 1e-5);
        Assert.Equal(0.05 * run.Weights().Sum(w => Math.Log(1 + w * w)), Share(run), 1e-6);
    }

    [Fact]
    public void What_it_does_not_take_is_refused_as_of_the_librarys()
    {
        using var added = Added();
        using var run = Run(""", "gamma": 5""");
        Assert.Contains("penalties.0.gamma belongs to mcp, scad, not to cauchy", run.Refused(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Its_name_is_none_before_and_after_and_in_work_beside_it()
    {
        using var run = Run();
        Assert.Contains("must be one of l1, l2, elasticNet", run.Refused(), StringComparison.Ordinal);
        var beside = new Func<string>(run.Refused);
        var clean = ExecutionContext.Capture()!;
        using (Added())
        {
            var refused = "";
            ExecutionContext.Run(clean, _ => refused = beside(), null);
            Assert.Contains("must be one of l1, l2, elasticNet", refused, StringComparison.Ordinal);
            Assert.Contains("cauchy", await Task.Run(run.Show), StringComparison.Ordinal);
        }
        Assert.DoesNotContain("cauchy", run.Refused(), StringComparison.Ordinal);
    }
}
