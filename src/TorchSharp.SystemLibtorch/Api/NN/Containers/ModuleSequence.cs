using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>The modules of a sequence of any number of inputs, under their names or places.</summary>
sealed class ModuleSequence
{
    readonly List<(string name, nn.Module module)> items = [];

    internal ModuleSequence(IEnumerable<(string name, nn.Module submodule)> modules)
    {
        foreach (var (key, module) in modules) Add(key, module);
    }

    internal ModuleSequence(IEnumerable<nn.Module> modules)
    {
        foreach (var module in modules) Add(NextName, module);
    }

    internal string NextName => items.Count.ToString();
    internal int Count => items.Count;
    internal nn.Module this[int index] => items[index].module;
    internal IEnumerable<(string name, nn.Module module)> Named => items;

    internal void Add(string name, nn.Module module) =>
        items.Add((name, module ?? throw new ArgumentNullException(nameof(module))));

    internal (int Start, int End) Bounds((int? start, int? end) index) => (index.start ?? 0, index.end ?? Count);
    internal (int Start, int End) Bounds(Range index) => (index.Start.GetOffset(Count), index.End.GetOffset(Count));

    /// <summary>What a sequence says that cannot make another one of its kind, since its class is a user's.</summary>
    internal static NotImplementedException NoSlice(object sequence) =>
        new(
            $"{sequence.GetType().Name} has no parts: override Slice(start, end) in it, so that it makes a new " +
            $"{sequence.GetType().Name}.");
}
