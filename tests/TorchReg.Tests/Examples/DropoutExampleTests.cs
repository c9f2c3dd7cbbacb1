using System.Globalization;
using System.Text.RegularExpressions;

namespace TorchReg.Tests.Examples;

[Trait("Speed", "Slow")]
public class DropoutExampleTests
{
    static double Number(string text, string pattern) =>
        double.Parse(Regex.Match(text, pattern).Groups[1].Value, CultureInfo.InvariantCulture);

    // Fixed seeds; at the defaults dropout gains 2 to 3 points at each of four.
    [Fact]
    public void On_few_rows_dropout_narrows_the_gap_between_known_and_fresh_digits()
    {
        var output = ExampleProgram.Run("Dropout", "300", "150");
        double Of(string run, string what) => Number(output, $@"(?m)^{Regex.Escape(run)} .*{what} ([\d.]+) %");
        Assert.InRange(Of("none", "train"), 99.5, 100);
        Assert.True(Of("dropout", "gap") < Of("none", "gap") - 1, output);
        Assert.True(Of("dropout", "test") > Of("none", "test") + 1, output);
        Assert.True(Of("L2", "gap") < Of("none", "gap"), output);
        Assert.True(Number(output, @"([\d.]+) where right") < Number(output, @"([\d.]+) where wrong"), output);
    }
}
