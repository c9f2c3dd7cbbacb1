using TorchReg.Data;
using TorchReg.Objectives;
using static TorchSharp.torch;

namespace TorchReg.Cli.Tests;

/// <summary>
/// A loss is one class and one line of the list: this one, of the tests' own, is named by configurations as the library's, and
/// its datafit by those of linear problems.
/// </summary>
public sealed class OwnLossTests
{
    // The one file: log cosh(z − y), which is half the square near 0 and the magnitude far from it.
    sealed class LogCosh : Datafit
    {
        internal static Loss Loss { get; } =
            Objectives.Loss.Of("log-cosh", (z, y) => Rows(z - y).reshape(z.shape[0], -1).sum([1L]), new LogCosh());

        static Tensor Rows(Tensor r) => r.abs() + nn.functional.softplus(r.abs() * -2) - Math.Log(2);

        public override Tensor Targets(Dataset data, bool hasIntercept, int classes) =>
            data.Targets.reshape(1, -1).to(ScalarType.Float64);

        public override Tensor Rows(Tensor z, Tensor y) => Rows(z - y).sum([-2L]);

        public override Tensor Residual(Tensor mean, Tensor y) => (mean - y).tanh();

        public override Tensor Curvature(Tensor mean, Tensor y) => 1 - (mean - y).tanh().square();

        public override Tensor Deviance(Tensor mean, Tensor y) => Rows(mean, y) * 2;

        public override bool IsOfResiduals => true;
    }

    // The one line.
    static IDisposable Added() => NamedLosses.Add(
        new("logCosh", "log cosh(z − y)", LossArgument.None, _ => LogCosh.Loss));

    static OwnRun Run() => new(""" "loss": { "kind": "logcosh" }, "penalties": [{ "penalty": "l1", "lambda": 0.05 }] """);

    [Fact]
    public void A_configuration_names_it_and_is_shown_with_it()
    {
        using var added = Added();
        using var run = Run();
        Assert.Contains("loss.kind = \"logCosh\"", run.Show(), StringComparison.Ordinal);
        Assert.Contains("logCosh", OwnRun.Choices("train", "properties", "loss", "properties", "kind"));
        Assert.Contains("logCosh", OwnRun.Choices("select", "properties", "problem", "properties", "loss"));
    }

    // train asks the solver of linear problems for the optimum, and measures the distance by the loss's autograd.
    [Fact]
    public void It_is_trained_to_the_optimum_that_its_datafit_has()
    {
        using var added = Added();
        using var run = Run();
        Assert.Contains("log-cosh", run.Train());
        Assert.Contains("log-cosh", run.Evaluate());
        Assert.InRange(run.Metric("distance"), 0, 1e-5);
        Assert.InRange(run.Metric("optimum", "above"), -1e-7, 1e-6);
        Assert.Equal(1, run.Metric("optimum", "exactZeros"));
        Assert.Equal(0, run.Weights()[1]);
    }

    [Fact]
    public void Its_lambda_is_chosen_by_cross_validation()
    {
        using var added = Added();
        using var run = Run();
        var chosen = OwnRun.Done(Cli.Run(
            "select", "--data", run.Rows, "--loss=logCosh", "--folds.count=3", "--path.count=8", "--to", run.Folder));
        Assert.Contains("λ.min", chosen, StringComparison.Ordinal);
        Assert.Contains("log-cosh", run.Evaluate(), StringComparison.Ordinal);
    }

    [Fact]
    public void Its_name_is_none_without_the_line()
    {
        using var run = Run();
        Assert.Contains("must be one of auto, crossEntropy", run.Refused(), StringComparison.Ordinal);
        var select = Cli.Run("select", "--data", run.Rows, "--loss=logCosh");
        Assert.Contains("must be one of auto, squaredError, logistic", Cli.Refused(select), StringComparison.Ordinal);
    }
}
