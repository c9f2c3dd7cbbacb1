using static TorchSharp.torch;

namespace TorchReg.Data;

/// <summary>Datasets of some thousand rows of a file each.</summary>
static class CsvBlocks
{
    internal static IEnumerable<Dataset> Of(RecordSource source, CsvSchema schema)
    {
        using var encoding = new CsvEncoding(source, schema, withTarget: true);
        var p = schema.Width;
        foreach (var piece in encoding.Pieces())
            foreach (var table in CsvImport.Tables(piece.Rows, encoding.Width, ScalarType.Float64))
                using (table)
                {
                    using var scope = NewDisposeScope();
                    var (y, next) = (table.narrow(1, p, 1), p + 1);
                    var weights = schema.Weights is null ? null : table.select(1, next++).clone();
                    if (schema.Event is not null) y = table.narrow(1, p, next + 1 - p).index_select(1, tensor([0L, next - p]));
                    yield return new(
                        table.narrow(1, 0, p).to(schema.Options.Type, copy: true),
                        schema.Classes is null ? y.clone() : y.select(1, 0).to(ScalarType.Int64),
                        weights)
                    { FeatureNames = schema.FeatureNames };
                }
    }

    /// <summary>What is filled in is learnt of all rows at once.</summary>
    internal static void ExpectNoFill(CsvOptions options, string what)
    {
        if (options.Missing is MissingCells.Mean or MissingCells.Median)
            throw new ArgumentException(
                $"{what} are not filled in: {options.Called("Missing")} must be {options.Called("Error")} or " +
                $"{options.Called("Drop")}; given {options.Called(options.Missing.ToString())}.", nameof(options));
    }
}
