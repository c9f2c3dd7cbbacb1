using System.Runtime.CompilerServices;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Modules of which each takes what the one before it gave. It owns them.</summary>
public class Sequential : nn.Module<Tensor, Tensor>
{
    // Where TorchSharp wraps a module of libtorch without a name of its own, the module bears libtorch's.
    const string Native = "torch::nn::SequentialImpl";
    readonly List<(string name, nn.IModule<Tensor, Tensor> module)> items = [];

    protected Sequential(params (string name, nn.Module<Tensor, Tensor> submodule)[] modules) : base(Native)
    {
        foreach (var (key, module) in modules) append(key, module);
    }

    protected Sequential(params nn.Module<Tensor, Tensor>[] modules) : base(Native)
    {
        foreach (var module in modules) append(module);
    }

    internal Sequential() : base(Native) { }

    public Sequential append(nn.IModule<Tensor, Tensor> module) => append(items.Count.ToString(), module);

    public Sequential append(string name, nn.IModule<Tensor, Tensor> module)
    {
        ArgumentNullException.ThrowIfNull(module);
        items.Add((name, module));
        return this;
    }

    public override IEnumerable<(string name, nn.Module module)> named_children() =>
        items.Select(item => (item.name, (nn.Module)item.module));

    public int Count => items.Count;

    private protected override bool ConvertsItself => true;

    public override Tensor forward(Tensor tensor)
    {
        if (items.Count == 0) return New.Alias(tensor);
        var result = items[0].module.call(tensor);
        for (var i = 1; i < items.Count; i++)
        {
            var next = items[i].module.call(result);
            result.Dispose();
            result = next;
        }
        return result;
    }

    [IndexerName("SequentialItems")]
    public nn.IModule<Tensor, Tensor> this[int index] => items[index].module;

    [IndexerName("SequentialItems")]
    public Sequential this[(int? start, int? end) index] => Slice(index.start ?? 0, index.end ?? Count);

    [IndexerName("SequentialItems")]
    public Sequential this[Range index] => Slice(index.Start.GetOffset(Count), index.End.GetOffset(Count));

    Sequential Slice(int start, int end)
    {
        if (start < 0 || start > Count) throw new IndexOutOfRangeException($"{start} is not a valid index.");
        if (end < 0 || end > Count) throw new IndexOutOfRangeException($"{end} is not a valid index.");
        var slice = new Sequential();
        for (var i = start; i < end; i++) slice.append(items[i].name, items[i].module);
        return slice;
    }
}
