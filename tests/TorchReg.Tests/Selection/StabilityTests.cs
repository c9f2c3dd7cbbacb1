using TorchReg.Storage;
using TorchReg.Tests.Data;

namespace TorchReg.Tests.Selection;

/// <summary>Stability selection: its frequencies by hand, its bound by its formula and by trial, its invariances.</summary>
public class StabilityTests
{
    static KnownProblem Draw(ulong seed, int columns = 40, int nonZero = 4) =>
        Synthetic.Regression(rows: 80, columns: columns, nonZero: nonZero, noise: 1, seed: seed);

    static readonly StabilityOptions options = new() { Pairs = 10, Seed = 3, Threads = 1 };

    [Fact]
    public void Frequencies_are_counts_over_complementary_halves()
    {
        using var known = Draw(1);
        var problem = new LinearProblem(known.Data, Losses.HalfSquaredError);
        double[] lambdas = [0.8, 0.4, 0.2];
        var stable = StabilitySelection.Of(problem, options with { Path = new() { Lambdas = lambdas } });
        var counts = new double[40];
        for (var b = 0; b < 10; b++)
        {
            var order = SplitMix64.Substream(3, (ulong)b).Permutation(80);
            foreach (var half in new[] { order[..40], order[40..] })
            {
                using var rows = known.Data.Select([.. half.Order()]);
                var path = RegularizationPath.Fit(problem with { Data = rows }, new() { Lambdas = lambdas });
                for (var j = 0; j < 40; j++)
                    if (path.Fits.Any(fit => fit.Weight[0, j].ToDouble() != 0)) counts[j]++;
            }
        }
        Assert.Equal(counts.Select(count => count / 20), stable.Frequencies);
        Assert.Equal(counts.Sum() / 20, stable.MeanChosen, 1e-12);
        Assert.Equal(stable.MeanChosen * stable.MeanChosen / (0.5 * 40), stable.ErrorBound, 1e-12);
        Assert.Equal((20, 40), (stable.Subsamples, stable.Columns));
    }

    [Fact]
    public void A_subsample_chooses_at_most_q_columns()
    {
        using var known = Draw(2);
        var stable = StabilitySelection.Of(new(known.Data, Losses.HalfSquaredError), options with { MaxChosen = 3 });
        Assert.True(stable.Frequencies.Sum() <= 3 + 1e-12);
        Assert.Equal(9 / (0.5 * 40), stable.ErrorBound, 1e-12);
        // By default as many as keep the bound at 1.
        var byDefault = StabilitySelection.Of(new(known.Data, Losses.HalfSquaredError), options);
        Assert.Equal(4, byDefault.MeanChosen);
        Assert.InRange(byDefault.ErrorBound, 0, 1);
    }

    [Fact]
    public void Subsamples_that_are_kept_are_not_solved_again_and_others_are_refused()
    {
        using var known = Draw(2);
        using var temporary = new TemporaryFolder();
        var folder = temporary.Path;
        var problem = new LinearProblem(known.Data, Losses.HalfSquaredError);
        var keeping = options with { ResumeFolder = folder, Threads = 2 };
        var whole = StabilitySelection.Of(problem, options);
        Assert.Equal(whole.Frequencies, StabilitySelection.Of(problem, keeping).Frequencies);
        var parts = Directory.GetFiles(folder, "half-*").Order().ToArray();
        Assert.Equal(20, parts.Length);
        foreach (var lost in parts[..5]) File.Delete(lost);
        File.WriteAllText(parts[5], "torn");
        var before = Array.ConvertAll(parts[6..], File.ReadAllBytes);
        foreach (var part in parts[6..]) File.SetLastWriteTimeUtc(part, DateTime.UnixEpoch);
        Assert.Equal(whole.Frequencies, StabilitySelection.Of(problem, keeping).Frequencies);
        Assert.Equal(parts, Directory.GetFiles(folder, "half-*").Order());
        Assert.All(parts[6..], part => Assert.Equal(DateTime.UnixEpoch, File.GetLastWriteTimeUtc(part)));
        Assert.Equal(before, Array.ConvertAll(parts[6..], File.ReadAllBytes));
        Assert.Throws<OtherSettingsException>(() => StabilitySelection.Of(problem, keeping with { Seed = 4 }));
        Assert.Throws<ArgumentException>(() => StabilitySelection.Of(problem, options with { ResumeFolder = " " }));
    }

    [Fact, Trait("Speed", "Slow")]
    public void What_matters_is_found_and_wrong_columns_stay_below_the_bound()
    {
        var (wrong, found, bound) = (0, 0, 0.0);
        for (var seed = 10UL; seed < 18; seed++)
        {
            using var known = Draw(seed);
            var stable = StabilitySelection.Of(new(known.Data, Losses.HalfSquaredError), options with { Pairs = 15 });
            wrong += stable.Chosen.Count(j => known.Weight[0, j] == 0);
            found += stable.Chosen.Count(j => known.Weight[0, j] != 0);
            bound += stable.ErrorBound;
        }
        Assert.InRange(wrong, 0, bound);
        Assert.InRange(found, 16, 32);
    }

    [Fact]
    public void Columns_that_change_places_or_units_are_chosen_as_before()
    {
        using var known = Draw(3, columns: 12, nonZero: 3);
        var problem = new LinearProblem(known.Data, Losses.HalfSquaredError) { Standardize = true };
        var stable = StabilitySelection.Of(problem, options);
        var order = new SplitMix64(1).Permutation(12);
        using var scope = NewDisposeScope();
        var x = known.Data.Features.to(ScalarType.Float64);
        var units = tensor(Enumerable.Range(0, 12).Select(j => Math.Pow(10, j % 5 - 2)).ToArray());
        using var other = new Dataset(
            (x * units).index_select(1, tensor(Array.ConvertAll(order, j => (long)j))), known.Data.Targets.clone())
        { FeatureNames = [.. order.Select(j => $"x{j}")] };
        var moved = StabilitySelection.Of(problem with { Data = other }, options);
        Assert.Equal(order.Select(j => stable.Frequencies[j]), moved.Frequencies);
        Assert.Contains(FormattableString.Invariant($"x{order[moved.Chosen[0]]} {moved.Frequencies[moved.Chosen[0]]:F2}"),
            moved.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Seeds_and_threads()
    {
        using var known = Draw(4);
        var problem = new LinearProblem(known.Data, Losses.HalfSquaredError);
        var once = StabilitySelection.Of(problem, options).Frequencies;
        Assert.Equal(once, StabilitySelection.Of(problem, options with { Threads = 2 }).Frequencies);
        Assert.NotEqual(once, StabilitySelection.Of(problem, options with { Seed = 4 }).Frequencies);
    }

    [Fact]
    public void Halves_of_classes_have_every_class_and_free_columns_do_not_count()
    {
        using var known = Synthetic.Classification(rows: 60, columns: 8, classes: 3, nonZero: 2, seed: 3);
        var problem = new LinearProblem(known.Data, Losses.CrossEntropy) { PenaltyFactors = [1, 1, 1, 1, 1, 1, 1, 0] };
        var stable = StabilitySelection.Of(problem, options with { Pairs = 4, MaxChosen = 2 });
        Assert.Equal((7, 1.0), (stable.Columns, stable.Frequencies[7]));
        Assert.True(stable.Frequencies[..7].Sum() <= 2);
        using var rare = new Dataset(known.Data.Features.clone(), arange(60, ScalarType.Int64).eq(0).to(ScalarType.Int64));
        var wrong = Assert.Throws<ArgumentException>(() => StabilitySelection.Of(new(rare, Losses.BinaryCrossEntropy), options));
        Assert.Contains("class 1 has 1 of the 60 rows", wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_out_of_range()
    {
        using var known = Draw(5);
        void Says(string what, LinearProblem problem, StabilityOptions wrong) => Assert.Contains(
            what, Assert.ThrowsAny<ArgumentException>(() => StabilitySelection.Of(problem, wrong)).Message,
            StringComparison.Ordinal);
        var problem = new LinearProblem(known.Data, Losses.HalfSquaredError);
        Says("above 0.5 and at most 1; given 0.5", problem, new() { Threshold = 0.5 });
        Says("Pairs must be 1 or more", problem, new() { Pairs = 0 });
        Says("give one of them", problem, new() { MaxChosen = 3, Path = new() { Lambdas = [1] } });
        Says("L1Ratio above 0", problem with { L1Ratio = 0 }, new());
    }
}
