using F = TorchSharp.torch.nn.functional;

namespace TorchReg.Tests.Penalties;

/// <summary>
/// Misplaced lines in loops that never run <c>model.call</c>: by <c>forward</c>, by the layers alone, by functions of the
/// weights.
/// </summary>
public class UnseenForwardTests
{
    sealed class Network : nn.Module<Tensor, Tensor>
    {
        internal readonly nn.Module<Tensor, Tensor> hidden = nn.Linear(6, 5), output = nn.Linear(5, 3);

        internal Network() : base("network")
        {
            RegisterComponents();
            this.to(ScalarType.Float64);
        }

        public override Tensor forward(Tensor x) => output.call(hidden.call(x).tanh());
    }

    public enum Style { Forward, Layers, LayersForward, Functions }

    static Tensor Loss(Network model, Style style)
    {
        var p = model.parameters().ToArray();
        return F.cross_entropy(style switch
        {
            Style.Forward => model.forward(Loops.X),
            Style.Layers => model.output.call(model.hidden.call(Loops.X).tanh()),
            Style.LayersForward => model.output.forward(model.hidden.forward(Loops.X).tanh()),
            _ => F.linear(F.linear(Loops.X, p[0], p[1]).tanh(), p[2], p[3]),
        }, Loops.Y);
    }

    static string Error(
        PenaltyMode? mode,
        Action<Regularization, Func<Tensor>, optim.Optimizer> step,
        Style style,
        Penalty? penalty = null,
        double rate = 0.1)
    {
        using var model = new Network();
        using var regularization = new Regularization(model, penalty ?? new L1(0.05), mode);
        using var optimizer = optim.SGD(model.parameters(), rate);
        return Assert.Throws<InvalidOperationException>(() =>
        {
            for (var i = 0; i < 3; i++) step(regularization, () => Loss(model, style), optimizer);
        }).Message;
    }

    static void Has(string text, string message) => Assert.Contains(text, message, StringComparison.Ordinal);

    [Theory, InlineData(Style.Forward), InlineData(Style.Layers)]
    public void Gradients_after_the_step(Style style) =>
        Has(
            "stands after optimizer.step()",
            Error(
                PenaltyMode.Gradient,
                (r, loss, optimizer) =>
                {
                    optimizer.zero_grad();
                    loss().backward();
                    optimizer.step();
                    r.AddGradients();
                },
                style));

    [Theory, InlineData(Style.Forward), InlineData(Style.Layers)]
    public void No_line_at_all(Style style) =>
        Has(
            "without a line of its Regularization",
            Error(
                PenaltyMode.Gradient,
                (_, loss, optimizer) =>
                {
                    optimizer.zero_grad();
                    loss().backward();
                    optimizer.step();
                },
                style));

    [Theory, InlineData(Style.Forward), InlineData(Style.Layers), InlineData(Style.LayersForward), InlineData(Style.Functions)]
    public void A_proximal_step_before_the_step(Style style) =>
        Has(
            "stands before optimizer.step()",
            Error(
                PenaltyMode.Proximal,
                (r, loss, optimizer) =>
                {
                    optimizer.zero_grad();
                    loss().backward();
                    r.ProximalStep(optimizer);
                    optimizer.step();
                },
                style));

    [Theory, InlineData(Style.Forward), InlineData(Style.Layers), InlineData(Style.LayersForward), InlineData(Style.Functions)]
    public void Gradients_twice(Style style) =>
        Has(
            "AddGradients() was called twice in one step",
            Error(
                PenaltyMode.Gradient,
                (r, loss, optimizer) =>
                {
                    optimizer.zero_grad();
                    loss().backward();
                    r.AddGradients();
                    r.AddGradients();
                    optimizer.step();
                },
                style));

    [
        Theory,
        InlineData(Style.Forward, PenaltyMode.Proximal),
        InlineData(Style.Functions, PenaltyMode.Proximal),
        InlineData(Style.LayersForward, PenaltyMode.Decoupled),
        InlineData(Style.Functions, PenaltyMode.Decoupled)
    ]
    public void A_step_of_the_penalty_twice(Style style, PenaltyMode mode) =>
        Has(
            "(optimizer) was called twice in one step",
            Error(
                mode,
                (r, loss, optimizer) =>
                {
                    optimizer.zero_grad();
                    loss().backward();
                    r.DecoupledStep(optimizer);
                    if (mode == PenaltyMode.Decoupled)
                        r.DecoupledStep(optimizer);
                    optimizer.step();
                    r.ProximalStep(optimizer);
                    if (mode == PenaltyMode.Proximal)
                        r.ProximalStep(optimizer);
                },
                style,
                new L2(0.1)));

    public static TheoryData<Style, PenaltyMode, ScalarType, double> Right
    {
        get
        {
            var cases = new TheoryData<Style, PenaltyMode, ScalarType, double>();
            foreach (var style in Enum.GetValues<Style>())
                foreach (var mode in Enum.GetValues<PenaltyMode>())
                {
                    cases.Add(style, mode, ScalarType.Float64, 0.1);
                    cases.Add(style, mode, ScalarType.Float64, 0);
                    // Steps that bfloat16 does not show.
                    cases.Add(style, mode, ScalarType.BFloat16, 1e-5);
                }
            return cases;
        }
    }

    [Theory, MemberData(nameof(Right))]
    public void Loops_of_every_right_order_are_left_alone(Style style, PenaltyMode mode, ScalarType type, double rate)
    {
        using var model = new Network();
        model.to(type);
        using var regularization = new Regularization(model, new L2(0.01), mode) { OnWarning = text => Assert.Fail(text) };
        using var optimizer = optim.SGD(model.parameters(), rate);
        var (x, y) = (Loops.X.to(type), Loops.Y);
        for (var i = 0; i < 5; i++)
        {
            optimizer.zero_grad();
            for (var batch = 0; batch < 2; batch++)
            {
                var p = model.parameters().ToArray();
                var loss = F.cross_entropy(style switch
                {
                    Style.Forward => model.forward(x),
                    Style.Layers => model.output.call(model.hidden.call(x).tanh()),
                    Style.LayersForward => model.output.forward(model.hidden.forward(x).tanh()),
                    _ => F.linear(F.linear(x, p[0], p[1]).tanh(), p[2], p[3]),
                }, y);
                (loss + regularization.Value()).backward();
            }
            regularization.AddGradients();
            regularization.DecoupledStep(optimizer);
            optimizer.step();
            regularization.ProximalStep(optimizer);
        }
    }

    // At 0 the prox takes back what the step did, so that the weights are the same before every step.
    [Theory, InlineData(PenaltyMode.Proximal), InlineData(PenaltyMode.Decoupled)]
    public void Weights_that_rest_are_no_repeated_line(PenaltyMode mode)
    {
        using var model = new Network();
        using (no_grad())
            foreach (var parameter in model.parameters()) parameter.zero_();
        using var regularization = new Regularization(
            model,
            new Rule(new L1(100), On.Everything, PenaltyMode.Proximal),
            new Rule(new L2(0.1), On.Everything, mode));
        using var optimizer = optim.SGD(model.parameters(), 0.1);
        for (var i = 0; i < 5; i++)
        {
            optimizer.zero_grad();
            Loss(model, Style.Functions).backward();
            regularization.DecoupledStep(optimizer);
            optimizer.step();
            regularization.ProximalStep(optimizer);
        }
        Assert.All(model.parameters(), parameter => Assert.True(parameter.eq(0).all().ToBoolean()));
    }

    [Fact]
    public void A_projection_before_the_training_is_no_misplaced_line()
    {
        using var model = new Network();
        using var regularization = new Regularization(model, new MaxNorm(0.1));
        using var optimizer = optim.SGD(model.parameters(), 0.1);
        regularization.ProximalStep(optimizer);
        for (var i = 0; i < 4; i++)
        {
            optimizer.zero_grad();
            Loss(model, Style.Functions).backward();
            optimizer.step();
            regularization.ProximalStep(optimizer);
        }
    }
}
