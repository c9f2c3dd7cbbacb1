using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace TorchReg.Tests.Examples;

/// <summary>With --lang zh a line has Chinese characters, unless it is code or numbers; so has a picture's text.</summary>
[Trait("Speed", "Slow")]
public class ChineseOutputTests
{
    static bool IsChinese(string line) => Regex.IsMatch(line, @"[\u4e00-\u9fff]");

    // Words of programs and of data: calls, types, addresses, quotations, names of methods that have no other.
    const string Code =
        @"https?://\S+|“[^”]*”|\w+\([^)]*\)|\b\w*[a-z][A-Z]\w*|\b\w+_\w+|\b(Adam|Dropout|Keras|NaN|lasso|log|min|max)\b";

    static bool IsCode(string line) => !Regex.IsMatch(Regex.Replace(line, Code, ""), @"[A-Za-z]{3,}");

    [Theory]
    [InlineData("Article000Softmax", "--rows=100")]
    [InlineData("Article001ByHand")]
    [InlineData("Article002Regression", "--rows=100")]
    [InlineData("Article003Network", "--rows=100")]
    [InlineData("Article004Norms")]
    [InlineData("ImageClassification", "--rows=100")]
    [InlineData("TextClassification")]
    [InlineData("Recommendation")]
    [InlineData("FactorSelection")]
    [InlineData("GridSearch")]
    public void Every_line_is_Chinese_code_or_numbers(string program, params string[] more)
    {
        var picture = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.svg");
        try
        {
            var output = ExampleProgram.Run(program, ["--small", "--lang", "zh", "--plot", picture, .. more]);
            Assert.DoesNotContain(output.Replace(picture, "").Split('\n'), line => !IsChinese(line) && !IsCode(line));
            var elements = XDocument.Load(picture).Descendants();
            var texts = elements.Where(e => e.Name.LocalName == "text").Select(e => e.Value).ToArray();
            Assert.Contains(texts, IsChinese);
            // Words of reviews are the names of that one's bars.
            if (program != "TextClassification") Assert.DoesNotContain(texts, text => !IsChinese(text) && !IsCode(text));
        }
        finally { File.Delete(picture); }
    }

    [Theory]
    [InlineData("means over 5 seeds ± standard error:", false)]
    [InlineData("  none  0.0456", false)]
    [InlineData("  L1L2(0.01, 0.01)  2.1145  1.5452", true)]
    [InlineData("    https://docs.python.org/3/library/exceptions.html#NameError", true)]
    public void The_law_sees(string line, bool isCode) => Assert.Equal(isCode, IsCode(line));
}
