namespace TorchReg.Penalties;

/// <summary>Which parameter carries which penalty in which mode, as text in columns.</summary>
static class PlacementTable
{
    internal static string Of(IEnumerable<PlacedPenalty> placed, IEnumerable<Rule> activations, IReadOnlyList<ModelParameter> frozen)
    {
        string[][] rows =
        [
            ["parameter", "shape", "role", "penalty", "mode"],
            .. placed.Select(p => Row(p.Target, p.Penalty.Name + (p.Rule.Schedule == null ? "" : ", scheduled"), p.Rule.Mode.ToString())),
            .. activations.Select(r => new[] { r.ActivationsOf!, "", "Activations", r.Penalty.Name, r.Mode.ToString() }),
            .. frozen.Select(p => Row(p, "none: frozen", "")),
        ];
        var widths = Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(row => row[column].Length)).ToArray();
        return string.Join('\n', rows.Select(row => string.Join("  ", row.Select((cell, i) => cell.PadRight(widths[i]))).TrimEnd()));
    }

    static string[] Row(ModelParameter p, string penalty, string mode) =>
        [p.Name, string.Join("×", p.Parameter.shape), p.Role.ToString(), penalty, mode];
}
