using TorchSharp.Modules;

namespace TorchReg.Tests.Training;

/// <summary>A layer that the forward pass does not use has no gradient: a prox leaves it alone, and says so.</summary>
public class UnusedParameterTests
{
    sealed class Branches : nn.Module<Tensor, Tensor>
    {
        readonly Linear used = nn.Linear(3, 1), unused = nn.Linear(3, 1, hasBias: false);

        public Branches() : base("branches") => RegisterComponents();

        public override Tensor forward(Tensor x) => used.call(x);
    }

    static (List<string> Warnings, Certificate Certificate, double Change) Fit(PenaltyMode mode, int epochs = 5)
    {
        var model = new Branches().to(ScalarType.Float64);
        using var regularization = new Regularization(model, new L2(0.1), mode);
        var warnings = new List<string>();
        regularization.OnWarning = warnings.Add;
        var unused = model.named_parameters().Single(p => p.name == "unused.weight").parameter;
        var before = unused.detach().clone();
        var x = randn([20L, 3L], ScalarType.Float64, generator: new Generator(1));
        using var data = new Dataset(x, x.narrow(1, 0, 1));
        new Trainer(model, Losses.HalfSquaredError, regularization, new() { Epochs = epochs }).Fit(data);
        return (
            warnings,
            Certificate.Of(model, data, Losses.HalfSquaredError, regularization),
            (unused - before).abs().max().ToDouble());
    }

    [Theory, InlineData(PenaltyMode.Proximal), InlineData(PenaltyMode.Decoupled)]
    public void What_has_no_gradient_is_left_alone_by_a_prox_and_named_once(PenaltyMode mode)
    {
        var (warnings, certificate, change) = Fit(mode);
        Assert.Equal(0, change);
        Assert.StartsWith("unused.weight has no gradient", Assert.Single(warnings), StringComparison.Ordinal);
        Assert.Contains($"L2(0.1) as PenaltyMode.{mode}", warnings[0], StringComparison.Ordinal);
        Assert.Equal(["unused.weight"], certificate.UnreachedByLoss);
        Assert.EndsWith(
            "; without a gradient, and so left alone: unused.weight",
            certificate.ToString(),
            StringComparison.Ordinal);
        Assert.True(certificate.Parameters.Single(p => p.Name == "unused.weight").Distance > 0);
    }

    [Theory, InlineData(PenaltyMode.Gradient), InlineData(PenaltyMode.Loss)]
    public void In_the_gradient_it_shrinks_and_nothing_is_said(PenaltyMode mode)
    {
        var (warnings, certificate, change) = Fit(mode);
        Assert.True(change > 0);
        Assert.Empty(warnings);
        Assert.Empty(certificate.UnreachedByLoss);
    }
}
