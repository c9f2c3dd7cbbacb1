namespace TorchReg.Tests.Selection;

/// <summary>
/// Rows from which nothing can be learned, by kind: one line that says what is wrong, from a fit, a path and folds.
/// </summary>
public class BadRowsTests
{
    const int Rows = 24;

    static Tensor X() => randn([Rows, 3L], ScalarType.Float64, generator: new Generator(5));

    static Tensor Row(Func<int, double> value) => tensor([.. Enumerable.Range(0, Rows).Select(value)]);

    static Dataset Numbers(Func<int, double> value) => new(X(), Row(value).unsqueeze(1));

    static Dataset Classes(Func<int, double> value) => new(X(), Row(value).to(ScalarType.Int64));

    static Dataset Times(Func<int, double> time, Func<int, double> isEvent) => new(X(), stack([Row(time), Row(isEvent)], 1));

    // The rows, the loss, and what is said.
    static readonly Dictionary<string, (Func<Dataset> Rows, Loss Loss, string Says)> always = new()
    {
        ["one class, logistic"] = (() => Classes(_ => 1), Losses.BinaryCrossEntropy, "are of class 1, so the bias would be"),
        ["one class, softmax"] = (() => Classes(_ => 1), Losses.CrossEntropy, "All rows are of one class, 1"),
        ["one class, squared hinge"] = (() => Classes(_ => 0), Losses.SquaredHinge, "All rows are of one class, 0"),
        ["one sign, squared hinge"] = (() => Numbers(_ => 1), Losses.SquaredHinge, "of class 1: there is nothing to tell apart"),
        ["a class below 0"] = (() => Classes(i => i % 3 - 1), Losses.CrossEntropy, "from 0 to 1; given -1"),
        ["a class that has no row"] = (() => Classes(i => i % 2 * 2), Losses.CrossEntropy, "Class 1 of 0 … 2 has no row"),
        ["a probability above 1"] = (() => Numbers(i => i / 20.0), Losses.BinaryCrossEntropy, "numbers from 0 to 1"),
        ["signs −1 and 1"] = (() => Numbers(i => i % 2 * 2 - 1), Losses.SquaredHinge, "n numbers 0 and 1"),
        ["a count below 0"] = (() => Numbers(i => i == 7 ? -2 : i % 4), Losses.Poisson, "A target is -2; the Poisson loss needs"),
        ["no counts"] = (() => Numbers(_ => 0), Losses.Poisson, "All counts (of rows that count) are 0"),
        ["an amount of 0"] = (() => Numbers(i => i == 7 ? 0 : 1 + i), Losses.Gamma, "A target is 0; the Gamma loss needs"),
        ["no events"] = (() => Times(i => 1 + i, _ => 0), Losses.Cox, "No row (that counts) has an event"),
        ["a time of 0"] = (() => Times(i => i, i => i % 2), Losses.Cox, "A time is 0; the Cox loss needs"),
        ["a time below 0"] = (() => Times(i => i - 3, i => i % 2), Losses.Cox, "A time is -3; the Cox loss needs"),
        ["an event of 2"] = (() => Times(i => 1 + i, i => i % 3), Losses.Cox, "An event is 2; the Cox loss needs"),
        ["no column of events"] = (() => Numbers(i => 1 + i), Losses.Cox, "n × 2 numbers, a time and an event"),
        ["two counts a row"] =
            (() => new(X(), ones([Rows, 2L], ScalarType.Float64)), Losses.Poisson, "one target a row; given 2"),
        ["a target that is no number"] =
            (() => Numbers(i => i == 4 ? double.NaN : i), Losses.HalfSquaredError, "row 4, target"),
        ["an infinite target"] =
            (() => Numbers(i => i == 4 ? double.PositiveInfinity : i), Losses.Gamma, "row 4, target"),
    };

    // A single λ has an answer, all weights 0; a path has no λ to begin with.
    static readonly Dictionary<string, (Func<Dataset> Rows, Loss Loss, string Says)> onPaths = new()
    {
        ["one number"] = (() => Numbers(_ => 3.5), Losses.HalfSquaredError, "All rows (that count) have the target 3.5"),
        ["one number, Huber"] = (() => Numbers(_ => 3.5), Losses.Huber(), "All rows (that count) have the target 3.5"),
        ["one count"] = (() => Numbers(_ => 3), Losses.Poisson, "All rows (that count) have the target 3"),
        ["one amount"] = (() => Numbers(_ => 3), Losses.Gamma, "All rows (that count) have the target 3"),
        ["one probability"] = (() => Numbers(_ => 0.25), Losses.BinaryCrossEntropy, "have the target 0.25"),
        ["two numbers, the same in all rows"] =
            (() => new(X(), full([Rows, 2L], 2, ScalarType.Float64)), Losses.HalfSquaredError, "have the target 2, 2"),
        ["one number where rows count"] =
            (() => new(X(), Row(i => i < 4 ? i : 9).unsqueeze(1), Row(i => i < 4 ? 0 : 1)), Losses.HalfSquaredError,
            "have the target 9"),
        ["constant columns"] = (() => new(ones([Rows, 3L], ScalarType.Float64), Row(i => i).unsqueeze(1)),
            Losses.HalfSquaredError, "All 3 columns are constant"),
    };

    public static TheoryData<string> Always => [.. always.Keys];

    public static TheoryData<string> OnPaths => [.. onPaths.Keys];

    static void Says(string part, Action action)
    {
        var wrong = Assert.ThrowsAny<Exception>(action);
        Assert.True(wrong is ArgumentException or InvalidDataException, wrong.GetType().Name);
        Assert.Contains(part, wrong.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', wrong.Message);
    }

    [Theory, MemberData(nameof(Always))]
    public void Rows_that_no_fit_takes(string kind)
    {
        using var scope = NewDisposeScope();
        var (rows, loss, says) = always[kind];
        var problem = new LinearProblem(rows(), loss);
        Says(says, () => problem.Fit(0.1));
        Says(says, () => RegularizationPath.Fit(problem));
        Says(says, () => CrossValidation.Of(problem, new() { Folds = Folds.Random(Rows, 3, 1) }));
    }

    [Theory, MemberData(nameof(OnPaths))]
    public void Rows_that_have_no_path(string kind)
    {
        using var scope = NewDisposeScope();
        var (rows, loss, says) = onPaths[kind];
        var problem = new LinearProblem(rows(), loss);
        Assert.Equal(0, problem.Fit(0.1).NonZeros);
        Says(says, () => RegularizationPath.Fit(problem));
        Says(says, () => CrossValidation.Of(problem, new() { Folds = Folds.Random(Rows, 3, 1) }));
        Assert.Equal(2, RegularizationPath.Fit(problem, new() { Lambdas = [1, 0.5] }).Fits.Count);
    }

    public static TheoryData<string, bool> Separable => new()
    {
        { "two classes", true }, { "two classes", false }, { "three classes", true }, { "three classes", false },
    };

    // The first column has a gap; in the second data set three rows lie on the wrong side of it.
    static Dataset Classes(string kind, bool isSeparable)
    {
        var x = X();
        x[.., 0] = Row(i => i - 11.5 + (i > 11 ? 2 : 0) + (i > 17 ? 2 : 0));
        return new(x, Row(i => (i > 11 ? 1 : 0) + (kind == "three classes" && i > 17 ? 1 : 0)
            + (!isSeparable && i is 2 or 4 or 15 ? i > 11 ? -1 : 1 : 0)).to(ScalarType.Int64));
    }

    [Theory, Trait("Speed", "Slow"), MemberData(nameof(Separable))]
    public void Classes_that_a_fit_tells_apart_are_said_to_have_no_end_and_others_not(string kind, bool isSeparable)
    {
        using var scope = NewDisposeScope();
        var loss = kind == "two classes" ? Losses.BinaryCrossEntropy : Losses.CrossEntropy;
        var problem = new LinearProblem(Classes(kind, isSeparable), loss) { Standardize = true };
        var path = RegularizationPath.Fit(problem);
        var errors = path.Fits.Select(fit => Errors(problem, fit)).ToArray();
        Assert.Equal(isSeparable, path.SeparatedFrom is not null);
        Assert.Equal(isSeparable, path.ToString().Contains("told apart", StringComparison.Ordinal));
        var cv = CrossValidation.Of(problem, new() { Folds = Folds.Stratified(problem.Data.Classes(), 3, 1) });
        Assert.Equal(isSeparable, cv.Notes.Any(note => note.Contains("told apart", StringComparison.Ordinal)));
        if (!isSeparable) return;
        // Counted from coefficients alone: no row is wrong from there on, and one is right before.
        var first = Array.IndexOf(path.Lambdas, path.SeparatedFrom!.Value);
        Assert.True(first > 0 && errors[first - 1] > 0);
        Assert.All(errors[first..], count => Assert.Equal(0, count));
        Assert.True(problem.Fit(path.Lambdas[^1]).SeparatesClasses);
        Assert.False(problem.Fit(path.Lambdas[0]).SeparatesClasses);
        // In the limit the weights grow without end, and the loss to 0.
        var small = RegularizationPath.Fit(problem, new() { Lambdas = [1e-3, 1e-5] }).Fits;
        Assert.True(Numbers(small[1].Weight).Max(Math.Abs) > 1.5 * Numbers(small[0].Weight).Max(Math.Abs));
    }

    static double[] Numbers(Tensor t) => [.. t.data<double>()];

    static int Errors(LinearProblem problem, LinearFit fit)
    {
        var z = fit.Predict(problem.Data.Features);
        var found = z.shape[1] == 1 ? z.gt(0).flatten().to(ScalarType.Int64) : z.argmax(1);
        return (int)found.ne(problem.Data.Targets).sum().ToInt64();
    }

    [Fact]
    public void A_separable_fit_without_a_penalty_says_that_there_is_no_optimum()
    {
        using var scope = NewDisposeScope();
        var problem = new LinearProblem(Classes("two classes", isSeparable: true), Losses.BinaryCrossEntropy);
        var fit = problem.Fit(0, new() { MaxSteps = 30 });
        Assert.True(fit.SeparatesClasses);
        Assert.Contains("without a penalty there is no optimum", fit.ToString(), StringComparison.Ordinal);
    }
}
