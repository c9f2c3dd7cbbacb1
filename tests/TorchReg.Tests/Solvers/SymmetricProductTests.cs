namespace TorchReg.Tests.Solvers;

// Agreement: products in passes over whole vectors, with sums one by one.
public class SymmetricProductTests
{
    static double[] Uniform(Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => random.NextDouble() - 0.5)];

    [Theory, InlineData(1, 1), InlineData(7, 2), InlineData(16, 1), InlineData(37, 1), InlineData(61, 3), InlineData(80, 5)]
    public void A_symmetric_matrix_times_a_vector_is_told_by_one_of_its_halves(int count, int every)
    {
        var (random, stride) = (new Random(1), Axpy.Padded(count));
        var (h, v, y) = (new double[stride * stride], new double[stride], new double[stride]);
        for (var i = 0; i < count; i++)
            for (var j = 0; j <= i; j++) h[i * stride + j] = h[j * stride + i] = random.NextDouble() - 0.5;
        var chosen = Enumerable.Range(0, count).Where(i => i % every == 0).ToList();
        foreach (var i in chosen) v[i] = random.NextDouble();
        var expected = chosen.Select(i => chosen.Sum(j => h[i * stride + j] * v[j])).ToArray();
        // What is before the diagonal is not read.
        for (var i = 0; i < count; i++) h.AsSpan(i * stride, i).Fill(double.NaN);
        SymmetricProduct.Add(v, chosen, h, stride, y);
        for (var k = 0; k < expected.Length; k++) Assert.Equal(expected[k], y[chosen[k]], 1e-12);
        var (halves, single) = (Array.ConvertAll(h, value => (float)value), new float[stride]);
        SymmetricProduct.Add(Array.ConvertAll(v, value => (float)value), chosen, halves, stride, single);
        for (var k = 0; k < expected.Length; k++) Assert.Equal(expected[k], single[chosen[k]], 1e-5);
    }

    [Fact]
    public void Four_pieces_of_an_array_have_the_products_of_one_at_a_time()
    {
        var random = new Random(2);
        var (x, y, sums) = (Uniform(random, 48), Uniform(random, 400), new double[4]);
        int[] starts = [0, 48, 48, 352];
        Axpy.Dots<double>(x, y, starts[0], starts[1], starts[2], starts[3], sums);
        for (var k = 0; k < starts.Length; k++)
            Assert.Equal(x.Select((value, i) => value * y[starts[k] + i]).Sum(), sums[k], 1e-12);
    }
}
