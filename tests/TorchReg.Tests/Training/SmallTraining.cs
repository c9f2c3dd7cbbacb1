namespace TorchReg.Tests.Training;

/// <summary>A softmax regression in float64 on 60 rows of three classes, for what a trainer does.</summary>
static class SmallTraining
{
    internal static Dataset Rows(long n, ulong seed)
    {
        var generator = new Generator(seed);
        var y = randint(3, [n], ScalarType.Int64, generator: generator);
        return new Dataset(
            randn([n, 8L], ScalarType.Float64, generator: generator) + eye(8, dtype: ScalarType.Float64).index_select(0, y),
            y);
    }

    internal static SoftmaxRegression Model() => new SoftmaxRegression(8, 3).to(ScalarType.Float64);

    internal static (SoftmaxRegression Model, History History) Fit(
        TrainingOptions options,
        Func<nn.Module, Regularization?>? attach = null,
        bool validate = false)
    {
        var model = Model();
        using var train = Rows(60, 1);
        using var validation = Rows(200, 2);
        var history = new Trainer(model, Losses.CrossEntropy, attach?.Invoke(model), options).Fit(
            train,
            validate ? validation : null);
        return (model, history);
    }

    internal static double Difference(SoftmaxRegression a, SoftmaxRegression b) => (a.Weight - b.Weight).abs().max().ToDouble();
}
