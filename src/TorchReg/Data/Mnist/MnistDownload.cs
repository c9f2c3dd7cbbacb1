using TorchReg.Storage;

namespace TorchReg.Data;

/// <summary>
/// Copies MNIST's four files from public mirrors into a folder. A file appears there only when its length and
/// SHA-256 are right; files that are already right are kept, and others of these names are refused.
/// </summary>
public sealed class MnistDownload
{
    /// <summary>Where to look, in this order; each ends with a slash.</summary>
    public IReadOnlyList<Uri> Mirrors { get; init; } =
    [
        new("https://ossci-datasets.s3.amazonaws.com/mnist/"),
        new("https://storage.googleapis.com/cvdf-datasets/mnist/"),
    ];

    /// <summary>What to fetch; default <see cref="RemoteFile.Mnist"/>.</summary>
    public IReadOnlyList<RemoteFile> Files { get; init; } = RemoteFile.Mnist;

    /// <summary>
    /// How to speak to the mirrors; default HTTP with a connect timeout of 15 s. A handler given here is not disposed.
    /// </summary>
    public HttpMessageHandler? Handler { get; init; }

    /// <summary>The longest that one file from one mirror may take; default 5 minutes.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Brings all <see cref="Files"/> into <paramref name="folder"/>, creating it if need be.</summary>
    /// <param name="folder">Where the files go.</param>
    /// <param name="progress">Told one line per file, if given.</param>
    /// <param name="cancellation">Stops at once; no half-written file stays.</param>
    /// <exception cref="IOException">
    /// No mirror gave a file; the message is one line that names the mirrors and what each answered.
    /// </exception>
    public async Task ToAsync(string folder, IProgress<string>? progress = null, CancellationToken cancellation = default)
    {
        using var client = Client();
        foreach (var file in Files)
        {
            var path = Path.Combine(folder, file.Name);
            var isThere = await IsThereAsync(file, path, cancellation).ConfigureAwait(false);
            if (!isThere)
            {
                if (FileKinds.Of(path) != FileKind.None)
                    throw new IOException(
                        $"{path} is there, and is not MNIST's file of that name; move it away, or name another folder.");
                var content = await FetchAsync(client, file, cancellation).ConfigureAwait(false);
                WholeFile.Write(path, stream => stream.Write(content));
            }
            progress?.Report(
                $"{path}: {(isThere ? "already there" : "downloaded")}, {file.Length:N0} bytes, SHA-256 {file.Sha256}");
        }
    }

    private HttpClient Client() =>
        new(Handler ?? new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(15) }, disposeHandler: Handler is null)
        {
            Timeout = System.Threading.Timeout.InfiniteTimeSpan,
        };

    private static async Task<bool> IsThereAsync(RemoteFile file, string path, CancellationToken cancellation) =>
        new FileInfo(path) is { Exists: true } info && info.Length == file.Length
        && file.Mismatch(await File.ReadAllBytesAsync(path, cancellation).ConfigureAwait(false)) is null;

    private async Task<byte[]> FetchAsync(HttpClient client, RemoteFile file, CancellationToken cancellation)
    {
        var answers = new List<string>();
        foreach (var mirror in Mirrors)
        {
            var (content, problem) = await TryMirrorAsync(client, new Uri(mirror, file.Name), file, cancellation)
                .ConfigureAwait(false);
            if (content is not null)
                return content;
            answers.Add($"{mirror} ({problem})");
        }
        throw new IOException(
            $"{file.Name}: no mirror gave it; tried {string.Join(", ", answers)}; go online, or copy the file from elsewhere " +
            "into the folder.");
    }

    private async Task<(byte[]? Content, string? Problem)> TryMirrorAsync(
        HttpClient client,
        Uri address,
        RemoteFile file,
        CancellationToken cancellation)
    {
        using var timed = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        timed.CancelAfter(Timeout);
        try
        {
            var content = await GetAsync(client, address, file.Length, timed.Token).ConfigureAwait(false);
            return file.Mismatch(content) is { } mismatch ? (null, mismatch) : (content, null);
        }
        // A mirror may lead to where no such client goes (file:, data:): that mirror is at fault, not those after it.
        catch (Exception failure)
            when (failure
                    is HttpRequestException
                        or IOException
                        or NotSupportedException
                        or InvalidOperationException
                        or FormatException)
        {
            return (null, failure.Message.ReplaceLineEndings(" "));
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return (null, $"no answer within {Timeout.TotalSeconds:0.##} s");
        }
    }

    // One byte more than the right length is enough to know that the content is wrong.
    private static async Task<byte[]> GetAsync(HttpClient client, Uri address, int length, CancellationToken cancellation)
    {
        using var response = await client
            .GetAsync(address, HttpCompletionOption.ResponseHeadersRead, cancellation)
            .ConfigureAwait(false);
        response.EnsureSuccessStatusCode();
        using var stream = await response.Content.ReadAsStreamAsync(cancellation).ConfigureAwait(false);
        var buffer = new byte[length + 1];
        var read = await stream
            .ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellation)
            .ConfigureAwait(false);
        return buffer[..read];
    }
}
