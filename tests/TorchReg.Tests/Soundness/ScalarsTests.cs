namespace TorchReg.Tests.Soundness;

public sealed class ScalarsTests
{
    [Fact]
    public void The_same_number_is_the_same_object_and_makes_no_garbage()
    {
        var half = Scalars.Of(0.5);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++) Assert.True(ReferenceEquals(half, Scalars.Of(0.5)));
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void What_was_used_last_is_kept_whatever_came_between()
    {
        var used = Scalars.Of(-17.25);
        for (var i = 0; i < 10 * Scalars.Count; i++)
        {
            Scalars.Of(1000 + i / 2.0);
            if (i % (Scalars.Count - 2) == 0) Assert.Same(used, Scalars.Of(-17.25));
        }
    }

    [Theory]
    [InlineData(0.1)]
    [InlineData(-0.0)]
    [InlineData(double.NaN)]
    [InlineData(double.NegativeInfinity)]
    [InlineData(double.Epsilon)]
    public void A_real_number_keeps_its_bits(double value) =>
        Assert.Equal(BitConverter.DoubleToInt64Bits(value), BitConverter.DoubleToInt64Bits(Scalars.Of(value).ToDouble()));

    [Fact]
    public void Whole_numbers_and_real_ones_are_told_apart()
    {
        using var scope = NewDisposeScope();
        var counts = tensor(new long[] { 1, 2 });
        Assert.Equal(ScalarType.Int64, (counts * Scalars.Of(3)).dtype);
        Assert.Equal(ScalarType.Float32, (counts * Scalars.Of(3.0)).dtype);
        Assert.Equal(long.MaxValue, Scalars.Of(long.MaxValue).ToInt64());
    }

    [Fact]
    public void Every_thread_keeps_its_own()
    {
        var here = Scalars.Of(2.5);
        Scalar? there = null;
        var thread = new Thread(() => there = Scalars.Of(2.5));
        thread.Start();
        thread.Join();
        Assert.NotSame(here, there);
    }
}
