using System.Reflection;

namespace TorchReg.Cli.Settings;

/// <summary>A text that is one of a list's names.</summary>
/// <param name="list">A type with a static property Names, an <see cref="IReadOnlyList{T}"/> of texts in camel case.</param>
[AttributeUsage(AttributeTargets.Property)]
sealed class ChoicesAttribute(Type list) : Attribute
{
    internal IReadOnlyList<string> Names { get; } =
        (IReadOnlyList<string>)
            list.GetProperty("Names", BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)!.GetValue(null)!;
}
