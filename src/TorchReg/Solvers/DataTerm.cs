using static TorchSharp.torch;

namespace TorchReg.Solvers;

/// <summary>
/// The three losses with canonical links, whose gradient in the logits z is mean(z) − y. Logits, targets and means are
/// … × outputs × n; results per row are … × n.
/// </summary>
static class DataTerm
{
    /// <summary>E[y | z]: z, σ(z), softmax(z).</summary>
    internal static Tensor Mean(LinearLoss loss, Tensor z) => loss switch
    {
        LinearLoss.SquaredError => z,
        LinearLoss.Logistic => z.sigmoid(),
        _ => z.softmax(-2),
    };

    /// <summary>ℓ per row.</summary>
    internal static Tensor Rows(LinearLoss loss, Tensor z, Tensor y) => loss switch
    {
        LinearLoss.SquaredError => (z - y).Squared().sum([-2L]).div_(Scalars.Of(2)),
        LinearLoss.Logistic => (z.clamp_min(Scalars.Of(0)) - z * y).add_(z.abs().neg_().exp_().log1p_(), Scalars.One).sum([-2L]),
        _ => z.logsumexp(-2) - (z * y).sum([-2L]),
    };
}
