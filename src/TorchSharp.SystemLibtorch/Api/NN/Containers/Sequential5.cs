using System.Runtime.CompilerServices;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>A list of modules for a forward of one's own.</summary>
public abstract class Sequential<T1, T2, T3, T4, T5, TResult> : nn.Module<T1, T2, T3, T4, T5, TResult>
{
    readonly ModuleSequence items;

    protected Sequential(params (string name, nn.Module submodule)[] modules) : base(nameof(Sequential)) => items = new(modules);
    protected Sequential(params nn.Module[] modules) : base(nameof(Sequential)) => items = new(modules);

    protected void Add(nn.Module module) => items.Add(items.NextName, module);
    protected void Add(string name, nn.Module sm) => items.Add(name, sm);
    public Sequential<T1, T2, T3, T4, T5, TResult> append(nn.Module module) => append(items.NextName, module);

    public Sequential<T1, T2, T3, T4, T5, TResult> append(string name, nn.Module module)
    {
        Add(name, module);
        return this;
    }

    public override IEnumerable<(string name, nn.Module module)> named_children() => items.Named;
    public int Count => items.Count;

    [IndexerName("SequentialItems")]
    public nn.Module this[int index] => items[index];

    [IndexerName("SequentialItems")]
    public Sequential<T1, T2, T3, T4, T5, TResult> this[(int? start, int? end) index] => Slice(items.Bounds(index));

    [IndexerName("SequentialItems")]
    public Sequential<T1, T2, T3, T4, T5, TResult> this[Range index] => Slice(items.Bounds(index));

    Sequential<T1, T2, T3, T4, T5, TResult> Slice((int Start, int End) bounds) => Slice(bounds.Start, bounds.End);
    protected virtual Sequential<T1, T2, T3, T4, T5, TResult> Slice(int start, int end) => throw ModuleSequence.NoSlice(this);
}
