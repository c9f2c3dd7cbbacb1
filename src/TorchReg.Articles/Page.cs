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
    readonly Language language;

    Page(Switches switches, Language language) => (this.switches, this.language) = (switches, language);

    /// <summary>
    /// Reads the switches (--lang, --small and those that the program uses), seeds torch's default generator with 0 and prints
    /// the heading.
    /// </summary>
    /// <remarks>A wrong switch ends the program with one line and exit status 2; --help with the list and 0.</remarks>
    /// <param name="args">The program's arguments.</param>
    /// <param name="title">The heading.</param>
    /// <param name="chinese">The heading in Chinese.</param>
    /// <param name="uses">Which switches do something. Default: --data, --rows and --plot.</param>
    public static Page Open(string[] args, string title, string chinese, Uses uses = Uses.Digits | Uses.Plot)
    {
        ArgumentNullException.ThrowIfNull(args);
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        var language = Language.Of(args, Environment.GetEnvironmentVariable("LANG"));
        if (args.Contains("--help")) Stop($"{language.Of(title, chinese)}\n{Usage.Of(uses, language)}", 0);
        var folder = Environment.GetEnvironmentVariable("TORCHREG_DATA");
        var page = new Page(OrStop(() => Switches.Of(args, folder, uses, language)), language);
        page.Device = OrStop(page.DeviceThatIsThere);
        torch.manual_seed(0);
        StillWorking.Begin();
        page.Say($"# {title}", $"# {chinese}");
        return page;
    }

    /// <summary>Whether --small was given.</summary>
    public bool IsSmall => switches.IsSmall;

    /// <summary>Whether the part as written runs: not with --variant fixed.</summary>
    public bool ShowsWritten => switches.Variant != Variant.Fixed;

    /// <summary>Whether the corrected part runs: not with --variant written.</summary>
    public bool ShowsFixed => switches.Variant != Variant.Written;

    /// <summary>Where models are trained: --device.</summary>
    public Device Device { get; private set; } = torch.CPU;

    /// <summary>The usual value, or with --small the small one.</summary>
    public T Pick<T>(T usual, T small) => IsSmall ? small : usual;

    /// <summary>The words of the reader's language.</summary>
    public string Text(string english, string chinese) => language.Of(english, chinese);

    /// <summary>Prints a heading.</summary>
    public void Section(string english, string chinese) => Say($"\n## {english}", $"\n## {chinese}");

    /// <summary>Prints an explanation in the reader's language.</summary>
    public void Say(string english, string chinese) => Console.WriteLine(Text(english, chinese));

    /// <summary>Prints what is the same in both languages: numbers, code.</summary>
    public void Show(string text) => Console.WriteLine("  " + text);

    /// <summary>Prints a line of numbers with its explanation in the reader's language.</summary>
    public void Show(string english, string chinese) => Show(Text(english, chinese));

    /// <summary>
    /// Prints a table of an article's lines that TensorFlow refuses, or takes without doing what is meant, by version, and where
    /// that is said.
    /// </summary>
    public void Errors(IReadOnlyList<Complaint> complaints)
    {
        ArgumentNullException.ThrowIfNull(complaints);
        Table(
            Text("line | Keras 2 (TF ≤ 2.15) | Keras 3 (TF ≥ 2.16) | why", "代码行 | Keras 2（TF ≤ 2.15） | Keras 3（TF ≥ 2.16） | 原因"),
            complaints.Select(c => $"{c.Line} | {c.Keras2} | {c.Keras3} | {Text(c.English, c.Chinese)}"));
        Show("read in:", "出处：");
        foreach (var source in complaints.SelectMany(c => c.Sources).Distinct()) Show("  " + source);
    }

    /// <summary>A tensor's numbers in a line, an exact zero as "0".</summary>
    public static string Numbers(Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        using var scope = torch.NewDisposeScope();
        return string.Join(
            "  ",
            tensor.detach().cpu().flatten().to(torch.ScalarType.Float64).data<double>().Select(v => v == 0 ? "0" : $"{v:F3}"));
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
        var source = Text(digits.Source, switches.Folder is null ? "在内存中绘制的数字，种子 0" : $"{switches.Folder} 中的文件");
        Say($"data: {source}; {first.Rows:N0} to train on, {held.Rows:N0} held out; SHA-256 {first.Sha256[..16]}…",
            $"数据：{source}；训练 {first.Rows:N0} 行，留出 {held.Rows:N0} 行；SHA-256 {first.Sha256[..16]}…");
        return (Dataset.Of(first).To(Device), Dataset.Of(held).To(Device));
    }

    /// <summary>Writes the picture where --plot asks for one.</summary>
    public void Plot(Func<Figure> figure)
    {
        ArgumentNullException.ThrowIfNull(figure);
        if (switches.Plot is not { } file) return;
        OrStop(() => { figure().Save(file); return file; });
        Say($"\npicture: {file}", $"\n图：{file}");
    }

    // Counted before the device is made: where CUDA is off, TorchSharp throws a trace of the files that it tried.
    Device DeviceThatIsThere()
    {
        var name = switches.Device;
        if (name == "cpu") return torch.CPU;
        var (count, index) = (torch.cuda.device_count(), name == "cuda" ? 0 : int.Parse(name[5..]));
        return index < count ? torch.device(name) : throw new ArgumentException(Text(
            $"--device is '{name}', but there are {count} CUDA devices; take cpu.",
            $"--device 是“{name}”，但这里有 {count} 个 CUDA 设备；请用 cpu。"));
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
