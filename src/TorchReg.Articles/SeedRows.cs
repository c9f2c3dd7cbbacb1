using TorchReg.Data;

namespace TorchReg.Articles;

/// <summary>One seed's rows: to train on, to choose λ by, and to judge the choice; no row is in two of them.</summary>
/// <param name="Train">Its own rows: no other draw trains on them.</param>
/// <param name="Choice">The first half of the held-out rows, the same for all draws.</param>
/// <param name="Judge">The second half.</param>
public sealed record SeedRows(Dataset Train, Dataset Choice, Dataset Judge)
{
    /// <summary>Cuts the training rows into as many parts as seeds, and the held-out rows into halves.</summary>
    /// <param name="train">Rows in random order.</param>
    /// <param name="heldOut">Rows in random order, 2 or more.</param>
    /// <param name="seeds">How many, 1 or more.</param>
    /// <param name="rows">Rows of each draw; all that there are where null.</param>
    public static SeedRows[] Of(Dataset train, Dataset heldOut, int seeds, long? rows = null)
    {
        ArgumentNullException.ThrowIfNull(train);
        ArgumentNullException.ThrowIfNull(heldOut);
        var each = rows ?? train.Rows / seeds;
        if (each < 1 || each * seeds > train.Rows)
            throw new ArgumentException(
                $"{seeds} draws of {each} rows need {seeds * each}; there are {train.Rows}.",
                nameof(rows));
        var half = heldOut.Rows / 2;
        var (choice, judge) = (heldOut.Slice(0, half), heldOut.Slice(half, heldOut.Rows - half));
        return [.. Enumerable.Range(0, seeds).Select(seed => new SeedRows(train.Slice(seed * each, each), choice, judge))];
    }

    /// <summary>A model trained on this draw, looked at on all three.</summary>
    public Outcome Outcome(
        string name,
        TorchSharp.torch.nn.Module<TorchSharp.torch.Tensor, TorchSharp.torch.Tensor> model,
        Objectives.Loss loss,
        Penalties.Regularization? regularization) =>
        Articles.Outcome.Of(name, model, loss, regularization, Train, Judge) with
        {
            Choice = Training.Evaluation.Of(model, Choice, loss, regularization),
        };
}
