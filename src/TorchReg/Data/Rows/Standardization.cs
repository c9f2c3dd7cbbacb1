using static TorchSharp.torch;

namespace TorchReg.Data;

/// <summary>
/// zⱼ = (xⱼ − μⱼ) / σⱼ, where μⱼ = Σᵢ wᵢxᵢⱼ / Σᵢ wᵢ and σⱼ² = Σᵢ wᵢ(xᵢⱼ − μⱼ)² / Σᵢ wᵢ (with 1/n, as glmnet and scikit-learn),
/// learnt on the training rows alone. A constant column gets σⱼ = 1, so it becomes 0 everywhere.
/// </summary>
/// <param name="Mean">μ, p finite numbers.</param>
/// <param name="Scale">σ, p numbers above 0.</param>
/// <param name="ConstantColumns">The columns, counted from 0, that had one value only in training.</param>
public sealed record Standardization(double[] Mean, double[] Scale, int[] ConstantColumns)
{
    /// <summary>σ, p finite numbers above 0.</summary>
    /// <exception cref="ArgumentException">One is not, or μ and σ differ in length.</exception>
    public double[] Scale { get; } = CheckedScale(Mean, Scale);

    /// <summary>Learns μ and σ in float64, with the dataset's weights where it has them.</summary>
    /// <param name="training">Features n × p.</param>
    /// <exception cref="ArgumentException">The features are not n × p, or not all finite.</exception>
    public static Standardization Learn(Dataset training)
    {
        using var scope = NewDisposeScope();
        if (training.Stored?.Learn(Shares(training)) is var (means, scales, constants)) return new(means, scales, constants);
        var x = Matrix(training).to(ScalarType.Float64);
        var weights = (training.Weights ?? ones(training.Rows, device: x.device)).to(ScalarType.Float64);
        var share = weights.div(weights.sum());
        var mean = share.matmul(x);
        var centred = x.sub(mean);
        var deviation = share.matmul(centred.Squared()).sqrt();
        // Rounding leaves a constant column a tiny deviation: only equal extremes tell.
        var counted = x.index_select(0, weights.nonzero().flatten());
        var least = counted.amin(0);
        var constant = counted.amax(0).eq(least).logical_or(deviation.eq(Scalars.Of(0)));
        return new(
            Numbers(where(constant, least, mean)), Numbers(where(constant, ones_like(deviation), deviation)),
            Array.ConvertAll(constant.nonzero().flatten().to(CPU).data<long>().ToArray(), column => (int)column));
    }

    static double[] Shares(Dataset data)
    {
        var weights = (data.Weights ?? ones(data.Rows)).to(ScalarType.Float64);
        return Numbers(weights / weights.sum());
    }

    /// <summary>The standardized features, in the type that they had; targets and weights are views of the given ones.</summary>
    /// <param name="data">Features n × p: training, validation or test rows.</param>
    /// <exception cref="ArgumentException">The features are not n × p.</exception>
    /// <exception cref="NotSupportedException">They are sparse or in a file: centred, no number of them would be 0.</exception>
    public Dataset Apply(Dataset data)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (data.Stored is { } stored)
            throw new NotSupportedException(
                $"The features are {stored}, which standardized would be {data.Rows} × {data.Columns} numbers in memory: give " +
                "them as they are, with LinearProblem.Standardize where a penalty shall act per deviation.");
        using var scope = NewDisposeScope();
        var x = Matrix(data);
        CheckColumns(x);
        // In float64: a float32 column far from 0 would lose its digits in the subtraction.
        return data.With(x.to(ScalarType.Float64).sub(On(Mean, x)).div_(On(Scale, x)).to(x.dtype));
    }

    /// <summary>
    /// Coefficients on the raw scale: W′ = W diag(σ)⁻¹, b′ = b − W′μ, so that W′x + b′ = Wz + b for every row.
    /// </summary>
    /// <param name="weight">W, units × p, learnt on standardized features.</param>
    /// <param name="bias">b, one number per unit.</param>
    /// <returns>W′ and b′, computed in float64, in the types of W and b; the caller's.</returns>
    /// <exception cref="ArgumentException">W has not p columns, or b not one number per unit.</exception>
    public (Tensor Weight, Tensor Bias) Undo(Tensor weight, Tensor bias)
    {
        ArgumentNullException.ThrowIfNull(weight);
        ArgumentNullException.ThrowIfNull(bias);
        CheckColumns(weight);
        if (bias.Dimensions != 1 || bias.shape[0] != weight.shape[0])
            throw new ArgumentException(
                $"bias must have one number for each of the {weight.shape[0]} units; given [{string.Join("×", bias.shape)}].",
                nameof(bias));
        using var scope = NewDisposeScope();
        var raw = weight.detach().to(ScalarType.Float64).div(On(Scale, weight));
        var shifted = bias.detach().to(ScalarType.Float64).sub(raw.matmul(On(Mean, weight)));
        return (raw.to(weight.dtype).MoveToOuterDisposeScope(), shifted.to(bias.dtype).MoveToOuterDisposeScope());
    }

    private static double[] CheckedScale(double[] mean, double[] scale)
    {
        if (mean.Length != scale.Length)
            throw new ArgumentException(
                $"There must be as many means as scales; given {mean.Length} and {scale.Length}.",
                nameof(scale));
        var wrong = Array.FindIndex(scale, s => !(s > 0 && double.IsFinite(s)));
        return wrong < 0
            ? scale
            : throw new ArgumentException(
                FormattableString.Invariant(
                    $"Scales must be finite numbers above 0; given {scale[wrong]} in column {wrong}. Is a feature NaN or ") +
                    "infinite?",
                nameof(scale));
    }

    private void CheckColumns(Tensor columns)
    {
        if (columns.Dimensions != 2 || columns.shape[1] != Mean.Length)
            throw new ArgumentException(
                $"There must be {Mean.Length} columns, as in training; given [{string.Join("×", columns.shape)}].");
    }

    private static Tensor Matrix(Dataset data) => data.Features.Dimensions == 2 ? data.Features
        : throw new ArgumentException($"features must be n × p; given [{string.Join("×", data.Features.shape)}].", nameof(data));

    private static Tensor On(double[] numbers, Tensor like) => tensor(numbers, device: like.device);

    private static double[] Numbers(Tensor tensor) => tensor.to(CPU).data<double>().ToArray();

    /// <inheritdoc/>
    public override string ToString() => RecordText.Of(this);
}
