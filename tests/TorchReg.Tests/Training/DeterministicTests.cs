namespace TorchReg.Tests.Training;

// Equivalence: with Deterministic the bytes are those of one thread, however many the machine has.
[Collection("Alone")]
public class DeterministicTests
{
    static byte[] Trained(int threads, bool isDeterministic)
    {
        var before = get_num_threads();
        set_num_threads(threads);
        try
        {
            manual_seed(1);
            using var data = new Dataset(randn(600, 400), randint(0, 10, 600, ScalarType.Int64));
            using var model = new Mlp([400, 300, 10], generator: new Generator(1));
            new Trainer(
                model,
                Losses.CrossEntropy,
                null,
                new TrainingOptions
                {
                    Epochs = 2,
                    BatchSize = 300,
                    LearningRate = 0.1,
                    Deterministic = isDeterministic
                }).Fit(data);
            Assert.Equal(threads, get_num_threads());
            return [.. model.parameters().SelectMany(p => p.detach().contiguous().bytes.ToArray())];
        }
        finally { set_num_threads(before); }
    }

    [Fact]
    public void The_bytes_do_not_depend_on_the_number_of_threads()
    {
        var one = Trained(1, isDeterministic: true);
        foreach (var threads in new[] { 2, 3, 7 }) Assert.Equal(one, Trained(threads, isDeterministic: true));
        Assert.Equal(one, Trained(1, isDeterministic: false));
    }

    [Fact, Trait("Speed", "Slow")]
    public void Without_it_they_do_which_is_what_it_is_for() =>
        Assert.NotEqual(Trained(1, isDeterministic: false), Trained(2, isDeterministic: false));
}
