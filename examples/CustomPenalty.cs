#:project ../src/TorchReg
#:property UsesTorch=true

// A penalty of your own, in two ways: from a formula alone, and as a class with a closed-form gradient and prox.
// dotnet run examples/CustomPenalty.cs
using TorchReg.Data;
using TorchReg.Penalties;
using TorchSharp;
using static TorchSharp.torch;

using var data = Dataset.Of(DrawnDigits.Draw(args.Length > 0 ? int.Parse(args[0]) : 1000, seed: 0));
Console.Error.WriteLine("training with each penalty, some seconds");

// 1. A formula: autograd differentiates it. Here the log-sum penalty, which spares large weights more than L1 does.
var logSum = new CustomPenalty("log-sum", w => (w.abs() / 0.01 + 1).log().sum() * 1e-4);
Report(logSum, PenaltyMode.Gradient);

// 2. A class: the scad-like capped lasso below knows its own gradient and prox, so it can act proximally.
Report(new CappedL1(lambda: 0.002, cap: 0.2), PenaltyMode.Proximal);
Report(new L1(0.002), PenaltyMode.Proximal);

void Report(Penalty penalty, PenaltyMode mode)
{
    manual_seed(0);
    using var model = nn.Linear(784, 10);
    using var optimizer = optim.SGD(model.parameters(), 0.5);
    using var regularization = new Regularization(model, penalty, mode);
    for (var step = 0; step < 300; step++)
    {
        using var scope = NewDisposeScope();
        optimizer.zero_grad();
        nn.functional.cross_entropy(model.call(data.Features), data.Targets).backward();
        regularization.AddGradients();
        optimizer.step();
        regularization.ProximalStep(optimizer);
    }
    var zeros = model.weight!.eq(0).sum().ToInt64();
    Console.WriteLine(
        FormattableString.Invariant(
            $"{penalty.Name}, {mode}: P(w) = {regularization.Total():F4}, exact zeros {zeros} of 7840, largest |w| ") +
            FormattableString.Invariant($"{model.weight.abs().max().ToDouble():F3}"));
}

/// <summary>
/// λ Σ min(|wᵢ|, cap): the lasso for small weights, nothing more for large ones (T. Zhang, JMLR 11 (2010), p. 1081).
/// </summary>
sealed class CappedL1(double lambda, double cap) : Penalty
{
    public override string Name => FormattableString.Invariant($"CappedL1({lambda}, {cap})");

    public override Tensor Value(Tensor w) => w.abs().clamp_max(cap).sum() * lambda;

    public override void AddGradient(Tensor w, Tensor gradient, double scale = 1)
    {
        using var scope = NewDisposeScope();
        gradient.add_(w.sign() * w.abs().lt(cap), scale * lambda);
    }

    // The better of the two pieces: soft thresholding below the cap, nothing above it (exact where stepSize·λ < 2·cap).
    public override void Prox(Tensor w, double stepSize)
    {
        using var scope = NewDisposeScope();
        var threshold = stepSize * lambda;
        var below = w - w.clamp(-threshold, threshold);
        w.copy_(where(w.abs().gt(cap + threshold / 2), w, below));
    }

    public override Tensor SubdifferentialDistance(Tensor w, Tensor gradient)
    {
        using var scope = NewDisposeScope();
        var slope = w.sign() * w.abs().lt(cap) * lambda;
        return where(w.ne(0), (gradient + slope).abs(), (gradient.abs() - lambda).clamp_min(0)).MoveToOuterDisposeScope();
    }

    public override double LambdaMax(Tensor gradientAtZero) => gradientAtZero.abs().max().ToDouble();
}
