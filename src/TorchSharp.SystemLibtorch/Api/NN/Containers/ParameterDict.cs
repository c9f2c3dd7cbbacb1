using System.Collections;
using System.Diagnostics.CodeAnalysis;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>Parameters under names, in the order in which they came.</summary>
    public class ParameterDict : nn.Module, IDictionary<string, Parameter>, IList<(string, Parameter)>
    {
        readonly OrderedDict<string, Parameter> entries = new();
        bool isRegistered;

        public ParameterDict() : base("ParameterDict") { }

        protected override void RegisterComponents()
        {
            if (isRegistered) return;
            foreach (var (key, value) in entries) register_parameter(key, value);
            isRegistered = true;
        }

        protected override void _toEpilog(ScalarType? dtype, Device? device, bool non_blocking)
        {
            foreach (var (key, parameter) in entries.ToArray<(string, Parameter)>())
            {
                if (!ReplaceParameter(dtype, device, parameter, out var moved)) continue;
                entries[key] = moved!;
                if (isRegistered) ConditionallyRegisterParameter(key, moved);
            }
        }

        public override IEnumerable<(string name, Parameter parameter)> named_parameters(bool recurse) =>
            entries.AsEnumerable<(string, Parameter)>().Where(named => !named.Item2.IsInvalid);

        public override bool has_parameter(string target) => entries.ContainsKey(target);
        public override Parameter get_parameter(string target) =>
            entries.TryGetValue(target, out var parameter) ? parameter : null!;

        public Parameter this[string key] { get => entries[key]; set => entries[key] = value; }
        public (string, Parameter) this[int index] { get => entries[index]; set => entries[index] = value; }
        public int Count => entries.Count;
        public bool IsReadOnly => false;
        public ICollection<string> Keys => entries.Keys;
        public ICollection<Parameter> Values => entries.Values;
        public IEnumerable<string> keys() => entries.keys();
        public IEnumerable<Parameter> values() => entries.values();
        public IEnumerator<(string, Parameter)> items() => entries.items();
        public void Add(string key, Parameter value) => entries.Add(key, value);
        public void Add((string, Parameter) item) => entries.Add(item);
        public void Add(KeyValuePair<string, Parameter> item) => entries.Add(item);
        public void Insert(int index, (string, Parameter) item) => entries.Insert(index, item);
        public bool Remove(string key) => entries.Remove(key);
        public bool Remove((string, Parameter) item) => entries.Remove(item);
        public bool Remove(KeyValuePair<string, Parameter> item) => entries.Remove(item);
        public void RemoveAt(int index) => entries.RemoveAt(index);
        public void Clear() => entries.Clear();
        public void clear() => entries.Clear();
        public bool Contains((string, Parameter) item) => entries.Contains(item);
        public bool Contains(KeyValuePair<string, Parameter> item) => entries.Contains(item);
        public bool ContainsKey(string key) => entries.ContainsKey(key);
        public bool TryGetValue(string key, [MaybeNullWhen(false)] out Parameter value) => entries.TryGetValue(key, out value);
        public int IndexOf((string, Parameter) item) => entries.IndexOf(item);
        public void CopyTo((string, Parameter)[] array, int arrayIndex) => entries.CopyTo(array, arrayIndex);
        public void CopyTo(KeyValuePair<string, Parameter>[] array, int arrayIndex) => entries.CopyTo(array, arrayIndex);
        public IEnumerator<(string, Parameter)> GetEnumerator() => entries.GetEnumerator();
        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
        IEnumerator<KeyValuePair<string, Parameter>> IEnumerable<KeyValuePair<string, Parameter>>.GetEnumerator() =>
            ((IEnumerable<KeyValuePair<string, Parameter>>)entries).GetEnumerator();
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Modules.ParameterDict ParameterDict(params (string, Modules.Parameter)[] parameters)
            {
                var result = new Modules.ParameterDict();
                foreach (var item in parameters) result.Add(item);
                return result;
            }
        }
    }
}
