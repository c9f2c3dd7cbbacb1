namespace TorchReg.Tests.Dialects;

/// <summary>
/// Data that needs no random numbers, the same in every language: n = 20, p = 4, X[i,j] = sin(1 + 0.7·i·(j+1)) + 0.1·j,
/// y = X·(1.5, −2, 0, 0.5) + 0.3 + 0.25·cos(3.1·i), class = 7i mod 3. Weights are units × features, biases one per unit.
/// </summary>
static class Sines
{
    internal const int Rows = 20, Features = 4;
    internal const double TargetSpread = 1.7210785231;
    static readonly double[] truth = [1.5, -2, 0, 0.5];

    static double At(int i, int j) => Math.Sin(1 + 0.7 * i * (j + 1)) + 0.1 * j;

    internal static readonly Tensor X = tensor(
            Enumerable.Range(0, Rows * Features).Select(k => At(k / Features, k % Features)).ToArray())
        .reshape(Rows, Features)
        .DetachFromDisposeScope();

    internal static readonly Tensor Y = tensor(
            Enumerable
                .Range(0, Rows)
                .Select(i => Enumerable.Range(0, Features).Sum(j => At(i, j) * truth[j]) + 0.3 + 0.25 * Math.Cos(3.1 * i))
                .ToArray())
        .reshape(Rows, 1)
        .DetachFromDisposeScope();

    internal static readonly Tensor OneHot = tensor(
            Enumerable.Range(0, Rows * 3).Select(k => 7 * (k / 3) % 3 == k % 3 ? 1.0 : 0).ToArray())
        .reshape(Rows, 3)
        .DetachFromDisposeScope();

    /// <summary>The gradient of SSE/(2n).</summary>
    internal static (Tensor W, Tensor B) HalfSquaredError(Tensor w, Tensor b) => Back(X.mm(w.t()) + b - Y);

    /// <summary>The gradient of SSE/n.</summary>
    internal static (Tensor W, Tensor B) MeanSquaredError(Tensor w, Tensor b) => Back((X.mm(w.t()) + b - Y) * 2);

    /// <summary>The gradient of the mean cross-entropy.</summary>
    internal static (Tensor W, Tensor B) CrossEntropy(Tensor w, Tensor b) => Back((X.mm(w.t()) + b).softmax(1) - OneHot);

    static (Tensor W, Tensor B) Back(Tensor outputs) => (outputs.t().mm(X) / Rows, outputs.mean([0L]));
}
