using TorchReg.Cli.Host;
using TorchReg.Data;
using static TorchSharp.torch;

namespace TorchReg.Cli.Pipeline;

// Rows as the model sees them.
sealed partial record InputEncoding
{
    /// <summary>How later sparse files are read.</summary>
    SparseOptions SparseSchema => new()
    {
        Columns = SparseColumns,
        MaxColumns = SparseColumns,
        FirstColumn = FirstColumn,
        TargetKind = Classes == null ? CsvTarget.Number : CsvTarget.Class,
        Classes = Classes?.Select(NumberOf).ToArray(),
        Type = NumberType,
    };

    ScalarType NumberType => IsDouble ? ScalarType.Float64 : ScalarType.Float32;

    static double NumberOf(string name) => NumberText.TryRead(name, out var number) ? number
        : throw new InvalidDataException($"the class '{Shown.Value(name)}' is no number; the run's folder is damaged");

    /// <summary>The model's inputs from rows whose target need not be there; their targets say nothing.</summary>
    /// <param name="text">CSV, or rows of libsvm's format.</param>
    /// <param name="name">What errors call it.</param>
    /// <param name="report">Is told what was filled in and what was not known.</param>
    internal Dataset Read(TextReader text, string name, Action<CsvReport>? report = null)
    {
        using var scope = NewDisposeScope();
        if (SparseColumns > 0)
            return LibsvmFile.Read(text, SparseSchema with { TargetKind = CsvTarget.Number, Classes = null }, name).Data;
        if (IsSparse) return SparseCsvFile.ReadFeatures(text, Schema, name, report);
        var features =
            Grams > 0
                ? new HashedNGrams(Grams).Of(CsvTexts.Read(text, "text", name: name))
                : CsvFile.ReadFeatures(text, Schema, name, report);
        return new(Applied(features.to(NumberType)), zeros(features.shape[0]));
    }

    /// <summary>Rows with their targets, in the model's inputs.</summary>
    /// <param name="path">A file.</param>
    /// <param name="report">Is told what was left out, filled in and not known.</param>
    internal Dataset ReadLabeled(string path, Action<CsvReport>? report = null)
    {
        if (SparseColumns > 0) return LibsvmFile.Read(path, SparseSchema).Data;
        if (FileFormat.Of(path) is { Name: "rows" }) return OfRowsFile(path);
        if (IsSparse) return Told(SparseCsvFile.Read(path, Schema), report).Data;
        if (Grams > 0) throw new UserError($"{path}: a run on texts is judged by its own test rows only; leave --data out");
        using var table = Told(TableFile.Read(path, Schema), report);
        using var scope = NewDisposeScope();
        return new(Applied(table.Data.Features), table.Data.Targets.alias(), table.Data.Weights?.alias());
    }

    static CsvTable Told(CsvTable table, Action<CsvReport>? report)
    {
        report?.Invoke(table.Report);
        return table;
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
            Applied(images.Features.to(ScalarType.Float64).mul(255)).to(NumberType),
            Answers(images),
            images.Weights?.alias());
    }

    /// <summary>What images show, as classes or as numbers.</summary>
    internal Tensor Answers(Dataset images) =>
        Classes is null ? images.Targets.to(NumberType).unsqueeze(1) : images.Targets.alias();

    Tensor Applied(Tensor features) => Mean == null || Scale == null ? features.alias()
        : features.to(ScalarType.Float64).sub(tensor(Mean)).div_(tensor(Scale)).to(features.dtype);

    CsvSchema Schema =>
        new(
            new()
            {
                HasHeader = Header,
                Separator = Separator,
                Encoding = Encoding,
                Type = NumberType,
                TargetKind = Classes == null ? CsvTarget.Number : CsvTarget.Class,
                Missing = Missing,
                MissingWords = MissingWords ?? new CsvOptions().MissingWords,
                Called = CsvColumns.Called,
            },
            Features,
            Target,
            Weights,
            Columns)
        { Event = Events };
}
