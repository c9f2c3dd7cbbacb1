using static TorchSharp.torch.nn.functional;

namespace TorchReg.Tests.TorchApi;

/// <summary>Each loss against its formula in plain doubles, and each module against its functional form.</summary>
public sealed class LossTests : IDisposable
{
    static readonly double[] X = [0.4, -1.2, 2.0, 0.1], Y = [0.5, 0.9, -0.3, 0.1], Signs = [1, -1, -1, 1], Bits = [1, 0, 0, 1];

    readonly DisposeScope scope = NewDisposeScope();
    readonly Tensor x = tensor(X), y = tensor(Y), signs = tensor(Signs), bits = tensor(Bits);
    public void Dispose() => scope.Dispose();

    static double Mean(Func<double, double, double> loss, double[] target) => X.Zip(target, loss).Average();
    static double Sigmoid(double z) => 1 / (1 + Math.Exp(-z));
    static void Equal(double expected, Tensor actual) => Assert.Equal(expected, actual.item<double>(), 1e-10);

    [Fact]
    public void Regression_losses_follow_their_formulas()
    {
        Equal(Mean((a, b) => (a - b) * (a - b), Y), mse_loss(x, y));
        Equal(Mean((a, b) => Math.Abs(a - b), Y), l1_loss(x, y));
        Equal(
            Mean((a, b) => Math.Abs(a - b) < 0.5 ? (a - b) * (a - b) : Math.Abs(a - b) - 0.25, Y),
            smooth_l1_loss(x, y, beta: 0.5));
        Equal(Mean((a, b) => Math.Abs(a - b) < 2 ? (a - b) * (a - b) / 2 : 2 * (Math.Abs(a - b) - 1), Y), huber_loss(x, y, 2));
        Equal(Mean((a, b) => Math.Exp(a) - b * a, Y), poisson_nll_loss(x, y));
        Equal(Mean((a, b) => Math.Exp(b) * (b - a), Y), kl_div(x, y));
        Equal(
            Mean((a, b) => (Math.Log(0.7) + (a - b) * (a - b) / 0.7) / 2, Y),
            gaussian_nll_loss(x, y, full(4, 0.7, dtype: float64)));
    }

    [Fact]
    public void Two_class_losses_follow_their_formulas()
    {
        Equal(
            Mean((a, b) => -b * Math.Log(Sigmoid(a)) - (1 - b) * Math.Log(1 - Sigmoid(a)), Bits),
            binary_cross_entropy_with_logits(x, bits));
        Equal(
            Mean((a, b) => -b * Math.Log(Sigmoid(a)) - (1 - b) * Math.Log(1 - Sigmoid(a)), Bits),
            binary_cross_entropy(x.sigmoid(), bits));
        Equal(Mean((a, b) => -3 * b * Math.Log(Sigmoid(a)) - (1 - b) * Math.Log(1 - Sigmoid(a)), Bits),
            binary_cross_entropy_with_logits(x, bits, pos_weights: tensor(3.0)));
        Equal(Mean((a, s) => Math.Log(1 + Math.Exp(-s * a)), Signs), soft_margin_loss(x, signs));
        Equal(Mean((a, s) => s > 0 ? a : Math.Max(0, 0.5 - a), Signs), hinge_embedding_loss(x, signs, 0.5));
        Equal(
            X.Zip(Y, Signs).Average(t => Math.Max(0, -t.Third * (t.First - t.Second) + 0.2)),
            margin_ranking_loss(x, y, signs, 0.2));
    }

    [Fact]
    public void Cross_entropy_is_the_log_of_the_sum_of_exponentials_less_the_class()
    {
        double[][] logits = [[1, 2, 0.5], [0.1, -1, 3]];
        int[] classes = [1, 0];
        double[] weights = [1, 2, 5];
        var each = logits.Zip(classes, (row, c) => Math.Log(row.Sum(Math.Exp)) - row[c]).ToArray();
        var input = tensor(logits.SelectMany(row => row).ToArray()).view(2, 3);
        var target = tensor(new[] { 1L, 0L });
        Equal(each.Average(), cross_entropy(input, target));
        Equal(each.Sum(), cross_entropy(input, target, reduction: nn.Reduction.Sum));
        Assert.Equal(
            each,
            cross_entropy(input, target, reduction: nn.Reduction.None).data<double>().ToArray().Select(v => Math.Round(v, 12)),
            (a, b) => Math.Abs(a - b) < 1e-10);
        Equal((2 * each[0] + each[1]) / 3, cross_entropy(input, target, tensor(weights)));
        Equal(each[0], cross_entropy(input, target, ignore_index: 0));
        Equal(each.Average(), nll_loss(log_softmax(input, 1), target));
        var uniform = logits.Average(row => row.Average(v => Math.Log(row.Sum(Math.Exp)) - v));
        Equal(0.9 * each.Average() + 0.1 * uniform, cross_entropy(input, target, label_smoothing: 0.1));
        Equal(
            logits.Zip(classes, (row, c) => row.Where((_, j) => j != c).Sum(v => Math.Max(0, 1 - row[c] + v)) / 3).Average(),
            multi_margin_loss(input, target));
        var hot = one_hot(target, 3).to(float64);
        var bce = logits.SelectMany(
            (row, i) => row.Select((v, j) => classes[i] == j ? -Math.Log(Sigmoid(v)) : -Math.Log(1 - Sigmoid(v)))).Average();
        Equal(bce, multilabel_soft_margin_loss(input, hot));
    }

    [Fact]
    public void Losses_of_distances_follow_their_formulas()
    {
        double Cosine(double[] a, double[] b) =>
            a.Zip(b, (p, q) => p * q).Sum() / Math.Sqrt(a.Sum(p => p * p) * b.Sum(q => q * q));
        double Distance(double[] a, double[] b) => Math.Sqrt(a.Zip(b, (p, q) => (p - q + 1e-6) * (p - q + 1e-6)).Sum());
        var (rowX, rowY, rowS) = (x.view(1, 4), y.view(1, 4), signs.view(1, 4));
        Equal(Cosine(X, Y), cosine_similarity(rowX, rowY));
        Equal(Distance(X, Y), pairwise_distance(rowX, rowY));
        Equal(1 - Cosine(X, Y), cosine_embedding_loss(rowX, rowY, ones(1, dtype: float64)));
        var expected = Math.Max(0, Distance(X, Y) - Distance(X, Signs) + 1);
        Equal(expected, triplet_margin_loss(rowX, rowY, rowS));
        Equal(expected, triplet_margin_with_distance_loss(rowX, rowY, rowS));
    }

    [Fact]
    public void Modules_give_what_their_functional_forms_give()
    {
        void Same(Tensor module, Tensor functional) => Assert.True(module.allclose(functional));
        var logits = randn(5, 3);
        var classes = tensor(new[] { 0L, 2L, 1L, 1L, 0L });
        Same(nn.CrossEntropyLoss().call(logits, classes), cross_entropy(logits, classes));
        Same(
            nn.CrossEntropyLoss(reduction: nn.Reduction.Sum).call(logits, classes),
            cross_entropy(logits, classes, reduction: nn.Reduction.Sum));
        Same(nn.NLLLoss().call(log_softmax(logits, 1), classes), cross_entropy(logits, classes));
        Same(nn.MSELoss().call(x, y), mse_loss(x, y));
        Same(nn.L1Loss().call(x, y), l1_loss(x, y));
        Same(nn.SmoothL1Loss(beta: 0.5).call(x, y), smooth_l1_loss(x, y, beta: 0.5));
        Same(nn.HuberLoss(2).call(x, y), huber_loss(x, y, 2));
        Same(nn.BCEWithLogitsLoss().call(x, bits), binary_cross_entropy_with_logits(x, bits));
        Same(nn.BCELoss().call(x.sigmoid(), bits), binary_cross_entropy(x.sigmoid(), bits));
        Same(nn.KLDivLoss().call(x, y), kl_div(x, y));
        Same(nn.SoftMarginLoss().call(x, signs), soft_margin_loss(x, signs));
        Same(nn.HingeEmbeddingLoss().call(x, signs), hinge_embedding_loss(x, signs, 1));
        Same(nn.MarginRankingLoss(0.3).call(x, y, signs), margin_ranking_loss(x, y, signs, 0.3));
        Same(nn.PoissonNLLLoss().call(x, y), poisson_nll_loss(x, y));
        Same(nn.MultiMarginLoss().call(logits, classes), multi_margin_loss(logits, classes));
        Same(nn.TripletMarginLoss().call(logits, logits + 1, logits * 2), triplet_margin_loss(logits, logits + 1, logits * 2));
    }
}
