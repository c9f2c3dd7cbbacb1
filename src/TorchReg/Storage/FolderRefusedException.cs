namespace TorchReg.Storage;

/// <summary>
/// A folder, or something in it, is not the program's own, or another process has it: nothing was changed. The message is one
/// line that names the place and the remedy.
/// </summary>
public sealed class FolderRefusedException(string message, Exception? inner = null) : IOException(message, inner);
