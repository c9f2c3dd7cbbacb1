using Spectre.Console;

namespace TorchReg.Cli.Host;

/// <summary>A terminal with colours and bars, or plain lines that a pipe or file takes.</summary>
static class Screens
{
    /// <summary>Wide enough that no row of a table wraps.</summary>
    internal const int PlainWidth = 160;

    internal static IAnsiConsole OfProcess() => Console.IsOutputRedirected ? Plain(Console.Out) : Safe(AnsiConsole.Console);

    /// <summary>Bars with what each is of, how far it is, and a time.</summary>
    internal static Progress Bars(IAnsiConsole screen, ProgressColumn time) => screen.Progress().Columns(
        new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), time);

    static IAnsiConsole Safe(IAnsiConsole screen)
    {
        screen.Pipeline.Attach(new ShownText());
        return screen;
    }

    internal static IAnsiConsole Plain(TextWriter writer, int width = PlainWidth)
    {
        var screen = AnsiConsole.Create(new()
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            // The default enrichers switch ANSI codes on where a CI service is recognised.
            Enrichment = new() { UseDefaultEnrichers = false },
        });
        screen.Profile.Width = width;
        screen.Profile.Capabilities.Unicode = true;
        return Safe(screen);
    }
}
