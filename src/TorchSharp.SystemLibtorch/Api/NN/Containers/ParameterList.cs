using System.Collections;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>A list of parameters, each under its place.</summary>
    public class ParameterList : nn.Module, IList<Parameter>
    {
        readonly List<Parameter> list = [];
        bool isRegistered;

        public ParameterList(params Parameter[] parameters) : base(nameof(ParameterList)) => list.AddRange(parameters);

        protected override void RegisterComponents()
        {
            if (isRegistered) return;
            for (var i = 0; i < list.Count; i++) register_parameter($"{i}", list[i]);
            isRegistered = true;
        }

        protected override void _toEpilog(ScalarType? dtype, Device? device, bool non_blocking)
        {
            for (var i = 0; i < list.Count; i++)
            {
                if (!ReplaceParameter(dtype, device, list[i], out var moved)) continue;
                list[i] = moved!;
                if (isRegistered) ConditionallyRegisterParameter($"{i}", moved);
            }
        }

        public override IEnumerable<(string name, Parameter parameter)> named_parameters(bool recurse = true) =>
            list.Select((parameter, i) => ($"{i}", parameter)).Where(named => !named.parameter.IsInvalid);

        public override bool has_parameter(string target) => get_parameter(target) is not null;

        public override Parameter? get_parameter(string target) =>
            int.TryParse(target, out var index) && index >= 0 && index < list.Count ? list[index] : null;

        public Parameter this[int index] { get => list[index]; set => list[index] = value; }
        public int Count => list.Count;
        public bool IsReadOnly => false;
        public void Add(Parameter item) => list.Add(item);
        public void append(params Parameter[] parameters) => list.AddRange(parameters);
        public void extend(IEnumerable<Parameter> parameters) => list.AddRange(parameters);
        public void Insert(int index, Parameter item) => list.Insert(index, item);
        public bool Remove(Parameter item) => list.Remove(item);
        public void RemoveAt(int index) => list.RemoveAt(index);
        public void Clear() => list.Clear();
        public bool Contains(Parameter item) => list.Contains(item);
        public int IndexOf(Parameter item) => list.IndexOf(item);
        public void CopyTo(Parameter[] array, int arrayIndex) => list.CopyTo(array, arrayIndex);
        public IEnumerator<Parameter> GetEnumerator() => list.GetEnumerator();
        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Modules.ParameterList ParameterList(params Modules.Parameter[] parameters) => new(parameters);
        }
    }
}
