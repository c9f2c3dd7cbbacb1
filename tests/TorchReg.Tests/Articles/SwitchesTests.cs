using TorchReg.Articles;

namespace TorchReg.Tests.Articles;

/// <summary>What the articles' programs can be told, and in which language they answer.</summary>
public class SwitchesTests
{
    const Uses All = Uses.Digits | Uses.Plot | Uses.Variant | Uses.Device;
    static readonly Language english = new(false), chinese = new(true);

    [Fact]
    public void Switches_are_read_in_both_spellings()
    {
        Assert.Equal(
            new Switches("a", "b.svg", true, 200, Variant.Fixed, "cuda:1"),
            Switches.Of(
                ["--data", "a", "--plot=b.svg", "--lang", "zh", "--small", "--rows=200", "--variant=fixed", "--device", "cuda:1"],
                null,
                All,
                chinese));
        Assert.Equal(new Switches("env"), Switches.Of([], "env", All, english));
    }

    [Theory]
    [InlineData("--lang", "fr", "en or zh")]
    [InlineData("--rows", "few", "whole number")]
    [InlineData("--variant", "right", "written, fixed or both")]
    [InlineData("--device", "tpu", "cpu, cuda or cuda:N")]
    [InlineData("--plot", null, "needs a value")]
    [InlineData("--polt", null, "--plot")]
    public void A_wrong_switch_is_named_with_what_is_known(string name, string? value, string remedy)
    {
        var args = value == null ? [name] : new[] { name, value };
        var message = Assert.Throws<ArgumentException>(() => Switches.Of(args, null, All, english)).Message;
        Assert.Contains(value ?? name, message, StringComparison.Ordinal);
        Assert.Contains(remedy, message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--data=x")]
    [InlineData("--rows=200")]
    [InlineData("--variant=both")]
    [InlineData("--device=cpu")]
    public void A_switch_that_a_program_does_not_use_is_an_error_that_says_so(string switched)
    {
        var name = switched.Split('=')[0];
        var message = Assert.Throws<ArgumentException>(() => Switches.Of([switched], null, Uses.Plot, english)).Message;
        Assert.StartsWith($"{name} does nothing in this program. Known are:", message, StringComparison.Ordinal);
        Assert.DoesNotContain($"  {name}", message, StringComparison.Ordinal);
        Assert.StartsWith(
            $"{name} 在本程序中不起作用",
            Assert.Throws<ArgumentException>(() => Switches.Of([switched], null, Uses.Plot, chinese)).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("zh_CN.UTF-8", new string[0], true)]
    [InlineData("de_DE.UTF-8", new string[0], false)]
    [InlineData(null, new string[0], false)]
    [InlineData("zh_CN.UTF-8", new[] { "--lang", "en" }, false)]
    [InlineData("C", new[] { "--small", "--lang=zh" }, true)]
    public void The_language_is_that_of_the_switch_or_else_of_LANG(string? variable, string[] args, bool isChinese) =>
        Assert.Equal(isChinese, Language.Of(args, variable).IsChinese);

    [Fact]
    public void Every_line_of_help_is_in_the_readers_language()
    {
        Assert.All(Usage.Of(All, chinese).Split('\n'), line => Assert.Matches(@"[\u4e00-\u9fff]", line));
        Assert.All(Usage.Of(All, english).Split('\n'), line => Assert.DoesNotMatch(@"[\u4e00-\u9fff]", line));
        Assert.Equal(7, Usage.Of(All, english).Split('\n').Length);
    }
}
