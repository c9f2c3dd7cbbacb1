using static TorchSharp.torch;

namespace TorchReg.Layers;

/// <summary>
/// Spectral normalization: the weight W/σ(W), σ its largest singular value as a matrix of units × all that each reads, so that a
/// linear layer stretches no input. σ = uᵀWv by one step of the power iteration in each training pass, from buffers u and v that
/// are saved with the model.
/// </summary>
/// <remarks>
/// T. Miyato, T. Kataoka, M. Koyama, Y. Yoshida, Spectral normalization for generative adversarial networks, ICLR 2018,
/// algorithm 1; torch's <c>spectral_norm</c>. u and v count as constants in the gradient, equation 12 there. Of a convolution it
/// is the norm of its weight as a matrix, as in the paper, not that of the map. <c>SpectralNorm</c> is the penalty.
/// </remarks>
public sealed class SpectralNormalized : NormalizedLayer
{
    const double Least = 1e-12;
    const string U = "u", V = "v";

    /// <summary>Normalizes a layer.</summary>
    /// <param name="layer">Linear, Conv1d, Conv2d or Conv3d, which it takes over.</param>
    /// <param name="steps">Of the power iteration in a training pass, 1 or more. Default 1, the paper's.</param>
    /// <param name="warmUp">Steps once at the beginning, 0 or more. Default 15, torch's.</param>
    /// <exception cref="ArgumentException">The layer is another, or a number out of range.</exception>
    public SpectralNormalized(nn.Module<Tensor, Tensor> layer, int steps = 1, int warmUp = 15)
        : base(nameof(SpectralNormalized), layer)
    {
        (Steps, _) = (Require.AtLeast(1, steps), Require.AtLeast(0, warmUp));
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var matrix = Weight.flatten(1);
        // Not random, and at right angles to no vector that has simple numbers.
        double[] start = [.. Enumerable.Range(1, (int)matrix.shape[0]).Select(i => Math.Sin(i))];
        register_buffer(U, Unit(tensor(start, matrix.dtype, matrix.device)).DetachFromDisposeScope());
        register_buffer(V, zeros([matrix.shape[1]], matrix.dtype, matrix.device).DetachFromDisposeScope());
        Iterate(Math.Max(1, warmUp));
    }

    /// <summary>Steps of the power iteration in a training pass.</summary>
    public int Steps { get; }

    private protected override Tensor Factor()
    {
        if (training && is_grad_enabled()) Iterate(Steps);
        // Copies: the next pass changes the buffers, and a graph of this one may still be gone back through.
        var (left, right) = (Buffer(U).clone(), Buffer(V).clone());
        return Weight.flatten(1).mv(right).dot(left).clamp_min(Scalars.Of(Least)).reciprocal();
    }

    void Iterate(int steps)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var (left, right, matrix) = (Buffer(U), Buffer(V), Weight.detach().flatten(1));
        for (var step = 0; step < steps; step++)
        {
            right.copy_(Unit(matrix.t().mv(left)));
            left.copy_(Unit(matrix.mv(right)));
        }
    }

    Tensor Buffer(string name) => get_buffer(name)!;

    static Tensor Unit(Tensor x) => x / x.Squared().sum().sqrt().clamp_min(Scalars.Of(Least));
}
