using TorchReg.Cli.Runs;
using static TorchSharp.torch;

namespace TorchReg.Cli.Export;

/// <summary>What a loss makes of a model's scores.</summary>
/// <param name="Operator">ONNX's.</param>
/// <param name="Name">In JSON.</param>
sealed record Link(string Operator, string Name)
{
    // What a loss makes of scores is found by trying, so that losses of one's own have it too.
    static readonly IReadOnlyList<(Link Link, Func<Tensor, Tensor> Of)> known =
    [
        (new("Identity", "identity"), scores => scores.alias()),
        (new("Softmax", "softmax"), scores => scores.softmax(1)),
        (new("Sigmoid", "sigmoid"), scores => scores.sigmoid()),
        (new("Exp", "exp"), scores => scores.exp()),
    ];

    /// <summary>Whether one output of a run stands for two classes: it speaks for the second.</summary>
    internal static bool IsOneOfTwo(FinishedRun run) =>
        run.Input.Classes is { Count: 2 } && run.Model.parameters().Last().shape[0] == 1;

    /// <summary>A run's; identity where there are no probabilities, as of a hinge.</summary>
    internal static Link Of(FinishedRun run)
    {
        if (!run.HasProbabilities) return known[0].Link;
        using var scope = NewDisposeScope();
        var outputs = run.Input.Classes is { } classes && !IsOneOfTwo(run) ? classes.Count : 1;
        var tried = linspace(-1.7, 1.3, 3 * outputs, dtype: ScalarType.Float64).reshape(3, outputs);
        var given = run.Loss.Expected!(tried);
        return known.FirstOrDefault(one => given.shape.SequenceEqual(tried.shape) && given.allclose(one.Of(tried))).Link
            ?? throw new NotSupportedException($"What the loss {run.Loss.Name} makes of a model's outputs has no form here.");
    }
}
