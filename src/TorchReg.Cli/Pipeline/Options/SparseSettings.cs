using TorchReg.Cli.Settings;
using TorchReg.Data;

namespace TorchReg.Cli.Pipeline.Options;

/// <summary>How a libsvm file, one of triples (row column value) or one of rows is read.</summary>
sealed record SparseSettings
{
    /// <summary>What the targets are: number or class. Default number.</summary>
    public CsvTarget TargetKind { get; init; }

    /// <summary>The number of the first column: auto (0 where a column 0 is named, else 1), zero or one. Default auto.</summary>
    public FirstColumn FirstColumn { get; init; }

    /// <summary>Triples: the file of the targets, a number a line. Default empty.</summary>
    [PathText]
    public string Targets { get; init; } = "";
}

/// <summary>How columns are numbered.</summary>
enum FirstColumn
{
    Auto,
    Zero,
    One,
}
