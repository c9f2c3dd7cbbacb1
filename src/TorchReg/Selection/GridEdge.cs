namespace TorchReg.Selection;

/// <summary>A choice at the edge of a grid is one between what was looked at and what was not.</summary>
static class GridEdge
{
    /// <summary>What to know about a λ that is the first or the last of its path.</summary>
    internal static IEnumerable<string> Notes(string what, RegularizationPath path, int index)
    {
        if (path.Fits.Count < 2) yield break;
        var largest = path.Fits[0].Lambda;
        if (index == 0)
            yield return largest < path.LambdaMax * (1 - 1e-9)
                ? $"{what} is at the largest λ given: a larger one may do better."
                : $"{what} is at λ_max, where all penalized weights are 0: no column helped.";
        if (index < path.Fits.Count - 1 || path.Fits[index].Lambda == 0) yield break;
        yield return path.EndedEarly is { } why
            ? $"{what} is at the last λ, after which the path ended: {why}."
            : $"{what} is at the smallest λ: a smaller one may do better; give a smaller Ratio, or smaller λ.";
    }
}
