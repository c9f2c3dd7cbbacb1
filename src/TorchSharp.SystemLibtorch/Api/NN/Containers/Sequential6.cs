using System.Runtime.CompilerServices;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>A list of modules for a forward of one's own.</summary>
public abstract class Sequential<T1, T2, T3, T4, T5, T6, TResult> : nn.Module<T1, T2, T3, T4, T5, T6, TResult>
{
    readonly List<(string name, nn.Module module)> items = [];

    protected Sequential(params (string name, nn.Module submodule)[] modules) : base(nameof(Sequential))
    {
        foreach (var (key, module) in modules) Add(key, module);
    }

    protected Sequential(params nn.Module[] modules) : base(nameof(Sequential))
    {
        foreach (var module in modules) Add(module);
    }

    protected void Add(nn.Module module) => Add(items.Count.ToString(), module);
    protected void Add(string name, nn.Module sm) => items.Add((name, sm ?? throw new ArgumentNullException(nameof(sm))));

    public Sequential<T1, T2, T3, T4, T5, T6, TResult> append(nn.Module module) => append(items.Count.ToString(), module);

    public Sequential<T1, T2, T3, T4, T5, T6, TResult> append(string name, nn.Module module)
    {
        Add(name, module);
        return this;
    }

    public override IEnumerable<(string name, nn.Module module)> named_children() => items;

    public int Count => items.Count;

    [IndexerName("SequentialItems")]
    public nn.Module this[int index] => items[index].module;

    [IndexerName("SequentialItems")]
    public Sequential<T1, T2, T3, T4, T5, T6, TResult> this[(int? start, int? end) index] => Slice(index.start ?? 0, index.end ?? Count);

    [IndexerName("SequentialItems")]
    public Sequential<T1, T2, T3, T4, T5, T6, TResult> this[Range index] => Slice(index.Start.GetOffset(Count), index.End.GetOffset(Count));

    protected virtual Sequential<T1, T2, T3, T4, T5, T6, TResult> Slice(int start, int end) => throw new NotImplementedException();
}
