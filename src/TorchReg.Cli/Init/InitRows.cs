using System.Globalization;
using TorchReg.Cli.Host;
using TorchReg.Cli.Pipeline;
using TorchReg.Cli.Pipeline.Options;
using TorchReg.Data;

namespace TorchReg.Cli.Init;

/// <summary>What a source of rows shows to who looks into it.</summary>
/// <param name="Data">The settings by which it is read.</param>
/// <param name="Words">A line about rows and columns.</param>
/// <param name="Target">"'price' (number)".</param>
/// <param name="IsOfClasses">Whether the target is a class.</param>
/// <param name="Columns">The model's inputs.</param>
/// <param name="Spread">The standard deviation of a target that is a number.</param>
sealed record InitRows(TrainDataSettings Data, string Words, string Target, bool IsOfClasses, int Columns, double Spread)
{
    /// <summary>A file with a name's ending or that is there, and no folder.</summary>
    internal bool IsFile => File.Exists(Data.Source);

    internal bool IsCsv => IsFile && FileFormat.Of(Data.Source) is null;

    /// <summary>Reads the source; cells without a value are filled, and said.</summary>
    internal static InitRows Of(string source, string? target)
    {
        var data = new TrainDataSettings { Source = source, Csv = new() { Target = target ?? "" } };
        if (File.Exists(source) && FileFormat.Of(source) is null) return OfCsv(data);
        if (target != null) throw new UserError($"--target {Shown.Value(target)} is for a CSV file; leave it out");
        var rows = DataSource.Of(data);
        using (rows.Train)
        using (rows.Test)
            return new(
                data with { Standardize = File.Exists(source) },
                rows.Source,
                rows.Encoding.Target.Name,
                rows.Encoding.Classes != null,
                rows.Encoding.FeatureNames.Count,
                rows.Encoding.Classes != null ? 1 : TargetSpread.Of(rows.Train));
    }

    static InitRows OfCsv(TrainDataSettings data)
    {
        using var table = CsvRows.Read(
            data.Csv, data.Source, CsvColumns.Options(data.Csv with { Missing = MissingCells.Median }));
        var hasMissing = table.Report.Missing.Count > 0;
        return new(
            data with
            {
                Standardize = true,
                Csv = data.Csv with
                {
                    Target = table.Schema.Target.Name,
                    Missing = hasMissing ? MissingCells.Median : MissingCells.Error,
                },
            },
            $"{data.Source}: {table.Report}",
            table.Report.Target,
            table.Schema.Classes != null,
            (int)table.Data.Columns,
            table.Schema.Classes != null ? 1 : TargetSpread.Of(table.Data));
    }

    /// <summary>λ for a start: a hundredth of what is enough to make all weights of standardized columns 0.</summary>
    internal string Lambda => IsOfClasses ? "0.002"
        : TargetSpread.Lambda(Spread, 0.01).ToString(CultureInfo.InvariantCulture);

    /// <summary>A step size that standardized columns, however alike, don't make too long.</summary>
    internal double LearningRate => Data.Source is TrainConfig.Digits or DataSettings.Drawn || Columns == 784 ? 0.2
        : Math.Min(0.1, Math.Pow(2, Math.Floor(Math.Log2(1.0 / (Columns + 1)))));
}
