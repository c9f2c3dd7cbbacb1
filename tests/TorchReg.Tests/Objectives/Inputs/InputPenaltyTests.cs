using TorchSharp.Modules;

namespace TorchReg.Tests.Objectives.Inputs;

/// <summary>Penalties on derivatives by the inputs: closed forms of linear models, and differences on networks.</summary>
public sealed class InputPenaltyTests : ScopedTests
{
    static Tensor Rows(long n = 20, long p = 4, int seed = 1)
    {
        using var generator = new Generator((ulong)seed);
        return randn([n, p], ScalarType.Float64, generator: generator);
    }

    static Linear Map(long p = 4, long k = 3)
    {
        using var generator = new Generator(2);
        var layer = nn.Linear(p, k, dtype: float64);
        using (no_grad())
            foreach (var parameter in layer.parameters()) parameter.copy_(randn(parameter.shape, float64, generator: generator));
        return layer;
    }

    static Sequential Network(long k = 3)
    {
        using var generator = new Generator(3);
        var model = nn.Sequential(
            ("a", nn.Linear(4, 7, dtype: float64)), ("tanh", nn.Tanh()), ("b", nn.Linear(7, k, dtype: float64)));
        using (no_grad())
            foreach (var parameter in model.parameters()) parameter.copy_(randn(parameter.shape, float64, generator: generator));
        return model;
    }

    static Tensor Leaf(Tensor rows) => rows.detach().requires_grad_();

    [Fact]
    public void Exactly_it_is_half_lambda_times_the_squared_norm_of_a_linear_models_weight()
    {
        using var layer = Map();
        using var penalty = new JacobianPenalty(0.3, projections: null);
        var x = Leaf(Rows());
        var value = penalty.Value(x, layer.call(x));
        Assert.Equal(0.15 * layer.weight!.square().sum().ToDouble(), value.ToDouble(), 12);
        value.backward();
        Assert.True(layer.weight.grad!.allclose(layer.weight * 0.3, 1e-12, 1e-12));
        Assert.Null(layer.bias!.grad);
        Assert.Null(x.grad);
    }

    // E ‖vᵀW‖² C = ‖W‖²; the standard error is that of the rows' own estimates.
    [Theory, InlineData(1), InlineData(3)]
    public void Random_projections_have_the_exact_norm_as_their_mean(int projections)
    {
        using var layer = Map();
        using var penalty = new JacobianPenalty(2, projections, seed: 5);
        double[] draws = [.. Enumerable.Range(0, 300).Select(_ =>
        {
            using var scope = NewDisposeScope();
            var x = Leaf(Rows(10));
            return penalty.Value(x, layer.call(x)).ToDouble();
        })];
        var mean = draws.Average();
        var error = Math.Sqrt(draws.Sum(draw => (draw - mean) * (draw - mean)) / draws.Length / (draws.Length - 1));
        Assert.InRange(mean - layer.weight!.square().sum().ToDouble(), -4 * error, 4 * error);
        Assert.True(error > 0);
    }

    [Fact]
    public void Of_one_output_a_projection_is_exact()
    {
        using var model = Network(1);
        using var random = new JacobianPenalty(1, 1, seed: 3);
        using var exact = new JacobianPenalty(1, null);
        var (x, z) = (Leaf(Rows()), Leaf(Rows()));
        Assert.Equal(exact.Value(x, model.call(x)).ToDouble(), random.Value(z, model.call(z)).ToDouble(), 12);
    }

    // ∂ℓ/∂x of half a squared error is Wᵀ(Wx + b − y).
    [Fact]
    public void Double_backpropagation_of_least_squares_is_the_closed_form()
    {
        using var layer = Map();
        var penalty = new DoubleBackpropagation(0.7);
        var (x, y) = (Leaf(Rows()), Rows(20, 3, seed: 8));
        var residual = layer.call(x) - y;
        var value = penalty.Value(x, residual.square().sum(1) / 2);
        var expected = residual.detach().mm(layer.weight!.detach()).square().sum().ToDouble() * 0.35 / 20;
        Assert.Equal(expected, value.ToDouble(), 12);
    }

    // The Jacobian by differences of the inputs, its penalty's gradient by differences of the weights.
    [Theory, InlineData("exact"), InlineData("random"), InlineData("double")]
    public void On_a_network_value_and_gradient_are_difference_quotients(string kind)
    {
        using var model = Network();
        using var jacobian = kind == "double" ? null : new JacobianPenalty(0.4, kind == "exact" ? null : 2, seed: 9);
        var state = jacobian?.Noise.GetState();
        var (rows, y) = (Rows(6), Rows(6, 3, seed: 4));
        Tensor Value()
        {
            if (state is not null) jacobian!.Noise.SetState(state);
            var x = Leaf(rows);
            var output = model.call(x);
            return jacobian is not null ? jacobian.Value(x, output)
                : new DoubleBackpropagation(0.4).Value(x, (output - y).square().sum(1));
        }
        var value = Value();
        if (kind == "exact") Assert.Equal(ByDifferences(model, rows) * 0.2 / 6, value.ToDouble(), 7);
        value.backward();
        var weight = ((Linear)model[0]).weight!;
        var direction = Rows(7, 4, seed: 6);
        double At(double t)
        {
            using (no_grad()) weight.add_(direction * t);
            var at = Value().ToDouble();
            using (no_grad()) weight.sub_(direction * t);
            return at;
        }
        Assert.Equal((At(1e-5) - At(-1e-5)) / 2e-5, (weight.grad! * direction).sum().ToDouble(), 1e-6);
    }

    static double ByDifferences(nn.Module<Tensor, Tensor> model, Tensor rows)
    {
        using var noGrad = no_grad();
        var sum = 0.0;
        for (var j = 0L; j < rows.shape[1]; j++)
        {
            var step = zeros_like(rows);
            step.select(1, j).fill_(1e-5);
            sum += ((model.call(rows + step) - model.call(rows - step)) / 2e-5).square().sum().ToDouble();
        }
        return sum;
    }

    [Fact]
    public void Images_and_several_dimensions_of_outputs_count_all_numbers_of_a_row()
    {
        using var convolution = nn.Conv2d(2, 3, 1, bias: false).to(ScalarType.Float64);
        using var penalty = new JacobianPenalty(2, null);
        var x = Leaf(Rows(5, 2 * 3 * 3).reshape(5, 2, 3, 3));
        // A kernel of 1 × 1 is W at each of nine places.
        var squares = convolution.parameters().Single().square().sum().ToDouble();
        Assert.Equal(9 * squares, penalty.Value(x, convolution.call(x)).ToDouble(), 10);
    }

    [Fact]
    public void What_can_not_work_is_told()
    {
        using var layer = Map();
        using var penalty = new JacobianPenalty(1, null);
        string Told<T>(Action act) where T : Exception => Assert.Throws<T>(act).Message;
        var x = Leaf(Rows());
        Assert.Contains("a leaf that requires a gradient", Told<ArgumentException>(() => penalty.Value(Rows(), layer.call(x))));
        Assert.Contains("has no graph", Told<ArgumentException>(() => penalty.Value(x, Rows())));
        Assert.Contains("as many rows; given [20×4] and [60×1]",
            Told<ArgumentException>(() => penalty.Value(x, layer.call(x).reshape(60, 1))));
        Assert.Contains("does not depend on the input",
            Told<InvalidOperationException>(() => penalty.Value(x, layer.call(Rows()))));
        Assert.Contains("one loss for each row", Told<ArgumentException>(
            () => new DoubleBackpropagation(1).Value(x, layer.call(x).sum())));
        using (no_grad())
            Assert.Contains("Gradients are off", Told<InvalidOperationException>(() => penalty.Value(x, layer.call(x))));
        foreach (var parameter in layer.parameters()) parameter.requires_grad = false;
        Assert.Contains("depends on no parameter", Told<InvalidOperationException>(() => penalty.Value(x, layer.call(x))));
        Assert.Throws<ArgumentOutOfRangeException>(() => new JacobianPenalty(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new JacobianPenalty(1, 0));
    }
}
