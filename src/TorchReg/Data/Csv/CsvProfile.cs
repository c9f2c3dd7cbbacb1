namespace TorchReg.Data;

/// <summary>A pass over a file that counts what its cells look like.</summary>
sealed class CsvProfile
{
    // Different texts of a column that may turn out to be one of names, which is left out.
    const int MostNames = 100_000;
    readonly MissingWords missing;
    readonly MissingCells policy;

    CsvProfile(PlannedColumn[] plan, CsvOptions options, MissingWords missing)
    {
        (this.missing, policy) = (missing, options.Missing);
        Columns =
        [
            .. plan.Select(column => new ColumnProfile(
                column, column.Kind == ColumnKind.Category ? options.MaxCategories : MostNames)),
        ];
    }

    internal ColumnProfile[] Columns { get; }

    /// <summary>Rows that stay.</summary>
    internal long Rows { get; private set; }

    internal long RowsRead { get; private set; }

    internal static CsvProfile Of(RecordSource source, PlannedColumn[] plan, CsvOptions options)
    {
        using var input = new CsvInput(source, options);
        var words = new MissingWords(options.MissingWords);
        CsvProfile Create() => new(plan, options, words);
        var slots = CsvInput.Slots(Create);
        foreach (var _ in input.Pieces(slots, (records, own) => own.Add(input, records))) { }
        var all = slots[0];
        foreach (var own in slots.Skip(1)) all.Add(own);
        return all.RowsRead > 0 ? all : throw new InvalidDataException(
            $"{source.Name}, line {(options.HasHeader ? 2 : 1)}: expected rows after the header, found none.");
    }

    void Add(CsvInput input, RecordReader records)
    {
        while (input.Next(records))
        {
            RowsRead++;
            if (!Stays(records)) continue;
            Rows++;
            foreach (var column in Columns)
                if (records[column.Column.Position] is var cell && !missing.Has(cell)) column.Add(records.Line, cell);
        }
    }

    // Missing cells are counted in all rows; what else is learnt is of the rows that stay.
    bool Stays(RecordReader records)
    {
        var stays = true;
        foreach (var column in Columns)
        {
            var cell = records[column.Column.Position];
            if (!missing.Has(cell)) continue;
            column.AddMissing(records.Line, cell);
            stays &= policy != MissingCells.Drop && (column.Column.Role == ColumnRole.Feature || policy == MissingCells.Error);
        }
        return stays;
    }

    void Add(CsvProfile other)
    {
        (Rows, RowsRead) = (Rows + other.Rows, RowsRead + other.RowsRead);
        for (var j = 0; j < Columns.Length; j++) Columns[j].Add(other.Columns[j]);
    }
}
