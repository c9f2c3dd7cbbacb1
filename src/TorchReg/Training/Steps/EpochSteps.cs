using System.Runtime.InteropServices;
using TorchReg.Data;
using TorchReg.Objectives;
using TorchReg.Optimizers;
using TorchReg.Penalties;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchReg.Training;

/// <summary>The steps of one epoch.</summary>
sealed class EpochSteps(
    Objective objective,
    Loss loss,
    Regularization? regularization,
    TrainingOptions options,
    double? meanWeight,
    Parameter[] parameters,
    optim.Optimizer optimizer,
    AveragedWeights? averages,
    Divergence divergence,
    int epoch,
    long firstStep = 0)
{
    readonly OptimizerMoments moments = new(optimizer);
    readonly OptimizerStep optimizerStep = new(optimizer);
    long step = firstStep;
    double factor = 1;

    /// <summary>Of the epoch's last step.</summary>
    internal double GradientRatio { get; private set; } = double.NaN;

    /// <param name="batches">Of this epoch.</param>
    /// <param name="ownsBatches">Whether each batch is disposed after use.</param>
    /// <param name="afterStep">Told after each step how many batches are done, and whether it was the last.</param>
    internal void Run(
        IEnumerable<Dataset> batches,
        bool ownsBatches,
        Action<long, bool> afterStep,
        CancellationToken cancellation)
    {
        using var rows = batches.GetEnumerator();
        var (accumulated, done, first, count) = (0, 0L, 0L, 0L);
        var hasNext = rows.MoveNext();
        if (!hasNext) throw new ArgumentException($"Epoch {epoch} has no batches.");
        while (hasNext)
        {
            cancellation.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            if (accumulated == 0) (first, count) = (rows.Current.Rows, 0);
            count += rows.Current.Rows;
            if (rows.Current.Rows == 1) divergence.MetBatchOfOneRow = true;
            // Its share of the step if all batches have as many rows as the first.
            factor = rows.Current.Rows / ((double)options.AccumulateBatches * first);
            var value = Backward(rows.Current, ownsBatches, accumulated > 0);
            accumulated++;
            done++;
            hasNext = rows.MoveNext();
            if (done == 1) ExpectDense();
            Check(value, isLast: !hasNext);
            if (accumulated < options.AccumulateBatches && hasNext) continue;
            Step(isLast: !hasNext, share: count / ((double)options.AccumulateBatches * first));
            accumulated = 0;
            afterStep(done, !hasNext);
        }
    }

    BatchLoss Backward(Dataset batch, bool isOwned, bool accumulate)
    {
        if (meanWeight == null && (batch.Weights is not null || loss.HasClassWeights))
            throw new ArgumentException(
                "Weighted batches of a stream need TrainingOptions.MeanWeight, the mean weight of all rows (row weight times " +
                "class weight): divided by its own weights, each batch would count its rows differently.");
        try
        {
            var value = objective.Backward(batch, accumulate, factor, meanWeight);
            // A stream's batches were not checked before training; a number of theirs that is not finite is no divergence.
            if (isOwned && !value.IsOnDevice && !double.IsFinite(value.ToDouble())) RowChecks.CheckFinite(batch, "batch's");
            return value;
        }
        catch (ExternalException alone) when (batch.Rows == 1)
        {
            throw new InvalidOperationException(
                $"Epoch {epoch} has a batch of one row, which the model does not take, as batch normalization does not: " +
                $"{Divergence.OtherBatchSize}. " +
                    alone.Message.Split('\n')[0].TrimEnd(),
                alone);
        }
        finally { if (isOwned) batch.Dispose(); }
    }

    // Of an epoch's first batch: what makes gradients sparse is a layer's option.
    void ExpectDense()
    {
        foreach (var parameter in parameters)
        {
            using var gradient = parameter.grad;
            if (gradient is { is_sparse: true })
                throw new NotSupportedException(
                    $"{divergence.NameOf(parameter)} has a sparse gradient, which a Trainer does not take: make the layer with " +
                    "sparse: false.");
        }
    }

    /// <summary>One step, after a backward pass that someone else made.</summary>
    internal void Take(BatchLoss value, bool isLast)
    {
        Check(value, isLast);
        Step(isLast, share: 1);
    }

    // Reading a device's loss on every step would make the host wait.
    void Check(BatchLoss value, bool isLast)
    {
        if (!value.IsOnDevice || isLast) CheckLoss(value.ToDouble());
    }

    /// <param name="isLast">Whether it is the epoch's last.</param>
    /// <param name="share">
    /// The sum of its batches' factors, 1 but where one is smaller or missing: every row of a step counts the same.
    /// </param>
    void Step(bool isLast, double share)
    {
        if (TryUnscale()) Move(isLast, share);
        regularization?.EndStep();
        if (++step % OptimizerMoments.Interval == 0) moments.Flush();
    }

    // A step whose gradient is not finite at its scale moves nothing, and counts.
    bool TryUnscale()
    {
        if (objective.Scale is not { } scale) return true;
        if (ScaledGradients.TryUnscale(parameters, scale))
        {
            scale.Keep();
            return true;
        }
        if (!scale.TryLower()) throw divergence.OfGradient(epoch, step + 1, scale.Factor);
        return false;
    }

    void Move(bool isLast, double share)
    {
        if (share != 1) Scale(1 / share);
        if (isLast && regularization != null) GradientRatio = regularization.GradientRatio(factor);
        // What is clipped is the whole gradient: then no part of it can wait for the optimizer's pass.
        regularization?.AddGradientsOrLeave(Clips ? null : optimizerStep);
        Clip();
        regularization?.DecoupledStep(optimizer);
        if (options.EpsilonHat is { } epsilon) EpsilonHat.Set(optimizer, epsilon);
        regularization?.LeaveProxes(optimizer, optimizerStep);
        optimizerStep.Take();
        regularization?.ProximalStepAfter(optimizerStep, optimizer);
        averages?.AfterStep();
    }

    void Scale(double factor)
    {
        using var noGrad = no_grad();
        foreach (var parameter in parameters) parameter.grad?.mul_(Scalars.Of(factor));
    }

    bool Clips => options.ClipNorm != null || options.ClipValue != null;

    void Clip()
    {
        if (options.ClipNorm is { } norm) NormClipping.Clip(parameters, norm);
        if (options.ClipValue is { } value) nn.utils.clip_grad_value_(parameters, value);
    }

    void CheckLoss(double value)
    {
        if (!double.IsFinite(value)) throw divergence.OfStep(epoch, step + 1, value);
    }
}
