using static TorchSharp.torch;

namespace TorchReg.Penalties;

/// <summary>Norms of whole tensors and of their rows and columns.</summary>
public static class Norms
{
    /// <summary>max|tᵢ|; 0 where there are no elements.</summary>
    public static double LargestMagnitude(Tensor t)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        if (t.numel() == 0) return 0;
        return t.abs().max().ReadDouble();
    }

    /// <summary>The Euclidean norms of the groups, kept as dimensions of size 1 so that they broadcast back.</summary>
    public static Tensor OfGroups(Tensor w, Groups groups) => w.Squared().sum(groups.Others(w), keepdim: true).sqrt();
}
