using System.Globalization;
using TorchReg.Cli.Host;
using TorchReg.Data;
using static TorchSharp.torch;

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
sealed record InputEncoding(
    bool Header, char Separator, int Columns, IReadOnlyList<CsvField> Features, CsvField Target, CsvField? Weights,
    int ImageRows, int ImageColumns, double[]? Mean, double[]? Scale, int Grams = 0, TextEncoding Encoding = TextEncoding.Utf8,
    int SparseColumns = 0, int FirstColumn = 0, bool IsSparse = false)
{
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
            schema.Options.Header,
            schema.Options.Separator,
            schema.Columns,
            schema.Features,
            schema.Target,
            schema.Weights,
            0,
            0,
            null,
            null,
            Encoding: schema.Options.Encoding);

    /// <summary>Pixels from 0 to 255, pixel0 first; the model sees them from 0 to 1.</summary>
    internal static InputEncoding OfImages(int rows, int columns, int classes) => new(
        true, ',', rows * columns + 1, Numbered("pixel", rows * columns), Names("label", classes), null, rows, columns,
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

    /// <summary>How later sparse files are read.</summary>
    SparseOptions SparseSchema => new()
    {
        Columns = SparseColumns,
        MostColumns = SparseColumns,
        FirstColumn = FirstColumn,
        TargetKind = Classes == null ? CsvTarget.Number : CsvTarget.Class,
        Classes = Classes?.Select(NumberOf).ToArray(),
    };

    static double NumberOf(string name) => NumberText.TryRead(name, out var number) ? number
        : throw new InvalidDataException($"the class '{Shown.Value(name)}' is no number; the run's folder is damaged");

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

    /// <summary>The model's inputs from rows whose target need not be there; their targets say nothing.</summary>
    internal Dataset Read(TextReader text, string name)
    {
        using var scope = NewDisposeScope();
        if (SparseColumns > 0)
            return LibsvmFile.Read(text, SparseSchema with { TargetKind = CsvTarget.Number, Classes = null }, name).Data;
        if (IsSparse) return SparseCsvFile.ReadFeatures(text, Schema, name);
        var features =
            Grams > 0
                ? new HashedNGrams(Grams).Of(CsvTexts.Read(text, "text", name: name))
                : CsvFile.ReadFeatures(text, Schema, name);
        return new(Applied(features), zeros(features.shape[0]));
    }

    /// <summary>Rows with their targets, in the model's inputs.</summary>
    internal Dataset ReadLabeled(string path)
    {
        if (SparseColumns > 0) return LibsvmFile.Read(path, SparseSchema).Data;
        if (FileFormat.Of(path) is { Name: "rows" }) return OfRowsFile(path);
        if (IsSparse) return SparseCsvFile.Read(path, Schema).Data;
        if (Grams > 0) throw new UserError($"{path}: a run on texts is judged by its own test rows only; leave --data out");
        using var table = CsvFile.Read(path, Schema);
        using var scope = NewDisposeScope();
        var data = table.Data;
        return new(Applied(data.Features), data.Targets.alias(), data.Weights?.alias());
    }

    Dataset OfRowsFile(string path)
    {
        if (Mean != null)
            throw new UserError(
                $"{path}: the run's features are standardized, and those of a file of rows are as they are; give CSV");
        return RowsFile.Open(path);
    }

    /// <summary>Images from 0 to 1, as datasets of digits have them, in the model's inputs.</summary>
    internal Dataset OfPixels(Dataset images)
    {
        using var scope = NewDisposeScope();
        return new(
            Applied(images.Features.to(ScalarType.Float64).mul(255)).to(images.Features.dtype),
            images.Targets.alias(),
            images.Weights?.alias());
    }

    Tensor Applied(Tensor features) => Mean == null || Scale == null ? features.alias()
        : features.to(ScalarType.Float64).sub(tensor(Mean)).div_(tensor(Scale)).to(features.dtype);

    CsvSchema Schema =>
        new(
            new()
            {
                Header = Header,
                Separator = Separator,
                Encoding = Encoding,
                TargetKind = Classes == null ? CsvTarget.Number : CsvTarget.Class
            },
            Features,
            Target,
            Weights,
            Columns);

    static CsvField[] Numbered(string name, int count) =>
        [.. Enumerable.Range(0, count).Select(i => new CsvField($"{name}{i}", i, null))];

    static CsvField Names(string name, int classes) => new(name, 0, [.. Enumerable.Range(0, classes).Select(k => $"{k}")]);
}
