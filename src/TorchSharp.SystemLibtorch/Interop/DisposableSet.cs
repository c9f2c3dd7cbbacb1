namespace TorchSharp.Interop;

/// <summary>
/// What a scope holds: adding, and removing a tensor, take constant time and no hashing, since a tensor knows its position.
/// </summary>
internal sealed class DisposableSet
{
    IDisposable?[] items = new IDisposable?[16];
    int end;

    internal int Count { get; private set; }

    internal void Add(IDisposable item)
    {
        if (end == items.Length) MakeRoom();
        Put(item, end++);
        Count++;
    }

    internal bool Remove(IDisposable item)
    {
        var position = PositionOf(item);
        if (position < 0) return false;
        items[position] = null;
        if (item is torch.Tensor tensor) tensor.ScopePosition = -1;
        Count--;
        return true;
    }

    internal bool Contains(IDisposable item) => PositionOf(item) >= 0;

    /// <summary>Removes the youngest; null when nothing is left.</summary>
    internal IDisposable? TakeLast()
    {
        while (end > 0)
        {
            var item = items[--end];
            items[end] = null;
            if (item == null) continue;
            if (item is torch.Tensor tensor) tensor.ScopePosition = -1;
            Count--;
            return item;
        }
        return null;
    }

    internal IDisposable[] ToArray() => [.. items.Take(end).OfType<IDisposable>()];

    int PositionOf(IDisposable item)
    {
        if (item is not torch.Tensor tensor) return Array.IndexOf(items, item, 0, end);
        var position = tensor.ScopePosition;
        return position >= 0 && position < end && ReferenceEquals(items[position], item) ? position : -1;
    }

    // A long-lived scope whose tensors come and go has holes: closing them comes before growing.
    void MakeRoom()
    {
        var old = items;
        if (Count > old.Length / 2) items = new IDisposable?[2 * old.Length];
        var kept = 0;
        for (var i = 0; i < end; i++)
            if (old[i] is { } item) Put(item, kept++);
        if (ReferenceEquals(old, items)) Array.Clear(items, kept, end - kept);
        end = kept;
    }

    void Put(IDisposable item, int position)
    {
        items[position] = item;
        if (item is torch.Tensor tensor) tensor.ScopePosition = position;
    }
}
