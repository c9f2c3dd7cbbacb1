namespace TorchReg.Tests.Training;

/// <summary>Each of these ended in a native or internal error; one line says what is wrong and what to do.</summary>
public class WrongUseTests
{
    static Dataset Rows(long n = 9, ScalarType type = ScalarType.Float32)
    {
        var x = randn([n, 3L], type, generator: new Generator(1));
        return new(x, x.narrow(1, 0, 1));
    }

    /// <summary>What is said, which is one line.</summary>
    internal static string Message<T>(Action act) where T : Exception
    {
        var message = Assert.Throws<T>(act).Message;
        Assert.DoesNotContain('\n', message);
        return message;
    }

    [Fact]
    public void An_optimizer_that_a_Trainer_has_used_certifies_its_decay()
    {
        var model = new LinearRegression(3);
        optim.Optimizer used = null!;
        using var data = Rows();
        new Trainer(
            model,
            Losses.HalfSquaredError,
            null,
            new() { Optimizer = (p, rate) => used = optim.SGD(p, rate, weight_decay: 0.5), Epochs = 2 }).Fit(data);
        using var other = optim.SGD(model.parameters(), 0.1, weight_decay: 0.5);
        Assert.Equal(
            Certificate.Of(model, data, Losses.HalfSquaredError, null, other).Distance,
            Certificate.Of(model, data, Losses.HalfSquaredError, null, used).Distance);
    }

    [Fact]
    public void An_optimizer_that_was_disposed_takes_no_proximal_step()
    {
        var model = new LinearRegression(3);
        var optimizer = optim.SGD(model.parameters(), 0.1);
        optimizer.Dispose();
        using var regularization = new Regularization(model, new L1(0.1));
        Assert.Contains(
            "was disposed",
            Message<ObjectDisposedException>(() => regularization.Check(optimizer)),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Training_by_autograd_where_gradients_are_off_says_so()
    {
        using var model = nn.Sequential(nn.Linear(3, 2), nn.ReLU(), nn.Linear(2, 1));
        using var data = Rows();
        using var noGrad = no_grad();
        Assert.StartsWith(
            "Gradients are off here",
            Message<InvalidOperationException>(() => new Trainer(model, Losses.HalfSquaredError).Fit(data)),
            StringComparison.Ordinal);
        Assert.StartsWith(
            "Gradients are off here",
            Message<InvalidOperationException>(() => Certificate.Of(model, data, Losses.HalfSquaredError)),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Models_of_a_stack_are_trained_together_by_a_loss_without_a_closed_form()
    {
        LinearRegression[] models = [new(3), new(3)];
        var alone = new LinearRegression(3);
        using var data = Rows();
        var options = new TrainingOptions { Epochs = 2 };
        using var stack = new ModelStack(models);
        new StackTrainer(stack, Losses.Huber(), [new(null, options), new(null, options)]).Fit(data);
        new Trainer(alone, Losses.Huber(), null, options).Fit(data);
        Assert.InRange((alone.Weight - models[1].Weight).abs().max().ToDouble(), 0, 1e-6);
    }

    [Fact]
    public void Rows_of_another_type_or_width_than_the_models_are_told_by_evaluation_and_certificate()
    {
        var model = new LinearRegression(3);
        using var doubles = Rows(type: ScalarType.Float64);
        using var wide = new Dataset(zeros(4, 5), zeros(4, 1));
        foreach (var act in new Action<Dataset>[]
            {
                d => Evaluation.Of(model, d, Losses.HalfSquaredError),
                d => Certificate.Of(model, d, Losses.HalfSquaredError)
            })
        {
            Assert.StartsWith(
                "The rows do not fit the model: the features are Float64 [9×3], and linear.weight takes 3 columns of Float32.",
                Message<ArgumentException>(() => act(doubles)),
                StringComparison.Ordinal);
            Assert.StartsWith("The rows do not fit the model: the features are Float32 [4×5], and linear.weight takes 3 columns",
                Message<ArgumentException>(() => act(wide)), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_batch_of_one_row_is_named_where_the_model_normalizes_batches()
    {
        using var model = nn.Sequential(nn.Linear(3, 4), nn.BatchNorm1d(4), nn.Linear(4, 1));
        using var data = Rows(9);
        // Torch's own check may refuse the batch, or leave a variance that is no number.
        var error = Assert.ThrowsAny<InvalidOperationException>(() =>
            new Trainer(model, Losses.HalfSquaredError, null, new() { BatchSize = 4 }).Fit(data));
        Assert.Contains("batch", error.Message, StringComparison.Ordinal);
        Assert.Contains("one row", error.Message, StringComparison.Ordinal);
        Assert.Contains(
            "choose another batch size, so that the last batch has more rows",
            error.Message,
            StringComparison.Ordinal);
        Assert.DoesNotContain("learning rate", error.Message, StringComparison.Ordinal);
    }
}
