using TorchReg.Cli.Host;
using TorchReg.Cli.Pipeline;
using TorchReg.Data;
using TorchSharp;

namespace TorchReg.Cli.Select;

/// <summary>The rows of a CSV file.</summary>
static class SelectCsv
{
    internal static SelectData Of(SelectSettings settings)
    {
        var (data, path, loss) = (settings.Data, settings.Data.Source, settings.Problem.Loss);
        if (!File.Exists(path))
            throw new UserError(
                $"data.source is '{path}', which is no file and no folder; set it to 'drawn', a CSV file, or a folder with " +
                "MNIST-format files");
        using var table = CsvRows.Read(data.Csv, path, CsvColumns.Options(data.Csv) with
        {
            TargetKind = loss == SelectLosses.Auto ? data.Csv.TargetKind
                : settings.Problem.IsOfClasses() ? CsvTarget.Class : CsvTarget.Number,
            Groups = CsvColumns.Optional(data.Groups, data.Csv, "groups"),
            Type = torch.ScalarType.Float64,
        });
        if (loss == SelectLosses.Logistic && table.Schema.Classes is { Count: > 2 } classes)
            throw new UserError(
                $"{path}: '{Shown.Value(table.Schema.Target.Name)}' has {classes.Count} classes, " +
                $"{string.Join(", ", classes.Take(3).Select(name => Shown.Value(name)))}{(classes.Count > 3 ? " …" : "")}, and " +
                "problem.loss is logistic, for two; set it to softmax, or to squaredError where they are numbers");
        var rows = data.Rows > 0 && data.Rows < table.Data.Rows ? data.Rows : table.Data.Rows;
        return new(
            rows < table.Data.Rows ? table.Data.Select([.. Enumerable.Range(0, (int)rows)]) : table.Data.Alias(),
            table.Schema.FeatureNames,
            table.Groups is { } groups ? [.. groups.Take((int)rows).Select(group => (double)group)] : null,
            $"{path}, {CsvRows.Used(table.Report, rows)}",
            false)
        {
            Encoding = InputEncoding.OfCsv(table.Schema) with { IsDouble = true, IsSparse = data.Csv.Sparse },
            Blocks = table.Schema.FeatureGroups,
            Target = table.Report.Target,
        };
    }
}
