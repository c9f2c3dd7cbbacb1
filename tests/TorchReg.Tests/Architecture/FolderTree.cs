using System.Reflection;

namespace TorchReg.Tests.Architecture;

/// <summary>
/// The folders of an assembly, which are its namespaces under a root, and who uses whom, held against the arrows that are
/// allowed.
/// </summary>
/// <param name="assembly">The compiled code.</param>
/// <param name="arrows">What each folder may use.</param>
/// <param name="folder">A type's folder; null for types that all may use.</param>
sealed class FolderTree(Assembly assembly, IReadOnlyDictionary<string, string[]> arrows, Func<Type, string?> folder)
{
    readonly (string From, string To, string Example)[] uses =
    [
        .. TypeUses.Of(assembly)
            .Where(use => folder(use.From) is { } from && folder(use.To) is { } to && from != to)
            .Select(use => (folder(use.From)!, folder(use.To)!, $"{use.From.Name} uses {use.To.Name}")),
    ];

    /// <summary>"Data → Solvers: Dataset uses LinearFit": what one folder uses and may not.</summary>
    internal IEnumerable<string> Forbidden(string from) => uses
        .Where(use => use.From == from && !arrows[from].Contains(use.To))
        .Select(use => $"{from} → {use.To}: {use.Example}");

    /// <summary>What one folder may use and does not.</summary>
    internal IEnumerable<string> Unused(string from) =>
        arrows[from].Except(uses.Where(use => use.From == from).Select(use => use.To));

    /// <summary>Folders from which an arrow leads back to them.</summary>
    internal IEnumerable<string> Circular() => arrows.Keys.Where(from => Reaches(from, from));

    /// <summary>Folders without a line in the arrows.</summary>
    internal IEnumerable<string> Unknown() => assembly
        .GetTypes()
        .Where(type => type.Namespace != null)
        .Select(folder)
        .OfType<string>()
        .Distinct()
        .Except(arrows.Keys);

    bool Reaches(string from, string to) => arrows[from].Contains(to) || arrows[from].Any(next => Reaches(next, to));
}
