namespace TorchReg.Cli.Host;

/// <summary>What the process returns; named in the root command's help.</summary>
static class ExitStatus
{
    internal const int Done = 0;
    internal const int Failed = 1;
    internal const int BadInput = 2;

    /// <summary>128 + SIGINT, as shells report it.</summary>
    internal const int Interrupted = 130;
}
