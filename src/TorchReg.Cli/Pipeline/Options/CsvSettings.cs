using System.ComponentModel.DataAnnotations;
using TorchReg.Data;

namespace TorchReg.Cli.Pipeline.Options;

/// <summary>Columns of a CSV file, by their names in the header or, without one, by their positions from 0.</summary>
sealed record CsvSettings
{
    /// <summary>Whether the first record names the columns. Default true.</summary>
    public bool Header { get; init; } = true;

    /// <summary>The character between two fields. Default a comma.</summary>
    [RegularExpression("[^\"\r\n]", ErrorMessage = "one character, no quote and no line end")]
    public string Separator { get; init; } = ",";

    /// <summary>How the bytes are characters: utf8, latin1, windows1252 or utf16. Default utf8.</summary>
    public TextEncoding Encoding { get; init; }

    /// <summary>The column to predict; empty = the last. Default empty.</summary>
    public string Target { get; init; } = "";

    /// <summary>What the target holds: number or class. Default number.</summary>
    public CsvTarget TargetKind { get; init; }

    /// <summary>
    /// For the cox loss: the column with 1 where the target is the time of an event, 0 where the row is censored then; empty =
    /// none. Default empty.
    /// </summary>
    public string Event { get; init; } = "";

    /// <summary>Columns of text, one indicator per value. Default: none.</summary>
    public IReadOnlyList<string> Categorical { get; init; } = [];

    /// <summary>Whether zeros are dropped: for many columns of text, or of numbers that are mostly 0. Default false.</summary>
    public bool Sparse { get; init; }

    /// <summary>Columns to pass over. Default: none.</summary>
    public IReadOnlyList<string> Ignored { get; init; } = [];

    /// <summary>The column of row weights; empty = none. Default empty.</summary>
    public string Weights { get; init; } = "";
}
