using static TorchSharp.torch;

namespace TorchReg.Data;

/// <summary>Makes a dataset of encoded rows.</summary>
static class CsvImport
{
    // Numbers of a table that is made where the piece was read; larger ones are made in parts of that size, one at a time.
    const int Part = 1 << 22;

    /// <summary>Learns the encoding and follows it.</summary>
    internal static CsvTable Learn(RecordSource source, CsvOptions options)
    {
        var (schema, learnt) = CsvLearning.Of(source, options);
        ExpectRoom(source.Name, schema, learnt.Rows);
        return Read(source, schema, options.Missing is MissingCells.Mean or MissingCells.Median, learnt);
    }

    /// <summary>Follows an encoding.</summary>
    internal static CsvTable Read(RecordSource source, CsvSchema schema) => Read(source, schema, learnsFill: false, null);

    static CsvTable Read(RecordSource source, CsvSchema schema, bool learnsFill, CsvReport? learnt)
    {
        using var scope = NewDisposeScope();
        using var encoding = new CsvEncoding(source, schema, withTarget: true, learnsFill);
        var blocks = Blocks(encoding, schema, source.Name);
        var p = schema.Width;
        var features = cat([.. blocks.Select(block => block.narrow(1, 0, p))]);
        Tensor Beside(int k) => cat([.. blocks.Select(block => block.narrow(1, p + k, 1))]);
        var (target, next) = (Beside(0), 1);
        var weights = schema.Weights is null ? null : Beside(next++).select(1, 0);
        if (schema.Event is not null) target = cat([target, Beside(next++)], 1);
        if (schema.Classes is not null) target = target.select(1, 0).to(ScalarType.Int64);
        using var groups = schema.Groups is null ? null : Beside(next).select(1, 0).to(ScalarType.Int32);
        if (learnsFill) schema = CsvFills.Learn(features, schema);
        var read = encoding.Report();
        return new(
            new Dataset(features, target, weights)
            { FeatureNames = schema.FeatureNames, TargetNames = schema.Classes ?? [schema.Target.Name] },
            schema)
        {
            Report = learnt ?? read with { Rows = features.shape[0] },
            Groups = groups?.contiguous().data<int>().ToArray(),
        };
    }

    /// <summary>The features alone, n × p.</summary>
    internal static (Tensor Features, CsvReport Report) Features(RecordSource source, CsvSchema schema)
    {
        using var scope = NewDisposeScope();
        using var encoding = new CsvEncoding(source, schema, withTarget: false);
        var features = cat([.. Blocks(encoding, schema, source.Name)]);
        return (features.MoveToOuterDisposeScope(), encoding.Report() with { Rows = features.shape[0] });
    }

    static List<Tensor> Blocks(CsvEncoding encoding, CsvSchema schema, string name)
    {
        var (blocks, rows) = (new List<Tensor>(), 0L);
        foreach (var piece in encoding.Pieces())
        {
            rows += piece.Rows.Rows;
            ExpectRoom(name, schema, rows);
            blocks.AddRange(Tables(piece.Rows, encoding.Width, schema.Options.Type));
        }
        return blocks;
    }

    /// <summary>Tables of the rows, of some million numbers each.</summary>
    internal static IEnumerable<Tensor> Tables(EncodedRows rows, int width, ScalarType type)
    {
        var most = Math.Max(1, Part / width);
        for (var from = 0; from < rows.Rows; from += most)
        {
            var count = Math.Min(most, rows.Rows - from);
            if (type == ScalarType.Float32)
            {
                var table = new float[count * width];
                rows.To(table, from, width);
                yield return tensor(table, [count, width]);
            }
            else
            {
                var table = new double[count * width];
                rows.To(table, from, width);
                yield return tensor(table, [count, width]);
            }
        }
    }

    // Before the indicators are made.
    static void ExpectRoom(string name, CsvSchema schema, long rows)
    {
        var options = schema.Options;
        if (schema.Features.MaxBy(field => field.Categories?.Count ?? 0) is not { Categories: { } widest } most) return;
        if ((Int128)rows * schema.Width <= options.MaxNumbers) return;
        throw new InvalidDataException(
            FormattableString.Invariant($"{name}: {rows:N0} rows × {schema.Width:N0} columns, one for each category, are ") +
            FormattableString.Invariant($"{(Int128)rows * schema.Width:N0} numbers, of at most {options.MaxNumbers:N0}; ") +
            FormattableString.Invariant($"name column '{Shown.Value(most.Name)}', which has {widest.Count:N0} categories, in ") +
            $"{options.Called("Ignored")}, take fewer rows, or raise {options.Called("MaxNumbers")}.");
    }
}
