using System.Globalization;
using System.Text;

namespace TorchReg.Articles;

/// <summary>
/// Says on a terminal's error stream that a program is at work where it has printed nothing for two seconds, and every ten.
/// Output itself stays what it is.
/// </summary>
sealed class StillWorking(TextWriter output, TextWriter error) : TextWriter
{
    static readonly TimeSpan first = TimeSpan.FromSeconds(2), then = TimeSpan.FromSeconds(10);

    readonly System.Diagnostics.Stopwatch clock = System.Diagnostics.Stopwatch.StartNew();
    TimeSpan printed, said;

    /// <summary>For the whole program; nothing where nobody looks on.</summary>
    internal static void Begin()
    {
        if (Console.IsErrorRedirected || Console.Out is StillWorking) return;
        var working = new StillWorking(Console.Out, Console.Error);
        Console.SetOut(working);
        timer = new(_ => working.Look(working.clock.Elapsed), null, first, TimeSpan.FromSeconds(0.5));
    }

    // A timer that nobody holds ends.
    static Timer? timer;

    /// <summary>Says so if it is time.</summary>
    /// <param name="now">Since the beginning.</param>
    internal void Look(TimeSpan now)
    {
        lock (error)
        {
            if (now - printed < first || (said > printed && now - said < then)) return;
            said = now;
            error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"… at work, {now.TotalSeconds:0} s since the start"));
        }
    }

    /// <inheritdoc/>
    public override Encoding Encoding => output.Encoding;

    /// <inheritdoc/>
    public override void Write(char value)
    {
        lock (error)
        {
            output.Write(value);
            printed = clock.Elapsed;
        }
    }

    /// <inheritdoc/>
    public override void Write(string? value)
    {
        lock (error)
        {
            output.Write(value);
            printed = clock.Elapsed;
        }
    }

    /// <inheritdoc/>
    public override void WriteLine(string? value) => Write(value + CoreNewLine.AsSpan().ToString());

    /// <inheritdoc/>
    public override void Flush() => output.Flush();
}
