namespace TorchReg.Tests.TorchApi;

/// <summary>The gradient of each parameter of a module in float64, against (f(w + h) − f(w − h))/2h.</summary>
static class CentralDifferences
{
    const double Step = 1e-6, Tolerance = 1e-6;

    internal static void Check(nn.Module module, Func<Tensor> loss)
    {
        using var scope = NewDisposeScope();
        module.zero_grad();
        loss().backward();
        foreach (var (name, parameter) in module.named_parameters())
        {
            var gradient = parameter.grad!.flatten();
            using var _ = no_grad();
            var weights = parameter.view(-1);
            for (var i = 0L; i < weights.numel(); i++)
            {
                var kept = weights[i].ToDouble();
                double At(double value)
                {
                    weights[i] = value;
                    return loss().ToDouble();
                }

                var difference = (At(kept + Step) - At(kept - Step)) / (2 * Step);
                weights[i] = kept;
                var exact = gradient[i].ToDouble();
                Assert.True(
                    Math.Abs(difference - exact) <= Tolerance * (1 + Math.Abs(exact)),
                    $"{name}[{i}]: gradient {exact}, differences {difference}");
            }
        }
    }
}
