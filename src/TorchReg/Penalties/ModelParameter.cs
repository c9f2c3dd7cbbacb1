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
    /// <summary>The given tensor of the parameter's layout as units × features × …, a view: what a penalty sees.</summary>
    public Tensor AsUnits(Tensor tensor) => IsTransposed ? tensor.transpose(0, 1) : tensor;

    /// <summary>Whether both are the same object: TorchSharp compares tensors by their values, and equal weights are not one parameter.</summary>
    public bool Equals(ModelParameter? other) => ReferenceEquals(this, other);

    /// <inheritdoc/>
    public override int GetHashCode() => RuntimeHelpers.GetHashCode(this);

    /// <summary>"fc1.weight [64×784]".</summary>
    public override string ToString() => $"{Name} [{string.Join("×", Parameter.shape)}]";
}
