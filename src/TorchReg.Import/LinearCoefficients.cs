using TorchReg.Storage;
using static TorchSharp.torch;

namespace TorchReg.Import;

/// <summary>The coefficients of a linear model, whoever fitted it: W x + b. Owns its tensors.</summary>
/// <param name="Weight">W, outputs × p, float64.</param>
/// <param name="Bias">b, outputs, float64; null where the file has none.</param>
/// <param name="Features">Names of the p columns; null where the file has none.</param>
/// <param name="Targets">Names of the classes (of two classes with one output both) or outputs; null where it has none.</param>
public sealed record LinearCoefficients(
    Tensor Weight, Tensor? Bias, IReadOnlyList<string>? Features, IReadOnlyList<string>? Targets) : IDisposable
{
    const string Kinds = ".json, .csv, .safetensors, .pt, .pth, .h5 or .keras";

    /// <summary>
    /// Reads them from a file: JSON {"coef": …, "intercept": …, "features": …, "classes": …} or CSV (a line for each column, the
    /// intercept's "(Intercept)"), as docs/certify.md writes them in Python and R; or the one linear layer of a safetensors file,
    /// of a state_dict of torch.save, or of Keras 3, whose kernel is turned.
    /// </summary>
    /// <param name="path">The file; its end says what it is.</param>
    /// <param name="layer">Which layer, where there are several: "fc", "layers/dense_1". Default null, the only one.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">
    /// It is damaged, of something else, of several layers, or holds what is no number.
    /// </exception>
    public static LinearCoefficients Load(string path, string? layer = null)
    {
        if (!FileKinds.IsFile(path)) throw new FileNotFoundException($"{path}: no such file; give a model, {Kinds}.", path);
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var own = Path.GetExtension(path).ToLowerInvariant() switch
        {
            ".json" => JsonCoefficients.Read(path),
            ".csv" => CsvCoefficients.Read(path),
            ".safetensors" => OfTensors(SafeTensors.Load(path), path, layer, isKeras: false),
            ".pt" or ".pth" => OfTensors(TorchFile.Load(path), path, layer, isKeras: false),
            ".h5" or ".keras" => OfTensors(KerasFile.Load(path), path, layer, isKeras: true),
            _ => throw new InvalidDataException($"{path}: unknown kind of model; give {Kinds}."),
        };
        own.ExpectFinite(path);
        own.Weight.DetachFromDisposeScope();
        own.Bias?.DetachFromDisposeScope();
        return own;
    }

    static LinearCoefficients OfTensors(LoadedTensors loaded, string path, string? layer, bool isKeras)
    {
        using (loaded)
        {
            var (weight, bias) = OneLayer.Find(loaded.Tensors, path, layer, isKeras);
            var rows = isKeras ? weight.t() : weight.Dimensions == 1 ? weight.unsqueeze(0) : weight;
            return new(rows.to(ScalarType.Float64).contiguous().clone(), bias?.to(ScalarType.Float64).reshape(-1).clone(), null,
                null);
        }
    }

    /// <summary>From rows of numbers, checked.</summary>
    internal static LinearCoefficients Of(
        double[][] rows, double[]? bias, IReadOnlyList<string>? features, IReadOnlyList<string>? targets, string path)
    {
        var columns = rows.Length > 0 ? rows[0].Length : 0;
        if (columns == 0) throw new InvalidDataException($"{path}: it has no coefficients.");
        if (Array.Find(rows, row => row.Length != columns) is { } other)
            throw new InvalidDataException($"{path}: one output has {columns} coefficients and another {other.Length}.");
        if (bias is not null && bias.Length != rows.Length)
            throw new InvalidDataException($"{path}: there are {bias.Length} intercepts of {rows.Length} outputs.");
        if (features is not null && features.Count != columns)
            throw new InvalidDataException($"{path}: there are {features.Count} names of {columns} columns.");
        if (targets is not null && targets.Count != rows.Length && (rows.Length, targets.Count) != (1, 2))
            throw new InvalidDataException($"{path}: there are {targets.Count} classes of {rows.Length} outputs.");
        return new(tensor(rows.SelectMany(row => row).ToArray(), [rows.Length, columns]), bias is null ? null
            : tensor(bias), features, targets);
    }

    void ExpectFinite(string path)
    {
        if (Bias is { } b && b.shape[0] != Weight.shape[0])
            throw new InvalidDataException($"{path}: there are {b.shape[0]} intercepts of {Weight.shape[0]} outputs.");
        if (!Weight.isfinite().all().ReadBoolean() || Bias?.isfinite().all().ReadBoolean() == false)
            throw new InvalidDataException($"{path}: a coefficient is NaN or infinite: such a model has no objective.");
    }

    /// <summary>Whether both are the same object: TorchSharp compares tensors by their values.</summary>
    public bool Equals(LinearCoefficients? other) => ReferenceEquals(this, other);

    /// <inheritdoc/>
    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);

    /// <inheritdoc/>
    public void Dispose()
    {
        Weight.Dispose();
        Bias?.Dispose();
    }

    /// <inheritdoc/>
    public override string ToString() =>
        $"{Weight.shape[0]} × {Weight.shape[1]} coefficients, {(Bias is null ? "no" : "an")} intercept";
}
