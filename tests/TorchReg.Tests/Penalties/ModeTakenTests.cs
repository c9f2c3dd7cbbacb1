namespace TorchReg.Tests.Penalties;

/// <summary>A rule that was told no mode acts by the line that the loop has.</summary>
public class ModeTakenTests
{
    delegate void Step(Regularization r, nn.Module<Tensor, Tensor> model, optim.Optimizer optimizer);

    static (Tensor[] Weights, string Table) Train(Step step, Penalty penalty, PenaltyMode? mode = null)
    {
        var model = Loops.Network();
        using var regularization = new Regularization(model, penalty, mode);
        using var optimizer = optim.SGD(model.parameters(), 0.1);
        for (var i = 0; i < 10; i++)
        {
            optimizer.zero_grad();
            step(regularization, model, optimizer);
        }
        return ([.. model.parameters().Select(p => p.detach())], regularization.ToString());
    }

    static Tensor Loss(nn.Module<Tensor, Tensor> model) => nn.functional.cross_entropy(model.call(Loops.X), Loops.Y);

    static void WithValue(Regularization r, nn.Module<Tensor, Tensor> model, optim.Optimizer optimizer)
    {
        (Loss(model) + r.Value()).backward();
        optimizer.step();
    }

    static void WithGradients(Regularization r, nn.Module<Tensor, Tensor> model, optim.Optimizer optimizer)
    {
        Loss(model).backward();
        r.AddGradients();
        optimizer.step();
    }

    static void WithProx(Regularization r, nn.Module<Tensor, Tensor> model, optim.Optimizer optimizer)
    {
        Loss(model).backward();
        optimizer.step();
        r.ProximalStep(optimizer);
    }

    static void WithDecay(Regularization r, nn.Module<Tensor, Tensor> model, optim.Optimizer optimizer)
    {
        Loss(model).backward();
        r.DecoupledStep(optimizer);
        optimizer.step();
    }

    static void WithAll(Regularization r, nn.Module<Tensor, Tensor> model, optim.Optimizer optimizer)
    {
        (Loss(model) + r.Value()).backward();
        r.AddGradients();
        r.DecoupledStep(optimizer);
        optimizer.step();
        r.ProximalStep(optimizer);
    }

    public static TheoryData<PenaltyMode> Modes =>
        [PenaltyMode.Loss, PenaltyMode.Gradient, PenaltyMode.Proximal, PenaltyMode.Decoupled];

    [Theory, MemberData(nameof(Modes))]
    public void The_only_line_of_a_loop_is_the_mode(PenaltyMode mode)
    {
        Step step = mode switch
        {
            PenaltyMode.Loss => WithValue,
            PenaltyMode.Gradient => WithGradients,
            PenaltyMode.Proximal => WithProx,
            _ => WithDecay,
        };
        var (weights, table) = Train(step, new L2(0.3));
        Loops.Identical(Train(step, new L2(0.3), mode).Weights, weights);
        Assert.Contains($"{mode}, from the loop", table, StringComparison.Ordinal);
    }

    [Fact]
    public void With_all_lines_it_acts_once_as_its_value() =>
        Loops.Identical(Train(WithValue, new L1(0.1), PenaltyMode.Loss).Weights, Train(WithAll, new L1(0.1)).Weights);

    [Fact]
    public void Before_the_first_line_the_table_says_so() =>
        Assert.EndsWith("of the first line", new Regularization(nn.Linear(2, 1), new L1(1)).ToString(), StringComparison.Ordinal);

    [Fact]
    public void What_cannot_act_by_the_only_line_is_refused_with_the_reason()
    {
        Assert.Contains(
            "has no prox",
            Assert.Throws<InvalidOperationException>(() => Train(WithProx, new Orthogonality(0.1))).Message,
            StringComparison.Ordinal);
        Assert.Contains("L1(0.1) does nothing in this loop, whose only line is DecoupledStep(optimizer)",
            Assert.Throws<InvalidOperationException>(() => Train(WithDecay, new L1(0.1))).Message, StringComparison.Ordinal);
    }

    public static TheoryData<string, PenaltyMode> Choices => new()
    {
        { "L1, SGD", PenaltyMode.Proximal },
        { "groups, Adam", PenaltyMode.Proximal },
        { "L1, Adadelta", PenaltyMode.Gradient },
        { "L2, SGD", PenaltyMode.Gradient },
        { "a formula, SGD", PenaltyMode.Gradient },
        { "groups beside a max-norm, SGD", PenaltyMode.Gradient },
    };

    // What has a kink is proximal where that is sound with the optimizer and the other rules: then its zeros are exact.
    [Theory, MemberData(nameof(Choices))]
    public void A_trainer_takes_the_mode_whose_zeros_are_exact_where_it_is_sound(string what, PenaltyMode mode)
    {
        Penalty penalty = what[..4] switch
        {
            "L1, " => new L1(0.05),
            "L2, " => new L2(0.05),
            "a fo" => new CustomPenalty("l4", w => w.pow(4).sum()),
            _ => new GroupLasso(0.05)
        };
        Rule[] Rules(PenaltyMode? told) =>
            [.. what.Contains("max-norm") ? (Rule[])[new Rule(new MaxNorm(1))] : [], new Rule(penalty, mode: told)];
        var options = new TrainingOptions
        {
            LearningRate = 0.1,
            Optimizer = (parameters, rate) =>
                what.EndsWith("Adam") ? optim.Adam(parameters, rate)
                : what.EndsWith("Adadelta") ? optim.Adadelta(parameters, rate)
                : optim.SGD(parameters, rate),
        };
        var (a, b) = (nn.Linear(6, 3).to(ScalarType.Float64), nn.Linear(6, 3).to(ScalarType.Float64));
        b.load_state_dict(a.state_dict());
        using var data = new Dataset(Loops.X.clone(), Loops.Y.clone());
        using var open = new Regularization(a, Rules(null));
        using var told = new Regularization(b, Rules(mode));
        new Trainer(a, Losses.CrossEntropy, open, options).Fit(data);
        new Trainer(b, Losses.CrossEntropy, told, options).Fit(data);
        Loops.Identical([a.weight!], [b.weight!]);
        Assert.Contains($"{mode}, from the loop", open.ToString(), StringComparison.Ordinal);
    }
}
