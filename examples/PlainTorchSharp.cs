#:project ../src/TorchReg
#:property UsesTorch=true

// A TorchSharp loop of your own with a penalty attached: the block below is the README's.
using TorchReg.Data;
using TorchReg.Penalties;
using TorchSharp;
using static TorchSharp.torch;

var rows = args.Length > 0 ? int.Parse(args[0], System.Globalization.CultureInfo.InvariantCulture) : 1000;
manual_seed(0);
var images = DrawnDigits.Draw(rows, seed: 0);
var x = tensor(images.Pixels.ToArray(), [rows, 784L]).to(ScalarType.Float32) / 255;
var y = tensor(images.Labels.ToArray()).to(ScalarType.Int64);

// README: begin
var model = nn.Linear(784, 10);
var optimizer = optim.SGD(model.parameters(), 0.1);
var regularization = new Regularization(model, new L1(0.001), PenaltyMode.Proximal);

for (var step = 0; step < 500; step++)
{
    using var scope = NewDisposeScope();
    optimizer.zero_grad();
    nn.functional.cross_entropy(model.call(x), y).backward();
    optimizer.step();
    regularization.ProximalStep(optimizer);
}
Console.WriteLine($"{model.weight!.eq(0).sum().ToInt64()} of 7840 weights are exactly zero");
// README: end
