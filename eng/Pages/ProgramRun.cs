using System.Diagnostics;

namespace TorchReg.Pages;

/// <summary>Builds and runs a program as its reader would.</summary>
static class ProgramRun
{
    internal static void Build(string root, Snippet snippet) =>
        Dotnet(root, "build", FileOf(root, snippet), "-c", "Release", "--nologo", "-v", "quiet");

    internal static string Run(string root, Snippet snippet, Language language, string? picture)
    {
        List<string> line = ["run", FileOf(root, snippet), "--no-build", "-c", "Release", "--"];
        line.AddRange(["--lang", language == Language.Chinese ? "zh" : "en"]);
        if (picture is not null) line.AddRange(["--plot", picture]);
        return Dotnet(root, [.. line]);
    }

    static string FileOf(string root, Snippet snippet) => Path.Combine(root, "examples", "articles", snippet.Name + ".cs");

    static string Dotnet(string root, params string[] line)
    {
        var start = new ProcessStartInfo("dotnet", line) { RedirectStandardOutput = true, WorkingDirectory = root };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output.ReplaceLineEndings("\n")
            : throw new InvalidOperationException($"dotnet {string.Join(' ', line)} ended with {process.ExitCode}:\n{output}");
    }
}
