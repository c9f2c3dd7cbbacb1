using System.Text.Json;
using TorchReg.Tests.Reference;

namespace TorchReg.Tests.Solvers;

// Reference numbers: every loss of linear models against glmnet and scikit-learn (Reference/losses.json).
public class ReferenceLossesTests
{
    static readonly JsonElement file = ReferenceFile.Read("losses.json");
    static readonly SolverOptions exact = new() { DistanceTolerance = 1e-10, GapTolerance = 1e-13 };

    public static TheoryData<int> Cases(string name) => [.. Enumerable.Range(0, file.GetProperty(name).GetArrayLength())];

    static (Loss Loss, Tensor Targets) Of(string family) => family switch
    {
        "gaussian" => (Losses.HalfSquaredError, file.GetProperty("numbers").Tensor()),
        "mgaussian" => (Losses.HalfSquaredError, file.GetProperty("two_numbers").Tensor()),
        "binomial" => (Losses.BinaryCrossEntropy, file.GetProperty("binary").Tensor().to(ScalarType.Int64)),
        "multinomial" => (Losses.CrossEntropy, file.GetProperty("classes").Tensor().to(ScalarType.Int64)),
        "poisson" => (Losses.Poisson, file.GetProperty("counts").Tensor()),
        "cox" => (Losses.Cox, file.GetProperty("time_status").Tensor()),
        "gamma" => (Losses.Gamma, file.GetProperty("amounts").Tensor()),
        _ => throw new ArgumentException(family),
    };

    static LinearProblem Problem(string family, bool weighted)
    {
        var (loss, targets) = Of(family);
        return new(new(file.GetProperty("X").Tensor(), targets, weighted ? file.GetProperty("weights").Tensor() : null), loss)
        { GroupFeatures = family == "mgaussian" };
    }

    static double[] Lambdas(JsonElement from) => [.. from.GetProperty("lambda").EnumerateArray().Select(l => l.GetDouble())];

    [Theory, MemberData(nameof(Cases), "glmnet")]
    public void Fits_are_glmnets(int index)
    {
        var reference = file.GetProperty("glmnet")[index];
        var (family, alpha) = (reference.GetProperty("family").GetString()!, reference.GetProperty("alpha").GetDouble());
        var problem = Problem(family, reference.GetProperty("weights").GetBoolean()) with
        {
            Standardize = reference.GetProperty("standardize").GetBoolean(),
            Offsets = reference.GetProperty("offsets").GetBoolean() ? file.GetProperty("offsets").Tensor() : null,
        };
        // glmnet's λ of squared error is in units of the target's deviation for its ridge part.
        var unit = family == "gaussian" ? Deviation(problem) : 1;
        var lambdas = Lambdas(reference);
        for (var l = 0; l < lambdas.Length; l++)
        {
            var (first, second) = (lambdas[l] * alpha, lambdas[l] * (1 - alpha) / unit);
            var fit = (problem with { L1Ratio = first / (first + second) }).Fit(first + second, exact);
            Assert.True(fit.Converged, fit.ToString());
            var own = Centred(fit.Predict(problem.Data.Features), family);
            var theirs = Centred(problem.Data.Features.matmul(reference.GetProperty("W")[l].Tensor().t())
                .add(reference.GetProperty("b")[l].Tensor()), family);
            Assert.InRange((own - theirs).abs().max().ToDouble(), 0, 2e-6);
            if (family == "multinomial") continue;
            Assert.InRange((fit.Weight - reference.GetProperty("W")[l].Tensor()).abs().max().ToDouble(), 0, 1e-6);
            Assert.Equal(reference.GetProperty("W")[l].Tensor().count_nonzero().ToInt64(), fit.NonZeros);
        }
    }

    // A feature's weights may move together over the classes.
    static Tensor Centred(Tensor z, string family) => family == "multinomial" ? z - z.mean([1L], keepdim: true) : z;

    static double Deviation(LinearProblem problem)
    {
        var y = problem.Offsets is { } offsets ? problem.Data.Targets - offsets : problem.Data.Targets;
        var shares = problem.Data.Weights is { } weights ? weights / weights.sum() : ones_like(y) / y.shape[0];
        return (shares * (y - (shares * y).sum()).square()).sum().sqrt().ToDouble();
    }

    [Theory, MemberData(nameof(Cases), "glmnet")]
    public void The_explained_share_of_the_deviance_is_glmnets(int index)
    {
        var reference = file.GetProperty("glmnet")[index];
        var family = reference.GetProperty("family").GetString()!;
        // glmnet's null model of an offset is the offset alone for Cox, and its ratio another for squared error in units.
        if (reference.GetProperty("alpha").GetDouble() != 1) return;
        var path = RegularizationPath.Fit(
            Problem(family, false) with { Standardize = reference.GetProperty("standardize").GetBoolean() },
            new() { Lambdas = Lambdas(reference), Solver = exact });
        foreach (var (fit, explained) in path.Fits.Zip(reference.GetProperty("explained").EnumerateArray()))
            Assert.Equal(explained.GetDouble(), path.ExplainedDeviance(fit), 7);
    }

    [Theory, MemberData(nameof(Cases), "cv_glmnet")]
    public void Cross_validation_curves_are_glmnets(int index)
    {
        var reference = file.GetProperty("cv_glmnet")[index];
        var cv = CrossValidation.Of(Problem(reference.GetProperty("family").GetString()!, false), new()
        {
            Folds = Folds.Given([.. file.GetProperty("foldid").EnumerateArray().Select(fold => fold.GetInt32() - 1)]),
            Path = new() { Lambdas = Lambdas(reference), Solver = exact },
        });
        var (mean, error, chosen) = (reference.GetProperty("mean"), reference.GetProperty("standard_error"),
            reference.GetProperty("chosen"));
        for (var l = 0; l < cv.Curve.Lambdas.Length; l++)
        {
            Assert.Equal(mean[l].GetDouble(), cv.Curve.Mean[l], 6);
            Assert.Equal(error[l].GetDouble(), cv.Curve.StandardError[l], 6);
        }
        Assert.Equal((chosen[0].GetDouble(), chosen[1].GetDouble()), (cv.Curve.LambdaMin, cv.Curve.LambdaOneStandardError));
    }

    static LinearProblem ScikitLearns(JsonElement reference)
    {
        var x = file.GetProperty("X").Tensor();
        return reference.GetProperty("kind").GetString() switch
        {
            "huber" => new(new(x, file.GetProperty("numbers").Tensor()), Losses.Huber(reference.GetProperty("delta").GetDouble()))
            { L1Ratio = 0 },
            "poisson" or "gamma" => Problem(
                reference.GetProperty("kind").GetString()!, reference.GetProperty("weights").GetBoolean()) with
            { L1Ratio = 0 },
            var classes => new(new(x, file.GetProperty(classes!).Tensor().to(ScalarType.Int64)), Losses.SquaredHinge)
            {
                Intercept = false,
                L1Ratio = reference.GetProperty("penalty").GetString() == "l1" ? 1 : 0,
            },
        };
    }

    [Theory, Trait("Speed", "Slow"), MemberData(nameof(Cases), "scikit_learn")]
    public void Fits_are_scikit_learns(int index)
    {
        var reference = file.GetProperty("scikit_learn")[index];
        var problem = ScikitLearns(reference);
        var fit = problem.Fit(reference.GetProperty("lambda").GetDouble(), exact);
        Assert.True(fit.Converged, fit.ToString());
        var theirs = reference.GetProperty("W").Tensor().reshape(fit.Weight.shape);
        // scikit-learn's limited-memory steps end early for Huber's loss.
        Assert.InRange((fit.Weight - theirs).abs().max().ToDouble(), 0, problem.Loss.Name.StartsWith('H') ? 1e-4 : 2e-5);
        if (problem.Intercept)
            Assert.Equal(reference.GetProperty("b").GetDouble(), fit.Bias.ToDouble(), 4);
    }

    [Theory, MemberData(nameof(Cases), "scikit_learn")]
    public void Held_out_rows_are_judged_by_scikit_learns_deviances(int index)
    {
        var reference = file.GetProperty("scikit_learn")[index];
        if (!reference.TryGetProperty("deviances", out var deviances)) return;
        var cv = CrossValidation.Of(ScikitLearns(reference), new()
        {
            Folds = Folds.Given([.. file.GetProperty("foldid").EnumerateArray().Select(fold => fold.GetInt32() - 1)]),
            Path = new() { Lambdas = [reference.GetProperty("lambda").GetDouble()], Solver = exact },
        });
        foreach (var (own, theirs) in cv.Curve.Folds.Zip(deviances.EnumerateArray())) Assert.Equal(theirs.GetDouble(), own[0], 5);
    }
}
