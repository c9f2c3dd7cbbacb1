using TorchReg.Kernels;
using TorchReg.Penalties;
using static TorchSharp.torch;

namespace TorchReg.Training;

/// <summary>
/// Training stopped because a number became infinite or no number; the message names the one that broke first, the epoch and the
/// step.
/// </summary>
public sealed class DivergenceException(string message) : InvalidOperationException(message);

/// <summary>
/// Looks for numbers that are not finite, in the order in which one breaks the next: weights that are not finite make the data
/// loss and every penalty so, and are then the ones to name.
/// </summary>
sealed class Divergence(nn.Module model, Regularization? regularization, double learningRate)
{
    /// <summary>After a step whose data loss is not finite.</summary>
    internal DivergenceException OfStep(int epoch, long step, double dataLoss)
    {
        var when = FormattableString.Invariant($"in epoch {epoch}, step {step}");
        if (BrokenWeight() is { } name)
            return Error(when, FormattableString.Invariant($"{name} is not finite, so that the data loss is {dataLoss}"));
        var penalty = BrokenPenalty() is var (term, value) ? FormattableString.Invariant($" and {term} is {value}") : "";
        return Error(when, FormattableString.Invariant($"the data loss is {dataLoss}{penalty}"));
    }

    /// <summary>After a step whose gradient no scale of the loss makes finite.</summary>
    internal DivergenceException OfGradient(int epoch, long step, double scale) =>
        Error(
            FormattableString.Invariant($"in epoch {epoch}, step {step}"),
            BrokenWeight() is { } name
                ? $"{name} is not finite"
                : FormattableString.Invariant($"the gradient is not finite, even of the loss times {scale}"));

    /// <summary>After an epoch's steps, before anything is made of its weights.</summary>
    internal void CheckWeights(int epoch)
    {
        if (BrokenWeight() is { } name) throw Error($"in epoch {epoch}, by its last step", $"{name} is not finite");
    }

    /// <summary>At an epoch's end.</summary>
    internal void CheckLedger(int epoch, string rows, Ledger? ledger)
    {
        if (ledger == null) return;
        var when = $"in epoch {epoch}, by its end";
        if (!double.IsFinite(ledger.DataLoss))
            throw Error(when, FormattableString.Invariant($"the data loss of the {rows} rows is {ledger.DataLoss}"));
        foreach (var (name, _, value) in ledger.Penalties)
            if (!double.IsFinite(value))
                throw Error(
                    when,
                    FormattableString.Invariant(
                        $"{name} is {value}, while the data loss of the {rows} rows is {ledger.DataLoss:G4}"));
    }

    internal string NameOf(TorchSharp.Modules.Parameter parameter) =>
        model.named_parameters().First(named => named.parameter.Handle == parameter.Handle).name;

    string? BrokenWeight()
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var named = model.named_parameters().ToArray();
        var finite = RunningSum.Of([.. named.Select(one => one.parameter.isfinite().all())]);
        var broken = Array.FindIndex(finite, isFinite => isFinite == 0);
        return broken < 0 ? null : named[broken].name;
    }

    (string, double)? BrokenPenalty()
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        foreach (var (rule, value) in regularization?.ValuesByRule() ?? [])
            if (!double.IsFinite(value)) return (rule.Penalty.Name, value);
        return null;
    }

    /// <summary>Whether a batch of one row was trained on: batch normalization makes no variance of it.</summary>
    internal bool MetBatchOfOneRow { get; set; }

    DivergenceException Error(string when, string what) =>
        new(
            MetBatchOfOneRow && BrokenBuffer() is { } buffer
                ? $"Training broke {when}: {what}, since {buffer} is not finite. A batch had one row, of which batch " +
                    $"normalization takes the variance: {OtherBatchSize}."
                : FormattableString.Invariant(
                    $"Training diverged {when}: {what}. Lower the learning rate, {learningRate}, or clip gradients."));

    internal const string OtherBatchSize = "choose another batch size, so that the last batch has more rows, or leave out a row";

    string? BrokenBuffer()
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        return model
            .named_buffers()
            .FirstOrDefault(b => b.buffer.is_floating_point() && !b.buffer.isfinite().all().ReadBoolean())
            .name;
    }
}
