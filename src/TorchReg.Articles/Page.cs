using System.Globalization;
using TorchReg.Data;
using TorchReg.Figures;
using TorchSharp;
using static TorchSharp.torch;

namespace TorchReg.Articles;

/// <summary>
/// What an example program prints and draws: its switches, text in two languages, tables, the digits, one picture.
/// </summary>
public sealed class Page
{
    readonly Switches switches;

    Page(Switches switches) => this.switches = switches;

    /// <summary>
    /// Reads the switches (--data, --rows, --plot, --lang, --small), seeds torch's default generator with 0 and prints the
    /// heading.
    /// </summary>
    /// <remarks>A wrong switch ends the program with one line and exit status 2; --help with the list and 0.</remarks>
    /// <param name="args">The program's arguments.</param>
    /// <param name="title">The heading.</param>
    /// <param name="chinese">The heading for --lang zh.</param>
    public static Page Open(string[] args, string title, string chinese)
    {
        ArgumentNullException.ThrowIfNull(args);
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        if (args.Contains("--help")) Stop($"{title}\n{Switches.Usage}", 0);
        var page = new Page(OrStop(() => Switches.Of(args, Environment.GetEnvironmentVariable("TORCHREG_DATA"))));
        torch.manual_seed(0);
        StillWorking.Begin();
        page.Say($"# {title}", $"# {chinese}");
        return page;
    }

    /// <summary>Whether --small was given.</summary>
    public bool IsSmall => switches.IsSmall;

    /// <summary>The usual value, or with --small the small one.</summary>
    public T Pick<T>(T usual, T small) => IsSmall ? small : usual;

    /// <summary>Prints a heading.</summary>
    public void Section(string english, string chinese) => Say($"\n## {english}", $"\n## {chinese}");

    /// <summary>Prints an explanation in the reader's language.</summary>
    public void Say(string english, string chinese) => Console.WriteLine(switches.IsChinese ? chinese : english);

    /// <summary>Prints what is the same in both languages: numbers, messages.</summary>
    public void Show(string text) => Console.WriteLine("  " + text);

    /// <summary>Prints a line of numbers with its explanation in the reader's language.</summary>
    public void Show(string english, string chinese) => Show(switches.IsChinese ? chinese : english);

    /// <summary>Prints a table of an article's lines that TensorFlow 2 refuses, or takes without doing what is meant.</summary>
    /// <param name="lines">The line, what TensorFlow says, and why in both languages.</param>
    public void Errors(params IReadOnlyList<(string Line, string Says, string English, string Chinese)> lines)
    {
        ArgumentNullException.ThrowIfNull(lines);
        Table(switches.IsChinese ? "代码行 | TensorFlow 2 的反应 | 原因" : "line | TensorFlow 2 says | why",
            lines.Select(l => $"{l.Line} | {l.Says} | {(switches.IsChinese ? l.Chinese : l.English)}"));
    }

    /// <summary>A tensor's numbers in a line, an exact zero as "0".</summary>
    public static string Numbers(Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        using var scope = torch.NewDisposeScope();
        return string.Join(
            "  ",
            tensor.detach().flatten().to(torch.ScalarType.Float64).data<double>().Select(v => v == 0 ? "0" : $"{v:F3}"));
    }

    /// <summary>Prints aligned columns.</summary>
    /// <param name="columns">Titles with " | " between them; columns of words are flush left.</param>
    /// <param name="rows">As many cells each, with " | " between them.</param>
    public void Table(string columns, IEnumerable<string> rows)
    {
        ArgumentNullException.ThrowIfNull(columns);
        ArgumentNullException.ThrowIfNull(rows);
        foreach (var line in TextTable.Lines(columns, rows)) Show(line);
    }

    /// <summary>
    /// Prints trained models side by side: losses on the training rows, accuracy or R² on these and on fresh ones, their weights.
    /// </summary>
    public void Table(IReadOnlyList<Outcome> outcomes)
    {
        ArgumentNullException.ThrowIfNull(outcomes);
        Table(Outcome.Columns(outcomes[0].MetricName), outcomes.Select(o => o.ToString()));
    }

    /// <summary>
    /// The digits: those of --data, or drawn ones, with a line that says where they come from. Rows that a folder lacks are not
    /// there.
    /// </summary>
    /// <param name="train">Training rows, where --rows does not say otherwise.</param>
    /// <param name="test">Rows to judge by.</param>
    public (Dataset Train, Dataset Test) Digits(int train, int test)
    {
        train = switches.Rows ?? train;
        var digits = switches.Folder is { } folder ? OrStop(() => MnistFolder.Read(folder)) : DrawnDigits.Split(train, test);
        var (first, held) = (
            digits.Train.Take(Math.Min(train, digits.Train.Rows)),
            digits.Test.Take(Math.Min(test, digits.Test.Rows)));
        Say($"data: {digits.Source}; {first.Rows:N0} to train on, {held.Rows:N0} held out; SHA-256 {first.Sha256[..16]}…",
            $"数据：{digits.Source}；训练 {first.Rows:N0} 行，留出 {held.Rows:N0} 行；SHA-256 {first.Sha256[..16]}…");
        return (Dataset.Of(first), Dataset.Of(held));
    }

    /// <summary>Writes the picture where --plot asks for one.</summary>
    public void Plot(Func<Figure> figure)
    {
        ArgumentNullException.ThrowIfNull(figure);
        if (switches.Plot is not { } file) return;
        OrStop(() => { figure().Save(file); return file; });
        Say($"\npicture: {file}", $"\n图：{file}");
    }

    static T OrStop<T>(Func<T> read)
    {
        try { return read(); }
        catch (Exception wrong)
            when (wrong is ArgumentException or IOException or InvalidDataException or UnauthorizedAccessException)
        {
            Stop(wrong.Message, 2);
            throw;
        }
    }

    static void Stop(string message, int status)
    {
        (status == 0 ? Console.Out : Console.Error).WriteLine(message);
        Environment.Exit(status);
    }
}
