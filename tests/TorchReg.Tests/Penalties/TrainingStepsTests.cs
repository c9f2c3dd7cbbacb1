using System.Text.Json;
using TorchReg.Tests.Reference;

namespace TorchReg.Tests.Penalties;

/// <summary>training_steps.json: PyTorch's autograd with the penalty in the loss, step for step.</summary>
public class TrainingStepsTests
{
    static readonly JsonElement file = ReferenceFile.Read("training_steps.json");

    public static TheoryData<int, PenaltyMode> Cases
    {
        get
        {
            var data = new TheoryData<int, PenaltyMode>();
            for (var i = 0; i < file.GetProperty("cases").GetArrayLength(); i++)
            {
                data.Add(i, PenaltyMode.Loss);
                data.Add(i, PenaltyMode.Gradient);
            }
            return data;
        }
    }

    [Fact]
    public void There_are_sixty_cases() => Assert.Equal(60, file.GetProperty("cases").GetArrayLength());

    [Theory, MemberData(nameof(Cases))]
    public void Twelve_steps_end_where_PyTorchs_do(int index, PenaltyMode mode)
    {
        var reference = file.GetProperty("cases")[index];
        var task = reference.GetProperty("task").GetString()!;
        var model = Model(task, reference.GetProperty("initial"));
        using var optimizer = Optimizer(reference.GetProperty("optimizer").GetString()!, model);
        var rules = Rules(reference.GetProperty("penalty").GetString()!, mode);
        var regularization = rules.Length == 0 ? null : new Regularization(model, rules);
        var x = file.GetProperty("x").Tensor();
        var steps = reference.GetProperty("loss_and_total_per_step").EnumerateArray().ToArray();
        for (var step = 0; step < steps.Length; step++)
        {
            var rows = arange(8L * step, 8L * step + 8, dtype: ScalarType.Int64).remainder(x.shape[0]);
            optimizer.zero_grad();
            var loss = Loss(task, model.call(x.index_select(0, rows)), rows);
            Near(steps[step][0].GetDouble(), loss.ToDouble());
            Near(steps[step][1].GetDouble(), loss.ToDouble() + (regularization?.Total() ?? 0));
            (regularization == null ? loss : loss + regularization.Value()).backward();
            regularization?.AddGradients();
            optimizer.step();
        }
        foreach (var (name, parameter) in Named(model, task))
        {
            var expected = reference.GetProperty("final").GetProperty(name).Tensor();
            var error = (parameter.detach() - expected).abs().max().ToDouble() / expected.abs().max().ToDouble();
            Assert.True(error <= 1e-10, $"{name}: {error}");
        }
    }

    static void Near(double expected, double actual) =>
        Assert.InRange(Math.Abs(expected - actual), 0, 1e-10 * Math.Abs(expected));

    static Rule[] Rules(string penalty, PenaltyMode mode) => penalty switch
    {
        "none" => [],
        "l1" => [new Rule(new L1(0.01), mode: mode)],
        "l2" => [new Rule(new L2(0.04), mode: mode)],
        "l1l2" => [new Rule(new L1(0.01), mode: mode), new Rule(new L2(0.04), mode: mode)],
        _ => throw new InvalidDataException(penalty),
    };

    static nn.Module<Tensor, Tensor> Model(string task, JsonElement initial)
    {
        nn.Module<Tensor, Tensor> model = task switch
        {
            "softmax" => nn.Linear(6, 3),
            "regression" => nn.Linear(6, 1),
            _ => nn.Sequential(nn.Linear(6, 5), nn.ReLU(), nn.Linear(5, 3)),
        };
        model = model.to(ScalarType.Float64);
        using var noGrad = no_grad();
        foreach (var (name, parameter) in Named(model, task)) parameter.copy_(initial.GetProperty(name).Tensor());
        return model;
    }

    static IEnumerable<(string Name, Tensor Parameter)> Named(nn.Module model, string task) =>
        model.named_parameters().Select(p => (p.name, (Tensor)p.parameter));

    static Tensor Loss(string task, Tensor output, Tensor rows) =>
        task == "regression"
            ? nn.functional.mse_loss(output, file.GetProperty("regression_targets").Tensor().index_select(0, rows))
            : nn.functional.cross_entropy(
                output,
                file.GetProperty("class_targets").Tensor().to(ScalarType.Int64).index_select(0, rows));

    static optim.Optimizer Optimizer(string name, nn.Module model) => name switch
    {
        "sgd" => optim.SGD(model.parameters(), 0.1),
        "sgd_momentum" => optim.SGD(model.parameters(), 0.05, momentum: 0.9),
        "adam" => optim.Adam(model.parameters(), 0.01),
        "rmsprop" => optim.RMSProp(model.parameters(), 0.01, alpha: 0.99),
        "adagrad" => optim.Adagrad(model.parameters(), 0.05),
        _ => throw new InvalidDataException(name),
    };
}
