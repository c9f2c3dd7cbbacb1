using System.Net;
using System.Security.Cryptography;

namespace TorchReg.Tests.Data;

public sealed class MnistDownloadTests : FolderTests
{
    private static readonly byte[] Content = Idx.Gzip(Idx.Images(5));
    private static readonly RemoteFile Wanted = new(
        "images.gz",
        Content.Length,
        Convert.ToHexStringLower(SHA256.HashData(Content)));

    [Fact]
    public async Task A_file_with_the_right_checksum_is_kept_under_its_name()
    {
        var mirror = new FakeMirror(_ => Ok(Content));
        await Download(mirror).ToAsync(folder["new/folder"]);
        Assert.Equal(Content, File.ReadAllBytes(folder["new/folder/images.gz"]));
        Assert.Equal(["https://one/mnist/images.gz"], mirror.Asked);
    }

    [Fact]
    public async Task The_second_mirror_is_asked_when_the_first_fails()
    {
        var mirror = new FakeMirror(address => address.Host == "one" ? new(HttpStatusCode.NotFound) : Ok(Content));
        await Download(mirror).ToAsync(folder.Path);
        Assert.Equal(["images.gz"], folder.Names);
    }

    [Theory]
    [InlineData("file:///etc/hostname")]
    [InlineData("data:text/plain,hello")]
    [InlineData("ftp://127.0.0.1/images.gz")]
    [InlineData("http://[")]
    [InlineData("")]
    public async Task A_mirror_that_leads_to_what_is_no_web_address_is_not_followed_and_the_next_is_asked(string location)
    {
        var secret = folder.Write("secret", Content);
        using var bad = new LocalMirror(
            "HTTP/1.1 302 Found\r\nLocation: " +
            $"{location.Replace("/etc/hostname", secret, StringComparison.Ordinal)}\r\nContent-Length: 0\r\nConnection: " +
            "close\r\n\r\n",
            []);
        using var good = new LocalMirror(
            $"HTTP/1.1 200 OK\r\nContent-Length: {Content.Length}\r\nConnection: close\r\n\r\n",
            Content);
        await new MnistDownload { Mirrors = [bad.Address, good.Address], Files = [Wanted] }.ToAsync(folder["new"]);
        Assert.Equal(Content, File.ReadAllBytes(folder["new/images.gz"]));
        var error = await Assert.ThrowsAsync<IOException>(() =>
            new MnistDownload { Mirrors = [bad.Address], Files = [Wanted] }.ToAsync(folder["newer"]));
        Assert.StartsWith("images.gz: no mirror gave it; tried http://127.0.0.1:", error.Message);
        Assert.False(Directory.Exists(folder["newer"]));
    }

    [Fact]
    public async Task A_file_that_is_already_right_is_not_asked_for()
    {
        folder.Write("images.gz", Content);
        var mirror = new FakeMirror(_ => throw new InvalidOperationException());
        await Download(mirror).ToAsync(folder.Path);
        Assert.Empty(mirror.Asked);
    }

    [Fact]
    public async Task A_file_of_that_name_that_is_something_else_is_the_users_and_stays()
    {
        folder.Write("images.gz", Altered());
        var error = await Assert.ThrowsAsync<IOException>(() => Download(new(_ => Ok(Content))).ToAsync(folder.Path));
        Assert.Contains("images.gz is there, and is not MNIST's file of that name; move it away", error.Message);
        Assert.Equal(Altered(), File.ReadAllBytes(folder["images.gz"]));
    }

    [Fact]
    public async Task A_link_to_nothing_or_a_folder_of_that_name_stays_and_nothing_is_asked_for()
    {
        if (OperatingSystem.IsWindows()) return;
        File.CreateSymbolicLink(folder["images.gz"], folder["nothing"]);
        Directory.CreateDirectory(folder["other/images.gz"]);
        var mirror = new FakeMirror(_ => Ok(Content));
        foreach (var place in new[] { folder.Path, folder["other"] })
            Assert.Contains(
                "images.gz is there, and is not MNIST's file of that name",
                (await Assert.ThrowsAsync<IOException>(() => Download(mirror).ToAsync(place))).Message);
        Assert.Empty(mirror.Asked);
        Assert.False(File.Exists(folder["nothing"]));
    }

    [Fact]
    public async Task A_wrong_checksum_leaves_nothing_behind()
    {
        var error = await Assert.ThrowsAsync<IOException>(() => Download(new(_ => Ok(Altered()))).ToAsync(folder["new"]));
        Assert.Contains($"expected SHA-256 {Wanted.Sha256}, found ", error.Message);
        Assert.False(Directory.Exists(folder["new"]));
    }

    [Fact]
    public async Task A_short_file_leaves_nothing_behind()
    {
        var error = await Assert.ThrowsAsync<IOException>(() => Download(new(_ => Ok(Content[..^1]))).ToAsync(folder.Path));
        Assert.Contains($"expected {Content.Length} bytes, found {Content.Length - 1}", error.Message);
        Assert.Empty(folder.Names);
    }

    [Fact]
    public async Task A_longer_file_is_not_read_to_its_end()
    {
        var endless = new CountingStream();
        var error = await Assert.ThrowsAsync<IOException>(() =>
            Download(new(_ => new() { Content = new StreamContent(endless) })).ToAsync(folder.Path));
        Assert.Contains($"expected {Content.Length} bytes, found more", error.Message);
        Assert.InRange(endless.Taken, 1, 10 * Content.Length);
    }

    [Fact]
    public async Task Offline_the_one_line_names_every_mirror_tried()
    {
        var offline = new FakeMirror(address =>
            throw new HttpRequestException($"Name or service not known ({address.Host}:443)"));
        var error = await Assert.ThrowsAsync<IOException>(() => Download(offline).ToAsync(folder.Path));
        Assert.Equal(
            "images.gz: no mirror gave it; tried https://one/mnist/ (Name or service not known (one:443)), https://two/mnist/ " +
            "(Name or service not known (two:443)); go online, or copy the file from elsewhere into the folder.",
            error.Message);
        Assert.Empty(folder.Names);
    }

    [Fact]
    public async Task A_mirror_that_never_answers_is_given_up()
    {
        var silent = new MnistDownload
        {
            Mirrors = [new("https://one/mnist/")],
            Files = [Wanted],
            Handler = new SilentMirror(),
            Timeout = TimeSpan.FromMilliseconds(20)
        };
        var error = await Assert.ThrowsAsync<IOException>(() => silent.ToAsync(folder.Path));
        Assert.Contains("https://one/mnist/ (no answer within 0.02 s)", error.Message);
    }

    [Fact]
    public async Task Cancelling_stops_and_leaves_nothing_behind()
    {
        using var stop = new CancellationTokenSource(20);
        var download = new MnistDownload { Files = [Wanted], Handler = new SilentMirror() };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => download.ToAsync(folder.Path, cancellation: stop.Token));
        Assert.Empty(folder.Names);
    }

    [DataFact]
    public void The_known_checksums_are_those_of_the_real_files()
    {
        var there = RemoteFile.Mnist.Where(file => File.Exists(Path.Combine(DataFactAttribute.Folder!, file.Name))).ToArray();
        Assert.All(
            there,
            file => Assert.Null(file.Mismatch(File.ReadAllBytes(Path.Combine(DataFactAttribute.Folder!, file.Name)))));
    }

    private static MnistDownload Download(FakeMirror mirror) => new()
    {
        Mirrors = [new("https://one/mnist/"), new("https://two/mnist/")],
        Files = [Wanted],
        Handler = mirror,
    };

    private static HttpResponseMessage Ok(byte[] content) => new() { Content = new ByteArrayContent(content) };

    private static byte[] Altered() => [.. Content[..^1], (byte)(Content[^1] ^ 1)];
}
