namespace TorchReg.Cli.Host;

/// <summary>What stands for paths among the words that a shell completes.</summary>
static class CompletedPath
{
    /// <summary>A file or a folder.</summary>
    internal const string File = "<FILE>";

    /// <summary>A folder.</summary>
    internal const string Folder = "<FOLDER>";

    /// <summary>Something that only its user knows.</summary>
    internal const string Nothing = "<NOTHING>";
}
