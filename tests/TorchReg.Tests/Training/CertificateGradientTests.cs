namespace TorchReg.Tests.Training;

/// <summary>A certificate's gradient: of weighed classes and rows as the formula says, of half models to float32.</summary>
public class CertificateGradientTests
{
    // Σᵢ cᵢ Σₖ w_k ỹ_ik (−log softmax(zᵢ)_k) / Σᵢ cᵢ w_yᵢ, differentiated by hand: ∂/∂z_k = cᵢ(p_k Σⱼ w_jỹ_ij − w_kỹ_ik)/Σ.
    static double[,] SoftmaxGradient(double[,] x, long[] y, double[] c, double[] classes, double smoothing, double[,] w)
    {
        var (rows, columns, count) = (x.GetLength(0), x.GetLength(1), classes.Length);
        var gradient = new double[count, columns];
        var divisor = y.Select((k, i) => c[i] * classes[k]).Sum();
        for (var i = 0; i < rows; i++)
        {
            var z = Enumerable.Range(0, count).Select(k => Enumerable.Range(0, columns).Sum(j => w[k, j] * x[i, j])).ToArray();
            var e = z.Select(Math.Exp).ToArray();
            var t = Enumerable
                .Range(0, count)
                .Select(k => classes[k] * ((k == y[i] ? 1 - smoothing : 0) + smoothing / count))
                .ToArray();
            for (var k = 0; k < count; k++)
                for (var j = 0; j < columns; j++)
                    gradient[k, j] += c[i] * (e[k] / e.Sum() * t.Sum() - t[k]) * x[i, j] / divisor;
        }
        return gradient;
    }

    public static TheoryData<bool, bool, double, bool, ScalarType> WeightedClasses
    {
        get
        {
            var cases = new TheoryData<bool, bool, double, bool, ScalarType>();
            foreach (var hasClasses in new[] { false, true })
                foreach (var hasRows in new[] { false, true })
                    foreach (var smoothing in new[] { 0, 0.2 })
                        foreach (var isClosed in new[] { false, true })
                            foreach (var type in new[] { ScalarType.Float64, ScalarType.BFloat16 })
                                cases.Add(hasClasses, hasRows, smoothing, isClosed, type);
            return cases;
        }
    }

    /// <summary>
    /// L1 beside the data: the largest |g + λ sign w| or (|g| − λ)₊ of the test's own gradient, whatever weighs the rows.
    /// </summary>
    [Theory, MemberData(nameof(WeightedClasses))]
    public void Class_weights_row_weights_and_smoothing_are_those_of_the_formula(
        bool hasClasses,
        bool hasRows,
        double smoothing,
        bool isClosed,
        ScalarType type)
    {
        const double λ = 0.05;
        double[] classes = hasClasses ? [1, 4, 0.5] : [1, 1, 1];
        using var generator = new Generator(8);
        // Numbers that bfloat16 holds exactly.
        var (xt, wt) = (
            randn([12L, 4L], ScalarType.Float64, generator: generator).mul(8).round().div(8),
            randn([3L, 4L], ScalarType.Float64, generator: generator).mul(4).round().div(4));
        wt[1, 2] = 0;
        var (x, w) = (Numbers(xt), Numbers(wt));
        var y = Enumerable.Range(0, 12).Select(i => (long)(i * i % 3)).ToArray();
        var c = Enumerable.Range(0, 12).Select(i => hasRows ? 0.5 + i % 4 : 1.0).ToArray();
        using nn.Module<Tensor, Tensor> model = isClosed
            ? new TorchReg.Models.SoftmaxRegression(4, 3).to(type)
            : nn.Sequential(("flatten", nn.Flatten()), ("only", nn.Linear(4, 3, hasBias: false))).to(type);
        using (no_grad())
            foreach (var p in model.parameters()) p.copy_(p.Dimensions == 2 ? wt : zeros(3));
        if (isClosed) model.parameters().Last().requires_grad = false;
        using var data = new Dataset(xt.to(type), tensor(y), hasRows ? tensor(c, type) : null);
        var loss = Losses.CrossEntropyWith(smoothing, hasClasses ? tensor(classes) : null);
        using var regularization = new Regularization(model, new L1(λ));
        var given = Certificate.Of(model, data, loss, regularization).Distance;

        var gradient = SoftmaxGradient(x, y, c, classes, smoothing, w);
        var expected = 0.0;
        for (var k = 0; k < 3; k++)
            for (var j = 0; j < 4; j++)
                expected = Math.Max(
                    expected,
                    w[k, j] == 0 ? Math.Max(Math.Abs(gradient[k, j]) - λ, 0) : Math.Abs(gradient[k, j] + λ * Math.Sign(w[k, j])));
        Assert.Equal(expected, given, type == ScalarType.Float64 ? 1e-13 : 0.02 * expected);
        Assert.True(expected > 0.1);

        // The gradient that training takes, closed or not, is the same.
        Objective.Of(model, loss, regularization).Backward(data, meanWeight: loss.MeanWeight(data.Targets, data.Weights));
        var trained = Numbers(model.parameters().First().grad!.to(ScalarType.Float64));
        for (var k = 0; k < 3; k++)
            for (var j = 0; j < 4; j++)
                Assert.Equal(gradient[k, j], trained[k, j], type == ScalarType.Float64 ? 1e-13 : 0.02);
    }

    static double[,] Numbers(Tensor t)
    {
        var (all, numbers) = (t.contiguous().data<double>().ToArray(), new double[t.shape[0], t.shape[1]]);
        for (var i = 0; i < all.Length; i++) numbers[i / t.shape[1], i % t.shape[1]] = all[i];
        return numbers;
    }

    public static TheoryData<string> HalfPenalties =>
        ["L1", "elastic net", "L1 and L1", "groups", "own", "ridge and decay", "L1 within bounds"];

    // Only the gradient of a half model is rounded: what is made of it holds to float32's precision.
    [Theory, MemberData(nameof(HalfPenalties))]
    public void Of_half_precision_only_the_gradient_is_rounded(string name)
    {
        Rule[] rules = name switch
        {
            "L1" => [new(new L1(0.3))],
            "elastic net" => [new(new ElasticNet(0.3, 0.4))],
            "L1 and L1" => [new(new L1(0.1)), new(new L1(0.2))],
            "groups" => [new(new GroupLasso(0.3))],
            "own" => [new(new CustomPenalty("own", w => w.pow(4).sum(), isSmooth: true))],
            "ridge and decay" => [new(new L1(0.01)), new(new L2(0.7))],
            _ => [new(new L1(0.3)), new(new Bounds(-1, 1))],
        };
        double Of(ScalarType type)
        {
            // One row x = 1 per weight, b and w on bfloat16's grid: so is the gradient, (w − b)/n with n = 4.
            using var model = nn.Linear(4, 1, hasBias: false).to(type);
            using (no_grad()) model.weight!.copy_(tensor(new[] { 0.75, -0.5, 0.1015625, 0 }).unsqueeze(0));
            using var data = new Dataset(eye(4).to(type), tensor(new[] { 2.0, -1.5, 0.25, -0.125 }).unsqueeze(1).to(type));
            using var regularization = new Regularization(model, rules);
            return Certificate.Of(model, data, Losses.HalfSquaredError, regularization).Distance;
        }
        Assert.Equal(Of(ScalarType.Float64), Of(ScalarType.BFloat16), 1e-6);
    }
}
