namespace TorchReg.Tests.Selection;

/// <summary>What can't be solved says so in one line; what glmnet defines is done as it does.</summary>
public class BadInputTests
{
    static Tensor X(long n = 24, long p = 3) => randn([n, p], ScalarType.Float64, generator: new Generator(5));

    static Dataset Classes(long n = 24, long classes = 3) => new(X(n), arange(n, ScalarType.Int64).remainder(classes));

    static Dataset Numbers(Tensor? x = null) => new(x ?? X(), X()[.., 0].unsqueeze(1) * 2 + 1);

    static void Says(string what, Action action) =>
        Assert.Contains(what, Assert.ThrowsAny<Exception>(action).Message, StringComparison.Ordinal);

    [Fact]
    public void Grids_that_are_empty_or_not_positive()
    {
        var problem = new LinearProblem(Numbers(), Losses.HalfSquaredError);
        Says("empty", () => RegularizationPath.Fit(problem, new() { Lambdas = [] }));
        Says("-0.5 at index 1", () => RegularizationPath.Fit(problem, new() { Lambdas = [1, -0.5] }));
        Says("NaN", () => RegularizationPath.Fit(problem, new() { Lambdas = [double.NaN] }));
        Says("twice", () => RegularizationPath.Fit(problem, new() { Lambdas = [0.1, 0.1] }));
        Says("ratio must be between 0 and 1", () => RegularizationPath.Fit(problem, new() { Ratio = 1 }));
        Says(
            "All rows (that count) have the target 1", () =>
                RegularizationPath.Fit(new(new(X(), ones([24L, 1L], ScalarType.Float64)), Losses.HalfSquaredError)));
    }

    [Fact]
    public void Numbers_that_are_none()
    {
        using var x = X();
        x[3, 1] = tensor(double.NaN, ScalarType.Float64);
        Says("row 3, feature column 1: expected a finite number, " +
            "found NaN", () => new LinearProblem(Numbers(x.clone()), Losses.HalfSquaredError).Fit(0.1));
    }

    [Fact]
    public void Settings_out_of_range_or_of_another_length()
    {
        var problem = new LinearProblem(Numbers(), Losses.HalfSquaredError);
        Says("PenaltyFactors must be 3 numbers, one per " +
            "feature; given 2", () => (problem with { PenaltyFactors = [1, 1] }).Fit(0.1));
        Says("given -1 for feature 2", () => (problem with { PenaltyFactors = [1, 1, -1] }).Fit(0.1));
        Says("0 or less", () => (problem with { LowerBounds = [0.1, 0, 0] }).Fit(0.1));
        Says("0 or more", () => (problem with { UpperBounds = [0, double.NaN, 0] }).Fit(0.1));
        Says("Bounds on grouped features", () => (problem with { GroupFeatures = true, LowerBounds = [0, 0, 0] }).Fit(0.1));
        Says("Offsets must be 24 × outputs", () => (problem with { Offsets = zeros(5) }).Fit(0.1));
        Says("from 0 to 1", () => (problem with { L1Ratio = 1.5 }).Fit(0.1));
        Says("DistanceTolerance must be from", () => problem.Fit(0.1, new() { DistanceTolerance = 1 }));
        Says("n classes 0 and 1", () => new LinearProblem(Classes(), Losses.BinaryCrossEntropy).Fit(0.1));
        Says(
            "Class 1 of 0 … 2 " +
            "has no row", () => new LinearProblem(new(X(), arange(24, ScalarType.Int64).remainder(2) * 2), Losses.CrossEntropy)
                .Fit(0.1));
        Says("flatten them", () => new LinearProblem(new(zeros(4, 2, 2), zeros(4, 1)), Losses.HalfSquaredError).Fit(0.1));
    }

    [Fact]
    public void One_hot_rows_are_refused_with_what_to_give()
    {
        var indices = arange(24, ScalarType.Int64).remainder(3);
        foreach (var type in new[] { ScalarType.Float32, ScalarType.Int64 })
            foreach (var loss in new[] { Losses.CrossEntropy, Losses.CrossEntropyWith(0.1) })
                Says("one-hot rows are; linear problems of classes take n class indices (int64): give targets.argmax(1)",
                    () => new LinearProblem(new(X(), nn.functional.one_hot(indices, 3).to(type)), loss).Fit(0.1));
    }

    [Fact]
    public void Classes_are_told_by_their_names()
    {
        Dataset Named(Tensor y, Tensor? weights = null) => new(X(), y, weights) { TargetNames = ["cat", "dog", "hen"] };
        var two = arange(24, ScalarType.Int64).remainder(2);
        Says("Class 1 (dog) of 0 … 2 has no row", () => new LinearProblem(Named(two * 2), Losses.CrossEntropy).Fit(0.1));
        Says("of one class, 2 (hen)", () => new LinearProblem(Named(two * 0 + 2), Losses.CrossEntropy).Fit(0.1));
        Says("The rows of class 1 (dog) all have the weight 0",
            () => new LinearProblem(Named(two, two.eq(0).to(ScalarType.Float32)), Losses.CrossEntropy).Fit(0.1));
        Says("are of class 1 (dog)", () => new LinearProblem(Named(two * 0 + 1), Losses.BinaryCrossEntropy).Fit(0.1));
    }

    [Fact]
    public void Folds_that_do_not_fit()
    {
        Says("folds must be from 2 to the number of rows, 24; given 25", () => Folds.Random(24, 25, 0));
        var problem = new LinearProblem(Classes(), Losses.CrossEntropy);
        CvOptions Given(params IReadOnlyList<RowFold> folds) => new() { Folds = folds };
        Says("2 folds or more", () => CrossValidation.Of(problem, Given(new RowFold([1], [2]))));
        Says("names row 24", () => CrossValidation.Of(problem, Given(new RowFold([1, 2], [24]), new RowFold([1], [2]))));
        Says(
            "Row 2 is tested by " +
            "two folds", () => CrossValidation.Of(
                problem, Given(new([.. Enumerable.Range(3, 21)], [2]), new([.. Enumerable.Range(3, 21)], [2]))));
        var byClass = Folds.Given([.. Enumerable.Range(0, 24).Select(i => i % 3)]);
        Says("Fold 1 of 3 trains on no row of class 0, which 8 rows have: take " +
            "stratified", () => CrossValidation.Of(problem, Given(byClass)));
        Says(
            "classes", () => CrossValidation.Of(new(Numbers(), Losses.HalfSquaredError), new() { Measure = Measure.ClassError }));
    }

    [Fact]
    public void Constant_columns_get_no_weight_and_a_note()
    {
        using var x = cat([X(), full([24L, 1L], 7, ScalarType.Float64)], 1);
        foreach (var standardize in new[] { false, true })
        {
            var cv = CrossValidation.Of(new(Numbers(x.clone()), Losses.HalfSquaredError) { Standardize = standardize }, new()
            { Path = new() { Count = 5 } });
            Assert.Contains("A column is constant (3)", cv.Notes[0], StringComparison.Ordinal);
            Assert.All(cv.Path.Fits, fit => Assert.Equal(0, fit.Weight[0, 3].ToDouble()));
        }
    }

    [Fact]
    public void A_column_that_is_constant_in_one_fold_only_is_left_out_there()
    {
        using var x = X();
        using var rare = zeros([24L, 1L], ScalarType.Float64);
        rare[0, 0] = tensor(1.0, ScalarType.Float64);
        foreach (var loss in new[] { Losses.HalfSquaredError, Losses.CrossEntropy })
        {
            using var data = loss == Losses.CrossEntropy
                ? new Dataset(cat([x, rare], 1), arange(24, ScalarType.Int64).remainder(3)) : Numbers(cat([x, rare], 1));
            var cv = CrossValidation.Of(new(data, loss) { Standardize = true }, new()
            {
                Folds = Folds.Given([.. Enumerable.Range(0, 24).Select(i => i / 3 % 4)]),
                Path = new()
                { Count = 10, Ratio = 0.05 }
            });
            Assert.All(cv.Curve.Mean, mean => Assert.True(double.IsFinite(mean)));
            Assert.DoesNotContain(cv.Notes, note => note.Contains("converge", StringComparison.Ordinal));
        }
    }

    [Theory, InlineData(SolverMethod.Newton), InlineData(SolverMethod.Fista)]
    public void Duplicated_columns_are_solved_to_the_same_objective(SolverMethod method)
    {
        using var x = X();
        var once = new LinearProblem(Numbers(x.clone()), Losses.HalfSquaredError).Fit(0.05);
        var twice = new LinearProblem(Numbers(cat([x, x], 1)), Losses.HalfSquaredError).Fit(0.05, new() { Method = method });
        Assert.True(twice.Converged);
        Assert.Equal(once.Certificate.Objective, twice.Certificate.Objective, 1e-8);
    }

    [Fact]
    public void A_limit_of_steps_is_told_as_not_converged()
    {
        var fit = new LinearProblem(Classes(), Losses.CrossEntropy).Fit(0.001, new()
        { Method = SolverMethod.Fista, MaxSteps = 2 });
        Assert.False(fit.Converged);
        Assert.Contains("NOT CONVERGED", fit.ToString(), StringComparison.Ordinal);
        Assert.True(fit.Certificate.Distance > 1e-6);
    }
}
