namespace TorchReg.Penalties;

/// <summary>Which penalties have a joint prox on one parameter; a refusal is the reason, null is consent.</summary>
static class JointRefusal
{
    internal static string? Of(IReadOnlyList<PlacedPenalty> parts)
    {
        if (parts.Count == 1) return null;
        var bounds = Bounds(parts);
        if (!(bounds.Low <= bounds.High))
            return Because(parts, FormattableString.Invariant($"no weight is at least {bounds.Low} and at most {bounds.High}"));
        PlacedPenalty[] others = [.. parts.Where(IsOther)];
        if (others.Length > 1)
            return Because(parts, $"{others[0].Penalty.Name} and {others[1].Penalty.Name} have no joint prox in closed form");
        return others.Length == 0 ? null : Beside(others[0].Penalty, parts, bounds);
    }

    static string? Beside(Penalty other, IReadOnlyList<PlacedPenalty> parts, ElementBounds bounds)
    {
        if (parts.Any(p => p.Penalty.Shrinkage is { L1: > 0 }) && !(other.KeepsSigns && other.IsConvex))
            return Because(
                parts,
                $"the prox of {other.Name} may change signs, so that it does not follow after soft thresholding");
        var isBounded = double.IsFinite(bounds.Low) || double.IsFinite(bounds.High);
        if (!isBounded || other is { IsSeparable: true, IsConvex: true } || (IsCone(bounds) && other.KeepsSigns)) return null;
        return Because(parts, $"the prox of {other.Name} does not stay within the bounds");
    }

    /// <summary>Whether a part is neither ‖w‖₁ and ½‖w‖² nor bounds.</summary>
    internal static bool IsOther(PlacedPenalty part) => part.Penalty is { Shrinkage: null, Box: null };

    /// <summary>What all bounds leave.</summary>
    internal static ElementBounds Bounds(IEnumerable<PlacedPenalty> parts)
    {
        var boxes = parts.Select(p => p.Penalty.Box).OfType<ElementBounds>().ToArray();
        return boxes.Length == 0
            ? new(double.NegativeInfinity, double.PositiveInfinity)
            : new(boxes.Max(b => b.Low), boxes.Min(b => b.High));
    }

    /// <summary>Whether the bounds are 0 or none: what keeps signs stays within them.</summary>
    internal static bool IsCone(ElementBounds bounds) =>
        (bounds.Low is 0 || double.IsInfinity(bounds.Low)) && (bounds.High is 0 || double.IsInfinity(bounds.High));

    static string Because(IReadOnlyList<PlacedPenalty> parts, string reason) =>
        $"{parts[0].Target.Name} carries {string.Join(" and ", parts.Select(p => p.Penalty.Name))} as PenaltyMode.Proximal: " +
        $"{reason}. Join them to one penalty, or let one act as PenaltyMode.Gradient.";
}
