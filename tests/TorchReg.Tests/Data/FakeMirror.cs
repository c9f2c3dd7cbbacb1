using System.Net;
using System.Net.Sockets;
using System.Text;

namespace TorchReg.Tests.Data;

internal sealed class FakeMirror(Func<Uri, HttpResponseMessage> answer) : HttpMessageHandler
{
    public List<string> Asked { get; } = [];

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        await Task.Yield();
        Asked.Add(request.RequestUri!.ToString());
        return answer(request.RequestUri);
    }
}

internal sealed class SilentMirror : HttpMessageHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        await Task.Delay(Timeout.Infinite, cancellationToken);
        throw new InvalidOperationException();
    }
}

/// <summary>Endless zeros that know how many were taken.</summary>
internal sealed class CountingStream : Stream
{
    public long Taken { get; private set; }

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => Taken; set => throw new NotSupportedException(); }

    public override int Read(byte[] buffer, int offset, int count)
    {
        Taken += count;
        return count;
    }

    public override void Flush() { }
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}

/// <summary>A web server of this machine that gives every question one answer.</summary>
internal sealed class LocalMirror : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);

    public LocalMirror(string head, byte[] content)
    {
        listener.Start();
        _ = AnswerAsync([.. Encoding.Latin1.GetBytes(head), .. content]);
    }

    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/");

    private async Task AnswerAsync(byte[] answer)
    {
        try
        {
            while (true)
            {
                using var client = await listener.AcceptTcpClientAsync();
                var stream = client.GetStream();
                await stream.ReadAtLeastAsync(new byte[4096], 4, throwOnEndOfStream: false);
                await stream.WriteAsync(answer);
            }
        }
        catch (Exception stopped) when (stopped is SocketException or ObjectDisposedException or IOException) { }
    }

    public void Dispose() => listener.Stop();
}
