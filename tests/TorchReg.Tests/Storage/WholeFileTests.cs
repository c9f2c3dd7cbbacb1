using System.Diagnostics;
using TorchReg.Storage;

namespace TorchReg.Tests.Storage;

/// <summary>A file is replaced whole; what is no file is written into, and links stay links.</summary>
public sealed class WholeFileTests : FolderTests
{
    string Place(string name) => Path.Combine(folder.Path, name);

    [Fact]
    public void A_link_stays_a_link_and_its_file_is_replaced()
    {
        if (OperatingSystem.IsWindows()) return;
        Directory.CreateDirectory(Place("elsewhere"));
        File.WriteAllText(Place("elsewhere/real"), "old");
        File.CreateSymbolicLink(Place("link"), "elsewhere/real");
        File.CreateSymbolicLink(Place("link to link"), Place("link"));
        WholeFile.Write(Place("link to link"), "new");
        Assert.Equal("new", File.ReadAllText(Place("elsewhere/real")));
        Assert.Equal(
            ("elsewhere/real", Place("link")),
            (new FileInfo(Place("link")).LinkTarget, new FileInfo(Place("link to link")).LinkTarget));
        Assert.Equal(["real"], Directory.GetFileSystemEntries(Place("elsewhere")).Select(Path.GetFileName));
    }

    [Fact]
    public void A_link_to_nothing_gets_its_file_and_one_to_itself_is_refused()
    {
        if (OperatingSystem.IsWindows()) return;
        File.CreateSymbolicLink(Place("link"), "new");
        WholeFile.Write(Place("link"), "text");
        Assert.Equal(("text", "new"), (File.ReadAllText(Place("new")), new FileInfo(Place("link")).LinkTarget));
        File.CreateSymbolicLink(Place("loop"), "loop");
        Assert.Contains(
            "a link that leads to no file",
            Assert.Throws<IOException>(() => WholeFile.Write(Place("loop"), "text")).Message);
    }

    [Fact, Trait("Speed", "Slow")]
    public async Task A_pipe_is_written_into_and_stays_a_pipe()
    {
        if (OperatingSystem.IsWindows()) return;
        Call("mkfifo", Place("pipe"));
        var read = Task.Run(() => File.ReadAllText(Place("pipe")));
        // Content that is written back and forth, as a checkpoint's is.
        WholeFile.Write(Place("pipe"), stream =>
        {
            stream.Write("____ text"u8);
            stream.Position = 0;
            stream.Write("some"u8);
        });
        Assert.Equal("some text", await read);
        Assert.Equal(FileKind.Other, FileKinds.Of(Place("pipe")));
        Assert.Equal(["pipe"], folder.Names);
    }

    [Fact]
    public void A_device_stays_a_device()
    {
        // One of its own, so that a defect costs no other: root alone may make it.
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess || Call("mknod", Place("null"), "c", "1", "3") != 0)
            return;
        WholeFile.Write(Place("null"), "text");
        Assert.Equal(FileKind.Other, FileKinds.Of(Place("null")));
        File.CreateSymbolicLink(Place("link"), "null");
        WholeFile.Write(Place("link"), "text");
        Assert.Equal((FileKind.Other, "null"), (FileKinds.Of(Place("null")), new FileInfo(Place("link")).LinkTarget));
    }

    [Fact]
    public void A_folder_is_refused_and_a_files_permissions_stay()
    {
        Assert.Contains(
            "is a folder; name a file",
            Assert.Throws<IOException>(() => WholeFile.Write(folder.Path, "text")).Message);
        File.WriteAllText(Place("file"), "old");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(Place("file"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);
        WholeFile.Write(Place("file"), "new");
        Assert.Equal("new", File.ReadAllText(Place("file")));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(
                UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead,
                File.GetUnixFileMode(Place("file")));
        Assert.Equal(["file"], folder.Names);
    }

    [Fact]
    public void What_fails_in_the_middle_leaves_what_was_there()
    {
        File.WriteAllText(Place("file"), "old");
        Assert.Throws<InvalidOperationException>(() =>
            WholeFile.Write(Place("file"), _ => throw new InvalidOperationException()));
        Assert.Equal("old", File.ReadAllText(Place("file")));
        Assert.Equal(["file"], folder.Names);
    }

    [Fact]
    public void A_file_and_its_name_are_on_the_disk_before_it_returns()
    {
        var steps = new List<string>();
        Disk.Before = step => steps.Add(step.Split(' ')[0]);
        try { WholeFile.Write(Place("file"), "text"); }
        finally { Disk.Before = null; }
        // The folder's own sync belongs to the replacing.
        Assert.Equal(["create", "sync", "replace"], steps);
    }

    static int Call(string program, params string[] args)
    {
        using var process = Process.Start(new ProcessStartInfo(program, args) { RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode;
    }
}
