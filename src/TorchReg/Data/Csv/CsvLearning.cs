namespace TorchReg.Data;

/// <summary>Learns how a file is encoded, in a pass over it that makes no numbers; in another where a column turns out to be
/// text.</summary>
static class CsvLearning
{
    /// <summary>The schema, and what there is to report of the whole file.</summary>
    internal static (CsvSchema Schema, CsvReport Report) Of(RecordSource source, CsvOptions options)
    {
        PlannedColumn[] plan;
        int columns;
        bool isHeaderOfNumbers;
        using (var input = new CsvInput(source, options))
        {
            (plan, columns, isHeaderOfNumbers) = (CsvPlan.Of(options, input), input.Names.Length, input.IsHeaderOfNumbers);
            options = options with { Separator = input.Separator };
        }
        var leftOut = new List<string>();
        while (true)
        {
            var profile = CsvProfile.Of(source, plan, options);
            var errors = new CsvErrors(source.Name, options, profile.RowsRead);
            if (profile.Rows == 0) throw errors.NothingLeft(profile.Columns);
            ColumnDecision[] decisions = [.. profile.Columns.Select(column => ColumnDecision.Of(column, errors))];
            leftOut.AddRange(decisions
                .Where(decision => decision.LeftOut is not null)
                .Select(decision => $"'{Shown.Value(decision.Profile.Column.Name)}' ({decision.LeftOut})"));
            decisions = [.. decisions.Where(decision => decision.LeftOut is null)];
            if (Next(plan, decisions, options) is { } next)
            {
                plan = next;
                continue;
            }
            if (decisions.All(decision => decision.Profile.Column.Role != ColumnRole.Feature))
                throw new InvalidDataException($"{source.Name}: no column is left for the features; left out: " +
                    $"{string.Join(", ", leftOut.Take(5))}; name them in {options.Called("Categorical")} if they are.");
            if (options.Missing == MissingCells.Error && decisions.Any(decision => decision.Profile.Missing > 0))
                throw errors.Missing([.. decisions.Select(decision => decision.Profile)]);
            var (schema, target) = Schema(decisions, options, errors, profile.Rows, columns);
            return (schema, new(profile.Rows, profile.RowsRead)
            {
                Missing = Missing(decisions),
                LeftOut = leftOut,
                Columns = Counted(schema),
                Target = target,
                Assumed = isHeaderOfNumbers
                    ? [$"the first line, all numbers, was taken for the header; set {options.Called("HasHeader")} to " +
                        $"{options.Called("False")} if it is a row"]
                    : [],
            });
        }
    }

    // Text that stands among numbers was not counted; rows that a column drops which is left out were not looked at.
    static PlannedColumn[]? Next(PlannedColumn[] plan, ColumnDecision[] decisions, CsvOptions options)
    {
        bool IsUncounted(ColumnDecision decision) =>
            decision.Kind == ColumnKind.Category && decision.Profile.Column.Kind == ColumnKind.Auto
            && decision.Profile.Numbers + decision.Profile.Dated > 0;
        var isShort = decisions.Length < plan.Length && options.Missing == MissingCells.Drop;
        if (!isShort && !decisions.Any(IsUncounted)) return null;
        return
        [
            .. decisions.Select(decision => IsUncounted(decision)
                ? decision.Profile.Column with { Kind = ColumnKind.Category } : decision.Profile.Column),
        ];
    }

    static (CsvSchema, string) Schema(
        ColumnDecision[] decisions, CsvOptions options, CsvErrors errors, long rows, int columns)
    {
        var learning = new FieldLearning(
            options, errors, rows, ShownMarks.Of(decisions.Select(decision => decision.Profile)));
        CsvField[] Fields(ColumnRole role) =>
            [.. decisions.Where(decision => decision.Profile.Column.Role == role).Select(learning.Of)];
        var target = TargetLearning.Of(
            decisions.First(decision => decision.Profile.Column.Role == ColumnRole.Target), learning, errors);
        return (
            new(options, Fields(ColumnRole.Feature), target.Field, Fields(ColumnRole.Weight).FirstOrDefault(), columns)
            {
                Event = Fields(ColumnRole.Event).FirstOrDefault(),
                Groups = Fields(ColumnRole.Group).FirstOrDefault(),
            },
            target.Words);
    }

    static CsvCount[] Missing(ColumnDecision[] decisions) =>
    [
        .. decisions.Where(decision => decision.Profile.Missing > 0)
            .Select(decision => new CsvCount(decision.Profile.Column.Name, decision.Profile.Missing))
            .OrderByDescending(count => count.Cells),
    ];

    // "9 columns of numbers, 2 of text, 1 of dates: 41 features"
    static string Counted(CsvSchema schema)
    {
        (string Kind, int Count)[] kinds =
        [
            ("of numbers", schema.Features.Count(field => field is { Categories: null, Dates: null })),
            ("of text", schema.Features.Count(field => field.Categories is not null)),
            ("of dates", schema.Features.Count(field => field.Dates is not null)),
        ];
        var counts = kinds.Where(kind => kind.Count > 0).Select((kind, i) => i > 0
            ? FormattableString.Invariant($"{kind.Count:N0} {kind.Kind}")
            : FormattableString.Invariant($"{kind.Count:N0} column{(kind.Count == 1 ? "" : "s")} {kind.Kind}"));
        var features = FormattableString.Invariant($"{schema.Width:N0} feature{(schema.Width == 1 ? "" : "s")}");
        return $"{string.Join(", ", counts)}: {features}";
    }
}
