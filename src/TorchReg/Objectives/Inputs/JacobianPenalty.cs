using TorchReg.Layers;
using static TorchSharp.torch;

namespace TorchReg.Objectives;

/// <summary>
/// Jacobian regularization, (λ/2)(1/n) Σ‖Jᵢ‖²_F with J = ∂output/∂input of a row: outputs that change little around each row, and
/// classes whose borders keep away. ‖J‖²_F = C·E‖∂(vᵀoutput)/∂input‖² for v uniform on the unit sphere of the C outputs, which
/// random projections estimate without bias; exactly it takes C backward passes.
/// </summary>
/// <remarks>
/// J. Hoffman, D. A. Roberts, S. Yaida, Robust learning with Jacobian regularization, arXiv:1908.02729 (2019), sections 2.1 and
/// 2.2, algorithm 1. With few outputs exact passes have no noise and cost as many; one projection is the paper's choice.
/// </remarks>
/// <example><code>
/// var x = rows.detach().requires_grad_();
/// var output = model.call(x);
/// (loss.Value(output, y) + penalty.Value(x, output)).backward();
/// </code></example>
public sealed class JacobianPenalty : InputPenalty, IStochastic, IDisposable
{
    /// <summary>A penalty on the Jacobian.</summary>
    /// <param name="lambda">λ, finite, 0 or more.</param>
    /// <param name="projections">
    /// Random directions of the outputs for each row and step, 1 or more; null for all outputs one after the other, which is
    /// exact. Default 1.
    /// </param>
    /// <param name="seed">Of its own directions; null for torch's default generator.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public JacobianPenalty(double lambda, int? projections = 1, ulong? seed = null) : base(lambda) =>
        (Projections, Noise) = (projections is { } count ? Require.AtLeast(1, count, nameof(projections)) : null, new(seed));

    /// <summary>Random directions for each row; null for the exact norm.</summary>
    public int? Projections { get; }

    /// <summary>Where its directions come from.</summary>
    public NoiseSource Noise { get; }

    /// <inheritdoc/>
    public override string Name => FormattableString.Invariant(
        $"JacobianPenalty({Lambda}{(Projections is { } count ? $", {count}" : "")})");

    /// <summary>The penalty, for a loop of one's own.</summary>
    /// <param name="input">n rows, a leaf that requires a gradient.</param>
    /// <param name="output">n × outputs, made of them by the model.</param>
    /// <exception cref="ArgumentException">They are not made of each other, or of other sizes.</exception>
    /// <exception cref="InvalidOperationException">The backward pass can't be differentiated.</exception>
    public Tensor Value(Tensor input, Tensor output)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(output);
        if (output.Dimensions == 0)
            throw new ArgumentException("The output must have rows; given one number.", nameof(output));
        return Mean(RowNorms(input, output, () => output), null, null);
    }

    internal override InputPenalty ForLedger() => new JacobianPenalty(Lambda, Projections, seed: 0);

    private protected override Tensor RowNorms(Tensor input, Tensor output, Func<Tensor> rowLosses)
    {
        var outputs = output.reshape(output.shape[0], -1);
        Tensor? sum = null;
        foreach (var directions in Directions(outputs))
        {
            var norms = InputGradient.Of(outputs, directions, input).Squared().sum(1);
            sum = sum is null ? norms : sum.add(norms, Scalars.One);
        }
        return Projections is { } count ? sum! * Scalars.Of((double)outputs.shape[1] / count) : sum!;
    }

    IEnumerable<Tensor> Directions(Tensor outputs)
    {
        if (Projections is { } count)
        {
            for (var k = 0; k < count; k++) yield return Unit(Noise.Normal(0, 1, outputs.shape, outputs));
            Noise.Passes++;
            yield break;
        }
        for (var c = 0L; c < outputs.shape[1]; c++)
        {
            var direction = zeros_like(outputs);
            direction.select(1, c).fill_(Scalars.Of(1));
            yield return direction;
        }
    }

    static Tensor Unit(Tensor v)
    {
        using var noGrad = no_grad();
        return v / v.Squared().sum(1, keepdim: true).sqrt().clamp_min(Scalars.Of(1e-30));
    }

    /// <summary>Frees its generator.</summary>
    public void Dispose() => Noise.Dispose();
}
