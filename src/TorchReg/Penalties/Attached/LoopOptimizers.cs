using static TorchSharp.torch;

namespace TorchReg.Penalties;

/// <summary>The optimizers that a loop has given to its lines.</summary>
sealed class LoopOptimizers(Attachment attachment)
{
    readonly List<OptimizerLines> known = [];

    internal OptimizerLines Of(optim.Optimizer optimizer)
    {
        foreach (var lines in known)
            if (ReferenceEquals(lines.Optimizer, optimizer)) return lines;
        known.Add(new(optimizer, attachment.Placed, attachment.Modes));
        return known[^1];
    }

    /// <summary>Refuses an optimizer that lacks a penalized parameter.</summary>
    internal void ExpectAll(optim.Optimizer optimizer)
    {
        var lines = Of(optimizer);
        if (Array.Find(attachment.Placed, p => p.IsTrainable && !lines.Has(p.Target)) is { } other)
            throw OptimizerLines.Missing(other.Target);
    }

    /// <summary>
    /// Refuses a line whose parameters no optimizer has: the second time every optimizer of the loop has been given once.
    /// </summary>
    internal void ExpectCovered(PenaltyLine line, PlacedPenalty[] own)
    {
        var all = attachment.Modes.In(line.Mode);
        if (own.Length == 0 && all.Length > 0) throw OptimizerLines.Missing(all[0].Target);
        if (line.Calls == 1
            && Array.Find(all, p => p.IsTrainable && !known.Exists(lines => lines.Has(p.Target))) is { } orphan)
            throw OptimizerLines.Missing(orphan.Target, "No optimizer that was given here has");
    }
}
