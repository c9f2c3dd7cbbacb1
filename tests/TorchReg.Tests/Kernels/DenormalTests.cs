using TorchReg.Kernels;
using TorchSharp.Modules;

namespace TorchReg.Tests.Kernels;

public class DenormalTests
{
    [Fact]
    public void Denormal_numbers_become_zero_and_all_others_stay()
    {
        float[] given =
        [
            0,
            -0f,
            1e-45f,
            -1e-40f,
            1.1754942e-38f,
            1.17549435e-38f,
            -1.17549435e-38f,
            1,
            float.NaN,
            float.PositiveInfinity,
            -3e38f
        ];
        var tensor = torch.tensor(given);
        Denormals.Flush(tensor);
        Assert.Equal(
            [0, 0, 0, 0, 0, 1.17549435e-38f, -1.17549435e-38f, 1, float.NaN, float.PositiveInfinity, -3e38f],
            tensor.data<float>().ToArray());
    }

    // A feature seen in the first step only: its mean falls by 0.9 a step and would stay at the smallest denormal for ever.
    [Fact]
    public void A_mean_that_nothing_feeds_ends_at_zero()
    {
        Adam? adam = null;
        var model = new SoftmaxRegression(2, 2);
        var options = new TrainingOptions
        {
            Epochs = 1,
            BatchSize = 1,
            Shuffle = false,
            EvaluateTraining = false,
            Optimizer = (parameters, rate) => adam = optim.Adam(parameters, rate),
        };
        var x = zeros(1600, 2);
        x[0, 1] = 1;
        x.slice(1, 0, 1, 1).fill_(1);
        Tensor? mean = null;
        new Trainer(model, Losses.CrossEntropy, null, options).FitBatches(_ =>
            Batches(
                x,
                () => mean = adam!.state_dict().State.OfType<Adam.State>().First().exp_avg.clone().DetachFromDisposeScope()));
        Assert.Equal(0, mean![0, 1].ToSingle());
        Assert.NotEqual(0, mean[0, 0].ToSingle());
    }

    static IEnumerable<Dataset> Batches(Tensor x, Action atEnd)
    {
        for (var i = 0; i < x.shape[0]; i++)
        {
            if (i == x.shape[0] - 1) atEnd();
            yield return new Dataset(x.slice(0, i, i + 1, 1).clone(), tensor(new[] { (long)(i % 2) }));
        }
    }
}
