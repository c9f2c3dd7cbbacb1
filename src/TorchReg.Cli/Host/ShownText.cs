using System.Text;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace TorchReg.Cli.Host;

/// <summary>
/// Names and values of a file may hold escape sequences: on their way to the screen every text is escaped, only the console's own
/// codes pass.
/// </summary>
sealed class ShownText : IRenderHook
{
    public IEnumerable<IRenderable> Process(RenderOptions options, IEnumerable<IRenderable> renderables) =>
        renderables.Select(r => new Escaped(r));

    sealed class Escaped(IRenderable inner) : IRenderable
    {
        public Measurement Measure(RenderOptions options, int maxWidth) => inner.Measure(options, maxWidth);

        public IEnumerable<Segment> Render(RenderOptions options, int maxWidth) =>
            inner
                .Render(options, maxWidth)
                .Select(segment =>
                    segment.IsControlCode || segment.IsLineBreak || segment.Text == ShownText.Escape(segment.Text)
                        ? segment
                        : new(ShownText.Escape(segment.Text), segment.Style));
    }

    /// <summary>A text of several lines: line ends and tabs stay.</summary>
    internal static string Escape(string text) =>
        text.AsSpan().ContainsAny('\n', '\t')
            ? string.Join(
                '\n',
                text.Split('\n').Select(line => string.Join('\t', line.TrimEnd('\r').Split('\t').Select(Shown.Escaped))))
            : Shown.Escaped(text);
}

/// <summary>
/// A terminal's writer that escapes what the terminal would act on. Pipes and files get what is written, byte for byte.
/// </summary>
sealed class ShownWriter(TextWriter terminal) : TextWriter
{
    public override Encoding Encoding => terminal.Encoding;

    public override void Write(char value) => Write(value.ToString());

    public override void Write(char[] buffer, int index, int count) => Write(new string(buffer, index, count));

    public override void Write(string? value) => terminal.Write(value == null ? null : ShownText.Escape(value));

    public override void WriteLine(string? value) => terminal.WriteLine(value == null ? null : ShownText.Escape(value));

    public override void Flush() => terminal.Flush();
}
