namespace TorchReg.Tests.Soundness;

/// <summary>
/// The documents' table of supported combinations, and the list of reasons why others are refused, from the matrix's outcomes.
/// </summary>
static class SupportTable
{
    static readonly (string Title, PenaltyMode[] Modes, Func<PenaltyKind, bool> Has)[] columns =
    [
        ("Loss, Gradient", [PenaltyMode.Loss, PenaltyMode.Gradient], kind => !kind.IsSet),
        ("Proximal: element by element", [PenaltyMode.Proximal],
            kind => !kind.IsSet && !kind.NeedsGroups && !kind.IsFormula && !kind.IsWhole),
        ("Proximal: groups", [PenaltyMode.Proximal], kind => !kind.IsSet && kind.NeedsGroups && kind.Strength == 1),
        ("bounds", [PenaltyMode.Proximal], kind => kind.IsSet && !kind.NeedsGroups && kind.Name != "L1 ball"),
        ("norms", [PenaltyMode.Proximal], kind => kind.IsSet && (kind.NeedsGroups || kind.Name == "L1 ball")),
        ("Decoupled: L2", [PenaltyMode.Decoupled], kind => kind.Name == "L2"),
    ];

    public static string Markdown()
    {
        var core = Matrix.Cells.Where(cell => cell.Part == "core").ToArray();
        var rows = OptimizerKinds.All.Select(o => o.Class).Distinct()
            .GroupBy(name => string.Join(" | ", columns
                .Select(column => Entry(core.Where(cell => cell.Combination.Optimizer.Class == name), column.Modes,
                    column.Has))));
        return $"| | {string.Join(" | ", columns.Select(c => c.Title))} |\n|---|{string.Concat(columns.Select(_ => "---|"))}\n"
            + string.Concat(rows.Select(row => $"| {string.Join(", ", row)} | {row.Key} |\n"));
    }

    // What is no minimisation by its definition is said in other words; what need not rest under momentum, below the table.
    static string Exactness(Cell[] judged) => !judged[0].Combination.Optimizer.IsAdaptive
        || judged.All(cell => cell.Combination.Optimizer.HasMomentum || Target.IsMinimised(cell.Combination)) ? "yes"
        : judged[0].Combination.Rules[0].Kind.IsSet ? "projected" : "as AdamW";

    // Judged by the plain options: what weight decay, centering and maximizing make of it stands in the list of reasons.
    static string Entry(IEnumerable<Cell> cells, PenaltyMode[] modes, Func<PenaltyKind, bool> has)
    {
        var judged = cells.Where(cell => IsPlain(cell.Combination.Optimizer) && modes.Contains(cell.Combination.Rules[0].Mode)
            && has(cell.Combination.Rules[0].Kind) && cell.Outcome.Verdict != Verdict.Undecided).ToArray();
        var outcomes = judged.Select(cell => cell.Outcome.Verdict).ToHashSet();
        return outcomes.SetEquals([Verdict.Reached]) ? Exactness(judged)
            : outcomes.SetEquals([Verdict.Refused]) ? "–" : outcomes.Contains(Verdict.Reached) ? "some" : "?";
    }

    static bool IsPlain(OptimizerKind kind) =>
        !kind.Maximizes && kind.Decay == 0 && !kind.DecaysApart && !kind.Name.Contains("centered", StringComparison.Ordinal);

    /// <summary>
    /// Each reason with the modes and optimizers that it was met with, for the parts whose combinations no seed changes.
    /// </summary>
    public static string[] Reasons() => [.. Refused(cell => cell.Part is not "circumstances").GroupBy(cell => cell.Outcome.Detail)
        .OrderBy(group => group.Key, StringComparer.Ordinal)
        .SelectMany(group => new[] { group.Key, $"    {Modes(group)}; {Optimizers(group)}" })];

    public static IEnumerable<Cell> Refused(Func<Cell, bool> where) => Matrix.Cells
        .Where(cell => cell.Outcome.Verdict == Verdict.Refused && where(cell));

    static string Modes(IEnumerable<Cell> cells) =>
        string.Join(", ", cells.SelectMany(cell => cell.Combination.Rules.Select(rule => rule.Mode)).Distinct().Order());

    static string Optimizers(IEnumerable<Cell> cells)
    {
        string[] names = [.. cells.Select(cell => cell.Combination.Optimizer.Class).Distinct().Order(StringComparer.Ordinal)];
        return names.Length == OptimizerKinds.All.Select(o => o.Class).Distinct().Count() ? "every optimizer"
            : string.Join(", ", names);
    }
}
