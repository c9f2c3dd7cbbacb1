using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchReg.Layers;

/// <summary>What a gate of <see cref="HardConcreteGated"/> opens and closes.</summary>
public enum GatedBy
{
    /// <summary>Each weight has a gate of its own.</summary>
    Weights,

    /// <summary>All weights into a unit, or of a filter, have one gate; its bias has none.</summary>
    Units,

    /// <summary>All weights out of an input, or of a channel, have one gate.</summary>
    Inputs,
}

/// <summary>
/// A layer by the weight W∘z, of which each gate z may be exactly 0. In training mode z = min(1, max(0, s(ζ − γ) + γ)) with
/// s = σ((log u − log(1 − u) + log α)/β), u uniform from 0 to 1, one draw for the batch; in eval mode
/// z = min(1, max(0, σ(log α)(ζ − γ) + γ)). log α is trained, the parameter <c>logAlpha</c>, one number for each gate.
/// </summary>
/// <remarks>
/// <para>
/// C. Louizos, M. Welling, D. P. Kingma, Learning sparse neural networks through L0 regularization, ICLR 2018, equations 10 to
/// 13, with β = 2/3, γ = −0.1 and ζ = 1.1, as there in section 4. The penalty is the expected number of weights whose gate is
/// open, <c>ExpectedL0</c>; <c>L0Gates.Rules</c> places it. An L1 or L2 on <c>layer.weight</c> acts beside it on W.
/// </para>
/// <para>
/// <see cref="Fold"/> multiplies W by the gates of eval mode and takes these away; then <c>Compaction</c> finds the zeros.
/// A weight decay of the optimizer would draw log α to 0 too: leave it out, and place an L2 on weights.
/// </para>
/// </remarks>
/// <example><code>
/// var model = nn.Sequential(new HardConcreteGated(nn.Linear(784, 64), GatedBy.Inputs, seed: 1), nn.ReLU(), nn.Linear(64, 10));
/// using var regularization = new Regularization(model, L0Gates.Rules(model, 1e-5));
/// </code></example>
public sealed class HardConcreteGated : NoiseLayer
{
    /// <summary>β.</summary>
    public const double Temperature = 2.0 / 3;

    /// <summary>γ and ζ, between which the concrete distribution is stretched before it is cut to 0 … 1.</summary>
    public const double Low = -0.1, High = 1.1;

    // u is kept off 0 and 1, where its logit is infinite.
    const double Edge = 1e-6;

    readonly nn.Module<Tensor, Tensor> layer;
    Parameter? logAlpha;

    /// <summary>Puts gates on a layer's weights.</summary>
    /// <param name="layer">Linear, Conv1d, Conv2d or Conv3d with zeros as padding, which it takes over.</param>
    /// <param name="gates">What has a gate. Default: each weight.</param>
    /// <param name="rate">
    /// log α = log((1 − rate)/rate) at the beginning, between 0 and 1. Default ½, the paper's: gates of ½ in eval mode, open with
    /// probability 0.83. For a layer that has been trained 0.05, which leaves it as it is in eval mode.
    /// </param>
    /// <param name="seed">Of the layer's own generator; null for torch's default generator.</param>
    /// <exception cref="ArgumentException">The layer is another, or the rate out of range.</exception>
    public HardConcreteGated(
        nn.Module<Tensor, Tensor> layer, GatedBy gates = GatedBy.Weights, double rate = 0.5, ulong? seed = null)
        : base(nameof(HardConcreteGated), isNoisy: true, seed)
    {
        Require.Share(rate);
        this.layer = GatedForm.Checked(layer);
        Gates = Enum.IsDefined(gates) ? gates : throw new ArgumentOutOfRangeException(nameof(gates), gates, "no kind of gates");
        register_module(nameof(layer), layer);
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var start = Scalars.Of(Math.Log((1 - rate) / rate));
        logAlpha = nn.Parameter(full([Shape.Aggregate((a, b) => a * b)], start, Weight.dtype, Weight.device));
        logAlpha.DetachFromDisposeScope();
        register_parameter(nameof(logAlpha), logAlpha);
    }

    /// <summary>What has a gate.</summary>
    public GatedBy Gates { get; }

    /// <summary>log α, one number for each gate; null once they are folded.</summary>
    public Parameter? LogAlpha => logAlpha;

    /// <summary>W, before the gates.</summary>
    public Parameter Weight => GatedForm.WeightOf(layer)!;

    /// <summary>The layer's bias, which has no gate; null without.</summary>
    public Parameter? Bias => GatedForm.BiasOf(layer);

    /// <summary>How many weights one gate opens and closes.</summary>
    public long WeightsPerGate => Weight.NumberOfElements / Shape.Aggregate((a, b) => a * b);

    /// <summary>−β log(−γ/ζ): a gate is not 0 with probability σ(log α + this).</summary>
    public static double Shift { get; } = -Temperature * Math.Log(-Low / High);

    // Of the gates as they are multiplied with W.
    long[] Shape
    {
        get
        {
            var shape = Weight.shape;
            for (var axis = 0; axis < shape.Length; axis++)
                if (Gates == GatedBy.Units && axis != 0 || Gates == GatedBy.Inputs && axis != 1) shape[axis] = 1;
            return shape;
        }
    }

    /// <summary>
    /// The gates of eval mode, of W's shape with 1 where weights share one: a new tensor. 1 once they are folded.
    /// </summary>
    public Tensor TestGates()
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var gates = logAlpha is null ? ones(Shape, Weight.dtype, Weight.device) : Stretched(Wide(logAlpha).sigmoid());
        return gates.to(Weight.dtype).MoveToOuterDisposeScope();
    }

    /// <summary>Σ σ(log α − β log(−γ/ζ)) times the weights of a gate: how many weights are not 0 in an average draw.</summary>
    public double ExpectedWeights()
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        return logAlpha is null ? Weight.ne(Scalars.Of(0L)).sum().ReadInt64()
            : WeightsPerGate * Wide(logAlpha).add(Scalars.Of(Shift), Scalars.One).sigmoid().sum().ReadDouble();
    }

    /// <summary>
    /// W := W∘z with the gates of eval mode, which then are gone: the layer gives in both modes what it gave in eval mode. An
    /// optimizer and a <c>Regularization</c> of before hold log α: make new ones. Once more it does nothing.
    /// </summary>
    public void Fold()
    {
        if (logAlpha is null) return;
        using (no_grad())
        using (var gates = TestGates())
            Weight.mul_(gates);
        ConditionallyRegisterParameter(nameof(logAlpha), (Parameter)null!);
        logAlpha.Dispose();
        logAlpha = null;
    }

    /// <inheritdoc/>
    protected override Tensor Noisy(Tensor input)
    {
        if (logAlpha is null) return layer.call(input);
        GatedForm.Check(layer, input);
        var alpha = Wide(logAlpha);
        // In float32 whatever the type, so that it is the same draw.
        using var like = empty([0L], ScalarType.Float32, alpha.device);
        var u = Noise.Uniform(Edge, 1 - Edge, alpha.shape, like).to(alpha.dtype);
        var logistic = u.log() - u.neg().add(Scalars.Of(1), Scalars.One).log();
        var sampled = Stretched((logistic.add(alpha, Scalars.One) / Scalars.Of(Temperature)).sigmoid());
        return GatedForm.Call(layer, input, Weight * sampled.to(Weight.dtype));
    }

    /// <inheritdoc/>
    protected override Tensor Quiet(Tensor input)
    {
        if (logAlpha is null) return layer.call(input);
        GatedForm.Check(layer, input);
        using var scope = NewDisposeScope();
        var gates = Stretched(Wide(logAlpha).sigmoid());
        return GatedForm.Call(layer, input, Weight * gates.to(Weight.dtype)).MoveToOuterDisposeScope();
    }

    Tensor Stretched(Tensor concrete) => (concrete * Scalars.Of(High - Low)).add(Scalars.Of(Low), Scalars.One)
        .clamp(Scalars.Of(0), Scalars.Of(1)).reshape(Shape);

    // Half types have too few numbers near 1.
    static Tensor Wide(Tensor alpha) =>
        alpha.dtype is ScalarType.Float32 or ScalarType.Float64 ? alpha : alpha.to(ScalarType.Float32);
}
