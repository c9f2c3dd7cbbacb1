using System.CommandLine;
using TorchReg.Cli.Host;
using TorchReg.Cli.Pipeline;
using TorchReg.Cli.Pipeline.Options;
using TorchReg.Data;
using TorchSharp;

namespace TorchReg.Cli.DataFiles;

/// <summary>torchreg data rows: a file of rows, which need not fit in memory, from CSV, sparse rows or MNIST.</summary>
static class DataRowsCommand
{
    const string Examples = """
        The file is read row by row by train, evaluate and predict, and column by column by select, and may be larger than the
        memory; docs/runs.md has its format. A CSV file is read in blocks, others whole.

        Examples:
          torchreg data rows big.csv --to big.rows --target=price
          torchreg data rows words.libsvm --to words.rows --classes --without-columns
          torchreg data rows mnist --to mnist.rows
        """;

    internal static Command Create(CommandContext context)
    {
        var source = new Argument<string>("SOURCE")
        {
            Description = "A CSV file of numbers, sparse rows (.libsvm, .svm, .coo, .mtx) or a folder with MNIST-format files, " +
                "of which the training rows are taken."
        };
        var to = new Option<string>("--to") { Description = "The file to write, FILE.rows.", HelpName = "FILE", Required = true };
        var target = Flag.Text("--target", "NAME", "CSV: the column to predict. Default: the last.");
        var weights = Flag.Text("--weights", "NAME", "CSV: the column of row weights.");
        var targets = Flag.Text("--targets", "FILE", "Triples: the file of the targets.");
        var classes = Flag.Switch("--classes", "The target is a class. Default: a number.");
        var precise = Flag.Switch("--float64", "Write float64. Default: float32.");
        var without = Flag.Switch(
            "--without-columns", "Leave the columns out, which select needs and train does not: half the size.");
        var rows = new Command("rows", "Write a file of rows that need not fit in memory.")
        {
            source, to, target, weights, targets, classes, precise, without
        };
        HelpWithExamples.AddTo(rows, Examples);
        rows.SetAction(parsed => Run(
            parsed.GetRequiredValue(source),
            parsed.GetRequiredValue(to),
            new()
            {
                Target = parsed.GetValue(target) ?? "",
                Weights = parsed.GetValue(weights) ?? "",
                TargetKind = parsed.GetValue(classes) ? CsvTarget.Class : CsvTarget.Number,
            },
            new()
            {
                Targets = parsed.GetValue(targets) ?? "",
                TargetKind = parsed.GetValue(classes) ? CsvTarget.Class : CsvTarget.Number,
            },
            parsed.GetValue(precise) ? torch.ScalarType.Float64 : torch.ScalarType.Float32,
            !parsed.GetValue(without),
            context));
        return rows;
    }

    static int Run(
        string source, string to, CsvSettings csv, SparseSettings sparse, torch.ScalarType type, bool withColumns,
        CommandContext context)
    {
        if (!to.EndsWith(".rows", StringComparison.OrdinalIgnoreCase))
            throw new UserError($"--to {to} does not end in .rows, by which such files are known; name it {to}.rows");
        if (Directory.Exists(source))
        {
            using var images = Dataset.Of(MnistFolder.Read(source).Train);
            RowsFile.Write(to, images, withColumns);
        }
        else if (!File.Exists(source))
            throw new UserError($"{source}: no such file or folder; give a CSV file, say{KnownName.Beside(source)}");
        else if (FileFormat.Of(source) is { } format)
        {
            using var data = format.Load(source, sparse, new() { Type = type }).Data;
            RowsFile.Write(to, data, withColumns);
        }
        else RowsFile.Write(to, TableFile.ReadBlocks(source, CsvColumns.Options(csv) with { Type = type }), withColumns);
        using var written = RowsFile.Open(to);
        context.Out.WriteLine(FormattableString.Invariant(
            $"{to}: {written.Rows:N0} rows × {written.Columns:N0} columns, {new FileInfo(to).Length:N0} bytes"));
        return ExitStatus.Done;
    }
}
