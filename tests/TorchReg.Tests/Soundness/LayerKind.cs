using System.Collections.Concurrent;

namespace TorchReg.Tests.Soundness;

/// <summary>
/// A kind of layer: how to make a small module of it, and its forward pass in plain doubles, affine in the weights.
/// </summary>
sealed record LayerKind(string Name, Func<MatrixSize, Random, Blueprint> Draw)
{
    public override string ToString() => Name;

    // The numbers of a place are drawn once; only the module is made anew.
    static readonly ConcurrentDictionary<(string Kind, MatrixSize Size, int Seed), Drawing> drawings = new();

    /// <summary>The module with rows whose loss is well conditioned and whose best weights are away from 0.</summary>
    public Problem Make(MatrixSize size, int seed, ScalarType type = ScalarType.Float64) =>
        Build(drawings.GetOrAdd((Name, size, seed), _ => Drawing.Of(Draw, size, seed)), type);

    static Problem Build(Drawing drawing, ScalarType type)
    {
        var plan = drawing.Plan;
        var x = plan.IsIndices ? tensor(plan.X.Select(v => (long)v).ToArray()) : tensor(plan.X).to(type);
        var model = plan.NewModel().to(type);
        var problem = new Problem(model, x.reshape(plan.InputShape), tensor(drawing.Y).to(type).reshape(plan.OutputShape),
            plan.Parts, plan.On, drawing.Data, drawing.Start, plan.Idle);
        plan.Finish?.Invoke(problem);
        problem.Set(drawing.Start);
        return problem;
    }
}

/// <summary>What is drawn for a place: rows, targets, first weights, and the loss written out.</summary>
sealed record Drawing(Blueprint Plan, double[] Y, double[] Start, Quadratic Data)
{
    public static Drawing Of(Func<MatrixSize, Random, Blueprint> draw, MatrixSize size, int seed)
    {
        var random = new Random(seed);
        var plan = draw(size, random);
        var count = plan.Parts[^1].Offset + plan.Parts[^1].Length;
        if (plan.IsScalable) Scale(plan, count);
        var best = Numbers.Signed(random, count, 0.4, 1.2);
        var y = plan.Forward(best, plan.X).Select(v => v + 0.1 * random.NextDouble()).ToArray();
        return new(plan, y, Numbers.Signed(random, count, 0.1, 0.6), Loss(plan, y, count));
    }

    static Quadratic Loss(Blueprint plan, double[] y, int count) =>
        Quadratic.Of(w => plan.Forward(w, plan.X), y, count, plan.Rows);

    static void Scale(Blueprint plan, int count)
    {
        var scale = 1 / Math.Sqrt(Loss(plan, new double[plan.Outputs], count).Largest());
        for (var i = 0; i < plan.X.Length; i++) plan.X[i] *= scale;
    }
}

/// <summary>
/// What a layer kind is made of. Parts are in flat order; <see cref="Idle"/> are parameters that no gradient moves.
/// </summary>
sealed record Blueprint(
    Func<nn.Module<Tensor, Tensor>> NewModel, double[] X, long[] InputShape, long[] OutputShape, Part[] Parts, ParameterFilter On,
        Func<double[], double[], double[]> Forward)
{
    public bool IsScalable { get; init; } = true;
    public bool IsIndices { get; init; }
    public string[] Idle { get; init; } = [];
    public Action<Problem>? Finish { get; init; }
    public int Rows => (int)InputShape[0];
    public int Outputs => (int)OutputShape.Aggregate(1L, (a, b) => a * b);
}

/// <summary>How large the modules are: units × features, and rows.</summary>
readonly record struct MatrixSize(int Units, int Features, int Rows)
{
    /// <summary>From TORCHREG_MATRIX_SIZE, "units×features×rows" or "4,3,20". Default 3, 4, 40.</summary>
    public static MatrixSize Given { get; } = Environment.GetEnvironmentVariable("TORCHREG_MATRIX_SIZE") is { Length: > 0 } text
        && text.Split(',', 'x', '×').Select(int.Parse).ToArray() is [var units, var features, var rows]
            ? new(units, features, rows) : new(3, 4, 40);
}

static class Numbers
{
    /// <summary>From TORCHREG_MATRIX_SEED. Default 1.</summary>
    public static int Seed { get; } = int.TryParse(Environment.GetEnvironmentVariable("TORCHREG_MATRIX_SEED"), out var seed)
        ? seed : 1;

    public static double[] Normal(Random random, int count) =>
        [.. Enumerable.Range(0, count)
            .Select(_ => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()))];

    /// <summary>Magnitudes between two numbers, either sign.</summary>
    public static double[] Signed(Random random, int count, double low, double high) =>
        [.. Enumerable.Range(0, count).Select(_ => (low + (high - low) * random.NextDouble()) * (random.Next(2) == 0 ? -1 : 1))];
}
