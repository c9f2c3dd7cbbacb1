using static TorchSharp.torch;

namespace TorchReg.Data;

// From codes of categories, in the order of their first rows, to indicators and classes.
internal sealed partial class CsvImport
{
    // Before the indicators are made of the codes.
    private void CheckSize(long rows)
    {
        var widths = chosen
            .Features.Zip(
                parsers,
                (field, parser) => (field.Name, IsText: parser.Codes is not null, Count: (long)(parser.Codes?.Count ?? 1)))
            .ToArray();
        if (!widths.Any(width => width.IsText)) return;
        var widest = widths.Where(width => width.IsText).MaxBy(width => width.Count);
        var columns = widths.Sum(width => width.Count);
        if ((Int128)rows * columns > chosen.Options.MaxNumbers)
            throw records.Wrong(
                FormattableString.Invariant(
                    $"{rows:N0} rows × {columns:N0} columns, one for each category, are {(Int128)rows * columns:N0} numbers, ") +
                    FormattableString.Invariant($"of at most {chosen.Options.MaxNumbers:N0}; ") +
                    FormattableString.Invariant(
                        $"name column '{Shown.Value(widest.Name)}', which has {widest.Count:N0} categories, in Ignored, take ") +
                        "fewer rows, or raise MaxNumbers.");
    }

    private Tensor Features(Tensor block)
    {
        var p = chosen.Features.Count;
        if (chosen.Features.All(field => field.Categories is null)) return block.narrow(1, 0, p);
        using var scope = NewDisposeScope();
        var columns = Enumerable
            .Range(0, p)
            .Select(j => parsers[j].Codes is null ? block.narrow(1, j, 1) : Indicators(block.narrow(1, j, 1), parsers[j]));
        return cat([.. columns.Select(column => column.to(block.dtype))], 1).MoveToOuterDisposeScope();
    }

    private Tensor Targets(Tensor column)
    {
        if (chosen.Target.Categories is null) return column;
        // From the order of their first row to that of their names: no n × K indicators for a number of each row.
        using var scope = NewDisposeScope();
        var order = Order(parsers[chosen.Features.Count]);
        var places = new long[order.Length];
        for (var i = 0; i < order.Length; i++) places[order[i]] = i;
        return tensor(places).index_select(0, column.select(1, 0).to(ScalarType.Int64)).MoveToOuterDisposeScope();
    }

    // A column of codes against the K codes in the categories' order: n × K.
    private static Tensor Indicators(Tensor column, CsvFieldParser parser) => column.eq(tensor(Order(parser), column.dtype));

    private static long[] Order(CsvFieldParser parser) =>
        [.. parser.Learnt.Categories!.Select(category => (long)parser.Codes!.Find(category))];
}
