namespace TorchReg.Cli.Host;

/// <summary>
/// Something that the user can put right. The message is one line that names the place, the value and the remedy.
/// </summary>
sealed class UserError(string message, Exception? inner = null) : Exception(message, inner);
