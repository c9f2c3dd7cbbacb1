using TorchReg.Kernels;
using TorchReg.Optimizers;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchReg.Cli.Tests;

/// <summary>
/// An optimizer is one adapter and one line of the list: this one, of the tests' own, is named by configurations as torch's, and
/// proximal steps go by its step sizes.
/// </summary>
public sealed class OwnOptimizerTests
{
    // An optimizer that moves by twice its learning rate.
    sealed class DoubleSGD(IEnumerable<Parameter> parameters, double rate) : SGD(parameters, rate)
    {
        public override Tensor step(Func<Tensor>? closure = null)
        {
            using (no_grad())
                foreach (var parameter in parameters()) parameter.grad?.mul_(2);
            return base.step(closure);
        }
    }

    // The one file.
    sealed class DoubleSGDAdapter() : OptimizerAdapter<DoubleSGD, SGD.Options, SGD.State>
    {
        internal override OptimizerArgument Takes => OptimizerArgument.None;

        internal override optim.Optimizer Create(IEnumerable<Parameter> parameters, double rate, OptimizerArguments arguments) =>
            new DoubleSGD(parameters, rate);

        internal override bool IsAdaptive => false;

        protected override StepSizes Sizes(double rate, SGD.Options options, SGD.State state, long finished) => new(2 * rate);
    }

    // The one line.
    static IDisposable Added() => KnownOptimizers.Add(new DoubleSGDAdapter());

    static OwnRun Run(string rest = "", string kind = "doubleSGD") => new($$"""
        "optimizer": { "kind": "{{kind}}"{{rest}} }, "penalties": [{ "penalty": "l1", "lambda": 0.1, "mode": "proximal" }]
        """);

    [Fact]
    public void A_configuration_names_it_and_is_shown_with_it()
    {
        using var added = Added();
        using var run = Run();
        Assert.Contains("optimizer.kind = \"doubleSGD\"", run.Show(), StringComparison.Ordinal);
        Assert.Contains("doubleSGD", OwnRun.Choices("train", "properties", "optimizer", "properties", "kind"));
    }

    // With the rate for the step size the proximal steps would rest at half of λ.
    [Fact]
    public void Its_proximal_steps_rest_at_the_optimum()
    {
        using var added = Added();
        using var run = Run();
        run.Train();
        Assert.InRange(run.Metric("distance"), 0, 1e-5);
        Assert.Equal(0, run.Weights()[1]);
    }

    [Fact]
    public void What_it_does_not_take_is_refused_as_of_torchs()
    {
        using var added = Added();
        using var run = Run(""", "momentum": 0.9""");
        Assert.Contains("optimizer.momentum belongs to sgd, rmsProp", run.Refused(), StringComparison.Ordinal);
    }

    [Fact]
    public void Its_name_is_none_without_the_line()
    {
        using var run = Run();
        Assert.Contains("must be one of sgd, asgd, adam", run.Refused(), StringComparison.Ordinal);
    }
}
