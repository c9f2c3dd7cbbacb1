using TorchSharp.Modules;

namespace TorchReg.Tests.TorchApi;

/// <summary>A recurrent network as a user of the library trains it.</summary>
public sealed class RegularizedRecurrenceTests : ScopedTests
{
    const int Rows = 96, Steps = 6;

    /// <summary>Whether a series of numbers ends above its first: the reader has to remember.</summary>
    sealed class SeriesReader : nn.Module<Tensor, Tensor>
    {
        readonly LSTM lstm = nn.LSTM(1, 8, batchFirst: true);
        readonly Linear head = nn.Linear(8, 2);

        internal SeriesReader() : base(nameof(SeriesReader))
        {
            RegisterComponents();
            using var generator = new Generator(3);
            using var noGrad = no_grad();
            foreach (var parameter in parameters()) parameter.uniform_(-0.35, 0.35, generator);
        }

        public override Tensor forward(Tensor input) => head.call(lstm.call(input.unsqueeze(2)).Item1[.., -1]);
    }

    static (Tensor X, Tensor Y) Series()
    {
        var x = randn([Rows, Steps], generator: new Generator(6));
        return (x, x[.., Steps - 1].gt(x[.., 0]).to(int64));
    }

    [Fact, Trait("Speed", "Slow")]
    public void A_trainer_fits_an_LSTM_and_zeroes_recurrent_weights_exactly()
    {
        var (x, y) = Series();
        var (free, penalized) = (Fitted([]), Fitted([new Rule(new L1(0.01), On.Names("*weight_hh*"), PenaltyMode.Proximal)]));
        Assert.True(free.Accuracy > 0.9, $"{free.Accuracy}");
        Assert.True(penalized.Accuracy > 0.8, $"{penalized.Accuracy}");
        Assert.Equal(0, free.Zeros);
        Assert.InRange(penalized.Zeros, 64, 256);

        (double Accuracy, long Zeros) Fitted(Rule[] rules)
        {
            using var model = new SeriesReader();
            using var regularization = rules.Length == 0 ? null : new Regularization(model, rules);
            var trainer = new Trainer(model, Losses.CrossEntropy, regularization, new TrainingOptions
            {
                Epochs = 80,
                BatchSize = 16,
                Seed = 1,
                LearningRate = 0.02,
                Optimizer = (parameters, rate) =>
                    optim.Adam(parameters, rate),
            });
            trainer.Fit(new Dataset(x, y));
            model.eval();
            return (
                model.call(x).argmax(1).eq(y).to(float64).mean().ToDouble(),
                model.get_parameter("lstm.weight_hh_l0")!.eq(0).sum().ToInt64());
        }
    }

    [Fact]
    public void Only_the_weights_that_a_rule_names_are_penalized()
    {
        using var model = new SeriesReader();
        using var regularization = new Regularization(model, [new Rule(new L2(0.5), On.Names("*weight_hh*"))]);
        var weight = model.get_parameter("lstm.weight_hh_l0")!;
        Assert.Equal(0.25 * weight.square().sum().ToDouble(), regularization.Value().ToDouble(), 1e-6);
    }
}
