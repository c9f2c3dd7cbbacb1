namespace TorchReg.Cli.Settings;

/// <summary>A text that is the path of a file or folder, or may be; shells complete it as one.</summary>
[AttributeUsage(AttributeTargets.Property)]
sealed class PathTextAttribute : Attribute;
