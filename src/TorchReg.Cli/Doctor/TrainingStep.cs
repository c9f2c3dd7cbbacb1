using TorchSharp;
using static TorchSharp.torch;

namespace TorchReg.Cli.Doctor;

/// <summary>One SGD step of a 784 × 10 softmax classifier on 32 random rows: cross-entropy before and after.</summary>
static class TrainingStep
{
    internal static (double Before, double After) Try(Device device)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(0);
        var x = rand([32, 784], generator: generator).to(device);
        var y = (arange(32, ScalarType.Int64) % 10).to(device);
        using var model = nn.Linear(784, 10, device: device);
        using var optimizer = optim.SGD(model.parameters(), 0.001);
        using var before = nn.functional.cross_entropy(model.call(x), y);
        before.backward();
        optimizer.step();
        using var after = nn.functional.cross_entropy(model.call(x), y);
        return (before.ToDouble(), after.ToDouble());
    }
}
