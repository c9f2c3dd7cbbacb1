using F = TorchSharp.torch.nn.functional;

namespace TorchReg.Tests.TorchApi;

/// <summary>Each activation against its formula, as a module, as a function, and in place.</summary>
public sealed class ActivationTests : ScopedTests
{
    static readonly double[] Points = [-4, -1.3, -0.4, 0.2, 0.7, 1.5, 7];

    static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));
    const double SeluAlpha = 1.6732632423543772, SeluScale = 1.0507009873554805;

    static readonly Dictionary<string, (
        Func<double, double> Formula, Func<nn.Module<Tensor, Tensor>> Module, Func<Tensor, Tensor> Function)> Cases = new()
        {
            ["ReLU"] = (x => Math.Max(0, x), () => nn.ReLU(), x => F.relu(x)),
            ["ReLU6"] = (x => Math.Clamp(x, 0, 6), () => nn.ReLU6(), x => F.relu6(x)),
            ["LeakyReLU"] = (x => x > 0 ? x : 0.2 * x, () => nn.LeakyReLU(0.2), x => F.leaky_relu(x, 0.2)),
            ["PReLU"] = (x => x > 0 ? x : 0.25 * x, () => nn.PReLU(1, dtype: float64), x => F.prelu(x, tensor(new[] { 0.25 }))),
            ["Threshold"] = (x => x > 0.5 ? x : 9, () => nn.Threshold(0.5, 9), x => F.threshold(x, 0.5, 9)),
            ["ELU"] = (x => x > 0 ? x : 0.7 * (Math.Exp(x) - 1), () => nn.ELU(0.7), x => F.elu(x, 0.7)),
            ["CELU"] = (
                x => Math.Max(0, x) + Math.Min(0, 0.7 * (Math.Exp(x / 0.7) - 1)), () => nn.CELU(0.7), x => F.celu(x, 0.7)),
            ["SELU"] = (x => SeluScale * (x > 0 ? x : SeluAlpha * (Math.Exp(x) - 1)), () => nn.SELU(), x => F.selu(x)),
            ["SiLU"] = (x => x * Sigmoid(x), () => nn.SiLU(), x => F.silu(x)),
            ["Mish"] = (x => x * Math.Tanh(Math.Log(1 + Math.Exp(x))), () => nn.Mish(), x => F.mish(x)),
            ["Softplus"] = (x => Math.Log(1 + Math.Exp(2 * x)) / 2, () => nn.Softplus(2), x => F.softplus(x, 2)),
            ["Sigmoid"] = (Sigmoid, () => nn.Sigmoid(), x => F.sigmoid(x)),
            ["LogSigmoid"] = (x => Math.Log(Sigmoid(x)), () => nn.LogSigmoid(), x => F.logsigmoid(x)),
            ["Hardsigmoid"] = (x => Math.Clamp(x / 6 + 0.5, 0, 1), () => nn.Hardsigmoid(), x => F.hardsigmoid(x)),
            ["Hardswish"] = (x => x * Math.Clamp(x / 6 + 0.5, 0, 1), () => nn.Hardswish(), x => F.hardswish(x)),
            ["Tanh"] = (Math.Tanh, () => nn.Tanh(), x => F.tanh(x)),
            ["Softsign"] = (x => x / (1 + Math.Abs(x)), () => nn.Softsign(), x => F.softsign(x)),
            ["Hardshrink"] = (x => Math.Abs(x) > 0.5 ? x : 0, () => nn.Hardshrink(), x => F.hardshrink(x)),
            ["Softshrink"] = (x => Math.Sign(x) * Math.Max(0, Math.Abs(x) - 0.5), () => nn.Softshrink(), x => F.softshrink(x)),
            ["Tanhshrink"] = (x => x - Math.Tanh(x), () => nn.Tanhshrink(), x => F.tanhshrink(x)),
        };

    public static TheoryData<string> Names => new(Cases.Keys);

    [Theory, MemberData(nameof(Names))]
    public void Module_and_function_give_the_formula(string name)
    {
        var (formula, module, function) = Cases[name];
        var x = tensor(Points);
        using var made = module();
        foreach (var values in new[] { made.call(x), function(x) })
            foreach (var (value, point) in values.data<double>().ToArray().Zip(Points)) Assert.Equal(formula(point), value, 1e-9);
        Assert.Equal(Points, x.data<double>().ToArray());
    }

    [Fact]
    public void Gelu_is_about_x_times_the_normal_distribution()
    {
        var x = tensor(Points);
        Assert.True(F.gelu(x).allclose(x * 0.5 * (1 + (x / Math.Sqrt(2)).erf())));
        Assert.True(nn.GELU().call(x).allclose(F.gelu(x)));
    }

    [Fact]
    public void In_place_changes_the_input_and_returns_an_owner_of_its_own()
    {
        var x = tensor(Points);
        F.relu(x, inplace: true).Dispose();
        Assert.Equal(Points.Select(p => Math.Max(0, p)), x.data<double>().ToArray());
        nn.Sequential(nn.Tanh(), nn.ReLU(inplace: true), nn.Sigmoid()).call(x);
        Assert.False(x.IsInvalid);
    }

    [Fact]
    public void Softmax_sums_to_one_and_its_kin_agree()
    {
        var x = randn(3, 4, dtype: float64);
        var soft = nn.Softmax(1).call(x);
        Assert.True(soft.sum(1).allclose(ones(3, dtype: float64)));
        Assert.True(soft.allclose(x.exp() / x.exp().sum(1, keepdim: true)));
        Assert.True(nn.LogSoftmax(1).call(x).allclose(soft.log()));
        Assert.True(nn.Softmin(1).call(x).allclose(nn.Softmax(1).call(-x)));
        Assert.True(nn.GLU(1).call(x).allclose(x.narrow(1, 0, 2) * x.narrow(1, 2, 2).sigmoid()));
    }
}
