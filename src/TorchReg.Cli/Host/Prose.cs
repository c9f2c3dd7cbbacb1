using Spectre.Console;

namespace TorchReg.Cli.Host;

/// <summary>A line of text: wrapped between words on a terminal, whole in a pipe or file, where programs read lines.</summary>
static class Prose
{
    internal static void Write(string line, IAnsiConsole screen)
    {
        if (screen.Profile.Capabilities.Interactive) screen.WriteLine(line);
        else screen.Profile.Out.Writer.WriteLine(line);
    }
}
