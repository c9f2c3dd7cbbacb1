using System.Diagnostics;
using System.Globalization;
using TorchReg.Storage;
using static TorchSharp.torch;

namespace TorchReg.TensorBoard;

/// <summary>
/// A file that TensorBoard reads while it grows. Each call is one record with its checksum: of a process that was killed, all
/// whole records are read. What is written is on the disk at the latest two seconds later, and after <see cref="Flush"/>.
/// </summary>
/// <remarks>
/// TensorBoard takes all such files in one folder as one run, and the folders below its <c>--logdir</c> as runs side by side.
/// Use it from one thread.
/// </remarks>
public sealed class EventFile : IDisposable
{
    static readonly TimeSpan patience = TimeSpan.FromSeconds(2);
    static int count;

    readonly Stream stream;
    readonly TimeProvider clock;
    readonly Stopwatch sinceFlush = Stopwatch.StartNew();

    /// <summary>On a stream of one's own, which is disposed with it.</summary>
    /// <param name="stream">Where records go.</param>
    /// <param name="clock">What says when. Default: the machine's clock.</param>
    public EventFile(Stream stream, TimeProvider? clock = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        (this.stream, this.clock) = (stream, clock ?? TimeProvider.System);
        Write(EventMessages.OfVersion(Now));
    }

    /// <summary>A new file in a run's folder, which is made where it is missing.</summary>
    /// <param name="folder">The run's folder; files that are there stay, and are a part of the run.</param>
    /// <exception cref="IOException">The file can't be made.</exception>
    public static EventFile Create(string folder)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        Disk.MakeFolder(Path.GetFullPath(folder));
        return new(new GrowingFile(Disk.Create(Path.Combine(Path.GetFullPath(folder), NewName()))));
    }

    /// <summary>A name by which TensorBoard knows its files, in the order of their making, that no other process takes.</summary>
    internal static string NewName()
    {
        var host = string.Concat(Environment.MachineName.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-'));
        return string.Create(CultureInfo.InvariantCulture,
            $"events.out.tfevents.{DateTimeOffset.UtcNow.ToUnixTimeSeconds():D10}.{host}.{Environment.ProcessId}." +
            $"{Interlocked.Increment(ref count):D4}");
    }

    double Now => clock.GetUtcNow().ToUnixTimeMilliseconds() / 1000.0;

    /// <summary>A number of a step.</summary>
    /// <param name="tag">Its chart's name; what stands before its first / is the charts' group.</param>
    /// <param name="step">The step or epoch.</param>
    /// <param name="value">Kept in float32; NaN and infinities too.</param>
    public void Scalar(string tag, long step, double value) => Add(tag, step, EventMessages.Scalar(tag, value));

    /// <summary>How the numbers of a tensor are spread: counts in 64 equal steps from the smallest to the largest.</summary>
    /// <param name="tag">Its chart's name.</param>
    /// <param name="step">The step or epoch.</param>
    /// <param name="values">Of any shape and floating type, on any device; numbers that are not finite are left out.</param>
    public void Histogram(string tag, long step, Tensor values) => Add(tag, step, EventMessages.Histogram(tag, HostOf(values)));

    /// <summary>
    /// Weights as a picture, a pixel a weight: white is exactly 0, blue negative, red positive. Of more than two dimensions all
    /// but the first go across; rows of a square number of weights, from 25, are drawn as square images, ten in a row.
    /// </summary>
    /// <param name="tag">Its name.</param>
    /// <param name="step">The step or epoch.</param>
    /// <param name="weights">Units × inputs, of any floating type, on any device.</param>
    /// <returns>False where it would be larger than 1,024 pixels or has no inputs, and nothing was written.</returns>
    /// <exception cref="ArgumentException">There are fewer than two dimensions.</exception>
    public bool Image(string tag, long step, Tensor weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        if (weights.dim() < 2)
            throw new ArgumentException($"weights must have two or more dimensions; given [{string.Join('×', weights.shape)}].");
        var units = weights.shape[0];
        if (WeightPicture.Of(HostOf(weights), units, units == 0 ? 0 : weights.numel() / units) is not { } picture) return false;
        Add(tag, step, EventMessages.Picture(tag, picture));
        return true;
    }

    /// <summary>A text, in Markdown.</summary>
    /// <param name="tag">Its name.</param>
    /// <param name="step">The step or epoch.</param>
    /// <param name="markdown">The text.</param>
    public void Text(string tag, long step, string markdown)
    {
        ArgumentNullException.ThrowIfNull(markdown);
        Add(tag, step, EventMessages.Text(tag, markdown));
    }

    /// <summary>
    /// What the run was started with, for TensorBoard's table of hyperparameters, in which runs stand beside each other with
    /// their last scalars.
    /// </summary>
    /// <param name="values">Numbers, truth values or texts.</param>
    /// <param name="group">Runs of one name, as of several seeds, are one line of the table. Default: a line of its own.</param>
    /// <exception cref="ArgumentException">A value is of another type.</exception>
    public void Hyperparameters(IReadOnlyDictionary<string, object> values, string group = "")
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentNullException.ThrowIfNull(group);
        foreach (var (name, value) in values)
            if (value is not (bool or string or double or float or int or long))
                throw new ArgumentException(
                    $"'{name}' is {value?.GetType().Name ?? "null"}; a hyperparameter is a number, a truth value or a text.",
                    nameof(values));
        Write(EventMessages.OfSummary(Now, 0, EventMessages.SessionStart(values, group, Now)));
    }

    /// <summary>The run ended; without it the table of hyperparameters shows a run that goes on.</summary>
    /// <param name="succeeded">Whether it came to its end.</param>
    public void End(bool succeeded = true)
    {
        Write(EventMessages.OfSummary(Now, 0, EventMessages.SessionEnd(succeeded, Now)));
        Flush();
    }

    /// <summary>
    /// A run that was ended goes on at a step: what files of before hold of it and of later ones is shown no more.
    /// </summary>
    /// <param name="step">The first that comes again.</param>
    public void Restart(long step) => Write(EventMessages.Restart(Now, step));

    /// <summary>Brings all that was written to the disk.</summary>
    public void Flush()
    {
        stream.Flush();
        sinceFlush.Restart();
    }

    void Add(string tag, long step, Wire.WireMessage value)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(tag);
        Write(EventMessages.OfSummary(Now, step, value));
    }

    // One write for each record: what is torn by a kill is the last alone.
    void Write(Wire.WireMessage message)
    {
        stream.Write(RecordFrame.Of(message.ToBytes()));
        if (sinceFlush.Elapsed > patience) Flush();
    }

    static double[] HostOf(Tensor values)
    {
        ArgumentNullException.ThrowIfNull(values);
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        return values.detach().cpu().to(ScalarType.Float64).flatten().data<double>().ToArray();
    }

    /// <summary>Writes what is left and closes the file.</summary>
    public void Dispose()
    {
        stream.Flush();
        stream.Dispose();
    }
}
