using TorchReg.Penalties;
using TorchReg.Storage;
using static TorchSharp.torch;

namespace TorchReg.Pruning;

/// <summary>
/// Which weights of a model may differ from 0, by the parameters' names. Its <see cref="Rules"/> hold the others at 0 through
/// further training, whatever the optimizer, its momentum and its weight decay; a file keeps it beside the model's.
/// </summary>
/// <example><code>
/// using var mask = SparsityMask.OfZeros(model);
/// using var regularization = new Regularization(model, mask.Rules);
/// </code></example>
public sealed class SparsityMask : IDisposable
{
    readonly SortedDictionary<string, Tensor> kept = new(StringComparer.Ordinal);

    /// <summary>A mask of tensors by the names of parameters.</summary>
    /// <param name="kept">Not 0 (or true) where a weight may differ from 0, of the parameter's shape; copied.</param>
    public SparsityMask(IReadOnlyDictionary<string, Tensor> kept)
    {
        ArgumentNullException.ThrowIfNull(kept);
        foreach (var (name, one) in kept)
            this.kept[name] = one.detach().ne(Scalars.Of(0L)).DetachFromDisposeScope();
    }

    /// <summary>True where a weight may differ from 0, by the parameters' names.</summary>
    public IReadOnlyDictionary<string, Tensor> Kept => kept;

    /// <summary>How many weights it is about.</summary>
    public long Count => kept.Values.Sum(one => one.NumberOfElements);

    /// <summary>How many of them it holds at 0.</summary>
    public long Zeros => Count - kept.Values.Sum(KeptOf);

    /// <summary>Their share, from 0 to 1.</summary>
    public double Sparsity => Count == 0 ? 0 : (double)Zeros / Count;

    /// <summary>The constraint that holds each parameter's zeros; none for a parameter without.</summary>
    public IReadOnlyList<Rule> Rules =>
        [.. kept.Where(pair => KeptOf(pair.Value) < pair.Value.NumberOfElements)
            .Select(pair => new Rule(new Support(pair.Value), parameter => parameter.Name == pair.Key))];

    /// <summary>What is not 0 now: zeros that a penalty or a pruning made are kept.</summary>
    /// <param name="model">A model.</param>
    /// <param name="on">Which parameters. Default: <see cref="On.Weights"/>.</param>
    /// <exception cref="ArgumentException">No parameter is meant.</exception>
    public static SparsityMask OfZeros(nn.Module model, ParameterFilter? on = null)
    {
        using var scope = NewDisposeScope();
        return new(Places(model, on).ToDictionary(place => place.Name, place => (Tensor)place.Parameter));
    }

    internal static IReadOnlyList<ModelParameter> Places(nn.Module model, ParameterFilter? on)
    {
        ArgumentNullException.ThrowIfNull(model);
        ModelParameter[] places =
            [.. ModelParameters.Of(model).Where(parameter => parameter.In(on ?? On.Weights) is not null)];
        return places.Length > 0 ? places : throw new ArgumentException("The model has no parameter of that kind.", nameof(on));
    }

    /// <summary>Sets to 0, once, what the mask holds at 0.</summary>
    /// <param name="model">A model with parameters of these names and shapes.</param>
    /// <exception cref="ArgumentException">It has none of that name, or of another shape; the message names it.</exception>
    public void Apply(nn.Module model)
    {
        ArgumentNullException.ThrowIfNull(model);
        var parameters = model.named_parameters().ToDictionary(pair => pair.name, pair => (Tensor)pair.parameter);
        foreach (var (name, one) in kept) Expect(name, one, parameters.GetValueOrDefault(name));
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        foreach (var (name, one) in kept)
            parameters[name].masked_fill_(one.logical_not().to(parameters[name].device), Scalars.Of(0L));
    }

    static void Expect(string name, Tensor mask, Tensor? parameter)
    {
        if (parameter is null) throw new ArgumentException($"The model has no parameter '{name}', which the mask has.");
        if (!parameter.shape.AsSpan().SequenceEqual(mask.shape))
            throw new ArgumentException(
                $"The mask of '{name}' is [{string.Join("×", mask.shape)}], the parameter " +
                $"[{string.Join("×", parameter.shape)}].");
    }

    static long KeptOf(Tensor mask)
    {
        using var count = mask.sum();
        return count.ReadInt64();
    }

    /// <summary>Writes the mask as safetensors of booleans, by the parameters' names; wholly or not at all.</summary>
    public void Save(string path) => SafeTensors.Save(path, kept);

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is damaged, or holds other tensors than masks.</exception>
    public static SparsityMask Load(string path)
    {
        using var file = SafeTensors.Load(path);
        foreach (var (name, tensor) in file.Tensors)
            if (tensor.dtype != ScalarType.Bool)
                throw new InvalidDataException(
                    $"{path}: '{Shown.Value(name)}' is no mask but {tensor.dtype}; give a mask's file.");
        return new(file.Tensors);
    }

    /// <summary>"zeros 900 of 1,000 (90.0 %)".</summary>
    public override string ToString() =>
        FormattableString.Invariant($"zeros {Zeros:N0} of {Count:N0} ({100 * Sparsity:0.0} %)");

    /// <summary>Frees the masks; rules that were made of it have their own.</summary>
    public void Dispose()
    {
        foreach (var one in kept.Values) one.Dispose();
    }
}
