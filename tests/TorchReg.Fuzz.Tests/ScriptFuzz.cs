using System.Diagnostics;
using System.Globalization;
using System.Text;
using TorchReg.Cli.Host;
using TorchReg.Cli.Sweep.Slurm;
using TorchReg.Data;
using Xunit.Sdk;

namespace TorchReg.Fuzz.Tests;

/// <summary>
/// Scripts of jobs: any value is refused in a line, or comes through a real shell as it was, and nothing else is run.
/// </summary>
public sealed class ScriptFuzz(Place place) : IClassFixture<Place>
{
    const int OfOneShell = 100;
    static readonly string[] syntax =
    [
        "'",
        "\"",
        "`touch HACKED`",
        "$(touch HACKED)",
        ";touch HACKED;",
        "&",
        "|touch HACKED",
        ">HACKED",
        "\\",
        "\n",
        "\r",
        "\f",
        "\v",
        "\u0085",
        "\u2028",
        "\u2029",
        "\0",
        "#",
        "*",
        "~",
        "!!",
        "${x}",
        "{a,b}",
        "<<E",
        "%A",
        "--"
    ];

    [Fact]
    public void A_jobs_script_of_any_values_is_refused_or_runs_its_own_program_with_exactly_them()
    {
        if (OperatingSystem.IsWindows()) return;
        var program = place.Write("a folder/it's me", "#!/bin/sh\nprintf '%s\\0' \"$@\" END >> said\n"u8.ToArray());
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var taken = new List<string[]>();
        var all = 0;
        foreach (var (name, random) in Budget.Inputs("script", 300))
        {
            string[] arguments = [.. Enumerable.Range(0, 1 + random.Below(3)).Select(_ => Drawn(random))];
            var script = new JobScript(
                Drawn(random),
                $"/tmp/{Drawn(random)}",
                "%A_%a.out",
                [Drawn(random), $"--comment={Drawn(random)}"],
                [program, .. arguments],
                4);
            if (Text(name, script) is not { } text) continue;
            place.Write($"{taken.Count}.sh", Encoding.UTF8.GetBytes(text));
            taken.Add(arguments);
            all++;
            if (taken.Count == OfOneShell) Run(name, taken);
        }
        if (taken.Count > 0) Run("the last scripts", taken);
        Assert.True(all > 10, $"only {all} scripts were taken");
    }

    static string? Text(string name, JobScript script)
    {
        try
        {
            var text = script.Text();
            if (text.Split('\n') is not [.. var notes, _, _, ""] || notes.Any(line => line.Length == 0 || line[0] != '#'))
                throw new XunitException($"{name}: {text}");
            return text;
        }
        catch (UserError told)
            when (!told.Message.Any(c => char.IsControl(c) || c is '\u2028' or '\u2029' || char.IsSurrogate(c))
                || told.Message.EnumerateRunes().All(r => r != Rune.ReplacementChar && !Rune.IsControl(r)))
        {
            return null;
        }
    }

    // Words and syntax, and any characters of the first plane, halves of surrogate pairs among them.
    static string Drawn(SplitMix64 random) =>
        string.Concat(
            Enumerable
                .Range(0, 1 + random.Below(3))
                .Select(_ =>
                    random.Below(8) switch
                    {
                        < 4 => "name",
                        < 6 => syntax[random.Below(syntax.Length)],
                        6 => Mutation.Word(random),
                        _ => ((char)random.Below(0x10000)).ToString(CultureInfo.InvariantCulture),
                    }));

    void Run(string name, List<string[]> taken)
    {
        File.Delete(place.At("said"));
        var shell = string.Concat(taken.Select((_, i) => $"{(i % 2 == 0 ? "bash" : "sh")} ./{i}.sh\n"));
        var start = new ProcessStartInfo("bash", [place.Write("all", Encoding.UTF8.GetBytes(shell))])
        {
            WorkingDirectory = place.Path
        };
        start.Environment["SLURM_ARRAY_TASK_ID"] = "3";
        using (var process = Process.Start(start)!) process.WaitForExit();
        var said = File.ReadAllText(place.At("said")).Split('\0')[..^1];
        var expected = taken.SelectMany(arguments => arguments.Concat(["--shard", "3/4", "END"])).ToArray();
        var at = expected.Zip(said).TakeWhile(pair => pair.First == pair.Second).Count();
        Assert.True(
            said.Length == expected.Length && at == said.Length,
            $"{name}: word {at} came through as '{said.ElementAtOrDefault(at)}', not '{expected.ElementAtOrDefault(at)}'");
        Assert.Empty(Directory.GetFiles(place.Path, "*HACKED*", SearchOption.AllDirectories));
        taken.Clear();
    }
}
