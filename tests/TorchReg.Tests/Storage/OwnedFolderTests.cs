using TorchReg.Storage;
using TorchReg.Tests.Data;

namespace TorchReg.Tests.Storage;

/// <summary>A program owns the files of a folder that it made, and none beside them.</summary>
public sealed class OwnedFolderTests : IDisposable
{
    readonly TemporaryFolder temporary = new();

    public void Dispose() => temporary.Dispose();

    string Root => Path.Combine(temporary.Path, "folder");
    string In(string name) => Path.Combine(Root, name);
    OwnedFolder Take() => OwnedFolder.Take(Root, "run");

    [Fact]
    public void Files_are_written_replaced_listed_and_deleted_and_all_of_it_goes()
    {
        using (var folder = Take())
        {
            folder.Write("a.txt", "one");
            folder.Write("a.txt", "two");
            folder.Write("parts/b.txt", "b");
            using (var growing = folder.Begin("parts/c.txt")) growing.Write("line\n"u8);
            Assert.Equal(["a.txt", "parts/b.txt", "parts/c.txt"], folder.Files);
        }
        using (var again = Take())
        {
            Assert.Equal("two", File.ReadAllText(In("a.txt")));
            again.Delete("a.txt");
            Assert.False(File.Exists(In("a.txt")));
            Assert.Equal(["parts/b.txt", "parts/c.txt"], again.Files);
            again.Remove();
        }
        Assert.False(Directory.Exists(Root));
    }

    [Fact]
    public void A_folder_with_anything_in_it_that_is_not_its_own_is_refused_and_left_as_it_was()
    {
        Directory.CreateDirectory(Root);
        File.WriteAllText(In("thesis.txt"), "all");
        Assert.Contains("is not empty; name another folder", Assert.Throws<FolderRefusedException>(Take).Message);
        Assert.Contains(
            "is not empty; name another folder",
            Assert.Throws<FolderRefusedException>(() => OwnedFolder.Join(Root, "run")).Message);
        Assert.Equal(["thesis.txt"], Directory.GetFileSystemEntries(Root).Select(Path.GetFileName));
        // A hidden folder of that name that holds something else is somebody else's.
        File.Delete(In("thesis.txt"));
        Directory.CreateDirectory(In(".torchreg"));
        File.WriteAllText(In(".torchreg/diary"), "dear");
        Assert.Throws<FolderRefusedException>(Take);
        Assert.Equal(["diary"], Directory.GetFileSystemEntries(In(".torchreg")).Select(Path.GetFileName));
        File.WriteAllText(Path.Combine(temporary.Path, "file"), "");
        Assert.Contains(
            "is a file; name a folder",
            Assert.Throws<FolderRefusedException>(() => OwnedFolder.Take(Path.Combine(temporary.Path, "file"), "run")).Message);
    }

    [Fact]
    public void A_folder_of_another_kind_is_refused()
    {
        using (Take()) { }
        Assert.Contains(
            "holds a run, not a sweep",
            Assert.Throws<FolderRefusedException>(() => OwnedFolder.Take(Root, "sweep")).Message);
        Assert.True(OwnedFolder.IsOne(Root, "run"));
        Assert.False(OwnedFolder.IsOne(Root, "sweep"));
    }

    [Fact]
    public void A_users_file_link_or_folder_of_a_name_that_comes_later_is_never_touched()
    {
        using var folder = Take();
        folder.Write("own", "own");
        File.WriteAllText(In("file"), "mine");
        Directory.CreateDirectory(In("folder"));
        File.WriteAllText(In("folder/inside"), "mine");
        Assert.Contains("was not made here", Assert.Throws<FolderRefusedException>(() => folder.Write("file", "new")).Message);
        Assert.Throws<FolderRefusedException>(() => folder.Write("folder", "new"));
        Assert.Throws<FolderRefusedException>(() => folder.Write("folder/inside", "new"));
        Assert.Throws<FolderRefusedException>(() => folder.Folder("folder"));
        folder.Delete("file");
        if (!OperatingSystem.IsWindows())
        {
            // In the place of a file that was its own, and of a folder.
            File.Delete(In("own"));
            File.CreateSymbolicLink(In("own"), In("file"));
            Assert.Throws<FolderRefusedException>(() => folder.Write("own", "new"));
            Directory.CreateSymbolicLink(In("link"), In("folder"));
            Assert.Throws<FolderRefusedException>(() => folder.Write("link/inside", "new"));
            folder.Delete("own");
            Assert.Equal(In("file"), new FileInfo(In("own")).LinkTarget);
        }
        folder.Remove();
        Assert.Equal(("mine", "mine"), (File.ReadAllText(In("file")), File.ReadAllText(In("folder/inside"))));
    }

    // A folder that somebody else gave: its list says that a file beside it, or behind a link, is ours.
    [Theory]
    [InlineData("../outside.txt")]
    [InlineData("linked/outside.txt")]
    [InlineData("linked/deep/outside.txt")]
    [InlineData("ROOT/outside.txt")]
    [InlineData("./../outside.txt")]
    [InlineData("a\0b")]
    public void A_list_that_names_what_is_outside_the_folder_makes_nothing_of_it_ours(string name)
    {
        if (OperatingSystem.IsWindows()) return;
        Directory.CreateDirectory(Path.Combine(temporary.Path, "deep"));
        var outside = new[]
        {
            temporary.Write("outside.txt", "mine"u8.ToArray()),
            temporary.Write("deep/outside.txt", "mine"u8.ToArray())
        };
        using (var folder = Take()) folder.Write("a.txt", "a");
        Directory.CreateSymbolicLink(In("linked"), temporary.Path);
        File.AppendAllText(In(".torchreg/files"), "x\n");
        File.AppendAllText(
            Directory.GetFiles(In(".torchreg"), "files*").Order(StringComparer.Ordinal).First(),
            $"linked/\nlinked/deep/\n{name.Replace("ROOT", temporary.Path, StringComparison.Ordinal)}\n");
        using (var again = Take())
        {
            Assert.Equal(["a.txt"], again.Files);
            again.Remove();
        }
        Assert.All(outside, file => Assert.Equal("mine", File.ReadAllText(file)));
        Assert.True(new FileInfo(In("linked")).LinkTarget != null);
    }

    [Fact]
    public void A_lock_that_is_a_link_is_refused_and_nothing_is_made_behind_it()
    {
        if (OperatingSystem.IsWindows()) return;
        using (var folder = Take()) folder.Write("a.txt", "a");
        File.Delete(In(".torchreg/lock"));
        File.CreateSymbolicLink(In(".torchreg/lock"), Path.Combine(temporary.Path, "made"));
        Assert.Contains("was not made here (or is a link)", Assert.Throws<FolderRefusedException>(Take).Message);
        Assert.False(File.Exists(Path.Combine(temporary.Path, "made")));
    }

    [Fact]
    public void Who_has_it_is_said_and_waited_for()
    {
        var first = Take();
        var told = Assert.Throws<FolderRefusedException>(Take).Message;
        Assert.Contains($"is in use by process {Environment.ProcessId} on {Environment.MachineName} since ", told);
        using var timer = new Timer(_ => first.Dispose(), null, 300, Timeout.Infinite);
        using var second = OwnedFolder.Take(Root, "run", TimeSpan.FromSeconds(30));
    }

    [Fact]
    public void A_maker_ended_at_any_step_leaves_a_folder_that_is_taken_again()
    {
        for (var last = 1; ; last++)
        {
            var step = 0;
            Disk.Before = _ => { if (++step >= last) throw new InvalidOperationException("ended"); };
            try
            {
                using (var folder = Take())
                {
                    folder.Write("a", "a");
                    folder.Write("parts/b", "b");
                }
                Assert.True(last > 15, $"only {last} steps");
                break;
            }
            catch (InvalidOperationException) { }
            finally { Disk.Before = null; }
            using (var again = Take())
            {
                Assert.Subset(new HashSet<string> { "a", "parts/b" }, again.Files.ToHashSet());
                Assert.Empty(Directory.GetFiles(In(".torchreg"), "*.part"));
                again.Remove();
            }
            Assert.False(Directory.Exists(Root), $"ended at step {last}");
        }
    }

    // As the tasks of an array do that begin in the same instant.
    [Fact]
    public async Task Many_that_begin_at_once_each_have_their_file()
    {
        for (var round = 0; round < 25; round++)
        {
            var path = Path.Combine(Root, $"{round}");
            using var together = new Barrier(4);
            var all = Enumerable.Range(0, 4).Select(i => Task.Factory.StartNew(() =>
            {
                together.SignalAndWait();
                OwnedFolder.Join(path, "sweep").Begin($"results/{i}.jsonl").Dispose();
            }, TaskCreationOptions.LongRunning));
            await Task.WhenAll([.. all]);
            Assert.Equal(4, Directory.GetFiles(Path.Combine(path, "results")).Length);
        }
    }

    [Fact]
    public void Processes_that_share_a_folder_know_each_others_files_and_folders()
    {
        var (a, b) = (OwnedFolder.Join(Root, "sweep"), OwnedFolder.Join(Root, "sweep"));
        a.Write("results/a", "a");
        b.Write("results/b", "b");
        a.Write("table", "first");
        b.Write("table", "second");
        Assert.Equal("second", File.ReadAllText(In("table")));
        using var all = OwnedFolder.Take(Root, "sweep");
        Assert.Equal(["results/a", "results/b", "table"], all.Files);
    }

    [Theory, InlineData(""), InlineData("../a"), InlineData("a/../b"), InlineData("/a"), InlineData("a\nb"), InlineData("a//b")]
    public void A_name_that_leads_elsewhere_is_none(string name)
    {
        using var folder = Take();
        Assert.Throws<ArgumentException>(() => folder.Write(name, "text"));
    }

    [Fact]
    public void What_belongs_to_other_work_is_told_by_its_differences()
    {
        Provenance Of(params (string, string)[] values) => new(values.ToDictionary(pair => pair.Item1, pair => pair.Item2));
        var (was, now) = (
            Of(("seed", "1"), ("rows", "12"), ("gone", "x")),
            Of(("seed", "2"), ("rows", "12"), ("new", new string('y', 300))));
        Assert.Equal(
            ["gone was x and is not given", $"new was not given and is {new string('y', 80)}…", "seed was 1 and is 2"],
            now.ChangesSince(was));
        Assert.Equal(now.Digest, Provenance.Parse(now.ToJson())!.Digest);
        Assert.NotEqual(now.Digest, was.Digest);
        Assert.Empty(now.ChangesSince(now));
        foreach (var text in new[] { null, "", "[]", "{\"a\":1}", "{\"a\":null}", "{" }) Assert.Null(Provenance.Parse(text));
        Assert.StartsWith(
            "here belongs to other work: seed was 1",
            new OtherSettingsException("here", [now.ChangesSince(was)[2]], "leave it").Message);
    }
}
