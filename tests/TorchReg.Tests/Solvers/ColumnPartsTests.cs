namespace TorchReg.Tests.Solvers;

// Laws: the parts of coordinate descent in host memory, each against plain loops.
public class ColumnPartsTests
{
    static DenseDesign Design(int rows, int columns, int seed)
    {
        var random = new Random(seed);
        var stride = (rows + 7) / 8 * 8;
        var numbers = new double[stride * columns];
        for (var j = 0; j < columns; j++)
            for (var i = 0; i < rows; i++) numbers[j * stride + i] = random.NextDouble() * 4 - 2 + j % 3;
        return new(numbers, 0, stride, rows, columns);
    }

    [Fact]
    public void Sparse_columns_are_the_same_columns()
    {
        const int Rows = 37, Columns = 9;
        var random = new Random(8);
        var (dense, starts) = (new double[40 * Columns], new List<int> { 0 });
        var (places, values) = (new List<int>(), new List<double>());
        double[] scale = [.. Enumerable.Range(1, Columns).Select(j => (double)j)];
        for (var j = -1; j < Columns; j++)
        {
            // The first is one that is left out.
            for (var i = 0; i < Rows; i++)
            {
                if (random.Next(3) > 0) continue;
                places.Add(i);
                values.Add(random.NextDouble());
                if (j >= 0) dense[40 * j + i] = values[^1] / scale[j];
            }
            starts.Add(places.Count);
        }
        var (expected, h) = (new DenseDesign(dense, 0, 40, Rows, Columns), Weights(Rows));
        var columns = new SparseColumns([.. starts], [.. places], [.. values], Rows);
        var design = new CompressedDesign(columns, [.. Enumerable.Range(1, Columns)], scale);
        var (first, second) = (new GramStore(expected, true), new GramStore(design, true));
        foreach (var gram in new[] { first, second })
        {
            gram.Reset(h);
            gram.Ensure([.. Enumerable.Range(0, Columns)]);
        }
        var (z, other) = (new double[Rows], new double[Rows]);
        for (var j = 0; j < Columns; j++)
        {
            Assert.Equal(expected.Dot(j, h), design.Dot(j, h), 13);
            Assert.Equal(expected.Norm(j, true), design.Norm(j, true), 13);
            Assert.Equal(expected.Moments(j, h).Square, design.Moments(j, h).Square, 13);
            for (var m = 0; m < Columns; m++) Assert.Equal(first.Row(j)[m], second.Row(j)[m], 12);
            expected.Add(j, 0.3 * j, z);
            design.Add(j, 0.3 * j, other);
        }
        for (var i = 0; i < Rows; i++) Assert.Equal(z[i], other[i], 13);
    }

    [Theory, InlineData(0), InlineData(3), InlineData(4), InlineData(9)]
    public void Several_columns_are_added_as_one_by_one(int count)
    {
        const int Rows = 37;
        var design = Design(Rows, 12, 6);
        var gram = new GramStore(design, true);
        gram.Reset(Weights(Rows));
        gram.Ensure([.. Enumerable.Range(0, 12)]);
        int[] chosen = [.. Enumerable.Range(0, count).Select(k => (5 * k + 2) % 12)];
        double[] factors = [.. chosen.Select(j => Math.Sin(j + 1))];
        var (z, other, g, alone) = (new double[Rows], new double[Rows], new double[12], new double[12]);
        design.Add(chosen, factors, z);
        gram.Add(chosen, factors, g);
        for (var k = 0; k < count; k++)
        {
            for (var i = 0; i < Rows; i++) other[i] += factors[k] * design[chosen[k]][i];
            for (var i = 0; i < 12; i++) alone[i] += factors[k] * gram.Row(chosen[k])[i];
        }
        Assert.All(z.Zip(other), pair => Assert.Equal(pair.Second, pair.First, 12));
        Assert.All(g.Zip(alone), pair => Assert.Equal(pair.Second, pair.First, 10));
    }

    static double[] Weights(int rows) => [.. Enumerable.Range(0, rows).Select(i => i % 7 == 0 ? 0 : 1 + Math.Cos(i))];

    static double Product(DenseDesign design, double[] h, int j, int m, bool isCentred)
    {
        double Sum(Func<int, double> of) => Enumerable.Range(0, h.Length).Sum(i => h[i] * of(i));
        var product = Sum(i => design[j][i] * design[m][i]);
        return isCentred ? product - Sum(i => design[j][i]) * Sum(i => design[m][i]) / h.Sum() : product;
    }

    [Theory]
    [InlineData(1, 3), InlineData(13, 9), InlineData(520, 11), InlineData(1100, 6)]
    public void A_Gram_matrix_grown_by_pieces_is_that_of_plain_sums(int rows, int columns)
    {
        var (design, h) = (Design(rows, columns, 1), Weights(rows));
        if (rows == 1) h[0] = 1;
        foreach (var isCentred in new[] { false, true })
        {
            var gram = new GramStore(design, isCentred);
            gram.Reset(h);
            gram.Ensure([columns - 1, 0]);
            gram.Ensure([.. Enumerable.Range(0, columns)]);
            for (var j = 0; j < columns; j++)
                for (var m = 0; m < columns; m++)
                    Assert.Equal(Product(design, h, j, m, isCentred), gram.Row(gram.Position(j))[gram.Position(m)], 1e-10 * rows);
        }
    }

    [Fact]
    public void A_factor_that_gained_and_lost_members_solves_as_a_fresh_one()
    {
        var (design, h) = (Design(60, 12, 2), Weights(60));
        var gram = new GramStore(design, hasIntercept: true);
        gram.Reset(h);
        gram.Ensure([.. Enumerable.Range(0, 12)]);
        var (factor, random) = (new ActiveFactor(), new Random(3));
        for (var i = 0; i < 12; i++) Assert.True(factor.Append(gram, i, 0.5));
        foreach (var place in new[] { 11, 0, 4, 4 }) factor.RemoveAt(place);
        Assert.True(factor.Append(gram, 0, 0.5));
        double[] right = [.. factor.Members.Select(_ => random.NextDouble())];
        var x = (double[])right.Clone();
        factor.Solve(x);
        for (var k = 0; k < right.Length; k++)
        {
            var i = factor.Members[k];
            var sum = factor.Members.Select((m, at) => (gram.Row(i)[m] + (m == i ? 0.5 : 0)) * x[at]).Sum();
            Assert.Equal(right[k], sum, 11);
        }
    }

    [Fact]
    public void A_column_that_depends_on_members_is_no_member()
    {
        var (numbers, random) = (new double[3 * 24], new Random(4));
        for (var i = 0; i < 24; i++)
        {
            (numbers[i], numbers[24 + i]) = (random.NextDouble(), random.NextDouble());
            numbers[48 + i] = 2 * numbers[i] - numbers[24 + i];
        }
        var gram = new GramStore(new DenseDesign(numbers, 0, 24, 24, 3), hasIntercept: true);
        gram.Reset([.. Enumerable.Repeat(1.0, 24)]);
        gram.Ensure([0, 1, 2]);
        var factor = new ActiveFactor();
        Assert.True(factor.Append(gram, 0, 0));
        Assert.True(factor.Append(gram, 1, 0));
        Assert.False(factor.Append(gram, 2, 0));
    }

    [Fact]
    public void No_bound_is_below_the_product_that_it_stands_for()
    {
        const int Rows = 30, Columns = 500;
        var (design, random) = (Design(Rows, Columns, 5), new Random(6));
        var bounds = new ColumnBounds(design, isCentred: true);
        double[] u = [.. Enumerable.Range(0, Rows).Select(_ => random.NextDouble() - 0.5)];
        var (found, products, skipped) = (new int[Columns], new double[Columns], 0);
        for (var step = 0; step < 60; step++)
        {
            for (var i = 0; i < Rows; i++) u[i] = 0.93 * u[i] + 0.02 * (random.NextDouble() - 0.5);
            var mean = u.Average();
            for (var i = 0; i < Rows; i++) u[i] -= mean;
            bounds.MoveTo(u);
            var reach = 3 * Math.Pow(0.93, step);
            double[] reaches = [.. Enumerable.Repeat(reach, Columns)];
            var count = bounds.Above(reaches, Enumerable.Repeat(-1, Columns).ToArray(), found);
            bounds.Products(found.AsSpan(0, count), u, products);
            for (var k = 0; k < count; k++) Assert.Equal(design.Dot(found[k], u), products[k], 12);
            foreach (var j in Enumerable.Range(0, Columns).Except(found[..count]))
                Assert.True(Math.Abs(design.Dot(j, u)) <= reach);
            skipped += Columns - count;
        }
        Assert.True(skipped > 10_000, $"{skipped} of {60 * Columns} skipped");
    }
}
