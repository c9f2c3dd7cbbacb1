using System.Numerics;
using System.Runtime.InteropServices;

namespace TorchReg.Tests.Data;

/// <summary>Softmax regression by plain SGD, one row a step and no torch: how hard are the data for a linear model?</summary>
internal sealed class Softmax(int columns)
{
    private readonly float[][] weights = Enumerable.Range(0, 10).Select(_ => new float[columns]).ToArray();
    private readonly float[] biases = new float[10];

    public static Softmax Trained(LabeledImages data, int epochs, float rate)
    {
        var model = new Softmax(data.Columns);
        var random = new SplitMix64(0);
        for (var epoch = 0; epoch < epochs; epoch++)
            foreach (var row in random.Permutation(data.Rows))
                model.Step(Scaled(data.Row(row)), data.Labels.Span[row], rate);
        return model;
    }

    public double Accuracy(LabeledImages data) =>
        Enumerable.Range(0, data.Rows).Average(row => Predict(Scaled(data.Row(row))) == data.Labels.Span[row] ? 1.0 : 0.0);

    private static float[] Scaled(ReadOnlySpan<byte> pixels)
    {
        var x = new float[pixels.Length];
        for (var i = 0; i < x.Length; i++)
            x[i] = pixels[i] / 255f;
        return x;
    }

    private int Predict(float[] x) => Array.IndexOf(Logits(x), Logits(x).Max());

    private float[] Logits(float[] x) => weights.Zip(biases, (w, b) => b + Dot(w, x)).ToArray();

    private void Step(float[] x, int label, float rate)
    {
        var logits = Logits(x);
        var powers = logits.Select(z => MathF.Exp(z - logits.Max())).ToArray();
        for (var k = 0; k < 10; k++)
        {
            var gradient = (powers[k] / powers.Sum()) - (k == label ? 1 : 0);
            Add(weights[k], -rate * gradient, x);
            biases[k] -= rate * gradient;
        }
    }

    private static float Dot(float[] a, float[] b)
    {
        Span<Vector<float>> u = Vectors(a), v = Vectors(b);
        var sum = Vector<float>.Zero;
        for (var i = 0; i < u.Length; i++)
            sum += u[i] * v[i];
        return Vector.Sum(sum);
    }

    private static void Add(float[] w, float scale, float[] x)
    {
        Span<Vector<float>> sum = Vectors(w), term = Vectors(x);
        for (var i = 0; i < sum.Length; i++)
            sum[i] += scale * term[i];
    }

    // 784 columns are a whole number of vectors of 4, 8 or 16.
    private static Span<Vector<float>> Vectors(float[] x) => MemoryMarshal.Cast<float, Vector<float>>(x.AsSpan());
}
