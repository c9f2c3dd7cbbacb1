using TorchReg.Tests;

namespace TorchReg.Cli.Tests;

/// <summary>What is wrong with a command line is said in one line, which names it.</summary>
public sealed class RefusedLinesTests
{
    /// <summary>refusals.txt: a command line and how its refusal begins, with an arrow between.</summary>
    public static TheoryData<string, string> Lines
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var line in Repository.Read("tests/TorchReg.Cli.Tests/refusals.txt").Split('\n'))
                if (line.Split("=>") is [var given, var expected] && line[0] != '#') data.Add(given.Trim(), expected.Trim());
            return data;
        }
    }

    [Theory, MemberData(nameof(Lines))]
    public void A_bad_command_line_is_refused_in_one_line(string line, string expected) =>
        Assert.StartsWith($"torchreg: {expected}", Cli.Refused(Cli.Run(line.Split(' ', StringSplitOptions.RemoveEmptyEntries))));
}
