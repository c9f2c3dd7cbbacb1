using System.Diagnostics;
using System.Globalization;

namespace TorchReg.Training;

/// <summary>
/// How far a training is, for a program of one's own: <c>trainer.Fit(train, validation, progress)</c>. On a terminal one line
/// that is written over: epoch, bar, loss and the time that is left. Where output goes to a file or a pipe, a plain line for
/// about twenty of the epochs, the first and the last among them. No colours.
/// </summary>
public sealed class ConsoleProgress : IProgress<EpochRecord>, IDisposable
{
    const int Bar = 24, Lines = 20, UsualWidth = 80;

    readonly int epochs;
    readonly TextWriter output;
    readonly Func<int>? width;
    readonly Stopwatch since = Stopwatch.StartNew();
    int length;

    /// <summary>On standard output.</summary>
    /// <param name="epochs">Epochs that the training has, as <see cref="TrainingOptions.Epochs"/>; 1 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer than 1.</exception>
    public ConsoleProgress(int epochs) : this(epochs, Console.Out, Console.IsOutputRedirected ? null : TerminalWidth)
    {
    }

    /// <summary>Plain lines on a writer of one's own.</summary>
    /// <param name="epochs">Epochs that the training has; 1 or more.</param>
    /// <param name="output">Where lines go.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer than 1.</exception>
    public ConsoleProgress(int epochs, TextWriter output) : this(epochs, output, null)
    {
    }

    internal ConsoleProgress(int epochs, TextWriter output, Func<int>? width)
    {
        if (epochs < 1)
            throw new ArgumentOutOfRangeException(nameof(epochs), epochs, $"epochs must be 1 or more; given {epochs}.");
        ArgumentNullException.ThrowIfNull(output);
        (this.epochs, this.output, this.width) = (epochs, output, width);
    }

    /// <summary>Shows a finished epoch.</summary>
    public void Report(EpochRecord value)
    {
        ArgumentNullException.ThrowIfNull(value);
        var every = (epochs + Lines - 1) / Lines;
        if (width != null) Over(value, width());
        else if (value.Epoch == 1 || value.Epoch % every == 0 || value.Epoch == epochs) output.WriteLine(Text(value));
    }

    void Over(EpochRecord epoch, int columns)
    {
        var done = Math.Clamp((double)epoch.Epoch / epochs, 0, 1);
        var full = (int)(Bar * done);
        var left = since.Elapsed * ((1 - done) / done);
        var line = FormattableString.Invariant(
            $"[{new string('=', full)}{new string(' ', Bar - full)}] {Text(epoch)}, {Time(left)} left");
        // What fills the last column makes some terminals begin a new line.
        if (line.Length >= columns) line = line[..Math.Max(0, columns - 1)];
        output.Write($"\r{line.PadRight(length)}");
        length = line.Length;
        if (epoch.Epoch == epochs) Dispose();
    }

    string Text(EpochRecord epoch) => $"epoch {epoch.Epoch}/{epochs}" +
        (epoch.Training is { } training ? $", loss {Number(training.Total)}" : "") +
        (epoch.Validation is { } validation ? $", validation {Number(validation.DataLoss)}{Score(validation)}" : "");

    static string Score(Ledger ledger) =>
        Metric.OfTargets.FirstOrDefault(ledger.Metrics.ContainsKey) is { } metric
            ? $", {metric.Name} {Number(ledger.Metrics[metric])}"
            : "";

    static string Number(double value) => value.ToString("0.####", CultureInfo.InvariantCulture);

    static string Time(TimeSpan left) => left.TotalSeconds < 100
        ? FormattableString.Invariant($"{left.TotalSeconds:0} s")
        : FormattableString.Invariant($"{left.TotalMinutes:0} min");

    static int TerminalWidth()
    {
        try { return Console.WindowWidth is > 0 and var columns ? columns : UsualWidth; }
        catch (Exception none) when (none is IOException or PlatformNotSupportedException) { return UsualWidth; }
    }

    /// <summary>Ends the line, where training stopped before its last epoch.</summary>
    public void Dispose()
    {
        if (length > 0) output.WriteLine();
        length = 0;
    }
}
