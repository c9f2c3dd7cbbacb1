namespace TorchReg.Tests.Penalties;

/// <summary>Schedules count optimizer steps, not calls.</summary>
public class StepCountTests
{
    static Rule Noting(List<long> steps, PenaltyMode? mode) => new(new L1(0.01), mode: mode)
    {
        Schedule = step =>
        {
            steps.Add(step);
            return 1;
        },
    };

    static Tensor Loss(nn.Module<Tensor, Tensor> model) => nn.functional.cross_entropy(model.call(Loops.X), Loops.Y);

    [Fact]
    public void Values_of_several_batches_are_one_step()
    {
        var (model, seen) = (Loops.Network(), new List<long>());
        using var regularization = new Regularization(model, Noting(seen, PenaltyMode.Loss));
        using var optimizer = optim.SGD(model.parameters(), 0.1);
        for (var i = 0; i < 4; i++)
        {
            optimizer.zero_grad();
            for (var batch = 0; batch < 2; batch++) ((Loss(model) + regularization.Value()) / 2).backward();
            optimizer.step();
        }
        // Two parameters, each asked twice a step.
        Assert.Equal([0, 1, 2, 3], seen.Chunk(4).Select(step => step.Distinct().Single()));
    }

    [Theory, InlineData(PenaltyMode.Loss), InlineData(PenaltyMode.Gradient)]
    public void Evaluations_of_LBFGS_are_counted_by_EndStep(PenaltyMode mode)
    {
        var (model, seen) = (Loops.Network(), new List<long>());
        using var regularization = new Regularization(model, Noting(seen, mode));
        using var optimizer = optim.LBFGS(model.parameters(), 0.1, max_iter: 5);
        for (var i = 0; i < 3; i++)
        {
            optimizer.step(() =>
            {
                optimizer.zero_grad();
                var loss = Loss(model);
                if (mode == PenaltyMode.Loss) loss = loss + regularization.Value();
                loss.backward();
                regularization.AddGradients();
                return loss;
            });
            regularization.EndStep();
        }
        Assert.Equal([0, 1, 2], seen.Distinct());
        Assert.True(seen.Count > 6);
        Assert.Equal(3, regularization.Steps);
    }

    [Theory, InlineData(PenaltyMode.Loss), InlineData(PenaltyMode.Gradient), InlineData(PenaltyMode.Proximal)]
    public void A_trainer_counts_its_steps_whatever_the_mode_and_the_batches_of_a_step(PenaltyMode mode)
    {
        var (model, seen) = (Loops.Network(), new List<long>());
        using var data = new Dataset(Loops.X.clone(), Loops.Y.clone());
        using var regularization = new Regularization(model, Noting(seen, mode));
        new Trainer(model, Losses.CrossEntropy, regularization,
            new TrainingOptions { Epochs = 3, BatchSize = 5, AccumulateBatches = 2, EvaluateTraining = false }).Fit(data);
        Assert.Equal(6, regularization.Steps);
        Assert.Equal([0, 1, 2, 3, 4, 5], seen.Distinct().Order().TakeWhile(step => step < 6));
    }

    [Theory, InlineData(true), InlineData(false)]
    public void One_regularization_serves_two_optimizers(bool alternate)
    {
        var (model, seen) = (Loops.Network(), new List<long>());
        using var regularization = new Regularization(model, Noting(seen, PenaltyMode.Proximal));
        using var hidden = optim.SGD(model.parameters().Take(2), 0.1);
        using var output = optim.Adam(model.parameters().Skip(2), 0.01);
        for (var i = 0; i < 4; i++)
        {
            hidden.zero_grad();
            output.zero_grad();
            Loss(model).backward();
            hidden.step();
            if (alternate) regularization.ProximalStep(hidden);
            output.step();
            if (!alternate) regularization.ProximalStep(hidden);
            regularization.ProximalStep(output);
        }
        Assert.Equal([0, 0, 1, 1, 2, 2, 3, 3], seen);
        Assert.Equal(4, regularization.Steps);
    }

    [Fact]
    public void Activations_obey_the_schedule()
    {
        var model = nn.Sequential(("fc", nn.Linear(2, 3)), ("relu", nn.ReLU()));
        using var optimizer = optim.SGD(model.parameters(), 1e-3);
        using var regularization = new Regularization(
            model,
            Rule.OnActivations("relu", new L1(0.5)) with
            {
                Schedule = step => step == 0 ? 0.25 : 0
            },
            new Rule(new L2(1), mode: PenaltyMode.Loss));
        var x = rand(8, 2);
        foreach (var factor in new[] { 0.25, 0 })
        {
            optimizer.zero_grad();
            var output = model.call(x);
            var l2 = new L2(1).Value(model.parameters().First()).ToDouble();
            var value = regularization.Value();
            Assert.Equal(l2 + factor * 0.5 * output.abs().sum().ToDouble() / 8, value.ToDouble(), 5);
            (output.sum() + value).backward();
            optimizer.step();
        }
    }
}
