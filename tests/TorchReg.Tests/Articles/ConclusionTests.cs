using TorchReg.Articles;

namespace TorchReg.Tests.Articles;

/// <summary>What the programs conclude is what their numbers say.</summary>
public sealed class ConclusionTests : ScopedTests
{
    [Fact]
    public void A_mean_has_the_standard_error_of_its_definition()
    {
        var of = MeanError.Of([1, 2, 3, 6]);
        Assert.Equal(3, of.Mean, 1e-15);
        Assert.Equal(Math.Sqrt(14.0 / 3 / 4), of.StandardError, 1e-15);
        Assert.Equal("3.00 ± 1.08", of.Text("0.00"));
        Assert.Equal("71.3 ± 0.0 %", MeanError.Of([0.7125]).InPercent());
        Assert.Throws<ArgumentException>(() => MeanError.Of([]));
    }

    // 71.25 is a half; 0.7125 is a little less as a binary number.
    [Fact]
    public void Tables_and_pictures_round_a_share_alike()
    {
        foreach (var share in Enumerable.Range(0, 2001).Select(i => i / 2000.0))
            Assert.Equal(Share.Text(share), $"{Share.Points(share):0.0} %");
        Assert.Equal(71.3, Share.Points(0.7125));
    }

    [Theory]
    [InlineData(new[] { 0.1, 0.2, 0.3 }, Verdict.Improves)]
    [InlineData(new[] { -0.1, -0.2, -0.3 }, Verdict.Worsens)]
    [InlineData(new[] { -0.1, 0.2, 0.3 }, Verdict.NoDifference)]
    [InlineData(new[] { 0.0, 0.0, 0.0 }, Verdict.NoDifference)]
    public void The_verdict_is_by_twice_the_error_of_the_paired_difference(double[] differences, Verdict verdict)
    {
        double[] without = [0.2, 0.5, 0.9]; // far more apart than the differences: pairing takes that away
        double[] with = [.. without.Zip(differences, (a, d) => a + d)];
        Assert.Equal(verdict, Comparison.Of(without, with).Verdict);
        var turned = verdict switch
        {
            Verdict.Improves => Verdict.Worsens,
            Verdict.Worsens => Verdict.Improves,
            _ => verdict,
        };
        Assert.Equal(turned, Comparison.Of(without, with, higherIsBetter: false).Verdict);
    }

    [Fact]
    public void One_seed_alone_concludes_nothing() =>
        Assert.Contains(
            "two seeds or more",
            Assert.Throws<ArgumentException>(() => Comparison.Of([1], [2])).Message,
            StringComparison.Ordinal);

    [Fact]
    public void Draws_share_no_row()
    {
        var rows = arange(10, ScalarType.Float32).unsqueeze(1);
        using var train = new Dataset(rows, rows.clone());
        using var held = new Dataset(rows + 10, rows.clone());
        var draws = SeedRows.Of(train, held, seeds: 3);
        Assert.Equal([3, 3, 3], draws.Select(d => d.Train.Rows));
        var all = draws.Select(d => d.Train.Features).Append(draws[0].Choice.Features).Append(draws[0].Judge.Features);
        Assert.Equal(19, cat([.. all]).flatten().data<float>().Distinct().Count());
        Assert.Throws<ArgumentException>(() => SeedRows.Of(train, held, seeds: 3, rows: 4));
    }

    [Fact]
    public void The_exact_reference_of_squared_errors_is_the_solution_in_closed_form()
    {
        using var known = Synthetic.Regression(60, 4, nonZero: 2, noise: 0.3, seed: 2, type: ScalarType.Float64);
        var (x, y) = (known.Data.Features - known.Data.Features.mean([0L]), known.Data.Targets - known.Data.Targets.mean());
        // mean (y − Xw)² + (l2/2) w²: (2XᵀX/n + l2) w = 2Xᵀy/n.
        var w = linalg.solve(2 * x.t().mm(x) / 60 + 0.4 * eye(4, dtype: ScalarType.Float64), 2 * x.t().mm(y) / 60);
        var objective = ((y - x.mm(w)).square().mean() + 0.2 * w.square().sum()).ToDouble();
        var exact = ExactReference.Of(known.Data, Losses.MeanSquaredError, 0, 0.4);
        Assert.Equal(objective, exact.Objective, 1e-9);
        Assert.True((exact.Fit.Weight.t() - w).abs().max().ToDouble() < 1e-7);
        Assert.Equal("0", exact.Above(objective + 1e-7));
        Assert.Equal("1.0E-2", exact.Above(objective + 0.01));
    }

    [Fact]
    public void With_more_rows_less_is_gained_by_a_penalty()
    {
        static SeedRows Rows(int rows, int seed)
        {
            var drawn = Synthetic.Regression(rows + 200, 20, nonZero: 3, noise: 2, seed: (ulong)seed).Data;
            var (train, rest) = drawn.Split(new([.. Enumerable.Range(0, rows)], [.. Enumerable.Range(rows, 200)]));
            return SeedRows.Of(train, rest, seeds: 1)[0];
        }
        var sizes = LambdaBySize.Of([25, 300], 4, Rows, Losses.HalfSquaredError, [1, 0.3, 0.1, 0.03, 0.01, 0.001], l1Ratio: 1);
        Assert.Equal(Verdict.Worsens, sizes.OfGains.Verdict);
        Assert.True(sizes.Exponents[0].Average() > sizes.Exponents[1].Average());
    }

    [Fact]
    public void Every_statement_about_TensorFlow_has_a_source_of_one_version()
    {
        Complaint[] all =
        [
            .. TensorFlowErrors.Of000, .. TensorFlowErrors.Of002, .. TensorFlowErrors.Of003, .. TensorFlowErrors.Of004,
        ];
        Assert.All(all, complaint =>
        {
            Assert.NotEmpty(complaint.Sources);
            Assert.All(
                complaint.Sources,
                source => Assert.Matches(@"^https://(.*/v\d+\.\d+\.\d+/|docs\.python\.org/3/)", source));
            Assert.Matches(@"[\u4e00-\u9fff]", complaint.Chinese);
        });
    }
}
