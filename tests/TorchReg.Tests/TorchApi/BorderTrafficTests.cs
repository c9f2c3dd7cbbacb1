using System.Reflection;
using System.Text.RegularExpressions;

namespace TorchReg.Tests.TorchApi;

/// <summary>The stand-in's counter of calls into its native library, which benchmarks print a step.</summary>
public class BorderTrafficTests
{
    static readonly Func<long> calls = Counter("Calls"), scalars = Counter("Scalars"),
        operators = Counter("Operators"), reads = Counter("Reads");

    [StandInFact]
    public void An_operator_is_one_call_and_so_is_freeing_its_result()
    {
        using var x = rand(3);
        x.neg_().neg().Dispose();   // the first calls look the operators up
        Assert.Equal(1, Of(calls, () => x.neg_()));
        Assert.Equal(2, Of(calls, () => x.neg().Dispose()));
        Assert.Equal(3, Of(calls, () => { using var y = x.neg(); Assert.Equal(3, y.NumberOfElements); }));
    }

    [StandInFact]
    public void A_number_in_a_formula_is_one_Scalar()
    {
        using var x = rand(3);
        Assert.Equal(1, Of(scalars, () => (x * 0.5).Dispose()));
        Assert.Equal(1, Of(scalars, () => x.add_(x, alpha: 0.5)));
        Assert.Equal(1, Of(scalars, () => (x + x).Dispose()));   // the package's alpha of 1
        Assert.Equal(0, Of(scalars, () => (x * x).Dispose()));
        Assert.Equal(0, Of(scalars, () => x.sum(0).Dispose()));
    }

    [StandInFact]
    public void A_Scalar_that_is_kept_counts_once()
    {
        using var x = rand(3);
        Scalar? half = null;
        Assert.Equal(1, Of(scalars, () => half = 0.5));
        Assert.Equal(0, Of(scalars, () => x.mul_(half!)));
    }

    [StandInFact]
    public void Another_threads_calls_are_not_counted()
    {
        using var x = rand(3);
        Assert.Equal(0, Of(calls, () =>
        {
            var other = new Thread(() => x.neg().Dispose());
            other.Start();
            other.Join();
        }));
    }

    [Fact]
    public void Every_exported_native_function_counts_itself()
    {
        var sources = Directory.GetFiles(Path.Combine(Repository.Root, "src", "TorchSharp.SystemLibtorch", "native"), "*.cpp");
        Assert.NotEmpty(sources);
        var uncounted = sources.SelectMany(
            source => Regex.Matches(File.ReadAllText(source), @"TORCH_EXPORT [^{;]*?(\w+)\([^{;]*\) \{(?!\s*CALLED;)"));
        Assert.Equal(["calls_made", "scalars_passed"], uncounted.Select(match => match.Groups[1].Value));
    }

    /// <summary>How many calls into libtorch some work makes.</summary>
    internal static long Calls(Action work) => Of(calls, work);

    /// <summary>How many Scalars some work makes.</summary>
    internal static long Scalars(Action work) => Of(scalars, work);

    /// <summary>How many operators some work calls, those within autograd's backward left out.</summary>
    internal static long Operators(Action work) => Of(operators, work);

    /// <summary>How often some work looks at a tensor's numbers.</summary>
    internal static long Reads(Action work) => Of(reads, work);

    [StandInFact]
    public void Each_way_to_a_number_is_a_read_and_an_operator_is_none()
    {
        using var x = rand(3);
        Assert.Equal(0, Of(reads, () => x.neg_()));
        Assert.Equal(1, Of(operators, () => x.neg_()));
        Assert.InRange(Of(reads, () => x.data<float>()[0].ToString()), 1, 2);
        Assert.Equal(1, Of(reads, () => _ = x.bytes.Length));
        Assert.InRange(Of(reads, () => x.sum().item<float>()), 1, 2);
        Assert.InRange(Of(reads, () => x.sum().ToDouble()), 1, 2);
    }

    static long Of(Func<long> counter, Action work)
    {
        var before = counter();
        work();
        return counter() - before;
    }

    static Func<long> Counter(string name) =>
        StandIn.Assembly.GetType("TorchSharp.Interop.BorderTraffic")?.GetProperty(
            name, BindingFlags.Static | BindingFlags.NonPublic)?
            .GetMethod?.CreateDelegate<Func<long>>() ?? (() => 0);
}
