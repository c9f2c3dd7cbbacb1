using TorchSharp.Modules;

namespace TorchReg.Tests.Soundness;

/// <summary>One trainable parameter and its place among the flat weights.</summary>
sealed record Part(string Name, long[] Shape, Layout Layout, int Offset, bool IsPenalised)
{
    public int Length => (int)Shape.Aggregate(1L, (a, b) => a * b);
}

/// <summary>A module of one layer kind with rows to fit, and the same loss written out in plain doubles.</summary>
sealed record Problem(
    nn.Module<Tensor, Tensor> Model, Tensor X, Tensor Y, Part[] Parts, ParameterFilter On, Quadratic Data, double[] Start,
    string[] Idle)
{
    public int Rows => (int)X.shape[0];
    public ScalarType Type => Y.dtype;
    public Part Penalised => Parts.First(p => p.IsPenalised);

    /// <summary>SSE/(2n) on the rows from, …, to.</summary>
    public Tensor Loss(int from = 0, int to = -1)
    {
        var count = (to < 0 ? Rows : to) - from;
        return nn.functional.mse_loss(Model.call(X.narrow(0, from, count)), Y.narrow(0, from, count), nn.Reduction.Sum)
            / (2.0 * count);
    }

    /// <summary>The loss of one of so many batches, and its share of the rows, by which each row counts the same.</summary>
    public (Tensor Loss, double Share) Batch(int index, int batches)
    {
        var (first, end) = (Rows * index / batches, Rows * (index + 1) / batches);
        return (Loss(first, end), (double)(end - first) / Rows);
    }

    public Dataset Rowset() => new(X.clone(), Y.clone());

    /// <summary>The trainable, used parameters, one after the other, in float64.</summary>
    public double[] Weights()
    {
        using var scope = NewDisposeScope();
        return [.. Parts.SelectMany(p => Values(p.Name))];
    }

    public double[] Values(string name) =>
        ParameterNamed(name).detach().to(ScalarType.Float64).flatten().data<double>().ToArray();

    public void Set(double[] w)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        foreach (var p in Parts)
            ParameterNamed(p.Name).copy_(tensor(w[p.Offset..(p.Offset + p.Length)]).reshape(p.Shape).to(Type));
    }

    // A judge asks for the weights every few steps, and a model lists its parameters anew each time.
    readonly Dictionary<string, Parameter> named = [];

    public Parameter ParameterNamed(string name) => named.TryGetValue(name, out var known) ? known
        : named[name] = Model.named_parameters().First(p => p.name == name).parameter;

    /// <summary>Each once, though tied.</summary>
    public Parameter[] Parameters() => [.. Model.parameters().DistinctBy(p => p.Handle)];
}
