using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace TorchSharp.Utils;

/// <summary>A dictionary that remembers the order in which its keys came.</summary>
public class OrderedDict<TKey, TValue> : IDictionary<TKey, TValue>, IList<(TKey, TValue)> where TKey : notnull
{
    readonly List<(TKey Key, TValue Value)> list = [];
    readonly Dictionary<TKey, TValue> map = [];

    public TValue this[TKey key]
    {
        get => map[key];
        set
        {
            if (map.ContainsKey(key)) list[PositionOf(key)] = (key, value);
            else list.Add((key, value));
            map[key] = value;
        }
    }

    public (TKey, TValue) this[int index]
    {
        get => list[index];
        set
        {
            map.Remove(list[index].Key);
            list[index] = value;
            map[value.Item1] = value.Item2;
        }
    }

    public int Count => list.Count;
    public bool IsReadOnly => false;
    public ICollection<TKey> Keys => list.ConvertAll(item => item.Key);
    public ICollection<TValue> Values => list.ConvertAll(item => item.Value);
    public IEnumerable<TKey> keys() => Keys;
    public IEnumerable<TValue> values() => Values;
    public IEnumerator<(TKey, TValue)> items() => GetEnumerator();

    public void Add(TKey key, TValue value)
    {
        map.Add(key, value);
        list.Add((key, value));
    }

    public void Add(KeyValuePair<TKey, TValue> item) => Add(item.Key, item.Value);
    public void Add((TKey, TValue) item) => Add(item.Item1, item.Item2);

    public void Insert(int index, (TKey, TValue) item)
    {
        map.Add(item.Item1, item.Item2);
        list.Insert(index, item);
    }

    public void Clear()
    {
        map.Clear();
        list.Clear();
    }

    public void clear() => Clear();

    public bool Contains((TKey, TValue) item) => list.Contains(item);
    public bool Contains(KeyValuePair<TKey, TValue> item) => list.Contains((item.Key, item.Value));
    public bool ContainsKey(TKey key) => map.ContainsKey(key);
    public bool TryGetValue(TKey key, [MaybeNullWhen(false)] out TValue value) => map.TryGetValue(key, out value);
    public int IndexOf((TKey, TValue) item) => list.IndexOf(item);

    public void CopyTo((TKey, TValue)[] array, int arrayIndex) => list.CopyTo(array, arrayIndex);

    public void CopyTo(KeyValuePair<TKey, TValue>[] array, int arrayIndex)
    {
        foreach (var (key, value) in list) array[arrayIndex++] = new(key, value);
    }

    public bool Remove(TKey key)
    {
        if (!map.Remove(key)) return false;
        list.RemoveAt(PositionOf(key));
        return true;
    }

    public bool Remove(KeyValuePair<TKey, TValue> item) => Contains(item) && Remove(item.Key);
    public bool Remove((TKey, TValue) item) => Contains(item) && Remove(item.Item1);

    public void RemoveAt(int index)
    {
        map.Remove(list[index].Key);
        list.RemoveAt(index);
    }

    public IEnumerator<(TKey, TValue)> GetEnumerator() => list.GetEnumerator();
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    IEnumerator<KeyValuePair<TKey, TValue>> IEnumerable<KeyValuePair<TKey, TValue>>.GetEnumerator() =>
        list.Select(item => new KeyValuePair<TKey, TValue>(item.Key, item.Value)).GetEnumerator();

    int PositionOf(TKey key) => list.FindIndex(item => map.Comparer.Equals(item.Key, key));
}
