using TorchSharp.Modules;

namespace TorchReg.Tests.Penalties;

/// <summary>A penalty sees units × features whatever the layer: transposed, grouped, depthwise, tied.</summary>
public class LayoutTests
{
    static double Total(nn.Module model, Penalty penalty, ParameterFilter? on = null)
    {
        using var regularization = new Regularization(model, new Rule(penalty, on, PenaltyMode.Proximal));
        return regularization.Total();
    }

    static Tensor Fill(Tensor weight)
    {
        using var noGrad = no_grad();
        using var generator = new Generator(4);
        return weight.normal_(0, 1, generator);
    }

    // The norm of each group by its definition: which elements of the stored weight go out of an input channel, or into an output
    // channel.
    static double Norms(Tensor weight, long blocks, bool transposed, Groups groups)
    {
        var (first, second) = (weight.shape[0], weight.shape[1]);
        var perBlock = first / blocks;
        var sums = new Dictionary<(long, long), double>();
        for (long i = 0; i < first; i++)
            for (long j = 0; j < second; j++)
            {
                var byFirst = (groups == Groups.Units) != transposed;
                var key = byFirst ? (0, i) : (i / perBlock, j);
                sums[key] = sums.GetValueOrDefault(key) + weight[i, j].square().sum().ToDouble();
            }
        return sums.Values.Sum(Math.Sqrt);
    }

    [Theory]
    [
        InlineData(1, Groups.Features),
        InlineData(2, Groups.Features),
        InlineData(4, Groups.Features),
        InlineData(1, Groups.Units),
        InlineData(2, Groups.Units),
        InlineData(4, Groups.Units)
    ]
    public void Groups_of_a_grouped_convolution_are_its_channels(long blocks, Groups groups)
    {
        foreach (var model in new Convolution[]
        {
            nn.Conv2d(4, 8, 3, groups: blocks, dtype: ScalarType.Float64),
            nn.ConvTranspose2d(4, 8, 3, groups: blocks, dtype: ScalarType.Float64),
        })
        {
            _ = Fill(model.weight!);
            Assert.Equal(
                Norms(model.weight!, blocks, model is ConvolutionTranspose, groups),
                Total(model, new GroupLasso(1, groups)),
                10);
        }
    }

    [Fact]
    public void A_depthwise_convolution_loses_single_channels()
    {
        var model = nn.Conv2d(4, 4, 3, groups: 4, bias: false, dtype: ScalarType.Float64);
        var weight = _ = Fill(model.weight!);
        using (no_grad()) weight[2].mul_(0.01);
        var expected = weight.clone();
        for (var channel = 0; channel < 4; channel++)
            expected[channel].mul_((1 - 0.5 / expected[channel].norm()).clamp_min(0));
        using var regularization = new Regularization(model, new GroupLasso(0.5), PenaltyMode.Proximal);
        using var optimizer = optim.SGD(model.parameters(), 1);
        model.weight!.grad = zeros_like(weight);
        optimizer.step();
        regularization.ProximalStep(optimizer);
        Assert.True(weight[2].eq(0).all().ToBoolean());
        Assert.True(weight.allclose(expected));
    }

    [Theory, InlineData(2), InlineData(4)]
    public void The_gradient_of_a_grouped_convolution_is_its_values(long blocks)
    {
        var model = nn.Conv2d(4, 8, 3, groups: blocks, bias: false, dtype: ScalarType.Float64);
        _ = Fill(model.weight!);
        using var loss = new Regularization(model, new GroupLasso(0.7), PenaltyMode.Loss);
        loss.Value().backward();
        var byAutograd = model.weight!.grad!.clone();
        model.weight!.grad!.zero_();
        using var closed = new Regularization(model, new GroupLasso(0.7), PenaltyMode.Gradient);
        closed.AddGradients();
        Assert.True(model.weight!.grad!.allclose(byAutograd));
    }

    [Fact]
    public void Given_values_have_the_parameters_own_layout()
    {
        foreach (var model in new nn.Module[]
            {
                nn.Embedding(7, 3, dtype: ScalarType.Float64),
                nn.ConvTranspose2d(3, 5, 2, dtype: ScalarType.Float64)
            })
        {
            var weight = model.get_parameter("weight")!;
            Assert.Equal(0, Total(model, new Toward(new L2(1), weight), On.Everything.And("weight")), 12);
            Assert.Equal(0, Total(model, new Toward(new GroupLasso(1), weight), On.Everything.And("weight")), 12);
            var factors = ones_like(weight);
            factors[0] = 3;
            var expected = (weight.abs().sum() + weight[0].abs().sum() * 2).ToDouble();
            Assert.Equal(expected, Total(model, new Weighted(new L1(1), factors), On.Everything.And("weight")), 10);
        }
    }

    [Fact]
    public void Given_values_of_another_shape_are_refused_when_attached() =>
        Assert.Contains(
            "[2×2]",
            Assert
                .Throws<ArgumentException>(() => new Regularization(nn.Linear(3, 2), new Toward(new L2(1), ones(2, 2))))
                .Message,
            StringComparison.Ordinal);

    [Fact]
    public void A_tied_weight_answers_to_all_its_names_and_roles_and_counts_once()
    {
        var (embedding, output) = (nn.Embedding(5, 3), nn.Linear(3, 5, hasBias: false));
        output.weight = embedding.weight!;
        var model = nn.Sequential(("in", embedding), ("out", output));
        foreach (var on in new[] { On.Layer("out"), On.Embeddings, On.Names("in.*"), On.Everything })
        {
            using var regularization = new Regularization(model, new Rule(new L1(1), on, PenaltyMode.Gradient));
            Assert.Single(regularization.Placements);
            Assert.Equal(embedding.weight!.abs().sum().ToDouble(), regularization.Total(), 5);
        }
    }

    [Fact]
    public void Norms_of_groups_are_refused_on_vectors_when_attached()
    {
        foreach (var penalty in new Penalty[]
            {
                new MaxNorm(1),
                new UnitNorm(),
                new GroupLasso(1),
                new SparseGroupLasso(1, 0.5),
                new Orthogonality(1)
            })
            Assert.Contains(
                "bias [2] has one dimension",
                Assert.Throws<ArgumentException>(() => new Regularization(nn.Linear(3, 2), new Rule(penalty, On.Biases))).Message,
                StringComparison.Ordinal);
    }

    [Fact]
    public void Of_an_empty_weight_lambda_max_is_0()
    {
        Assert.Equal(0, new L1(1).LambdaMax(zeros(0, 3)));
        Assert.Equal(0, new GroupLasso(1).LambdaMax(zeros(0, 3)));
    }
}

static class FilterExtensions
{
    internal static ParameterFilter And(this ParameterFilter filter, string name) => p => filter(p) && p.Name == name;
}
