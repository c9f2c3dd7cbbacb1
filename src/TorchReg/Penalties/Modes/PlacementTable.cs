namespace TorchReg.Penalties;

/// <summary>Which parameter carries which penalty in which mode, as text in columns.</summary>
static class PlacementTable
{
    internal static string Of(IReadOnlyList<PlacedPenalty> placed, IEnumerable<Rule> activations, RuleModes modes)
    {
        string[][] rows =
        [
            ["parameter", "shape", "role", "penalty", "mode"],
            .. placed.Where(p => p.IsTrainable).Select(p => Row(p.Target, Name(p.Rule), Mode(p.Rule, modes))),
            .. activations.Select(r => new[] { r.ActivationsOf!, "", "Activations", Name(r), Mode(r, modes) }),
            .. placed
                .Where(p => !p.IsTrainable)
                .Select(p => p.Target)
                .Distinct()
                .Select(p => Row(p, p.IsThere ? "none: frozen" : Gone, "")),
        ];
        var widths = Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(row => row[column].Length)).ToArray();
        return string.Join(
            '\n',
            rows.Select(row => string.Join("  ", row.Select((cell, i) => cell.PadRight(widths[i]))).TrimEnd()));
    }

    const string Gone = "none: moved or replaced after the Regularization was attached; attach it anew";

    static string Name(Rule rule) => rule.Penalty.Name + (rule.Schedule == null ? "" : ", scheduled");

    static string Mode(Rule rule, RuleModes modes) => (rule.Mode, modes.Of(rule)) switch
    {
        ({ } told, _) => told.ToString(),
        (null, { } taken) => $"{taken}, from the loop",
        _ => "of the first line",
    };

    static string[] Row(ModelParameter p, string penalty, string mode) =>
        [p.Name, p.Shape, p.Role.ToString(), penalty, mode];
}
