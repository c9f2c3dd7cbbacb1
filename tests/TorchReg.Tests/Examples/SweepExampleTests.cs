using System.Globalization;
using System.Text.RegularExpressions;

namespace TorchReg.Tests.Examples;

[Trait("Speed", "Slow")]
public class SweepExampleTests
{
    [Fact]
    public void Losses_of_a_grid_of_lambdas_are_lowest_inside_it_and_zeros_grow_with_lambda()
    {
        var output = ExampleProgram.Run("Sweep", "300", "40");
        double[] Column(int i) =>
            [
                .. Regex
                    .Matches(output, @"^(0\.\S+) +(\S+) +(\S+) +(\S+)$", RegexOptions.Multiline)
                    .Select(m => double.Parse(m.Groups[i].Value, CultureInfo.InvariantCulture))
            ];
        var (loss, zeros) = (Column(2), Column(4));
        Assert.Equal(8, loss.Length);
        Assert.True(loss.Min() < loss[0] / 2 && loss.Min() < loss[^1], output);
        Assert.Equal(zeros.OrderDescending(), zeros);
    }
}
