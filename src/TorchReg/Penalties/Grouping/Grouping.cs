using static TorchSharp.torch;

namespace TorchReg.Penalties;

/// <summary>
/// What a group penalty takes together: units, features, or groups of columns with weights c. Results broadcast to the weight
/// that they are of; callers own their scope.
/// </summary>
abstract record Grouping(Groups By)
{
    internal static Grouping Of(Groups groups) => new RoleGrouping(groups);

    /// <summary>The sum over each group.</summary>
    internal abstract Tensor Sums(Tensor t);

    /// <summary>A number per group, 0 or more, at most the largest there where that is.</summary>
    internal abstract Tensor AtMost(Tensor t);

    /// <summary>c‖w_g‖ of each group, one number for each, with the slope 0 at a group of zeros.</summary>
    internal abstract Tensor Norms(Tensor w);

    /// <summary>t·c.</summary>
    internal abstract Tensor Weighted(Tensor t);

    /// <summary>c times a number.</summary>
    internal abstract Tensor Weights(double factor, Tensor like);

    /// <summary>The groups of columns; null where each is its own.</summary>
    internal virtual ColumnGroups? Columns => null;

    /// <summary>Of a size 1 where a group spans a dimension, or of each column that of its group.</summary>
    internal Tensor NormsOf(Tensor w) => Sums(w.Squared()).sqrt();
}

/// <summary>The weights into each unit, or out of each feature; c = 1.</summary>
sealed record RoleGrouping(Groups By) : Grouping(By)
{
    internal override Tensor Sums(Tensor t) => t.sum(By.Others(t), keepdim: true);

    internal override Tensor AtMost(Tensor t) => t.amax(By.Others(t), keepdim: true);

    // norm, unlike a square root, has the subgradient 0 at a group of zeros.
    internal override Tensor Norms(Tensor w) => w.transpose(0, By.Dimension()).flatten(1).norm(1);

    internal override Tensor Weighted(Tensor t) => t;

    internal override Tensor Weights(double factor, Tensor like) => full([1L], Scalars.Of(factor), like.dtype, like.device);
}

/// <summary>All weights out of a group of columns.</summary>
sealed record ColumnGrouping(ColumnGroups Given) : Grouping(Groups.Features)
{
    internal override ColumnGroups Columns => Given;

    internal override Tensor Sums(Tensor t) => OfColumns(Each(t).index_select(0, Index(t)), t);

    // The mean is no more than the largest.
    internal override Tensor AtMost(Tensor t) => (Sums(t) / Sums(ones_like(t))).clamp_min(Scalars.Of(0));

    internal override Tensor Norms(Tensor w)
    {
        var squares = Each(w.Squared());
        var isZero = squares.eq(Scalars.Of(0));
        return squares.masked_fill(isZero, Scalars.One).sqrt().masked_fill(isZero, Scalars.Of(0))
            * tensor([.. Given.Weights], dtype: w.dtype, device: w.device);
    }

    internal override Tensor Weighted(Tensor t) => t * Weights(1, t);

    internal override Tensor Weights(double factor, Tensor like) => OfColumns(
        tensor([.. Given.GroupOfColumn.Select(g => factor * Given.Weights[g])], dtype: like.dtype, device: like.device), like);

    // One number per group.
    Tensor Each(Tensor t)
    {
        var columns = t.sum(Groups.Features.Others(t));
        if (columns.shape[0] != Given.GroupOfColumn.Count)
            throw new ArgumentException(
                $"There are {Given}, and the weight has {columns.shape[0]} features: give each column a group.");
        return zeros([Given.Count], t.dtype, t.device).index_add(0, Index(t), columns, Scalars.One);
    }

    Tensor Index(Tensor like) => tensor([.. Given.GroupOfColumn.Select(g => (long)g)], device: like.device);

    static Tensor OfColumns(Tensor columns, Tensor like)
    {
        var shape = new long[like.Dimensions];
        Array.Fill(shape, 1);
        shape[1] = like.shape[1];
        return columns.view(shape);
    }
}
