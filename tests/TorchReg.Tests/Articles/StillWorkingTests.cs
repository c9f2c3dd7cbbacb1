using TorchReg.Articles;

namespace TorchReg.Tests.Articles;

/// <summary>What an example says while it has nothing to show.</summary>
public class StillWorkingTests
{
    static TimeSpan After(double seconds) => TimeSpan.FromSeconds(seconds);

    [Fact]
    public void After_two_seconds_of_silence_and_then_every_ten_it_says_so()
    {
        var (output, error) = (new StringWriter(), new StringWriter { NewLine = "\n" });
        using var working = new StillWorking(output, error);
        working.Look(After(1.9));
        Assert.Equal("", error.ToString());
        foreach (var seconds in new[] { 2.1, 2.6, 11, 12.2 }) working.Look(After(seconds));
        Assert.Equal("… at work, 2 s since the start\n… at work, 12 s since the start\n", error.ToString());
        Assert.Equal("", output.ToString());
    }

    [Fact]
    public void What_is_printed_stays_what_it_is()
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        using var working = new StillWorking(output, error) { NewLine = "\n" };
        working.WriteLine("a");
        working.Write("b");
        working.Write('c');
        working.WriteLine();
        Assert.Equal("a\nbc\n", output.ToString());
        Assert.Equal("", error.ToString());
    }
}
