namespace TorchReg.Tests.Soundness;

/// <summary>A penalty kind at a λ in a mode.</summary>
sealed record Acting(PenaltyKind Kind, double Lambda, PenaltyMode Mode)
{
    public bool HasKink(Part part) => !Kind.IsSet && !Kind.Reference(part, Lambda).IsSmooth;

    /// <summary>It acts by its gradient, which jumps somewhere.</summary>
    public bool MayCrossAKink(Part part) => Mode is PenaltyMode.Gradient or PenaltyMode.Loss && !Kind.IsSet
        && Kind.Reference(part, Lambda) is { IsSmooth: false } or { HasSeveralMinima: true };

    public override string ToString() => $"{Kind} as {Mode}";
}

/// <summary>How the loop around the step varies.</summary>
sealed record Circumstances
{
    public ScalarType Type { get; init; } = ScalarType.Float64;

    /// <summary>The penalties' factor falls from 2 toward ½, which it is from the 15th step on.</summary>
    public bool IsScheduled { get; init; }

    /// <summary>Two batches make one step.</summary>
    public bool Accumulates { get; init; }

    /// <summary>"", "norm" or "value": larger gradients are cut, also at rest where a penalty holds them.</summary>
    public string Clips { get; init; } = "";

    /// <summary>η falls to a half after 20 steps.</summary>
    public bool RateFalls { get; init; }

    /// <summary>Trainer.Fit instead of a loop of one's own.</summary>
    public bool ByTrainer { get; init; }

    /// <summary>λ of an L2 on the layer's output beside the other rules; 0 for none.</summary>
    public double Activity { get; init; }

    public double Scale(long step) => !IsScheduled ? 1 : step < 15 ? 0.5 + 1.5 / (1 + step) : 0.5;

    public double FinalScale => IsScheduled ? 0.5 : 1;

    public override string ToString() =>
        string.Concat(Type == ScalarType.Float64 ? "" : $", {Type}", IsScheduled ? ", scheduled" : "",
            Accumulates ? ", accumulated" : "", Clips == "" ? "" : $", clipped by {Clips}", RateFalls ? ", falling rate" : "",
            Activity > 0 ? ", activity" : "", ByTrainer ? ", Trainer" : "");
}

/// <summary>One cell of the matrix.</summary>
sealed record Combination(LayerKind Layer, Acting[] Rules, OptimizerKind Optimizer, Circumstances With, int Seed)
{
    public override string ToString() => $"{Layer}, {string.Join(" + ", Rules.AsEnumerable())}, {Optimizer}{With}";
}

enum Verdict { Reached, Refused, Wrong, Undecided }

/// <summary>What became of a combination.</summary>
/// <param name="Verdict">Reached: what is written was computed.</param>
/// <param name="Detail">The reason of a refusal, or what is wrong.</param>
sealed record Outcome(Verdict Verdict, string Detail = "")
{
    public static Outcome Reached { get; } = new(Verdict.Reached);
    public static Outcome Wrong(string detail) => new(Verdict.Wrong, detail);
}
