using System.Globalization;
using TorchReg.Cli.Host;
using TorchReg.Cli.Pipeline;
using TorchReg.Cli.Pipeline.Options;
using TorchReg.Data;
using static TorchSharp.torch;

namespace TorchReg.Cli.Certify;

/// <summary>The rows that a model was fitted to, in float64.</summary>
/// <param name="Data">Features and targets.</param>
/// <param name="Names">Of the features; null where there are none.</param>
/// <param name="Classes">
/// Names of the classes in the order of their indices; null where targets are numbers or have no names.
/// </param>
/// <param name="Source">Where they come from, in words.</param>
sealed record CertifiedRows(Dataset Data, IReadOnlyList<string>? Names, IReadOnlyList<string>? Classes, string Source)
    : IDisposable
{
    internal bool IsOfClasses => Data.Targets.dtype == ScalarType.Int64;

    /// <summary>What --missing may be.</summary>
    internal static string[] Missing { get; } = [.. Enum.GetNames<MissingCells>().Select(name => name.ToLowerInvariant())];

    internal static CertifiedRows Read(CertifyOptions options, CertifiedLoss? loss)
    {
        if (options.Data is not { } path)
            throw new UserError("--data is missing: an optimum is of rows; name the file that the model was fitted to");
        if (!File.Exists(path)) throw new UserError(
            Directory.Exists(path) ? $"--data {path} is a folder; name the file that the model was fitted to"
            : $"--data {path}: no such file; name the file that the model was fitted to{KnownName.Beside(path)}");
        var kind = loss is null ? CsvTarget.Auto : loss.IsOfClasses ? CsvTarget.Class : CsvTarget.Number;
        return FileFormat.Of(path) is { } format ? OfFormat(format, path, options.Target, kind) : OfColumns(path, options, kind);
    }

    static CertifiedRows OfColumns(string path, CertifyOptions options, CsvTarget kind)
    {
        var table = TableFile.Read(path, new CsvOptions
        {
            Target = options.Target is null ? ^1 : options.Target,
            TargetKind = kind,
            Missing = MissingOf(options.Missing ?? Missing[0]),
            Type = ScalarType.Float64,
            Called = Called,
        });
        return new(table.Data, table.Schema.FeatureNames, table.Schema.Classes, $"{path}, {table.Report}");
    }

    static MissingCells MissingOf(string word) =>
        Array.IndexOf(Missing, word) is >= 0 and var at ? Enum.GetValues<MissingCells>()[at]
        : throw new UserError($"--missing is '{Shown.Value(word)}'; it must be one of {string.Join(", ", Missing)}");

    // The library's options and values by the words of this command line.
    static string Called(string name) => name switch
    {
        nameof(CsvOptions.Target) => "--target",
        nameof(CsvOptions.TargetKind) => "--loss",
        nameof(CsvTarget.Class) => "logistic or softmax",
        nameof(CsvTarget.Number) => "squaredError or poisson",
        nameof(CsvOptions.Missing) => "--missing",
        _ when Enum.TryParse<MissingCells>(name, out _) => name.ToLowerInvariant(),
        _ => name,
    };

    static CertifiedRows OfFormat(FileFormat format, string path, string? target, CsvTarget kind)
    {
        if (target is not null) throw new UserError(
            $"--target names a column of a CSV file, and {path} is of {format.Name}; leave it out");
        var rows = format.Load(path, new SparseSettings { TargetKind = kind }, new() { Type = ScalarType.Float64 });
        return new(rows.Data, rows.Data.FeatureNames,
            rows.Schema?.Classes?.Select(name => name.ToString("R", CultureInfo.InvariantCulture)).ToArray(),
            FormattableString.Invariant($"{path}, {rows.Data.Rows:N0} rows"));
    }

    /// <summary>n × p as a tensor, of sparse rows and of a file too.</summary>
    internal Tensor Features => Data.Stored is { } stored ? stored.Dense(0, Data.Rows) : Data.Features.alias();

    public void Dispose() => Data.Dispose();
}
