using TorchReg.Cli.Host;
using TorchReg.Cli.Pipeline.Options;
using TorchReg.Data;

namespace TorchReg.Cli.Pipeline;

/// <summary>Rows of a file that is no CSV, and how later files are read; null where they are dense.</summary>
sealed record FormatRows(Dataset Data, SparseOptions? Schema);

/// <summary>A kind of file of rows, known by its name's end; any other file is CSV.</summary>
/// <param name="Name">In words.</param>
/// <param name="Ends">Of file names, small letters; .gz may follow.</param>
/// <param name="Read">Reads a file.</param>
sealed record FileFormat(string Name, IReadOnlyList<string> Ends, Func<string, SparseSettings, SparseOptions, FormatRows> Read)
{
    internal static IReadOnlyList<FileFormat> All { get; } =
    [
        new("libsvm", [".libsvm", ".svm"], (path, _, options) => Sparse(LibsvmFile.Read(path, options))),
        new("triples", [".coo", ".mtx"],
            (path, settings, options) => Sparse(CooFile.Read(path, Targets(path, settings), options))),
        new("rows", [".rows"], (path, _, _) => new(RowsFile.Open(path), null)),
    ];

    /// <summary>The format of a file; null for CSV.</summary>
    internal static FileFormat? Of(string path)
    {
        var name = path.ToLowerInvariant();
        if (name.EndsWith(".gz", StringComparison.Ordinal)) name = name[..^3];
        return All.FirstOrDefault(format => format.Ends.Any(end => name.EndsWith(end, StringComparison.Ordinal)));
    }

    /// <summary>The rows of a file in float32 or float64.</summary>
    internal FormatRows Load(string path, SparseSettings settings, SparseOptions options) => Read(path, settings, options with
    {
        TargetKind = settings.TargetKind,
        FirstColumn = settings.FirstColumn switch { FirstColumn.Zero => 0, FirstColumn.One => 1, _ => options.FirstColumn },
    });

    static FormatRows Sparse(SparseTable table) => new(table.Data, table.Schema);

    static string Targets(string path, SparseSettings settings) => settings.Targets.Length > 0 ? settings.Targets
        : throw new UserError($"{path} has no targets in it; give --data.sparse.targets=FILE, a number a line");

    /// <summary>The rows, split into those to learn from and those to judge by; classes evenly.</summary>
    internal SourceRows Rows(TrainDataSettings settings, string path)
    {
        var all = Load(path, settings.Sparse, new());
        using var data = all.Data;
        var isClasses = data.Targets.dtype == TorchSharp.torch.ScalarType.Int64;
        var (train, test) = isClasses
            ? data.StratifiedSplit(settings.TrainFraction, (ulong)settings.Seed)
            : data.Split(settings.TrainFraction, (ulong)settings.Seed);
        return new(train, test, EncodingOf(all, isClasses), FormattableString.Invariant(
            $"{path}, split into {train.Rows:N0} training and {test.Rows:N0} test rows with seed {settings.Seed}"));
    }

    internal static InputEncoding EncodingOf(FormatRows rows, bool isClasses) => rows.Schema is { } schema
        ? InputEncoding.OfSparse(schema)
        : InputEncoding.OfNumbers((int)rows.Data.Columns, isClasses ? (int)rows.Data.Classes().Max() + 1 : 0);
}
