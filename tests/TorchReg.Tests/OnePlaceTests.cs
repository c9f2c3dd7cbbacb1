using System.Text.RegularExpressions;

namespace TorchReg.Tests;

/// <summary>Laws of the sources: what changes a disk, and what starts a program, stands in one place each.</summary>
public class OnePlaceTests
{
    const string Changes =
        @"\bFile\.(Delete|Move|Replace|Copy|Create\w*|OpenWrite|Open\(|WriteAll\w+|AppendAll\w+|AppendText|Set\w+|Encrypt)|" +
        @"\bDirectory\.(Delete|Move|Create\w+|Set\w+)|\bFileMode\.(?!Open\b)|" +
        @"new StreamWriter\((?!\w*[sS]tream)|new FileStream\([^)]*FileAccess\.(Write|ReadWrite)|" +
        @"\.(MoveTo|CopyTo|CreateSubdirectory|CreateAsSymbolicLink)\(""";

    static IEnumerable<(string File, string Line)> Lines(params string[] folders) => folders
        .SelectMany(folder => Directory.GetFiles(Path.Combine(Repository.Root, folder), "*.cs", SearchOption.AllDirectories))
        .Select(file => Path.GetRelativePath(Repository.Root, file).Replace('\\', '/'))
        .Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal))
        .SelectMany(file => Repository.Read(file).Split('\n').Select(line => (file, line.Trim())))
        .Where(pair => !pair.Item2.StartsWith("//", StringComparison.Ordinal));

    [Fact]
    public void Files_are_made_replaced_deleted_and_locked_in_one_place()
    {
        var found = Lines(
                "src/TorchReg", "src/TorchReg.Figures", "src/TorchReg.TensorBoard", "src/TorchReg.Articles", "src/TorchReg.Cli",
                "examples")
            .Where(pair => Regex.IsMatch(pair.Line, Changes))
            .ToArray();
        Assert.Contains(found, pair => pair.File == "src/TorchReg/Storage/Disk.cs");
        // The one other line gives a new file the permissions of the one that it replaces.
        Assert.Equal(
            ["src/TorchReg/Storage/WholeFile.cs"],
            found.Where(pair => pair.File != "src/TorchReg/Storage/Disk.cs").Select(pair => pair.File));
    }

    [Theory]
    [
        InlineData("File.Delete(path);"),
        InlineData("Directory.CreateDirectory(folder);"),
        InlineData("File.WriteAllText(path, text);"),
        InlineData("new FileStream(path, FileMode.Create)")
    ]
    [
        InlineData("File.Move(part, path, overwrite: true);"),
        InlineData("using var writer = new StreamWriter(path);"),
        InlineData("File.OpenWrite(path)")
    ]
    public void The_law_sees(string line) => Assert.Matches(Changes, line);

    // .NET's own passes over NUL characters at the end of a number.
    [Fact]
    public void Numbers_from_outside_are_read_in_one_place() =>
        Assert.All(
            Lines("src/TorchReg", "src/TorchReg.Figures", "src/TorchReg.Articles", "src/TorchReg.Cli")
                .Where(pair => Regex.IsMatch(pair.Line, @"\b(int|long|float|double|decimal)\.TryParse\(")),
            pair => Assert.Equal("src/TorchReg/NumberText.cs", pair.File));

    [Fact]
    public void Programs_are_started_in_three_places_and_by_their_full_path()
    {
        var found = Lines("src/TorchReg", "src/TorchReg.Figures", "src/TorchReg.Articles", "src/TorchReg.Cli", "examples")
            .Where(pair => Regex.IsMatch(pair.Line, @"Process\.Start|new ProcessStartInfo"))
            .Select(pair => pair.File)
            .Distinct()
            .Order();
        Assert.Equal(
            [
                "src/TorchReg.Cli/Host/ProgramPath.cs",
                "src/TorchReg.Cli/Sweep/Slurm/SlurmProgram.cs",
                "src/TorchReg.Cli/Sweep/WorkerProcess.cs"
            ],
            found);
        Assert.Contains(
            "ProgramPath.Needed(\"dotnet\")",
            Repository.Read("src/TorchReg.Cli/Article/ArticleCommand.cs"),
            StringComparison.Ordinal);
        Assert.Contains(
            "ProgramPath.Find(name)",
            Repository.Read("src/TorchReg.Cli/Sweep/Slurm/SlurmProgram.cs"),
            StringComparison.Ordinal);
        Assert.Contains(
            "ProgramPath.Needed(\"dotnet\")",
            Repository.Read("src/TorchReg.Cli/Sweep/WorkerProcess.cs"),
            StringComparison.Ordinal);
    }
}
