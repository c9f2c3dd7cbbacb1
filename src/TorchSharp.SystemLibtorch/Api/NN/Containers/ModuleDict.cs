using System.Collections;
using System.Diagnostics.CodeAnalysis;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>Modules under names, in the order in which they came.</summary>
    public class ModuleDict<T> : nn.Module, IDictionary<string, T>, IList<(string, T)> where T : nn.Module
    {
        readonly OrderedDict<string, T> entries = new();
        bool isRegistered;

        public ModuleDict() : base("ModuleDict") { }

        protected override void RegisterComponents()
        {
            if (isRegistered) return;
            foreach (var (key, value) in entries) register_module(key, value);
            isRegistered = true;
        }

        public T this[string key] { get => entries[key]; set => entries[key] = value; }
        public (string, T) this[int index] { get => entries[index]; set => entries[index] = value; }
        public int Count => entries.Count;
        public bool IsReadOnly => false;
        public ICollection<string> Keys => entries.Keys;
        public ICollection<T> Values => entries.Values;
        public IEnumerable<string> keys() => entries.keys();
        public IEnumerable<T> values() => entries.values();
        public IEnumerator<(string, T)> items() => entries.items();
        public void Add(string key, T value) => entries.Add(key, value);
        public void Add((string, T) item) => entries.Add(item);
        public void Add(KeyValuePair<string, T> item) => entries.Add(item);
        public void Insert(int index, (string, T) item) => entries.Insert(index, item);
        public bool Remove(string key) => entries.Remove(key);
        public bool Remove((string, T) item) => entries.Remove(item);
        public bool Remove(KeyValuePair<string, T> item) => entries.Remove(item);
        public void RemoveAt(int index) => entries.RemoveAt(index);
        public void Clear() => entries.Clear();
        public void clear() => entries.Clear();
        public bool Contains((string, T) item) => entries.Contains(item);
        public bool Contains(KeyValuePair<string, T> item) => entries.Contains(item);
        public bool ContainsKey(string key) => entries.ContainsKey(key);
        public bool TryGetValue(string key, [MaybeNullWhen(false)] out T value) => entries.TryGetValue(key, out value);
        public int IndexOf((string, T) item) => entries.IndexOf(item);
        public void CopyTo((string, T)[] array, int arrayIndex) => entries.CopyTo(array, arrayIndex);
        public void CopyTo(KeyValuePair<string, T>[] array, int arrayIndex) => entries.CopyTo(array, arrayIndex);
        public IEnumerator<(string, T)> GetEnumerator() => entries.GetEnumerator();
        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
        IEnumerator<KeyValuePair<string, T>> IEnumerable<KeyValuePair<string, T>>.GetEnumerator() =>
            ((IEnumerable<KeyValuePair<string, T>>)entries).GetEnumerator();
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Modules.ModuleDict<Module> ModuleDict(params (string, Module)[] modules) => ModuleDict<Module>(modules);

            public static Modules.ModuleDict<T> ModuleDict<T>(params (string, T)[] modules) where T : Module
            {
                var result = new Modules.ModuleDict<T>();
                foreach (var item in modules) result.Add(item);
                return result;
            }
        }
    }
}
