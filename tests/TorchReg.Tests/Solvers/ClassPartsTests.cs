using TorchReg.Kernels;

namespace TorchReg.Tests.Solvers;

// Agreement: the parts of softmax paths in host memory, each against tensors.
public class ClassPartsTests
{
    static double[] Normal(Random random, int count) => [.. Enumerable.Range(0, count)
        .Select(_ => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()))];

    [Theory, InlineData(2, 16), InlineData(5, 48)]
    public void Probabilities_loss_curvature_and_entropy_are_those_of_tensors(int classes, int rows)
    {
        var random = new Random(1);
        var (z, change) = (Normal(random, classes * rows), Normal(random, classes * rows));
        z[3] = 800;
        var (y, q) = (new double[classes * rows], new double[rows]);
        for (var i = 0; i < rows; i++) (y[i % classes * rows + i], q[i]) = (1, i % 3 / (double)rows);
        var (p, residual) = (new double[z.Length], new double[z.Length]);
        var loss = SoftmaxRows.Of(z, y, q, p, residual);
        var (all, targets, shares) = (tensor(z, [classes, rows]), tensor(y, [classes, rows]), tensor(q));
        var means = all.softmax(0);
        Assert.Equal(((all.logsumexp(0) - (all * targets).sum([0L])) * shares).sum().item<double>(), loss, 1e-12);
        Near(means, p);
        Near((means - targets) * shares, residual);
        var of = tensor(change, [classes, rows]);
        SoftmaxRows.Curve(p, change, rows);
        Near(means * (of - (means * of).sum([0L])), change);
        Assert.Equal((means.xlogy(means).sum([0L]) * shares).sum().item<double>(), SoftmaxRows.Entropy(p, q), 1e-12);
    }

    [Fact]
    public void What_a_model_says_of_probabilities_is_made_probabilities()
    {
        var random = new Random(3);
        var (p, change) = (Normal(random, 80), Normal(random, 80));
        for (var e = 0; e < p.Length; e++) p[e] = 1 + Math.Abs(p[e]);
        var s = new double[16];
        for (var i = 0; i < s.Length; i++) s[i] = i % 3 / 2.0;
        var moved = (tensor(p, [5, 16]) + tensor(change, [5, 16]) * tensor(s)).clamp_min(0);
        SoftmaxRows.Project(p, s, change);
        Near(moved / moved.sum([0L]), change);
    }

    static void Near(Tensor expected, double[] actual) =>
        Assert.InRange((expected.flatten() - tensor(actual)).abs().max().item<double>(), 0, 1e-12);

    [Theory, InlineData(1, 1, 16), InlineData(5, 7, 528), InlineData(37, 9, 1040)]
    public void Products_of_rows_are_a_matrix_product(int a, int b, int length)
    {
        var random = new Random(2);
        var (left, right) = (Rows(random, a, length), Rows(random, b, length));
        var block = Enumerable.Repeat(1.0, a * b).ToArray();
        RowTiles.Add<double, ArrayRows<double>, ArrayRows<double>>(new(left), new(right), length, block);
        var single = new float[a * b];
        RowTiles.Add<float, ArrayRows<float>, ArrayRows<float>>(
            new(Array.ConvertAll(left, Single)), new(Array.ConvertAll(right, Single)), length, single);
        for (var i = 0; i < a; i++)
            for (var j = 0; j < b; j++)
            {
                var product = left[i].Zip(right[j], (x, y) => x * y).Sum();
                Assert.Equal(product + 1, block[i * b + j], 1e-10);
                Assert.Equal(product, single[i * b + j], 1e-3);
            }
    }

    // Whatever vectors this machine has.
    [Theory, InlineData(64), InlineData(160)]
    public void Tiles_of_either_width_hold_the_same_products(int length)
    {
        var random = new Random(9);
        var (left, right) = (Rows(random, 4, length), Rows(random, 4, length));
        var (wide, narrow) = (new double[16], new double[16]);
        ArrayRows<double> a = new(left), b = new(right);
        WideTile.Fill(a, 0, b, 0, 0, length, wide.AsSpan());
        NarrowTile.Fill(a, 0, b, 0, 0, length, narrow.AsSpan());
        for (var e = 0; e < 12; e++) Assert.Equal(wide[e], narrow[e], 1e-12);
        var rows = Normal(random, 6 * 24);
        var (expected, actual) = (new double[24 * 24], new double[24 * 24]);
        ProductTile.Add(rows, 6, 24, 24, expected);
        SmallProductTile.Add(rows, 6, 24, 24, actual);
        for (var i = 0; i < 24; i++)
            for (var j = i; j < 24; j++)
            {
                var sum = Enumerable.Range(0, 6).Sum(row => rows[row * 24 + i] * rows[row * 24 + j]);
                Assert.Equal(sum, expected[i * 24 + j], 1e-12);
                Assert.Equal(sum, actual[i * 24 + j], 1e-12);
            }
    }

    static double[][] Rows(Random random, int count, int length) =>
        [.. Enumerable.Range(0, count).Select(_ => Normal(random, length))];

    static float[] Single(double[] row) => Array.ConvertAll(row, value => (float)value);

    [Fact]
    public void A_system_is_solved_where_it_is_positive_definite()
    {
        double[] a = [4, 2, 1, 2, 3, 0.5, 1, 0.5, 2], x = [1, 2, 3], b = new double[3];
        for (var i = 0; i < 3; i++)
            for (var j = 0; j < 3; j++) b[i] += a[i * 3 + j] * x[j];
        Assert.True(Cholesky.TrySolve(a, b));
        Assert.All(x.Zip(b), pair => Assert.Equal(pair.First, pair.Second, 1e-14));
        double[] right = [1, 1];
        Assert.False(Cholesky.TrySolve([1, 2, 2, 1], right));
        Assert.Equal([1, 1], right);
    }

    // Entries that depend on each other, so that sweeps alone creep; some with bounds, some without a kink.
    [Theory, Trait("Speed", "Slow"), InlineData(false), InlineData(true)]
    public void Conjugate_gradients_in_single_precision_end_where_double_does(bool isBounded)
    {
        var single = Filled<float>(isBounded);
        var exact = Filled<double>(isBounded);
        Assert.InRange(single.Solve(1e-5f, 400), 1, 399);
        exact.Solve(1e-12, 100_000);
        for (var i = 0; i < exact.Count; i++) Assert.Equal(exact.W[i], single.W[i], 2e-3);
    }

    static CoordinateDescent<T> Filled<T>(bool isBounded) where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        const int Count = 90, Rows = 200;
        var random = new Random(3);
        var x = new double[Count][];
        for (var j = 0; j < Count; j++)
            x[j] = j == 0 ? Normal(random, Rows) : [.. x[j - 1].Zip(Normal(random, Rows), (a, b) => 0.9 * a + 0.44 * b)];
        var descent = new CoordinateDescent<T>();
        descent.Resize(Count);
        Array.Clear(descent.H);
        for (var i = 0; i < Count; i++)
        {
            for (var j = 0; j < Count; j++)
                descent.H[i * descent.Stride + j] = T.CreateTruncating(x[i].Zip(x[j], (a, b) => a * b).Sum() / Rows);
            descent.R[i] = T.CreateTruncating(Math.Sin(i));
            (descent.L1[i], descent.L2[i]) = (T.CreateTruncating(i % 10 == 0 ? 0 : 0.1), T.CreateTruncating(0.01));
            (descent.Lower[i], descent.Upper[i]) = (T.CreateTruncating(i % 4 == 0 ? 0 : -1), T.CreateTruncating(1));
        }
        descent.IsBounded = isBounded;
        return descent;
    }

    // With offsets and weights of rows, for an elastic net, a lasso and groups.
    [Theory, InlineData(1, false), InlineData(0.5, false), InlineData(1, true)]
    public void A_certificate_in_host_memory_is_the_one_by_tensors(double ratio, bool isGrouped)
    {
        var random = new Generator(4);
        var x = randn([61L, 7L], ScalarType.Float64, generator: random);
        var y = (x.narrow(1, 0, 4) + randn([61L, 4L], ScalarType.Float64, generator: random)).argmax(1);
        var weights = rand([61L], ScalarType.Float64, generator: random);
        var problem = new LinearProblem(new(x, y, weights), Losses.CrossEntropy)
        {
            L1Ratio = ratio,
            GroupFeatures = isGrouped,
            Offsets = randn([61L, 4L], ScalarType.Float64, generator: random),
        };
        using var dense = new DenseProblem(problem);
        using var certification = new Certification(dense, dense.Shares, dense.Penalty);
        var rows = new ClassRows(dense, dense.Shares);
        var point = new SoftmaxPoint(rows, dense.Columns);
        var w = randn([4L, 7L], ScalarType.Float64, generator: random);
        w *= rand([4L, 7L], ScalarType.Float64, generator: random) > 0.5;
        w.flatten().data<double>().ToArray().CopyTo(point.Weight, 0);
        point.Evaluate();
        var own = new ClassCertificate(dense, rows, dense.Penalty.ByColumns!)
            .Of(point.Weight, point.Gradient, point.Slopes, point.Means, point.Loss, 0.05);
        var expected = certification.Of(w, tensor(point.Bias), 0.05);
        Assert.Equal(expected.Objective, own.Objective, 1e-12);
        Assert.Equal(expected.Distance, own.Distance, 1e-12);
        Assert.Equal(expected.Gap!.Value, own.Gap!.Value, 1e-11);
    }
}
