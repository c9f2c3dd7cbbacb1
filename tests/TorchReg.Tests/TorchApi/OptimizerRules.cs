using TorchSharp.Modules;

namespace TorchReg.Tests.TorchApi;

/// <summary>
/// The update rules of torch's optimizers for one weight, in plain doubles, each from its paper or torch's documentation.
/// </summary>
internal static class OptimizerRules
{
    /// <summary>Gives the next weight from the weight, its gradient and the step's number, which starts at 1.</summary>
    internal delegate double Rule(double w, double g, int t);

    internal static Rule Sgd(
        double lr, double momentum = 0, double dampening = 0, double decay = 0, bool nesterov = false, bool maximize = false)
    {
        var v = 0.0;
        return (w, g, t) =>
        {
            g += decay * w;
            v = t == 1 ? g : momentum * v + (1 - dampening) * g;
            var step = momentum == 0 ? g : nesterov ? g + momentum * v : v;
            return maximize ? w + lr * step : w - lr * step;
        };
    }

    internal static Rule Adam(
        double lr, double b1 = 0.9, double b2 = 0.999, double eps = 1e-8, double decay = 0, bool amsgrad = false,
        bool maximize = false, bool decoupled = false)
    {
        double m = 0, v = 0, top = 0;
        return (w, g, t) =>
        {
            if (maximize) g = -g;
            if (decoupled) w *= 1 - lr * decay;
            else g += decay * w;
            m = b1 * m + (1 - b1) * g;
            v = b2 * v + (1 - b2) * g * g;
            top = Math.Max(top, v);
            var scale = Math.Sqrt(amsgrad ? top : v) / Math.Sqrt(1 - Math.Pow(b2, t)) + eps;
            return w - lr / (1 - Math.Pow(b1, t)) * m / scale;
        };
    }

    internal static Rule RmsProp(
        double lr, double alpha = 0.99, double eps = 1e-8, double decay = 0, double momentum = 0, bool centered = false)
    {
        double s = 0, mean = 0, buffer = 0;
        return (w, g, _) =>
        {
            g += decay * w;
            s = alpha * s + (1 - alpha) * g * g;
            mean = alpha * mean + (1 - alpha) * g;
            var step = g / (Math.Sqrt(centered ? s - mean * mean : s) + eps);
            buffer = momentum * buffer + step;
            return w - lr * (momentum > 0 ? buffer : step);
        };
    }

    internal static Rule Adagrad(double lr, double lrDecay = 0, double decay = 0, double start = 0, double eps = 1e-10)
    {
        var sum = start;
        return (w, g, t) =>
        {
            g += decay * w;
            sum += g * g;
            return w - lr / (1 + (t - 1) * lrDecay) * g / (Math.Sqrt(sum) + eps);
        };
    }

    internal static Rule Adadelta(double lr, double rho = 0.9, double eps = 1e-6, double decay = 0)
    {
        double squares = 0, changes = 0;
        return (w, g, _) =>
        {
            g += decay * w;
            squares = rho * squares + (1 - rho) * g * g;
            var change = g * Math.Sqrt(changes + eps) / Math.Sqrt(squares + eps);
            changes = rho * changes + (1 - rho) * change * change;
            return w - lr * change;
        };
    }

    internal static Rule Adamax(double lr, double b1 = 0.9, double b2 = 0.999, double eps = 1e-8, double decay = 0)
    {
        double m = 0, u = 0;
        return (w, g, t) =>
        {
            g += decay * w;
            m = b1 * m + (1 - b1) * g;
            u = Math.Max(b2 * u, Math.Abs(g) + eps);
            return w - lr / (1 - Math.Pow(b1, t)) * m / u;
        };
    }

    internal static Rule Asgd(double lr, double lambda = 1e-4, double alpha = 0.75, double decay = 0)
    {
        var rate = lr;
        return (w, g, t) =>
        {
            w = w * (1 - lambda * rate) - rate * (g + decay * w);
            rate = lr / Math.Pow(1 + lambda * lr * t, alpha);
            return w;
        };
    }
}

/// <summary>The loss Σ ½ c (w − a)² with gradient c (w − a): each weight moves for itself.</summary>
internal sealed class Bowls
{
    internal static readonly double[] Curvature = [1, 3, 0.25], Centre = [2, -1, 0.5], Start = [0.3, 1.7, -2];

    readonly Tensor curvature = tensor(Curvature), centre = tensor(Centre);

    internal Parameter Weight { get; } = new(tensor(Start));

    internal double[] Values => Weight.data<double>().ToArray();

    internal Tensor Loss() => (curvature * (Weight - centre).square()).sum() * 0.5;

    internal double[] Run(optim.Optimizer optimizer, int steps)
    {
        for (var i = 0; i < steps; i++)
        {
            using var scope = NewDisposeScope();
            optimizer.zero_grad();
            Loss().backward();
            optimizer.step();
        }
        return Values;
    }

    internal static double[] Expected(Func<OptimizerRules.Rule> rule, int steps) => Start.Select((start, i) =>
    {
        var (w, next) = (start, rule());
        for (var t = 1; t <= steps; t++) w = next(w, Curvature[i] * (w - Centre[i]), t);
        return w;
    }).ToArray();
}
