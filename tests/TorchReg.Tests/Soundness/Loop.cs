namespace TorchReg.Tests.Soundness;

/// <summary>Trains a problem until it rests, by a loop as users write it or by the Trainer.</summary>
static class Loop
{
    public const int MostSteps = 3000;
    const int MostOfLbfgs = 50;

    /// <summary>Sizes that a data gradient of the matrix exceeds where penalties hold it at rest.</summary>
    public const double ClipNorm = 0.15, ClipValue = 0.05;

    /// <summary>The weights at rest.</summary>
    public static double[] Run(Problem problem, Lines lines, OptimizerKind kind, Circumstances with, Action<int> afterStep,
        int steps, End? end = null)
    {
        using var optimizer = kind.Make(problem.Parameters().Where(p => p.requires_grad));
        var rates = optimizer.ParamGroups.Select(group => group.LearningRate).ToArray();
        if (kind.Class == "LBFGS") steps = Math.Min(steps, MostOfLbfgs);
        var rest = new Rest(problem.Weights, Still(with), steps, end ?? new());
        for (var step = 1; step <= rest.MostSteps; step++)
        {
            using (NewDisposeScope()) Step(problem, lines, optimizer, kind, with);
            afterStep(step);
            if (rest.After(step)) break;
            if (step == 20 || step >= steps)
                foreach (var (group, rate) in optimizer.ParamGroups.Zip(rates))
                    group.LearningRate = rate * Factor(with, step) * rest.Rate;
        }
        return problem.Weights();
    }

    static double Factor(Circumstances with, int step) => with.RateFalls && step >= 20 ? 0.5 : 1;

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
    public static double[] ByTrainer(Problem problem, Lines lines, OptimizerKind kind, Circumstances with, Action<int> afterStep,
        int epochs, End? end = null)
    {
        using var data = problem.Rowset();
        using var stop = new CancellationTokenSource();
        var rest = new Rest(problem.Weights, Still(with), epochs, end ?? new());
        var options = new TrainingOptions
        {
            Epochs = rest.MostSteps,
            BatchSize = with.Accumulates ? (problem.Rows + 1) / 2 : problem.Rows,
            AccumulateBatches = with.Accumulates ? 2 : 1,
            LearningRate = 1,
            Shuffle = false,
            EvaluateTraining = false,
            Optimizer = (parameters, _) => kind.Make(parameters),
            LearningRateSchedule = epoch => Factor(with, epoch - 1) * rest.Rate,
            ClipNorm = with.Clips == "norm" ? ClipNorm : null,
            ClipValue = with.Clips == "value" ? ClipValue : null,
            AfterStep = step =>
            {
                afterStep((int)step);
                if (rest.After((int)step)) stop.Cancel();
            },
        };
        var trainer = new Trainer(problem.Model, Losses.HalfSquaredError, lines.Regularization, options);
        try { trainer.Fit(data, cancellation: stop.Token); }
        catch (OperationCanceledException) when (stop.IsCancellationRequested) { }
        return problem.Weights();
    }

    static double Still(Circumstances with) => with.Type == ScalarType.Float64 ? 1e-9 : 2e-7;
}
