namespace TorchReg.Tests.TorchApi;

/// <summary>Regressions: calls that ended the process (SIGFPE, SIGSEGV) or did not come back, on the stand-in.</summary>
public sealed class TrapTests
{
    static readonly long[] numbers = [long.MinValue, -7, 0, 7, long.MaxValue];

    [StandInFact]
    public void The_least_number_by_minus_one_has_the_remainder_0_and_the_wrapped_quotient()
    {
        using var scope = NewDisposeScope();
        var (t, ones) = (tensor(numbers), full([5], -1L, int64));
        long[] zeros = new long[5], negative = [long.MinValue, 7, 0, -7, -long.MaxValue];
        foreach (
            var remainder in new[]
            {
                t % -1,
                t % -1L,
                t % ones,
                t.remainder(-1L),
                t.remainder(ones),
                t.fmod(-1L),
                t.fmod(ones),
                t.clone().remainder_(ones),
                t.clone().fmod_(-1L)
            })
            Assert.Equal(zeros, remainder.data<long>().ToArray());
        foreach (
            var quotient in new[]
            {
                t.floor_divide(-1L),
                t.floor_divide(ones),
                t.clone().floor_divide_(ones),
                t.clone().floor_divide_(-1L),
                t.div(-1L, RoundingMode.floor),
                t.div(ones, RoundingMode.trunc)
            })
            Assert.Equal(negative, quotient.data<long>().ToArray());
    }

    // Where nothing overflows the two ways agree with C#'s own.
    [StandInFact]
    public void Division_by_a_tensor_that_holds_minus_one_is_that_of_each_number()
    {
        using var scope = NewDisposeScope();
        var random = new Random(3);
        var (a, b) = (
            Enumerable.Range(0, 200).Select(_ => random.Next(-9, 10)).ToArray(),
            Enumerable.Range(0, 200).Select(i => i % 3 == 0 ? -1 : random.Next(1, 5)).ToArray());
        Assert.Equal(a.Zip(b, (x, y) => (int)Math.Floor((double)x / y)), tensor(a).floor_divide(tensor(b)).data<int>().ToArray());
        Assert.Equal(a.Zip(b, (x, y) => ((x % y) + y) % y), tensor(a).remainder(tensor(b)).data<int>().ToArray());
        Assert.Equal(a.Zip(b, (x, y) => x % y), tensor(a).fmod(tensor(b)).data<int>().ToArray());
    }

    [StandInFact]
    public void A_type_that_is_none_is_refused() =>
        Assert.Contains("-5 is no type", Assert.Throws<ArgumentOutOfRangeException>(() => ones(3).to((ScalarType)(-5))).Message);

    [StandInFact]
    public void Threads_beyond_what_a_machine_bears_are_refused() =>
        Assert.Contains(
            "at most 1024; given 2000", Assert.Throws<ArgumentOutOfRangeException>(() => set_num_threads(2_000)).Message);
}
