using TorchReg.Tests.Penalties;
using TorchSharp.Modules;

namespace TorchReg.Tests.Training;

/// <summary>
/// The certificate is 0 at the optimum of everything that acts, and not at that of less: problems whose optimum is one line.
/// </summary>
public class CertificateTests
{
    // Orthogonal columns, n = 4: the data loss is ½‖w − b‖² + const with b = XᵀY/n, so that w = prox of the penalties at b.
    static readonly double[] b = [2.0, -1.5, 0.3, -0.1];

    static Dataset Data() => new(eye(4, dtype: ScalarType.Float64) * 2, tensor(b).unsqueeze(1) * 2);

    static Linear At(params double[] w)
    {
        var model = nn.Linear(4, 1, hasBias: false).to(ScalarType.Float64);
        using (no_grad()) model.weight!.copy_(tensor(w).unsqueeze(0));
        return model;
    }

    static double Distance(Linear model, params Rule[] rules)
    {
        using var data = Data();
        return Certificate.Of(model, data, Losses.HalfSquaredError, new Regularization(model, rules)).Distance;
    }

    static Linear Map(Func<double, double> optimum) => At([.. b.Select(optimum)]);

    static double Soft(double x, double t) => Math.Sign(x) * Math.Max(Math.Abs(x) - t, 0);

    static void Optimal(double distance) => Assert.InRange(distance, 0, 1e-13);

    [Fact]
    public void Without_a_penalty_the_optimum_is_b() => Optimal(Distance(Map(x => x)));

    [Fact]
    public void L1_beside_non_negativity()
    {
        Rule[] rules = [new(new L1(0.5)), new(new NonNegative())];
        Optimal(Distance(Map(x => Math.Max(x - 0.5, 0)), rules));
        Assert.Equal(0.5, Distance(Map(x => Math.Max(x, 0)), rules), 12);
        Assert.True(Distance(Map(x => Soft(x, 0.5)), rules) > 0.9);
    }

    [Fact]
    public void L1_beside_L2_toward_given_values()
    {
        var origin = tensor(new[] { 1.0, 1, 1, 1 }).unsqueeze(0);
        Rule[] rules = [new(new L1(0.5)), new(new Toward(new L2(1), origin))];
        Optimal(Distance(Map(x => Soft(x + 1, 0.5) / 2), rules));
        Assert.True(Distance(Map(x => Soft(x, 0.5)), rules) > 0.1);
    }

    sealed class Quartic : Penalty
    {
        public override string Name => "quartic";
        public override bool IsSmooth => true;
        public override bool HasProx => false;
        public override Tensor Value(Tensor w) => w.pow(4).sum() / 4;
        public override void AddGradient(Tensor w, Tensor gradient, double scale = 1) => gradient.add_(w.pow(3), scale);
        public override void Prox(Tensor w, double stepSize) => throw new NotSupportedException();
        public override Tensor SubdifferentialDistance(Tensor w, Tensor gradient) => (gradient + w.pow(3)).abs();
        public override double LambdaMax(Tensor gradientAtZero) => throw new NotSupportedException();
    }

    [Fact]
    public void L1_beside_a_smooth_penalty_of_ones_own()
    {
        // w + w³ = soft(b, ½) has a root per element; by bisection here.
        static double Root(double x)
        {
            var (low, high) = (-3.0, 3.0);
            for (var i = 0; i < 100; i++)
                (low, high) = (low + high) / 2 is var m && m + m * m * m < x ? (m, high) : (low, (low + high) / 2);
            return low;
        }
        Optimal(Distance(Map(x => Soft(x, 0.5) == 0 ? 0 : Root(Soft(x, 0.5))), new Rule(new L1(0.5)), new Rule(new Quartic())));
    }

    [Fact]
    public void A_formula_with_a_kink_goes_by_its_prox()
    {
        var lasso = new CustomPenalty(
            "lasso",
            w => w.abs().sum() * 0.5,
            (w, s) => w.copy_(w.sign() * (w.abs() - s * 0.5).clamp_min(0)));
        Optimal(Distance(Map(x => Soft(x, 0.5)), new Rule(lasso)));
        Assert.Equal(0.5, Distance(Map(x => x), new Rule(lasso)), 12);
    }

    [Fact]
    public void A_trainer_refuses_an_optimizer_that_climbs()
    {
        using var data = Data();
        var trainer = new Trainer(
            At(1, 1, 1, 1),
            Losses.HalfSquaredError,
            null,
            new TrainingOptions { Optimizer = (p, rate) => optim.SGD(p, rate, maximize: true) });
        Assert.Contains(
            "this SGD maximizes",
            Assert.Throws<ArgumentException>(() => trainer.Fit(data)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Two_lassos_are_one_and_with_L2_an_elastic_net()
    {
        Optimal(Distance(Map(x => Soft(x, 0.5)), new Rule(new L1(0.2)), new Rule(new L1(0.3))));
        Optimal(
            Distance(
                Map(x => Soft(x, 0.5) / 3),
                new Rule(new L1(0.2)),
                new Rule(new ElasticNet(0.6, 0.5)),
                new Rule(new L2(1.7))));
    }

    [Fact]
    public void A_schedule_counts_with_the_step_that_was_reached()
    {
        var model = Map(x => Soft(x, 0.05));
        var regularization = new Regularization(model, new Rule(new L1(0.5)) { Schedule = step => step >= 10 ? 0.1 : 1 });
        using var data = Data();
        Assert.Equal(0.45, Certificate.Of(model, data, Losses.HalfSquaredError, regularization).Distance, 12);
        regularization.Steps = 10;
        Optimal(Certificate.Of(model, data, Losses.HalfSquaredError, regularization).Distance);
    }

    [Fact]
    public void The_optimizers_decay_is_part_of_it()
    {
        var model = Map(x => Soft(x, 0.5) / 1.5);
        using var data = Data();
        using var optimizer = optim.SGD(model.parameters(), 0.1, weight_decay: 0.5);
        var regularization = new Regularization(model, new L1(0.5));
        Optimal(Certificate.Of(model, data, Losses.HalfSquaredError, regularization, optimizer).Distance);
        Assert.True(Certificate.Of(model, data, Losses.HalfSquaredError, regularization).Distance > 0.1);
        using var adamW = optim.AdamW(model.parameters(), 0.1, weight_decay: 0.5);
        Assert.Contains("AdamW(weight_decay: 0.5)", Assert.Throws<NotSupportedException>(() =>
            Certificate.Of(model, data, Losses.HalfSquaredError, regularization, adamW)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_penalty_on_activations_is_part_of_it()
    {
        // ½(λ)‖output‖²/n joins the data's: (1 + λ) w = b.
        var inner = Map(x => x / 1.25);
        var model = nn.Sequential(("only", inner));
        using var data = Data();
        using var regularization = new Regularization(model, Rule.OnActivations("only", new L2(0.25)));
        Optimal(Certificate.Of(model, data, Losses.HalfSquaredError, regularization).Distance);
        using (no_grad()) inner.weight!.copy_(tensor(b).unsqueeze(0));
        Assert.Equal(0.25 * 2, Certificate.Of(model, data, Losses.HalfSquaredError, regularization).Distance, 12);
    }

    [Fact]
    public void Row_weights_are_part_of_it()
    {
        // Weights c scale column i's curvature and gradient by cᵢ (their mean is 1): w = soft(b, λ/cᵢ).
        double[] c = [1.6, 0.4, 1.2, 0.8];
        var model = At([.. b.Zip(c, (x, weight) => Soft(x, 0.5 / weight))]);
        using var data = new Dataset(eye(4, dtype: ScalarType.Float64) * 2, tensor(b).unsqueeze(1) * 2, tensor(c));
        Optimal(Certificate.Of(model, data, Losses.HalfSquaredError, new Regularization(model, new L1(0.5))).Distance);
    }

    [Fact]
    public void What_has_no_joint_subdifferential_is_refused_by_name()
    {
        var model = At(1, 2, 3, 4);
        Assert.Contains(
            "GroupLasso",
            Assert
                .Throws<NotSupportedException>(() =>
                    Distance(
                        model,
                        new Rule(new GroupLasso(0.1), mode: PenaltyMode.Gradient),
                        new Rule(new GroupLasso(0.1, Groups.Units), mode: PenaltyMode.Gradient)))
                .Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Another_models_regularization_is_refused_everywhere()
    {
        using var data = new Dataset(Loops.X.clone(), Loops.Y.clone());
        var (model, other) = (Loops.Network(), Loops.Network());
        var foreign = new Regularization(other, new L1(0.1), PenaltyMode.Loss);
        Action[] uses =
        [
            () => Certificate.Of(model, data, Losses.CrossEntropy, foreign),
            () => Evaluation.Of(model, data, Losses.CrossEntropy, foreign),
            () => Objective.Of(model, Losses.CrossEntropy, foreign),
            () => Objective.ByAutograd(model, Losses.CrossEntropy, foreign),
            () => _ = new Trainer(model, Losses.CrossEntropy, foreign),
        ];
        Assert.All(
            uses,
            use =>
                Assert.Contains(
                    "is of another model: hidden.weight",
                    Assert.Throws<ArgumentException>(use).Message,
                    StringComparison.Ordinal));
    }
}
