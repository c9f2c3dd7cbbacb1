using System.Text.Json;
using TorchReg.Tests.Reference;

namespace TorchReg.Tests.Solvers;

/// <summary>Fits of scikit-learn, found again by every method to 10⁻⁷ of the objective and 10⁻⁵ of the coefficients.</summary>
public class LinearRegressionFixtureTests
{
    static readonly JsonElement reference = ReferenceFile.Read("linear_regression.json");

    internal static Dataset Data() => new(reference.GetProperty("X").Tensor(), reference.GetProperty("y").Tensor());

    public static TheoryData<int, SolverMethod> Fits => OfEvery(reference);

    /// <summary>Each fit of a reference file with each method.</summary>
    internal static TheoryData<int, SolverMethod> OfEvery(JsonElement reference)
    {
        var data = new TheoryData<int, SolverMethod>();
        foreach (var (i, _) in reference.GetProperty("fits").EnumerateArray().Index())
            foreach (var method in new[] { SolverMethod.Auto, SolverMethod.Newton, SolverMethod.Fista })
                data.Add(i, method);
        return data;
    }

    [Theory, Trait("Speed", "Slow"), MemberData(nameof(Fits))]
    public void A_fit_of_scikit_learn_is_found_again(int index, SolverMethod method)
    {
        var fit = reference.GetProperty("fits")[index];
        var (kind, alpha) = (fit.GetProperty("kind").GetString()!, fit.GetProperty("alpha").GetDouble());
        using var data = Data();
        // Ridge's objective is a sum: SSE + α‖w‖² is 2n times ours with λ = α/n.
        var isRidge = kind == "ridge";
        var ratio = isRidge ? 0 : fit.TryGetProperty("l1_ratio", out var given) ? given.GetDouble() : 1;
        var problem = new LinearProblem(data, Losses.HalfSquaredError) { L1Ratio = ratio };
        var ours = problem.Fit(isRidge ? alpha / data.Rows : alpha, new() { Method = method, GapTolerance = 1e-11 });
        var w = fit.GetProperty("w").Tensor();
        Assert.True(ours.Converged, ours.ToString());
        var objective = fit.GetProperty("objective").GetDouble() / (isRidge ? 2 * data.Rows : 1);
        Assert.Equal(objective, ours.Certificate.Objective, 1e-7 * objective);
        Assert.InRange((ours.Weight[0] - w).abs().max().ToDouble(), 0, 1e-5);
        Assert.Equal(fit.GetProperty("b").GetDouble(), ours.Bias.ToDouble(), 1e-5);
        Assert.True(ours.Weight[0].ne(0).eq(w.ne(0)).all().ToBoolean(), "the same weights are 0");
    }

    [Theory, Trait("Speed", "Slow"), MemberData(nameof(Fits))]
    public void The_gap_bounds_what_is_left_of_a_rough_fit(int index, SolverMethod method)
    {
        var fit = reference.GetProperty("fits")[index];
        if (fit.GetProperty("kind").GetString() == "ridge" || method == SolverMethod.Auto) return;
        using var data = Data();
        var problem = new LinearProblem(data, Losses.HalfSquaredError)
        {
            L1Ratio = fit.TryGetProperty(
            "l1_ratio", out var ratio) ? ratio.GetDouble() : 1
        };
        var rough = problem.Fit(fit.GetProperty("alpha").GetDouble(), new() { Method = method, GapTolerance = 1e-2 });
        var best = problem.Fit(fit.GetProperty("alpha").GetDouble(), new() { GapTolerance = 1e-13 });
        Assert.InRange(rough.Certificate.Objective - best.Certificate.Objective, -1e-12, rough.Certificate.Gap!.Value + 1e-12);
    }
}
