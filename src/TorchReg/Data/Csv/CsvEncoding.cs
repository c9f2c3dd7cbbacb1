namespace TorchReg.Data;

/// <summary>Rows of one piece of a file, encoded, with what was counted on the way in this and earlier pieces.</summary>
sealed class EncodedPiece(int columns)
{
    internal EncodedRows Rows { get; } = new();
    internal long[] Missing { get; } = new long[columns];
    internal long[] Unknown { get; } = new long[columns];
    internal long RowsRead { get; set; }
}

/// <summary>A file that is read the way that a schema says.</summary>
sealed class CsvEncoding : IDisposable
{
    readonly CsvInput input;
    readonly CsvSchema schema;
    readonly FieldEncoder[] fields;
    readonly MissingWords missing;
    readonly EncodedPiece[] slots;
    readonly bool withTarget;

    /// <param name="source">The file.</param>
    /// <param name="schema">Learnt from it or from another.</param>
    /// <param name="withTarget">Whether the columns beside the features are read.</param>
    /// <param name="learnsFill">Whether what missing cells become is learnt from these rows: NaN until then.</param>
    internal CsvEncoding(RecordSource source, CsvSchema schema, bool withTarget, bool learnsFill = false)
    {
        (this.schema, this.withTarget) = (schema, withTarget);
        input = new(source, schema.Options);
        missing = new(schema.Options.MissingWords);
        fields = Fields(learnsFill);
        slots = CsvInput.Slots(() => new EncodedPiece(fields.Length));
    }

    FieldEncoder[] Fields(bool learnsFill)
    {
        var places = CsvHeader.Places(input.Names);
        var (encoders, offset) = (new List<FieldEncoder>(), 0);
        void Add(CsvField field, ColumnRole role)
        {
            encoders.Add(new(field, Position(field, places), offset, role, schema.Options, learnsFill));
            offset += role == ColumnRole.Feature ? field.Width : 1;
        }
        foreach (var field in schema.Features) Add(field, ColumnRole.Feature);
        if (!withTarget) return [.. encoders];
        Add(schema.Target, ColumnRole.Target);
        if (schema.Weights is { } weights) Add(weights, ColumnRole.Weight);
        if (schema.Event is { } events) Add(events, ColumnRole.Event);
        if (schema.Groups is { } groups) Add(groups, ColumnRole.Group);
        return [.. encoders];
    }

    // By name where there is a header, by position otherwise.
    int Position(CsvField field, Dictionary<string, int> places)
    {
        if (!schema.Options.HasHeader)
            return input.Names.Length == schema.Columns ? field.Position : throw input.Wrong(
                $"expected {schema.Columns} fields, as in the file that was learnt from, found {input.Names.Length}.");
        return places.TryGetValue(field.Name, out var at) ? at : throw input.Wrong(
            $"there is no column '{Shown.Value(field.Name)}', which the encoding was learnt with; " +
            CsvHeader.Instead(field.Name, input.Names));
    }

    /// <summary>Columns of the rows: those of the features, and those beside them.</summary>
    internal int Width => schema.Width + (withTarget ? schema.Beside.Count : 0);

    /// <summary>The rows, piece by piece; each is good until the next.</summary>
    /// <param name="ready">What is made of a piece where it was read.</param>
    internal IEnumerable<EncodedPiece> Pieces(Action<EncodedPiece>? ready = null)
    {
        var rows = 0L;
        foreach (var piece in input.Pieces(slots, (records, own) =>
            {
                Read(records, own);
                ready?.Invoke(own);
            }))
        {
            rows += piece.Rows.Rows;
            yield return piece;
        }
        if (rows == 0 && slots.Sum(slot => slot.RowsRead) == 0)
            throw new InvalidDataException(
                $"{input.Name}, line {(schema.Options.HasHeader ? 2 : 1)}: expected rows after the header, found none.");
        if (rows == 0)
            throw new InvalidDataException($"{input.Name}: no row is left without a missing cell; give rows that have all.");
    }

    void Read(RecordReader records, EncodedPiece own)
    {
        own.Rows.Clear();
        while (input.Next(records))
        {
            own.RowsRead++;
            if (Drops(records, own)) continue;
            for (var j = 0; j < fields.Length; j++)
                if (missing.Has(records[fields[j].Position]))
                {
                    own.Missing[j]++;
                    if (!fields[j].Fill(own.Rows)) throw Missing(records, fields[j]);
                }
                else if (!fields[j].Encode(records, own.Rows)) own.Unknown[j]++;
            own.Rows.EndRow();
        }
    }

    // Rows that are to be predicted must all stay.
    bool Drops(RecordReader records, EncodedPiece own)
    {
        if (schema.Options.Missing == MissingCells.Error || !withTarget) return false;
        var drops = false;
        for (var j = schema.Options.Missing == MissingCells.Drop ? 0 : schema.Features.Count; j < fields.Length; j++)
            if (missing.Has(records[fields[j].Position]))
            {
                own.Missing[j]++;
                drops = true;
            }
        return drops;
    }

    InvalidDataException Missing(RecordReader records, FieldEncoder field)
    {
        var options = schema.Options;
        return field.Wrong(records, "a value, as none may be missing", options.Missing == MissingCells.Drop
            ? $"rows to predict are not dropped: fill it in, or learn with {options.Called("Missing")} set to " +
                $"{options.Called("Mean")}"
            : "fill it in or drop the row");
    }

    /// <summary>What was counted, after all pieces.</summary>
    internal CsvReport Report()
    {
        CsvCount[] Counts(Func<EncodedPiece, long[]> of) =>
        [
            .. fields.Select((field, j) => new CsvCount(field.Column.Name, slots.Sum(slot => of(slot)[j])))
                .Where(count => count.Cells > 0).OrderByDescending(count => count.Cells),
        ];
        return new(0, slots.Sum(slot => slot.RowsRead))
        {
            Missing = Counts(slot => slot.Missing),
            Unknown = Counts(slot => slot.Unknown),
        };
    }

    public void Dispose() => input.Dispose();
}
