using System.Text.Json;
using TorchReg.Dialects;
using TorchReg.Tests.Reference;

namespace TorchReg.Tests.Dialects;

/// <summary>
/// Settings of every family of glmnet, with its own standardization and without, converted and solved here, give the
/// coefficients that glmnet gave; scikit-learn's several outputs as well.
/// </summary>
public sealed class GlmnetFamiliesTests
{
    static readonly JsonElement reference = ReferenceFile.Read("dialects.json");

    public static TheoryData<int> Fits => [.. Enumerable.Range(0, reference.GetProperty("fits").GetArrayLength())];

    static readonly SolverOptions exact = new() { GapTolerance = 1e-14, DistanceTolerance = 1e-11 };

    [Theory, MemberData(nameof(Fits))]
    public void Its_settings_give_its_coefficients(int index)
    {
        var fit = new Given(index);
        fit.Near(fit.Solved(fit.IsClasses ? fit.IsBinary ? LossForm.BinaryCrossEntropy : LossForm.CrossEntropy
            : LossForm.HalfSquaredError));
    }

    /// <summary>Two logits ±b/2: the difference of the rows is the one logit's b.</summary>
    [Theory, InlineData(1), InlineData(0.5), InlineData(0)]
    public void The_binomial_familys_lambda_for_two_logits_gives_its_coefficients(double alpha)
    {
        var fit = Given.All.Single(f => f.IsBinary && !f.IsStandardized && f.Settings["alpha"] == alpha);
        var two = fit.Solved(LossForm.CrossEntropy);
        fit.Near((two.Weight[1..2] - two.Weight[..1], two.Bias[1..2] - two.Bias[..1]));
    }

    [Fact]
    public void Without_the_factor_two_a_ridge_of_two_logits_is_another_model()
    {
        var fit = Given.All.Single(f => f.IsBinary && !f.IsStandardized && f.Settings["alpha"] == 0);
        var two = fit.Solve(fit.Weights(LossForm.BinaryCrossEntropy), LossForm.CrossEntropy);
        Assert.True((two.Weight[1, 2] - two.Weight[0, 2] + 3.14895).abs().ToDouble() > 0.5);
    }

    sealed class Given(int index)
    {
        internal static IEnumerable<Given> All => Enumerable.Range(0, reference.GetProperty("fits").GetArrayLength())
            .Select(i => new Given(i));

        readonly JsonElement fit = reference.GetProperty("fits")[index];

        string Name => fit.GetProperty("dialect").GetString()!;
        internal bool IsStandardized => fit.GetProperty("standardize").GetBoolean();
        internal bool IsBinary => Name == "glmnet.binomial";
        internal bool IsClasses => Name.Contains("nomial", StringComparison.Ordinal);
        bool HasSeveral => Name is "glmnet.mgaussian" or "sklearn.MultiTaskElasticNet";

        internal Dictionary<string, double> Settings => fit.GetProperty("settings").EnumerateObject()
            .ToDictionary(s => s.Name, s => s.Value.GetDouble());

        internal PenaltyWeights Weights(LossForm form) =>
            NamedDialects.Get(Name).Read(Settings, new(form, Sines.Rows, Sines.TargetSpread));

        internal (Tensor Weight, Tensor Bias) Solved(LossForm form) => Solve(Weights(form), form);

        internal (Tensor Weight, Tensor Bias) Solve(PenaltyWeights weights, LossForm form)
        {
            var target = IsBinary ? "two" : IsClasses ? "classes" : HasSeveral ? "Y" : "y";
            var y = reference.GetProperty(target).Tensor();
            var isLabels = form == LossForm.CrossEntropy;
            var hasGroups = weights.Group > 0;
            var mixed = hasGroups ? new(weights.Group, weights.L2) : weights;
            var problem = new LinearProblem(new Dataset(Sines.X, isLabels ? y.to(ScalarType.Int64) : y), Of(form))
            {
                L1Ratio = mixed.L1Ratio,
                GroupFeatures = hasGroups,
                Standardize = IsStandardized,
            };
            var solved = problem.Fit(mixed.Sum, exact);
            return (solved.Weight, solved.Bias);
        }

        static Loss Of(LossForm form) => form switch
        {
            LossForm.CrossEntropy => Losses.CrossEntropy,
            LossForm.BinaryCrossEntropy => Losses.BinaryCrossEntropy,
            _ => Losses.HalfSquaredError,
        };

        internal void Near((Tensor Weight, Tensor Bias) here)
        {
            var there = fit.GetProperty("coefficients").Tensor();
            var error = cat([here.Bias.reshape(-1, 1), here.Weight], 1).sub(there).abs();
            // glmnet's own stop leaves 1e-7 where a weight is large.
            Assert.True(error.div(there.abs().clamp_min(1)).max().ToDouble() < 3e-7, $"{Name}: {error.max().ToDouble():G3}");
            Assert.Equal(here.Weight.ne(0).data<bool>().ToArray(), there[.., 1..].ne(0).contiguous().data<bool>().ToArray());
        }
    }
}
