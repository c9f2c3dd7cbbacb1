using System.Globalization;
using System.Runtime.CompilerServices;
using TorchReg.Data;
using TorchReg.Kernels;
using static TorchSharp.torch;

namespace TorchReg.Solvers;

/// <summary>A solved problem: coefficients on the raw scale, and how far from the optimum they provably are.</summary>
/// <param name="Lambda">λ.</param>
/// <param name="Weight">W, outputs × p, float64, on the raw scale.</param>
/// <param name="Bias">b, outputs, float64; softmax biases sum to 0.</param>
/// <param name="Certificate">What float64 says about it.</param>
/// <param name="Converged">
/// Whether the certificate is within the tolerance that was asked for; of a relaxed fit, whether the two fits that it is made of
/// are.
/// </param>
/// <param name="Steps">Steps of the method, warm-up included.</param>
public sealed record LinearFit(double Lambda, Tensor Weight, Tensor Bias, FitCertificate Certificate, bool Converged, int Steps)
{
    Tensor? weight = Weight;
    long[] shape = [];
    FewWeights? few;

    /// <summary>W, outputs × p, float64, on the raw scale. Made when it is asked for where nearly all of it is 0.</summary>
    public Tensor Weight
    {
        get
        {
            if (weight is not null) return weight;
            var all = few!.Spread(shape[0] * shape[1]);
            return weight = tensor(all, shape).DetachFromDisposeScope();
        }
        init => weight = value;
    }

    /// <summary>A fit that keeps of W the numbers alone that are not 0: a path over many columns is small.</summary>
    internal static LinearFit OfFew(
        PathPoint point, FewWeights few, long[] shape, Tensor bias, FitCertificate certificate, bool converged) =>
        new(point.Lambda, null!, bias, certificate, converged, point.Steps)
        {
            few = few,
            shape = shape,
            NonZeros = few.Count,
            ActiveFeatures = few.Places.Select(place => place % shape[1]).Distinct().Count(),
        };

    /// <summary>
    /// Whether both are the same object: TorchSharp compares tensors by their values, one call of libtorch for each.
    /// </summary>
    public bool Equals(LinearFit? other) => ReferenceEquals(this, other);

    /// <inheritdoc/>
    public override int GetHashCode() => RuntimeHelpers.GetHashCode(this);

    /// <summary>Weights that are not exactly 0.</summary>
    public int NonZeros { get; private init; } = CountOf(Weight);

    /// <summary>
    /// Logistic and softmax regression: whether the fit tells the classes of all rows apart, so that there is no optimum without
    /// a penalty. Of a path <see cref="TorchReg.Selection.RegularizationPath.SeparatedFrom"/> says from which λ on.
    /// </summary>
    public bool SeparatesClasses { get; init; }

    /// <summary>Features with a weight that is not 0: glmnet's df.</summary>
    public int ActiveFeatures { get; private init; } = ActiveOf(Weight);

    /// <summary>W x + b (+ o) for each row, n × outputs, float64: predictions, or logits.</summary>
    /// <param name="features">n × p.</param>
    /// <param name="offsets">n × outputs, or null for 0.</param>
    public Tensor Predict(Tensor features, Tensor? offsets = null)
    {
        ArgumentNullException.ThrowIfNull(features);
        if (features.Dimensions != 2 || features.shape[1] != Weight.shape[1])
            throw new ArgumentException($"features must be n × {Weight.shape[1]}; given " +
                $"[{string.Join("×", features.shape)}].", nameof(features));
        using var scope = NewDisposeScope();
        var z = features.to(ScalarType.Float64).mm(Weight.to(features.device).t()).add_(Bias.to(features.device), Scalars.One);
        if (offsets is not null) z.add_(offsets.to(ScalarType.Float64).reshape(z.shape), Scalars.One);
        return z.MoveToOuterDisposeScope();
    }

    /// <summary>W x + b for each row, n × outputs, float64, of rows that are no tensor.</summary>
    /// <param name="rows">n × p.</param>
    public Tensor Predict(StoredRows rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return rows.Columns == Weight.shape[1] ? rows.Linear(Weight, Bias)
            : throw new ArgumentException($"The rows must have {Weight.shape[1]} columns; given {rows}.", nameof(rows));
    }

    /// <summary>"λ 0.05: 12 non-zeros, objective 1.2345, at most 1E-09 above the optimum".</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"λ {Lambda:G6}: {NonZeros} non-zeros, {Certificate}{(Converged ? "" : ", NOT CONVERGED")}{Separated}");

    string Separated => !SeparatesClasses ? "" : Lambda > 0 ? ", the classes are separated" :
        ", the classes are separated, so that without a penalty there is no optimum: give λ above 0";

    static int CountOf(Tensor? weight)
    {
        if (weight is null) return 0;
        if (HostMemory.TryGet<double>(weight, out var numbers)) return numbers.Length - numbers.Count(0.0);
        using var scope = NewDisposeScope();
        return (int)weight.count_nonzero().ReadInt64();
    }

    static int ActiveOf(Tensor? weight)
    {
        if (weight is null) return 0;
        if (HostMemory.TryGet<double>(weight, out var all)) return ActiveOf(all, (int)weight.shape[0], (int)weight.shape[1]);
        using var scope = NewDisposeScope();
        return (int)weight.ne(Scalars.Of(0)).any(0).count_nonzero().ReadInt64();
    }

    // A call into libtorch takes as long as a pass over some thousand numbers.
    static int ActiveOf(ReadOnlySpan<double> all, int outputs, int columns)
    {
        var active = 0;
        for (var j = 0; j < columns; j++)
        {
            var k = 0;
            while (k < outputs && all[k * columns + j] == 0) k++;
            if (k < outputs) active++;
        }
        return active;
    }
}
