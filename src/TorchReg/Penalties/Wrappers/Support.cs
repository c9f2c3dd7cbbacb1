using static TorchSharp.torch;

namespace TorchReg.Penalties;

/// <summary>wᵢ = 0 wherever a mask says so: weights that were pruned stay 0 under every optimizer.</summary>
public sealed class Support : Constraint
{
    readonly Tensor kept, pruned;

    /// <summary>Holds weights at 0.</summary>
    /// <param name="kept">
    /// Of the parameter's shape or broadcastable to it, not 0 (or true) where a weight may differ from 0; copied, and used on its
    /// device.
    /// </param>
    public Support(Tensor kept)
    {
        ArgumentNullException.ThrowIfNull(kept);
        using var scope = NewDisposeScope();
        this.kept = kept.detach().ne(Scalars.Of(0L)).DetachFromDisposeScope();
        pruned = this.kept.logical_not().DetachFromDisposeScope();
        Name = FormattableString.Invariant($"Support({this.kept.sum().ReadInt64()} of {kept.NumberOfElements})");
    }

    /// <inheritdoc/>
    public override string Name { get; }

    /// <inheritdoc/>
    public override bool IsSeparable => true;

    /// <inheritdoc/>
    public override bool IsConvex => true;

    /// <inheritdoc/>
    public override bool KeepsSigns => true;

    /// <summary>Whether the other holds the same weights at 0.</summary>
    public override bool IsSameAs(Penalty other) => other is Support support && OwnTensor.AreEqual(kept, support.kept);

    /// <inheritdoc/>
    public override Penalty PlacedOn(ModelParameter parameter)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        using var scope = NewDisposeScope();
        return new Support(parameter.AsUnits(OwnTensor.For(parameter, kept, $"The weights that {Name} keeps")));
    }

    /// <summary>w := 0 where the mask is 0.</summary>
    public override void Project(Tensor w)
    {
        ArgumentNullException.ThrowIfNull(w);
        w.masked_fill_(pruned, Scalars.Of(0L));
    }
}
