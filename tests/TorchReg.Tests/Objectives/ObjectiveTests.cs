namespace TorchReg.Tests.Objectives;

/// <summary>The closed forms against autograd.</summary>
public class ObjectiveTests
{
    static readonly Generator generator = new(11);

    static Tensor Normal(params long[] shape) { lock (generator) return randn(shape, ScalarType.Float64, generator: generator); }

    static (nn.Module<Tensor, Tensor> Model, Dataset Data, Loss Loss) Problem(string name, bool weighted)
    {
        var x = Normal(17, 6);
        var labels = randint(4, [17], ScalarType.Int64, generator: new Generator(3));
        var (model, y, loss) = name switch
        {
            "softmax" => ((nn.Module<Tensor, Tensor>)new SoftmaxRegression(6, 4), labels, Losses.CrossEntropy),
            "softmax, one-hot" => (new SoftmaxRegression(6, 4), nn.functional.softmax(Normal(17, 4), 1), Losses.CrossEntropy),
            "half squared error" => (new LinearRegression(6), Normal(17, 1), Losses.HalfSquaredError),
            "half squared error, outputs" => (new LinearRegression(6, 3), Normal(17, 3), Losses.HalfSquaredError),
            "mean squared error, outputs" => (new LinearRegression(6, 3), Normal(17, 3), Losses.MeanSquaredError),
            "plain Linear" => (nn.Linear(6, 4, hasBias: false), labels, Losses.CrossEntropy),
            _ => throw new ArgumentException(name),
        };
        model = model.to(ScalarType.Float64);
        using (no_grad())
            foreach (var parameter in model.parameters()) parameter.copy_(Normal(parameter.shape));
        return (model, new Dataset(x, y, weighted ? Normal(17).abs() : null), loss);
    }

    public static TheoryData<string, bool> Problems
    {
        get
        {
            var data = new TheoryData<string, bool>();
            foreach (var name in new[]
                {
                    "softmax",
                    "softmax, one-hot",
                    "half squared error",
                    "half squared error, outputs",
                    "mean squared error, outputs",
                    "plain Linear"
                })
                foreach (var weighted in new[] { false, true })
                    data.Add(name, weighted);
            return data;
        }
    }

    static Tensor[] Gradients(nn.Module model) => [.. model.parameters().Select(p => p.grad!.clone())];

    [Theory, MemberData(nameof(Problems))]
    public void The_closed_form_is_chosen_and_equals_autograd_to_rounding(string name, bool weighted)
    {
        var (model, data, loss) = Problem(name, weighted);
        var (closed, autograd) = (Objective.Of(model, loss), Objective.ByAutograd(model, loss));
        Assert.Equal(("closed form", "autograd"), (closed.Kind, autograd.Kind));
        var expected = autograd.Backward(data).ToDouble();
        var gradients = Gradients(model);
        Assert.Equal(expected, closed.Backward(data).ToDouble(), 12);
        Assert.All(Gradients(model).Zip(gradients), g => Assert.InRange((g.First - g.Second).abs().max().ToDouble(), 0, 1e-13));
    }

    [Theory, MemberData(nameof(Problems))]
    public void Accumulating_twice_by_half_is_once(string name, bool weighted)
    {
        var (model, data, loss) = Problem(name, weighted);
        foreach (var objective in new[] { Objective.Of(model, loss), Objective.ByAutograd(model, loss) })
        {
            objective.Backward(data);
            var once = Gradients(model);
            objective.Backward(data, factor: 0.5);
            objective.Backward(data, accumulate: true, factor: 0.5);
            Assert.All(Gradients(model).Zip(once), g => Assert.InRange((g.First - g.Second).abs().max().ToDouble(), 0, 1e-13));
        }
    }

    [Fact]
    public void Chains_of_layers_and_linear_models_without_a_closed_form_go_by_layers()
    {
        var softmax = new SoftmaxRegression(6, 4);
        Assert.Equal("by layers", Objective.Of(new Mlp([6, 5, 4]), Losses.CrossEntropy).Kind);
        Assert.Equal("by layers", Objective.Of(softmax, Losses.CrossEntropyWith(0.1)).Kind);
        Assert.Equal("by layers", Objective.Of(softmax, Losses.Hinge).Kind);
        Assert.Equal(
            "by layers",
            Objective.Of(softmax, Losses.CrossEntropy, new Regularization(softmax, new L1(1), PenaltyMode.Loss)).Kind);
        softmax.Bias.requires_grad = false;
        Assert.Equal("by layers", Objective.Of(softmax, Losses.CrossEntropy).Kind);
    }

    [Fact]
    public void Closed_forms_refuse_targets_that_do_not_fit()
    {
        using var data = new Dataset(zeros(4, 6), zeros(4));
        Assert.Contains(
            "target.unsqueeze(1)",
            Assert
                .Throws<ArgumentException>(() => Objective.Of(new LinearRegression(6), Losses.HalfSquaredError).Backward(data))
                .Message,
            StringComparison.Ordinal);
    }
}
