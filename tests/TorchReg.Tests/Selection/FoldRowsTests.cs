namespace TorchReg.Tests.Selection;

/// <summary>Folds and fits that are not of the rows and columns that they are given with.</summary>
public class FoldRowsTests
{
    static Dataset Rows(int rows, int columns)
    {
        var generator = new Generator(3);
        var x = randn([rows, columns], ScalarType.Float64, generator: generator);
        return new(x, x[.., 0].unsqueeze(1) * 2 + randn([rows, 1L], ScalarType.Float64, generator: generator));
    }

    static int[] Range(int from, int to) => [.. Enumerable.Range(from, to - from)];

    public static TheoryData<string, RowFold[]> Wrong() => new()
    {
        { "Fold 1 of 2 trains on row 3 and tests it", [new(Range(3, 20), Range(0, 4)), new(Range(0, 10), Range(10, 20))] },
        { "Fold 2 of 2 trains on row 7 and tests it",
            [new(Range(10, 20), Range(0, 10)), new(Range(0, 10), [.. Range(10, 20), 7])] },
        { "Fold 1 of 2 names row 5 twice on one side",
            [new([5, .. Range(5, 20)], Range(0, 5)), new(Range(0, 10), Range(10, 20))] },
        { "Row 15 of 20 is in no fold", [.. Folds.Random(15, 3, seed: 1)] },
        { "names row 20; rows are numbered from 0 to 19",
            [.. Folds.Given([.. Enumerable.Range(0, 21).Select(i => i == 20 ? 0 : i % 2)])] },
    };

    [Theory, MemberData(nameof(Wrong))]
    public void Folds_that_do_not_fit_the_rows_are_refused_by_cross_validation_and_by_a_search(string expected, RowFold[] folds)
    {
        using var data = Rows(20, 3);
        var problem = new LinearProblem(data, Losses.HalfSquaredError);
        Assert.Contains(expected,
            Assert.Throws<ArgumentException>(() => CrossValidation.Of(problem, new() { Folds = folds })).Message,
            StringComparison.Ordinal);
        var search = new ModelSearch(_ => new(new LinearRegression(3), null, new() { Epochs = 1 }), Losses.HalfSquaredError);
        Assert.Contains(expected, Assert.Throws<ArgumentException>(() => search.Run(data, folds, Trial.Grid((
            "lambda", [1.0])))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Folds_in_time_order_with_a_gap_are_of_all_rows()
    {
        using var data = Rows(40, 3);
        var folds = Folds.TimeOrdered(40, 4, gap: 2);
        Assert.NotEmpty(CrossValidation.Of(new(data, Losses.HalfSquaredError), new()
        { Folds = folds, Path = new() { Count = 10 } }).Curve.Mean);
    }

    [Fact]
    public void A_fit_of_other_columns_or_outputs_is_not_relaxed()
    {
        using var wide = Rows(30, 5);
        using var narrow = Rows(30, 3);
        var fit = new LinearProblem(wide, Losses.HalfSquaredError).Fit(0.1);
        var message = Assert.Throws<ArgumentException>(() => RelaxedFit.Of(new(narrow, Losses.HalfSquaredError), fit)).Message;
        Assert.Contains("The fit is of 5 columns and 1 outputs, and the problem has 3 and 1", message, StringComparison.Ordinal);
        using var twofold = new Dataset(wide.Features.clone(), cat([wide.Targets, wide.Targets], 1));
        Assert.Contains(
            "has 5 and 2", Assert.Throws<ArgumentException>(() => RelaxedFit.Of(new(twofold, Losses.HalfSquaredError), fit))
                .Message, StringComparison.Ordinal);
    }
}
