namespace TorchReg.Tests.Selection;

/// <summary>Paths that end where too many columns have a weight; choices at the edge of a grid.</summary>
public class ActiveColumnsTests
{
    static double At(int i, int j) => Math.Sin(0.37 * (i + 1) * (j + 1) + j * j);

    static LinearProblem Sines() => new(
        new(tensor(Enumerable.Range(0, 720).Select(e => At(e / 12, e % 12)).ToArray(), [60, 12]),
            tensor(Enumerable.Range(0, 60).Select(i => 2 * At(i, 0) - At(i, 2) + 0.5 * At(i, 5) + 0.3 * At(i, 8)
                + 0.8 * Math.Cos((i + 1) * (i + 1))).ToArray(), [60, 1])), Losses.HalfSquaredError);

    static readonly PathOptions path = new() { Count = 20, Ratio = 0.01 };

    // glmnet 4.1-6: X and y as above, standardize = FALSE, thresh = 1e-14, nlambda = 20, lambda.min.ratio = 0.01.
    [Fact]
    public void They_end_where_glmnets_do()
    {
        int[] Counts(PathOptions options) =>
            [.. RegularizationPath.Fit(Sines(), options).Fits.Select(fit => fit.ActiveFeatures)];
        Assert.Equal([0, 1, 1, 2, 2, 2, 3, 3, 4, 6, 7, 8, 8, 8, 9, 9, 9, 9, 9, 9], Counts(path));
        Assert.Equal([0, 1, 1, 2, 2, 2, 3, 3, 4, 6], Counts(path with { MaxActive = 4 }));
        Assert.Equal([0, 1, 1, 2, 2, 2, 3, 3, 4], Counts(path with { MaxEverActive = 4 }));
    }

    [Fact]
    public void The_end_is_told_and_folds_end_with_it()
    {
        foreach (var loss in new[] { Losses.HalfSquaredError, Losses.CrossEntropy })
        {
            using var known = loss == Losses.CrossEntropy
                ? Synthetic.Classification(rows: 90, columns: 20, classes: 3, nonZero: 4, seed: 5)
                : Synthetic.Regression(rows: 90, columns: 20, nonZero: 4, noise: 1, seed: 5);
            var problem = new LinearProblem(known.Data, loss);
            var whole = CrossValidation.Of(problem, new() { FoldCount = 3, Path = path with { EndEarly = false } });
            foreach (var options in new[] { path with { MaxActive = 6, EndEarly = false },
                path with { MaxEverActive = 6, EndEarly = false } })
            {
                var cv = CrossValidation.Of(problem, new() { FoldCount = 3, Path = options });
                var first = whole.Path.Fits.Index().First(pair => pair.Item.ActiveFeatures > 6).Index;
                Assert.Equal(options.MaxActive is null ? first : first + 1, cv.Curve.Lambdas.Length);
                Assert.Equal(cv.Curve.Lambdas.Length, cv.Path.Fits.Count);
                Assert.All(cv.FoldCertificates, fold => Assert.Equal(cv.Path.Fits.Count, fold.Count));
                // All λ are judged by one product, whose last columns a processor may sum in another order.
                Assert.All(whole.Curve.Mean[..cv.Path.Fits.Count].Zip(cv.Curve.Mean), means =>
                    Assert.Equal(means.First, means.Second, 1e-14 * means.First));
                Assert.Contains("than 6 columns", cv.Path.EndedEarly, StringComparison.Ordinal);
                Assert.Contains(cv.Notes, note => note.Contains("than 6 columns", StringComparison.Ordinal));
            }
        }
    }

    [Fact]
    public void A_choice_at_the_grids_edge_is_told()
    {
        using var known = Synthetic.Regression(rows: 60, columns: 5, nonZero: 5, noise: 0.1, seed: 5);
        var problem = new LinearProblem(known.Data, Losses.HalfSquaredError);
        string[] Notes(double[] lambdas, LinearProblem? other = null) =>
            [.. CrossValidation.Of(other ?? problem, new() { Path = new() { Lambdas = lambdas } }).Notes];
        Assert.Contains("λ.min is at the smallest λ: a smaller one may do better; give a smaller Ratio, or smaller λ.",
            Notes([0.5, 0.4, 0.3]));
        Assert.Empty(Notes([0.5, 0.001, 0]));
        using var noise = new Dataset(
            known.Data.Features.clone(), randn([60L, 1L], ScalarType.Float64, generator: new TorchSharp.torch.Generator(1)));
        var null_ = RegularizationPath.Fit(new(noise, Losses.HalfSquaredError), new() { Count = 2 }).LambdaMax;
        Assert.Contains("λ.min is at λ_max, where all penalized weights are 0: no column helped.",
            Notes([null_, null_ / 100, null_ / 1000], problem with { Data = noise }));
    }
}
