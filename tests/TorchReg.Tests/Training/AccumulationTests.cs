using TorchSharp.Modules;

namespace TorchReg.Tests.Training;

/// <summary>Batches of one step, of whatever sizes, are one batch of all their rows.</summary>
public class AccumulationTests
{
    static readonly Dictionary<string, Func<nn.Module, Regularization?>> penalties = new()
    {
        ["nothing"] = _ => null,
        ["L2 in the loss"] = m => new(m, new L2(0.3), PenaltyMode.Loss),
        ["L2 in the gradient"] = m => new(m, new L2(0.3), PenaltyMode.Gradient),
        ["L1 by its prox"] = m => new(m, new L1(0.1), PenaltyMode.Proximal),
        ["L2 on outputs"] = m => new(m, Rule.OnActivations("0", new L2(0.2))),
    };

    public static TheoryData<string, bool, bool> Cases
    {
        get
        {
            var all = new TheoryData<string, bool, bool>();
            foreach (var name in penalties.Keys)
                for (var i = 0; i < 4; i++) all.Add(name, i % 2 == 1, i / 2 == 1);
            return all;
        }
    }

    static Dataset Rows(bool isWeighted)
    {
        var generator = new Generator(3);
        var x = randn([53L, 4L], ScalarType.Float64, generator: generator);
        return new(
            x,
            x.narrow(1, 0, 1) * 1.5 + 0.7,
            isWeighted ? rand([53L], ScalarType.Float64, generator: generator) + 0.1 : null);
    }

    static Sequential Model()
    {
        var model = nn.Sequential(("0", nn.Linear(4, 3)), ("1", nn.Linear(3, 1))).to(ScalarType.Float64);
        using (no_grad())
            foreach (var (p, i) in model.parameters().Select((p, i) => (p, i)))
                p.copy_(linspace(-0.5, 0.7 + 0.1 * i, p.numel(), ScalarType.Float64).reshape(p.shape));
        return model;
    }

    static Tensor Trained(string name, bool isWeighted, bool isStream, params int[] batches)
    {
        var model = Model();
        using var data = Rows(isWeighted);
        using var regularization = penalties[name](model);
        var options = new TrainingOptions
        {
            Epochs = 3,
            BatchSize = batches[0],
            AccumulateBatches = batches.Length,
            LearningRate = 0.2,
            Shuffle = false,
            EvaluateTraining = false,
            MeanWeight = isWeighted && isStream ? data.Weights!.mean().ToDouble() : null,
        };
        var trainer = new Trainer(model, Losses.HalfSquaredError, regularization, options);
        if (isStream) trainer.FitBatches(_ => Batches(data, batches));
        else trainer.Fit(data);
        return cat([.. model.parameters().Select(p => p.detach().flatten())]);
    }

    static IEnumerable<Dataset> Batches(Dataset data, int[] sizes)
    {
        var start = 0L;
        foreach (var size in sizes)
        {
            using var positions = arange(start, start + size, ScalarType.Int64);
            yield return data.Select(positions);
            start += size;
        }
    }

    // A last batch of one row counted as much as the 52 before it.
    [Theory, MemberData(nameof(Cases))]
    public void Every_row_of_a_step_counts_the_same_whatever_batch_it_is_in(string penalty, bool isWeighted, bool isStream)
    {
        var one = Trained(penalty, isWeighted, isStream, 53);
        foreach (var batches in isStream ? new int[][] { [52, 1], [1, 52], [10, 40, 3] } : [[52, 1], [20, 20, 13]])
            Assert.InRange((Trained(penalty, isWeighted, isStream, batches) - one).abs().max().ToDouble(), 0, 1e-12);
    }

    [Fact]
    public void The_gradient_ratio_of_unequal_batches_is_that_of_one()
    {
        double Ratio(params int[] batches)
        {
            var model = Model();
            using var data = Rows(isWeighted: false);
            using var regularization = new Regularization(model, new L2(0.3), PenaltyMode.Gradient);
            return new Trainer(
                model,
                Losses.HalfSquaredError,
                regularization,
                new()
                {
                    Epochs = 1,
                    BatchSize = batches[0],
                    AccumulateBatches = batches.Length,
                    Shuffle = false
                }).Fit(data).Epochs[0].Training!.GradientRatio;
        }
        Assert.Equal(Ratio(53), Ratio(52, 1), 12);
    }
}
