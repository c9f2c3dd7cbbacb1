namespace TorchReg.Tests.Solvers;

/// <summary>
/// Columns that are constant over the rows, as all are over one row: each method gives the fit of the intercept alone.
/// </summary>
public class NothingVariesTests
{
    public static TheoryData<LossKind, SolverMethod, double, bool, double> Cases()
    {
        var cases = new TheoryData<LossKind, SolverMethod, double, bool, double>();
        foreach (var loss in Enum.GetValues<LossKind>())
            foreach (var method in Enum.GetValues<SolverMethod>())
                foreach (var ratio in new[] { 0, 1.0 })
                    foreach (var isGrouped in new[] { false, true })
                        foreach (var lambda in new[] { 0, 0.1 })
                            if (!isGrouped || loss == LossKind.SquaredError || loss == LossKind.Softmax
                                && method != SolverMethod.Newton) cases.Add(loss, method, ratio, isGrouped, lambda);
        return cases;
    }

    [Theory, MemberData(nameof(Cases))]
    public void Constant_columns_give_the_null_fit(
        LossKind loss, SolverMethod method, double ratio, bool isGrouped, double lambda)
    {
        long[] classes = loss == LossKind.Softmax ? [0, 1, 0, 1, 2] : [0, 1, 0, 1, 1];
        using var data = new Dataset(
            ones(5, 2, ScalarType.Float64), loss == LossKind.SquaredError ? tensor(classes).to(ScalarType.Float64).unsqueeze(1)
            : tensor(classes));
        var problem = new LinearProblem(data, loss.Loss()) { L1Ratio = ratio, GroupFeatures = isGrouped };
        var fit = problem.Fit(lambda, new() { Method = method });
        Assert.True(fit.Converged);
        Assert.Equal(0, fit.NonZeros);
        double[] bias = loss switch
        {
            LossKind.SquaredError => [0.6],
            LossKind.Logistic => [Math.Log(3 / 2.0)],
            _ => [Math.Log(2) - 2 * Math.Log(2) / 3, Math.Log(2) - 2 * Math.Log(2) / 3, -2 * Math.Log(2) / 3],
        };
        foreach (var (expected, found) in bias.Zip(fit.Bias.data<double>().ToArray())) Assert.Equal(expected, found, 3);
    }

    [Theory, InlineData(SolverMethod.Auto), InlineData(SolverMethod.Newton), InlineData(SolverMethod.Fista)]
    public void One_row_is_its_own_mean(SolverMethod method)
    {
        using var data = new Dataset(tensor(new[] { 1.0, 2, 3 }).unsqueeze(0), tensor(new[] { 4.0 }).unsqueeze(0));
        var fit = new LinearProblem(data, Losses.HalfSquaredError).Fit(0.1, new() { Method = method });
        Assert.Equal(0, fit.NonZeros);
        Assert.Equal(4, fit.Bias.data<double>()[0], 12);
    }

    [Theory, InlineData(LossKind.Softmax), InlineData(LossKind.Logistic)]
    public void Rows_of_one_class_are_refused_as_such(LossKind loss)
    {
        using var data = new Dataset(arange(10, ScalarType.Float64).reshape(5, 2), zeros(5, ScalarType.Int64));
        Assert.Matches("All rows( \\(that count\\))? are of (one class, " +
            "0|class 0)", Assert.Throws<ArgumentException>(() => new LinearProblem(data, loss.Loss()).Fit(0.1)).Message);
    }
}
