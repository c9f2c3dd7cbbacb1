using TorchReg.Data;
using TorchReg.Layers;
using TorchReg.Models;
using TorchReg.Objectives;
using TorchReg.Penalties;
using TorchReg.Solvers;
using TorchReg.Training;
using static TorchSharp.torch;

namespace TorchReg.Misuse;

/// <summary>
/// Mistakes that reach torch through the library: an exception on both backends, the end of the process on none.
/// </summary>
static class Library
{
    internal static Case[] Cases =>
        [
            new("a penalty that is a constant", "does not depend", () => Gradient(_ => tensor(1f))),
            new("a penalty of the detached w", "does not depend", () => Gradient(w => w.detach().abs().sum())),
            new("a penalty that ignores w", "does not depend", () => Gradient(_ => ones(3, requires_grad: true).sum())),
            new(
                "a penalty computed under no_grad",
                "does not depend",
                () =>
                    Gradient(w =>
                    {
                        using var off = no_grad();
                        return w.abs().sum();
                    })),
            new("a penalty of w times another shape", "must match", () => Gradient(w => (w * ones(5)).sum())),
            Case.Of("DropConnect by row of another width", "4 features", () => Dropping().call(ones(3, 5))),
            Case.Of("DropConnect by row of another dtype", "Float32", () => Dropping().call(ones(3, 4, float64))),
            Case.Of("DropConnect by row of a number", "4 features", () => Dropping().call(tensor(1f))),
            Case.Of("ridge regression on images", "n × p", () => Ridge.Fit(new Dataset(ones(3, 1, 4, 4), ones(3, 1)), 1)),
            Case.Of(
                "weights for 3 classes of 4",
                "",
                () => Losses.CrossEntropyWith(classWeights: ones(3)).Value(ones(2, 4), OneHot(), ones(2))),
            Case.Of("labels out of range in the loop", "", () => Fit(new Dataset(ones(4, 2), full([4L], 7L, int64)), 3)),
            Case.Of("features of another width in the loop", "", () => Fit(new Dataset(ones(4, 5), zeros(4, int64)), 3)),
            Case.Of(
                "features of another dtype in the loop",
                "",
                () => Fit(new Dataset(ones([4, 2], float64), zeros(4, int64)), 3)),
        ];

    static void Gradient(Func<Tensor, Tensor> formula)
    {
        var w = randn(3, 2);
        new CustomPenalty("mine", formula).AddGradient(w, zeros_like(w));
    }

    static DropConnect Dropping() => new(4, 2, perRow: true, seed: 1);

    static Tensor OneHot() => nn.functional.one_hot(zeros(2, int64), 4).to(float32);

    static object Fit(Dataset data, int classes) =>
        new Trainer(new SoftmaxRegression(2, classes), Losses.CrossEntropy, null, new TrainingOptions { Epochs = 1 }).Fit(data);
}
