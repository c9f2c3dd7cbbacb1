using TorchReg.Kernels;
using static TorchSharp.torch;

namespace TorchReg.Data;

// Rows by position: splits and the check for gaps.
public sealed partial class Dataset
{
    /// <summary>The rows at the given positions, copied, in that order.</summary>
    /// <param name="positions">Each from 0 to n − 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A position lies outside.</exception>
    public Dataset Select(int[] positions)
    {
        ArgumentNullException.ThrowIfNull(positions);
        var outside = Array.FindIndex(positions, row => row < 0 || row >= Rows);
        if (outside >= 0)
            throw new ArgumentOutOfRangeException(nameof(positions), positions[outside],
                $"positions must be from 0 to {Rows - 1}; given {positions[outside]} at index {outside}.");
        using var index = tensor(Array.ConvertAll(positions, row => (long)row), device: Device);
        return Select(index);
    }

    /// <summary>The training rows and the test rows of a fold, copied.</summary>
    /// <param name="fold">Neither side empty, positions from 0 to n − 1.</param>
    public (Dataset Train, Dataset Test) Split(RowFold fold)
    {
        ArgumentNullException.ThrowIfNull(fold);
        return (Select(fold.Train), Select(fold.Test));
    }

    /// <summary>round(f·n) rows drawn at random for training, the others for testing; each side gets at least one.</summary>
    /// <param name="trainFraction">f, between 0 and 1, both excluded.</param>
    /// <param name="seed">Equal seeds give equal splits.</param>
    /// <exception cref="ArgumentException">f is out of range or there are fewer than 2 rows.</exception>
    public (Dataset Train, Dataset Test) Split(double trainFraction, ulong seed) =>
        Split(RowFold.Random((int)Rows, trainFraction, seed));

    /// <summary>
    /// Like <see cref="Split(double, ulong)"/>, but of each class's rows the same share f goes to training, to within one row.
    /// </summary>
    /// <inheritdoc cref="RowFold.Stratified{T}" path="/exception"/>
    public (Dataset Train, Dataset Test) StratifiedSplit(double trainFraction, ulong seed) =>
        Split(RowFold.Stratified(Classes(), trainFraction, seed));

    /// <summary>The targets as one class index per row, for folds that keep the shares of the classes.</summary>
    /// <exception cref="InvalidOperationException">The targets are no class indices: n whole numbers, int64.</exception>
    public long[] Classes()
    {
        if (Targets.dtype != ScalarType.Int64 || Targets.Dimensions != 1)
            throw new InvalidOperationException(
                $"Classes are n class indices, int64; the targets are {Targets.dtype} [{string.Join("×", Targets.shape)}].");
        using var onHost = Targets.to(CPU);
        return onHost.data<long>().ToArray();
    }

    /// <summary>This dataset, if every feature and every target is a finite number.</summary>
    /// <exception cref="InvalidDataException">
    /// One is NaN or infinite; the message names the first one's row and column, counted from 0.
    /// </exception>
    public Dataset Checked()
    {
        if (Stored is { } stored) stored.CheckFinite();
        else CheckFinite("feature", Features);
        CheckTargets();
        return this;
    }

    /// <summary>Of the targets alone, where the features are known.</summary>
    internal void CheckTargets() => CheckFinite("target", Targets);

    private void CheckFinite(string name, Tensor values)
    {
        if (!values.is_floating_point()) return;
        using var scope = NewDisposeScope();
        if (HostMemory.TryGet<float>(values, out var single) && Finite.All<float>(single)) return;
        if (HostMemory.TryGet<double>(values, out var numbers) && Finite.All<double>(numbers)) return;
        var finite = values.isfinite();
        if (finite.all().ReadBoolean()) return;
        var table = finite.reshape(Rows, -1);
        var first = table.logical_not().nonzero()[0];
        var (row, column) = (first[0].ReadInt64(), first[1].ReadInt64());
        var value = values.reshape(Rows, -1)[row, column].to(ScalarType.Float64).ReadDouble();
        throw new InvalidDataException(
            FormattableString.Invariant(
                $"row {row}, {name} column {column}: expected a finite number, found {value} ") +
                FormattableString.Invariant($"({table.logical_not().sum().ReadInt64()} of {values.numel()} are not finite); ") +
                    "fill or drop such rows first.");
    }
}
