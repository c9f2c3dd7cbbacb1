namespace TorchReg.Tests.Solvers;

/// <summary>A loss of linear models in plain arithmetic, with rows to try it on: what certificates are held against.</summary>
/// <param name="Loss">The library's.</param>
/// <param name="Targets">Of n rows.</param>
/// <param name="Value">The loss from logits z[row][output] and the rows' shares.</param>
sealed record PlainLoss(Loss Loss, Tensor Targets, Func<double[][], double[], double> Value)
{
    internal const int Rows = 40, Columns = 6;

    // Without a generator whose numbers could change; far from orthogonal, of different scales, not centred.
    internal static double X(int i, int j) => Math.Sin((i + 1) * 0.7 * (j + 1) + j) * (j + 0.5) + 0.2 * j;

    static double Signal(int i) => 0.8 * X(i, 0) - 0.3 * X(i, 1) + 0.5 * Math.Cos(3.0 * i);

    static double[] Of(Func<int, double> row) => [.. Enumerable.Range(0, Rows).Select(row)];

    static Func<double[][], double[], double> Sum(double[] y, Func<double, double, double> row) => (z, q) =>
        Enumerable.Range(0, Rows).Sum(i => q[i] * row(z[i][0], y[i]));

    static readonly double[] numbers = Of(i => 3 * Signal(i) + (i % 9 == 0 ? 8 : 0)), binary = Of(i => Signal(i) > 0.1 ? 1 : 0);
    static readonly double[] counts = Of(i => Math.Floor(2 * Math.Exp(0.6 * Signal(i))));
    static readonly double[] amounts = Of(i => 5 * Math.Exp(0.7 * Signal(i)));
    // Ties, and two rows that are censored before the first event.
    static readonly double[] times = Of(i => i is 3 or 8 ? 0.5 : Math.Ceiling(6 * Math.Exp(-0.5 * Signal(i))));
    static readonly double[] events = Of(i => i is 3 or 8 || i % 4 == 1 ? 0 : 1);

    static IEnumerable<int> AtRisk(int i) => Enumerable.Range(0, Rows).Where(j => times[j] >= times[i]);

    static readonly double[] classes = Of(i => Signal(i) > 0.5 ? 2 : Signal(i) > -0.2 ? 1 : 0);

    internal static IReadOnlyDictionary<string, PlainLoss> All { get; } = new PlainLoss[]
    {
        new(Losses.HalfSquaredError, tensor(numbers), Sum(numbers, (z, y) => (z - y) * (z - y) / 2)),
        new(Losses.Huber(), tensor(numbers), Sum(numbers, (z, y) =>
            Math.Abs(z - y) <= 1 ? (z - y) * (z - y) / 2 : Math.Abs(z - y) - 0.5)),
        new(Losses.BinaryCrossEntropy, tensor(binary).to(ScalarType.Int64), Sum(binary, (z, y) =>
            Math.Log(1 + Math.Exp(-Math.Abs(z))) + Math.Max(z, 0) - y * z)),
        new(Losses.SquaredHinge, tensor(binary).to(ScalarType.Int64), Sum(binary, (z, y) =>
            Math.Pow(Math.Max(0, 1 - (2 * y - 1) * z), 2))),
        new(Losses.Poisson, tensor(counts), Sum(counts, (z, y) => Math.Exp(z) - y * z)),
        new(Losses.Gamma, tensor(amounts), Sum(amounts, (z, y) => z + y * Math.Exp(-z))),
        new(Losses.Cox, stack([tensor(times), tensor(events)], 1), (z, q) => Enumerable.Range(0, Rows).Sum(i =>
            q[i] * events[i] * (Math.Log(q.Count(share => share > 0) * AtRisk(i).Sum(j => q[j] * Math.Exp(z[j][0]))) - z[i][0]))),
        new(Losses.CrossEntropy, tensor(classes).to(ScalarType.Int64), (z, q) => Enumerable.Range(0, Rows).Sum(i =>
            q[i] * (Math.Log(z[i].Sum(Math.Exp)) - z[i][(int)classes[i]]))),
    }.ToDictionary(plain => plain.Loss.Name);
}
