using System.Text.RegularExpressions;

namespace TorchReg.Tests.Examples;

/// <summary>With --lang zh a line has Chinese characters, unless it is code or numbers.</summary>
[Trait("Speed", "Slow")]
public class ChineseOutputTests
{
    static bool IsChinese(string line) => Regex.IsMatch(line, @"[\u4e00-\u9fff]");

    // Words of programs: calls, types, addresses, names of methods that have no other.
    static bool IsCode(string line) => !Regex.IsMatch(
        Regex.Replace(
            line,
            @"https?://\S+|\w+\([^)]*\)|\b\w*[a-z][A-Z]\w*|\b\w+_\w+|\b(Adam|Dropout|Keras|NaN|PIL|lasso|min|max|mixup|cutout)\b",
            ""),
        @"[A-Za-z]{3,}");

    [Theory]
    [InlineData("Article000Softmax", "--rows=100")]
    [InlineData("Article001ByHand")]
    [InlineData("Article002Regression", "--rows=100")]
    [InlineData("Article003Network", "--rows=100")]
    [InlineData("Article004Norms")]
    public void Every_line_is_Chinese_code_or_numbers(string program, params string[] more)
    {
        var output = ExampleProgram.Run(program, ["--small", "--lang", "zh", .. more]);
        Assert.DoesNotContain(output.Split('\n'), line => line.Length > 0 && !IsChinese(line) && !IsCode(line));
    }

    [Theory]
    [InlineData("means over 5 seeds ± standard error:", false)]
    [InlineData("  none  0.0456", false)]
    [InlineData("  L1L2(0.01, 0.01)  2.1145  1.5452", true)]
    [InlineData("    https://docs.python.org/3/library/exceptions.html#NameError", true)]
    public void The_law_sees(string line, bool isCode) => Assert.Equal(isCode, IsCode(line));
}
