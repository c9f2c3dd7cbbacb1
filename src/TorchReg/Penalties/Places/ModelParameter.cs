using System.Runtime.CompilerServices;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchReg.Penalties;

/// <summary>What a parameter is in its layer.</summary>
public enum ParameterRole
{
    /// <summary>A linear layer's or a convolution's kernel, and any other parameter of two or more dimensions.</summary>
    Weight,

    /// <summary>A bias, and any other parameter of one dimension or none.</summary>
    Bias,

    /// <summary>The scale or shift of a normalization layer.</summary>
    Normalization,

    /// <summary>An embedding's table.</summary>
    Embedding,
}

/// <summary>A parameter of a model, with its role and the layout by which a penalty sees units and features.</summary>
/// <param name="Name">As <c>named_parameters</c> has it: "fc1.weight".</param>
/// <param name="Layer">The module that owns it: "fc1"; empty for the model itself.</param>
/// <param name="Role">What it is there.</param>
/// <param name="Parameter">The parameter itself.</param>
/// <param name="IsTransposed">Stored as features × units: an embedding (tokens are features), a transposed convolution.</param>
public sealed record ModelParameter(string Name, string Layer, ParameterRole Role, Parameter Parameter, bool IsTransposed)
{
    /// <summary>The blocks of a grouped convolution, whose features each go to the units of one block only. Else 1.</summary>
    public long Blocks { get; init; } = 1;

    /// <summary>The other places of a tied parameter, each with its name and role there.</summary>
    public IReadOnlyList<ModelParameter> TiedTo { get; init; } = [];

    /// <summary>Whether the tensor still is: a model that moves, or whose parameter is replaced, frees it.</summary>
    internal bool IsThere => !Parameter.IsInvalid;

    internal void ExpectThere()
    {
        if (!IsThere)
            throw new InvalidOperationException(
                $"{Name} is no longer the model's: it was moved to another device or dtype, or replaced, after the " +
                "Regularization was attached. Move the model first, then make the optimizer and the Regularization anew.");
    }

    /// <summary>The first of its places that a filter takes; null where it takes none.</summary>
    internal ModelParameter? In(ParameterFilter filter)
    {
        if (filter(this)) return this;
        foreach (var place in TiedTo)
            if (filter(place)) return place;
        return null;
    }

    /// <summary>
    /// The given tensor of the parameter's layout as units × features × …: what a penalty sees. A view, except where the groups
    /// of a grouped convolution do not lie as one dimension: then a copy, which <see cref="FromUnits"/> puts back.
    /// </summary>
    /// <param name="tensor">Of the parameter's shape.</param>
    /// <param name="groups">What the penalty groups by; null where it does not.</param>
    public Tensor AsUnits(Tensor tensor, Groups? groups = null)
    {
        if (!IsRearranged(groups)) return IsTransposed ? tensor.transpose(0, 1) : tensor;
        var (shape, rest) = (tensor.shape, Rest(tensor));
        var blocks = tensor.reshape([Blocks, shape[0] / Blocks, shape[1], rest]);
        return IsTransposed ? blocks.permute(0, 2, 1, 3).reshape(Blocks * shape[1], shape[0] / Blocks, rest)
            : blocks.permute(1, 0, 2, 3).reshape(shape[0] / Blocks, Blocks * shape[1], rest);
    }

    /// <summary>What <see cref="AsUnits"/> gave, in the parameter's layout again.</summary>
    internal Tensor FromUnits(Tensor units, Groups? groups)
    {
        if (!IsRearranged(groups)) return IsTransposed ? units.transpose(0, 1) : units;
        var shape = Parameter.shape;
        var (first, rest) = (shape[0] / Blocks, Rest(Parameter));
        var blocks = IsTransposed ? units.reshape([Blocks, shape[1], first, rest]).permute(0, 2, 1, 3)
            : units.reshape([first, Blocks, shape[1], rest]).permute(1, 0, 2, 3);
        return blocks.reshape(shape);
    }

    /// <summary>Whether the groups of a grouped convolution do not lie as one dimension of its weight.</summary>
    internal bool IsRearranged(Groups? groups) => Blocks > 1 && groups is { } by && (by == Groups.Units) == IsTransposed;

    static long Rest(Tensor tensor)
    {
        var count = 1L;
        foreach (var size in tensor.shape.AsSpan(2)) count *= size;
        return count;
    }

    /// <summary>
    /// Whether both are the same object: TorchSharp compares tensors by their values, and equal weights are not one parameter.
    /// </summary>
    public bool Equals(ModelParameter? other) => ReferenceEquals(this, other);

    /// <inheritdoc/>
    public override int GetHashCode() => RuntimeHelpers.GetHashCode(this);

    /// <summary>"fc1.weight [64×784]".</summary>
    public override string ToString() => $"{Name} [{Shape}]";

    /// <summary>"64×784".</summary>
    internal string Shape => IsThere ? string.Join("×", Parameter.shape) : "gone";
}
