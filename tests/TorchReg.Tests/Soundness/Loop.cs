using TorchReg.Objectives;
using TorchReg.Training;
using static TorchSharp.torch;

namespace TorchReg.Tests.Soundness;

/// <summary>Trains a problem until it rests, by a loop as users write it or by the Trainer.</summary>
static class Loop
{
    public const int MostSteps = 3000;
    const int MostOfLbfgs = 50, Probe = 5, FirstProbe = 30;

    /// <summary>Sizes that a data gradient of the matrix exceeds where penalties hold it at rest.</summary>
    public const double ClipNorm = 0.15, ClipValue = 0.05;

    /// <summary>The weights at rest.</summary>
    public static double[] Run(Problem problem, Lines lines, OptimizerKind kind, Circumstances with, Action<int> afterStep,
        int steps)
    {
        using var optimizer = kind.Make(problem.Parameters().Where(p => p.requires_grad));
        var before = problem.Weights();
        if (kind.Class == "LBFGS") steps = Math.Min(steps, MostOfLbfgs);
        for (var step = 1; step <= steps; step++)
        {
            using (NewDisposeScope()) Step(problem, lines, optimizer, kind, with);
            afterStep(step);
            if (with.RateFalls && step == 20)
                foreach (var group in optimizer.ParamGroups) group.LearningRate *= 0.5;
            if (step % Probe != 0) continue;
            var now = problem.Weights();
            if (step > FirstProbe && now.Zip(before, (a, b) => Math.Abs(a - b)).Max() < Resting(with)) return now;
            before = now;
        }
        return problem.Weights();
    }

    static void Step(Problem problem, Lines lines, optim.Optimizer optimizer, OptimizerKind kind, Circumstances with)
    {
        if (kind.Class == "LBFGS")
        {
            lines.DecoupledStep(optimizer);
            optimizer.step(() => { optimizer.zero_grad(); return Backward(problem, lines, kind, with); });
        }
        else
        {
            optimizer.zero_grad();
            Backward(problem, lines, kind, with);
            lines.DecoupledStep(optimizer);
            optimizer.step();
        }
        lines.ProximalStep(optimizer);
    }

    static Tensor Backward(Problem problem, Lines lines, OptimizerKind kind, Circumstances with)
    {
        var batches = with.Accumulates ? 2 : 1;
        Tensor loss = null!;
        for (var batch = 0; batch < batches; batch++)
        {
            (loss, var share) = problem.Batch(batch, batches);
            if (lines.Value() is { } value) loss = loss + value;
            if (kind.Maximizes) loss = -loss;
            (batches == 1 ? loss : loss * share).backward();
        }
        lines.AddGradients();
        var clipped = problem.Parameters().Where(p => p.requires_grad);
        if (with.Clips == "norm") nn.utils.clip_grad_norm_(clipped, ClipNorm);
        if (with.Clips == "value") nn.utils.clip_grad_value_(clipped, ClipValue);
        return loss;
    }

    /// <summary>The same by the Trainer, full batches.</summary>
    public static double[] ByTrainer(Problem problem, Lines lines, OptimizerKind kind, Circumstances with, int epochs)
    {
        using var data = problem.Rowset();
        using var rest = new CancellationTokenSource();
        var before = problem.Weights();
        var options = new TrainingOptions
        {
            Epochs = epochs, BatchSize = with.Accumulates ? (problem.Rows + 1) / 2 : problem.Rows,
                AccumulateBatches = with.Accumulates ? 2 : 1,
            LearningRate = 1, Shuffle = false, LedgerOfTraining = false,
            Optimizer = (parameters, _) => kind.Make(parameters),
            LearningRateSchedule = epoch => with.RateFalls && epoch > 20 ? 0.5 : 1,
            ClipNorm = with.Clips == "norm" ? ClipNorm : null, ClipValue = with.Clips == "value" ? ClipValue : null,
            AfterStep = step =>
            {
                if (step % Probe != 0) return;
                var now = problem.Weights();
                if (step > FirstProbe && now.Zip(before, (a, b) => Math.Abs(a - b)).Max() < Resting(with)) rest.Cancel();
                before = now;
            },
        };
        try { new Trainer(problem.Model, Losses.HalfSquaredError, lines.Regularization, options).Fit(data,
            cancellation: rest.Token); }
        catch (OperationCanceledException) when (rest.IsCancellationRequested) { }
        return problem.Weights();
    }

    static double Resting(Circumstances with) => with.Type == ScalarType.Float64 ? 1e-9 : 2e-7;
}
