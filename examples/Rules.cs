#:project ../src/TorchReg
#:property UsesTorch=true

// Rules: which penalty acts where and how, and the table of it. The block below is that of docs/loop.md.
using TorchReg.Penalties;
using TorchSharp;
using static TorchSharp.torch;

using var model = nn.Sequential(
    ("encoder", nn.Linear(20, 16)),
    ("relu", nn.ReLU()),
    ("hidden", nn.Linear(16, 16)),
    ("relu2", nn.ReLU()),
    ("fc1", nn.Linear(16, 3)));

// README: begin
var regularization = new Regularization(model,
[
    new Rule(new L1(0.001), On.Layer("fc1"), PenaltyMode.Proximal),
    new Rule(new L2(0.01), On.Names("encoder.*")),
    new Rule(new NonNegative(), On.Layer("hidden"), PenaltyMode.Proximal),
    new Rule(new L1(0.01), On.Biases) { Schedule = step => Math.Min(1, step / 100.0) },
    Rule.OnActivations("hidden", new L1(1e-4)),
]);
Console.WriteLine(regularization);
// README: end

// The table says what is penalized; the value is the sum over all of it.
using var optimizer = optim.Adam(model.parameters(), 0.01);
var (x, y) = (randn(64, 20), randint(3, [64], ScalarType.Int64));
for (var step = 0; step < 200; step++)
{
    using var scope = NewDisposeScope();
    optimizer.zero_grad();
    nn.functional.cross_entropy(model.call(x), y).add(regularization.Value(), TorchReg.Scalars.One).backward();
    regularization.AddGradients();
    optimizer.step();
    regularization.ProximalStep(optimizer);
}
foreach (var (name, parameter) in model.named_parameters())
    Console.WriteLine($"{name,-16} {parameter.eq(0).sum().ToInt64(),3} of {parameter.numel(),3} exactly zero");
