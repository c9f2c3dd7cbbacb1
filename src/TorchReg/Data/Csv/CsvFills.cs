using static TorchSharp.torch;

namespace TorchReg.Data;

/// <summary>Learns what missing cells become, from those that are there.</summary>
static class CsvFills
{
    /// <summary>Puts the mean or median of each column in place of NaN, and keeps them in the schema.</summary>
    internal static CsvSchema Learn(Tensor features, CsvSchema schema)
    {
        var (fields, offset) = (new List<CsvField>(), 0);
        foreach (var field in schema.Features)
        {
            var start = offset;
            fields.Add(field with
            {
                Fill = [.. FieldEncoder.FilledAt(field).Select(at => Filled(features, start + at, schema.Options.Missing))],
            });
            offset += field.Width;
        }
        return schema with { Features = fields };
    }

    static double Filled(Tensor features, int column, MissingCells how)
    {
        using var scope = NewDisposeScope();
        var cells = features.select(1, column);
        var all = cells.to(ScalarType.Float64).contiguous().data<double>().ToArray();
        var there = Array.FindAll(all, cell => !double.IsNaN(cell));
        var fill = how == MissingCells.Mean ? there.Average() : Median(there);
        if (there.Length < all.Length) cells.masked_fill_(cells.ne(cells), Scalars.Of(fill));
        return fill;
    }

    // Of an even number of cells the mean of the two in the middle.
    static double Median(double[] cells)
    {
        Array.Sort(cells);
        return (cells[(cells.Length - 1) / 2] + cells[cells.Length / 2]) / 2;
    }
}
