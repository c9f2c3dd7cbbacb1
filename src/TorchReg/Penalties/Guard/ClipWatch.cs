using System.Globalization;
using TorchReg.Optimizers;

namespace TorchReg.Penalties;

/// <summary>
/// Sees by the gradients of a loop's first steps that they are clipped, which torch tells nobody: cut to a norm they have the
/// same norm in every step, cut by elements the same largest one, though they differ.
/// </summary>
sealed class ClipWatch
{
    const int Looks = 3;
    readonly Dictionary<PenaltyLine, List<GradientTrace>> seen = [];
    bool isTold;

    /// <summary>
    /// Before a line that acts apart from the gradients: what is to be told of clipping beside its penalties; else null.
    /// </summary>
    internal string? Look(PenaltyLine line, IEnumerable<PlacedPenalty> penalties)
    {
        if (isTold || line.Optimizer is null || GradientTrace.Of(line.Optimizer) is not { } trace) return null;
        if (!seen.TryGetValue(line, out var traces)) seen[line] = traces = [];
        traces.Add(trace);
        if (traces.Count < Looks || Found(traces) is not var (clipping, what)) return null;
        isTold = true;
        var reason = penalties.Select(p => clipping.Refusal(p.Penalty, line.Mode)).FirstOrDefault(refusal => refusal != null)
            ?? clipping.Refusal(new OptimizerView(line.Optimizer));
        return reason == null ? null : MisuseText.Clipped(what, reason);
    }

    static (Clipping, string)? Found(List<GradientTrace> traces)
    {
        var pairs = traces.Zip(traces.Skip(1)).ToArray();
        if (pairs.Any(pair => !pair.First.DiffersFrom(pair.Second))) return null;
        if (pairs.All(pair => pair.First.HasNormOf(pair.Second)))
            return (new(true, false, InLoop: true), Told("norm", traces[0].Norm));
        if (pairs.All(pair => pair.First.HasLargestOf(pair.Second)))
            return (new(false, true, InLoop: true), Told("largest element", traces[0].Largest));
        return null;
    }

    static string Told(string what, double value) => string.Create(CultureInfo.InvariantCulture, $"their {what} is {value:G3}");
}
