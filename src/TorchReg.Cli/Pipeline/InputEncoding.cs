using System.Globalization;
using TorchReg.Data;

namespace TorchReg.Cli.Pipeline;

/// <summary>
/// How a CSV file's columns become a model's inputs, and what its outputs mean: all that a prediction needs beside the model.
/// </summary>
/// <param name="Header">Whether files have a header; then columns are found by name.</param>
/// <param name="Separator">Between two fields.</param>
/// <param name="Columns">Columns of the file that was learnt from.</param>
/// <param name="Features">The features' columns.</param>
/// <param name="Target">The column to predict; its categories are the classes.</param>
/// <param name="Weights">The column of row weights; null without.</param>
/// <param name="ImageRows">Rows of an image, where the features are one; else 0.</param>
/// <param name="ImageColumns">Columns of an image.</param>
/// <param name="Mean">What is taken off each feature; null for nothing.</param>
/// <param name="Scale">What each is then divided by.</param>
/// <param name="Grams">Columns that the n-grams of the column "text" are hashed to; 0 where there is no such column.</param>
/// <param name="Encoding">How a file's bytes are characters.</param>
/// <param name="SparseColumns">Columns of files of libsvm's format; 0 where files are CSV.</param>
/// <param name="FirstColumn">The number of the first of them.</param>
/// <param name="IsSparse">Whether zeros of CSV files are dropped.</param>
/// <param name="Events">The column of events, where the target is the time of one; null without.</param>
sealed partial record InputEncoding(
    bool Header, char Separator, int Columns, IReadOnlyList<CsvField> Features, CsvField Target, CsvField? Weights,
    int ImageRows, int ImageColumns, double[]? Mean, double[]? Scale, int Grams = 0, TextEncoding Encoding = TextEncoding.Utf8,
    int SparseColumns = 0, int FirstColumn = 0, bool IsSparse = false, CsvField? Events = null)
{
    /// <summary>Whether rows are read in float64, as linear models of select are; else in float32.</summary>
    public bool IsDouble { get; init; }

    /// <summary>What to do with cells that hold no value, in later files too.</summary>
    public MissingCells Missing { get; init; }

    /// <summary>The words that mean so; null for the usual ones.</summary>
    public IReadOnlyList<string>? MissingWords { get; init; }

    /// <summary>The classes' names; null where the target is a number.</summary>
    internal IReadOnlyList<string>? Classes => Target.Categories;

    internal bool IsImage => ImageRows > 0;

    /// <summary>The names of the model's inputs.</summary>
    internal IReadOnlyList<string> FeatureNames =>
        SparseColumns > 0 ? [.. Enumerable.Range(FirstColumn, SparseColumns).Select(j => $"column {j}")]
        : Grams > 0 ? [.. Enumerable.Range(0, Grams).Select(j => $"n-gram {j}")] : Schema.FeatureNames;

    internal int Outputs => Classes?.Count ?? 1;

    internal static InputEncoding OfCsv(CsvSchema schema) =>
        new(
            schema.Options.HasHeader,
            schema.Options.Separator ?? ',',
            schema.Columns,
            schema.Features,
            schema.Target,
            schema.Weights,
            0,
            0,
            null,
            null,
            Encoding: schema.Options.Encoding,
            Events: schema.Event)
        {
            Missing = schema.Options.Missing,
            MissingWords = schema.Options.MissingWords,
        };

    /// <summary>
    /// Pixels from 0 to 255, pixel0 first; the model sees them from 0 to 1. The label is a number where there are no classes.
    /// </summary>
    internal static InputEncoding OfImages(int rows, int columns, int classes) => new(
        true, ',', rows * columns + 1, Numbered("pixel", rows * columns),
        classes == 0 ? new("label", 0, null) : Names("label", classes), null, rows, columns,
        new double[rows * columns], [.. Enumerable.Repeat(255.0, rows * columns)]);

    /// <summary>Numbers x0, x1, …; the target y is a number where there are no classes.</summary>
    internal static InputEncoding OfNumbers(int columns, int classes) =>
        new(
            true,
            ',',
            columns + 1,
            Numbered("x", columns),
            classes == 0 ? new("y", columns, null) : Names("y", classes) with { Position = columns },
            null,
            0,
            0,
            null,
            null);

    /// <summary>Rows of libsvm's format; the classes are named by their numbers.</summary>
    internal static InputEncoding OfSparse(SparseOptions schema) => new(
        false, ' ', 1, [],
        new("target", 0, schema.Classes?.Select(known => known.ToString("R", CultureInfo.InvariantCulture)).ToArray()),
        null, 0, 0, null, null, SparseColumns: schema.Columns, FirstColumn: schema.FirstColumn ?? 0);

    /// <summary>Texts in the column "text", as counts of hashed n-grams.</summary>
    internal static InputEncoding OfTexts(int grams, IReadOnlyList<string> classes) =>
        new(true, ',', 2, [], new("label", 1, classes), null, 0, 0, null, null, grams);

    /// <summary>Columns of words, one indicator per word; the target is a number.</summary>
    internal static InputEncoding OfWords(string target, params (string Name, IReadOnlyList<string> Words)[] columns) =>
        new(
            true,
            ',',
            columns.Length + 1,
            [.. columns.Select((column, i) => new CsvField(column.Name, i, column.Words))],
            new(target, columns.Length, null),
            null,
            0,
            0,
            null,
            null);

    /// <summary>The same with a standardization after what was there.</summary>
    internal InputEncoding Standardized(Standardization learnt) => Mean == null || Scale == null
        ? this with { Mean = learnt.Mean, Scale = learnt.Scale }
        : this with
        {
            Mean = [.. Mean.Select((m, j) => m + (Scale[j] * learnt.Mean[j]))],
            Scale = [.. Scale.Select((s, j) => s * learnt.Scale[j])]
        };

    static CsvField[] Numbered(string name, int count) =>
        [.. Enumerable.Range(0, count).Select(i => new CsvField($"{name}{i}", i, null))];

    static CsvField Names(string name, int classes) => new(name, 0, [.. Enumerable.Range(0, classes).Select(k => $"{k}")]);
}
