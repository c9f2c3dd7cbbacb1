using TorchSharp.Modules;

namespace TorchReg.Tests.Penalties;

public class RuleTests
{
    sealed class Tied : nn.Module<Tensor, Tensor>
    {
        readonly Parameter a;

        public Tied() : base(nameof(Tied))
        {
            a = new Parameter(ones(3, 3));
            register_parameter("a", a);
            register_parameter("b", a);
        }

        public override Tensor forward(Tensor input) => input.matmul(a).matmul(a);
    }

    static nn.Module<Tensor, Tensor> Convolutional() =>
        nn.Sequential(
            ("conv", nn.Conv2d(1, 4, 3)),
            ("norm", nn.BatchNorm2d(4)),
            ("relu", nn.ReLU()),
            ("flatten", nn.Flatten()),
            ("fc", nn.Linear(4 * 4, 3)));

    static string[] Names(nn.Module model, params Rule[] rules) =>
        [.. new Regularization(model, rules).Placements.Select(p => p.Parameter.Name)];

    [Fact]
    public void Weights_only_by_default() =>
        Assert.Equal(["conv.weight", "fc.weight"], Names(Convolutional(), new Rule(new L1(1))));

    [Fact]
    public void Biases_by_request() =>
        Assert.Equal(["conv.bias", "fc.bias"], Names(Convolutional(), new Rule(new L1(1), On.Biases)));

    [Fact]
    public void Normalization_and_embedding_have_roles_of_their_own()
    {
        Assert.Equal(["norm.weight", "norm.bias"], Names(Convolutional(), new Rule(new L2(1), On.Normalizations)));
        Assert.Equal(["0.weight"], Names(nn.Sequential(nn.Embedding(7, 3), nn.Flatten()), new Rule(new L2(1), On.Embeddings)));
    }

    [Fact]
    public void By_layer_by_pattern_and_by_predicate()
    {
        Assert.Equal(["fc.weight"], Names(Convolutional(), new Rule(new L1(1), On.Layer("fc"))));
        Assert.Equal(["conv.weight", "conv.bias"], Names(Convolutional(), new Rule(new L1(1), On.Names("conv.*"))));
        Assert.Equal(["conv.weight"], Names(Convolutional(), new Rule(new L1(1), p => p.Parameter.Dimensions == 4)));
    }

    [Fact]
    public void Tied_weights_count_once()
    {
        var regularization = new Regularization(new Tied(), new L1(1));
        Assert.Single(regularization.Placements);
        Assert.Equal(9, regularization.Total());
    }

    [Fact]
    public void Frozen_parameters_are_skipped_and_reported()
    {
        var model = Convolutional();
        model.get_parameter("conv.weight")!.requires_grad = false;
        var regularization = new Regularization(model, new L1(1));
        Assert.Equal(["fc.weight"], regularization.Placements.Select(p => p.Parameter.Name));
        Assert.Equal(["conv.weight"], regularization.Frozen.Select(p => p.Name));
    }

    [Fact]
    public void A_rule_that_matches_nothing_lists_what_there_is()
    {
        var error = Assert.Throws<ArgumentException>(() =>
            new Regularization(nn.Linear(4, 3), new Rule(new L1(0.5), On.Embeddings)));
        Assert.Contains(
            "L1(0.5) matches no parameter and would do nothing. There are: weight [3×4] (Weight), bias [3] (Bias).",
            error.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_rule_that_matches_only_frozen_parameters_is_an_error_unless_allowed()
    {
        var model = nn.Linear(4, 3);
        model.weight!.requires_grad = false;
        Assert.Contains(
            "frozen parameters only (weight)",
            Assert.Throws<ArgumentException>(() => new Regularization(model, new L1(0.5))).Message,
            StringComparison.Ordinal);
        Assert.Empty(new Regularization(model, new Rule(new L1(0.5)) { MayMatchNothing = true }).Placements);
    }

    [Fact]
    public void Units_of_a_convolution_are_its_filters()
    {
        var model = nn.Conv2d(2, 3, 3);
        using (no_grad()) model.weight!.fill_(1);
        Assert.Equal(3 * Math.Sqrt(18), new Regularization(model, new GroupLasso(1, Groups.Units)).Total(), 5);
        Assert.Equal(2 * Math.Sqrt(27), new Regularization(model, new GroupLasso(1, Groups.Features)).Total(), 5);
    }

    [Fact]
    public void Units_of_a_transposed_convolution_are_its_outputs()
    {
        var model = nn.ConvTranspose2d(2, 3, 3);
        using (no_grad()) model.weight!.fill_(1);
        Assert.Equal(3 * Math.Sqrt(18), new Regularization(model, new GroupLasso(1, Groups.Units)).Total(), 5);
    }

    [Fact]
    public void Features_of_an_embedding_are_its_tokens()
    {
        var model = nn.Embedding(5, 4);
        using (no_grad()) model.weight!.fill_(1);
        var rule = new Rule(new GroupLasso(1, Groups.Features), On.Embeddings);
        Assert.Equal(5 * 2, new Regularization(model, rule).Total(), 5);
    }

    [Fact]
    public void The_table_says_which_parameter_carries_which_penalty_in_which_mode()
    {
        var model = Convolutional();
        model.get_parameter("conv.bias")!.requires_grad = false;
        var table = new Regularization(
            model,
            new Rule(new L1(0.001), On.Layer("fc"), PenaltyMode.Proximal),
            new Rule(new L2(0.1), On.Names("conv.*"), PenaltyMode.Gradient),
            Rule.OnActivations("relu", new L1(0.01))).ToString();
        Assert.Equal("""
            parameter    shape    role         penalty       mode
            fc.weight    3×16     Weight       L1(0.001)     Proximal
            conv.weight  4×1×3×3  Weight       L2(0.1)       Gradient
            relu                  Activations  L1(0.01)      Loss
            conv.bias    4        Bias         none: frozen
            """.ReplaceLineEndings("\n"), table);
    }

    [Fact]
    public void A_schedule_scales_lambda_step_by_step()
    {
        var model = nn.Linear(1, 1).to(ScalarType.Float64);
        using (no_grad()) model.weight!.fill_(1);
        var regularization = new Regularization(model, new Rule(new L1(1)) { Schedule = step => step == 0 ? 0.5 : 0 });
        using var optimizer = optim.SGD(model.parameters(), 1);
        foreach (var expected in new[] { 0.5, 0.5 })
        {
            optimizer.zero_grad();
            (model.weight! * 0).sum().backward();
            regularization.AddGradients();
            optimizer.step();
            Assert.Equal(expected, model.weight!.ToDouble());
        }
        Assert.Equal(2, regularization.Steps);
    }

    [Fact]
    public void Activations_are_penalized_per_row_of_the_batch()
    {
        var model = nn.Sequential(("fc", nn.Linear(2, 3)), ("relu", nn.ReLU()));
        using var regularization = new Regularization(model, Rule.OnActivations("relu", new L1(0.5)));
        var x = rand(8, 2);
        var output = model.call(x);
        var value = regularization.Value();
        Assert.Equal(0.5 * output.abs().sum().ToDouble() / 8, value.ToDouble(), 5);
        value.backward();
        Assert.NotNull(model.parameters().First().grad);
        Assert.Contains(
            "did not run in training mode",
            Assert.Throws<InvalidOperationException>(() => regularization.Value()).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Activations_of_a_missing_layer_are_an_error_that_lists_the_layers() =>
        Assert.Contains(
            "there is no layer 'tanh'. There are: fc, relu",
            Assert
                .Throws<ArgumentException>(() =>
                    new Regularization(
                        nn.Sequential(("fc", nn.Linear(2, 3)), ("relu", nn.ReLU())),
                        Rule.OnActivations("tanh", new L1(0.5))))
                .Message,
            StringComparison.Ordinal);

    [Fact]
    public void A_wrong_layer_or_name_suggests_the_nearest_and_keeps_the_list_short()
    {
        var deep = nn.Sequential(
            Enumerable.Range(0, 60).Select(i => ($"block{i}", (nn.Module<Tensor, Tensor>)nn.Linear(2, 2))).ToArray());
        var layer = Assert
            .Throws<ArgumentException>(() => new Regularization(deep, new Rule(new L1(0.5), On.Layer("blok7"))))
            .Message;
        Assert.Contains("there is no layer 'blok7'. Did you mean 'block7'?", layer, StringComparison.Ordinal);
        Assert.Contains("and 48 more", layer, StringComparison.Ordinal);
        Assert.InRange(layer.Length, 1, 250);
        Assert.Contains(
            "Did you mean 'block7.weight'?",
            Assert
                .Throws<ArgumentException>(() => new Regularization(deep, new Rule(new L1(0.5), On.Names("blok7.weight"))))
                .Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "Did you mean 'block7'?",
            Assert.Throws<ArgumentException>(() => new Regularization(deep, Rule.OnActivations("block_7", new L1(0.5)))).Message,
            StringComparison.Ordinal);
        var far = Assert
            .Throws<ArgumentException>(() => new Regularization(deep, new Rule(new L1(0.5), On.Layer("classifier"))))
            .Message;
        Assert.DoesNotContain("Did you mean", far, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_rules_the_value_is_zero_and_the_lines_do_nothing()
    {
        var model = nn.Linear(4, 3);
        using var optimizer = optim.SGD(model.parameters(), 0.1);
        using var none = new Regularization(model, []);
        Assert.Equal(0, none.Value().ToDouble());
        (model.call(ones(2, 4)).sum() + none.Value()).backward();
        none.AddGradients();
        none.DecoupledStep(optimizer);
        none.ProximalStep(optimizer);
        Assert.Equal(0, none.Total());
    }
}
