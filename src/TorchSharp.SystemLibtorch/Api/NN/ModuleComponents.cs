using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        // Listing and looking up what is registered. A tensor that was disposed is passed over, one shared by two names comes
        // once.
        public partial class Module
        {
            public virtual IEnumerable<(string name, Parameter parameter)> named_parameters(bool recurse = true)
            {
                var seen = new HashSet<IntPtr>();
                foreach (var (key, parameter) in _internal_params)
                    if (IsNew(parameter, seen)) yield return (key, parameter);
                if (!recurse) yield break;
                foreach (var (prefix, module) in named_children())
                    foreach (var (key, parameter) in module.named_parameters(true))
                        if (IsNew(parameter, seen)) yield return ($"{prefix}.{key}", parameter);
            }

            public virtual IEnumerable<(string name, Tensor buffer)> named_buffers(
                bool recurse = true, bool include_nonpersistent = true)
            {
                var seen = new HashSet<IntPtr>();
                foreach (var (key, (buffer, persistent)) in _internal_buffers)
                    if ((persistent || include_nonpersistent) && IsNew(buffer, seen)) yield return (key, buffer);
                if (!recurse) yield break;
                foreach (var (prefix, module) in named_children())
                    foreach (var (key, buffer) in module.named_buffers(true, include_nonpersistent))
                        if (IsNew(buffer, seen)) yield return ($"{prefix}.{key}", buffer);
            }

            internal static bool IsNew(Tensor tensor, HashSet<IntPtr> seen) => !tensor.IsInvalid && seen.Add(tensor.Handle);

            public virtual IEnumerable<Parameter> parameters(bool recurse = true) =>
                named_parameters(recurse).Select(named => named.parameter);

            public virtual IEnumerable<Tensor> buffers(bool recurse = true, bool include_nonpersistent = true) =>
                named_buffers(recurse, include_nonpersistent).Select(named => named.buffer);

            public virtual IEnumerable<(string name, Module module)> named_children() => _internal_submodules;

            public virtual IEnumerable<Module> children() => named_children().Select(named => named.module);

            public virtual IEnumerable<(string name, Module module)> named_modules()
            {
                foreach (var named in named_children()) yield return named;
                foreach (var (prefix, child) in named_children())
                    foreach (var (key, module) in child.named_modules())
                        yield return ($"{prefix}.{key}", module);
            }

            public virtual IEnumerable<Module> modules() => named_modules().Select(named => named.module);

            public virtual bool has_parameter(string target) => get_parameter(target) is not null;
            public virtual bool has_buffer(string target) => get_buffer(target) is not null;

            public virtual Parameter? get_parameter(string target)
            {
                ArgumentNullException.ThrowIfNull(target);
                if (_internal_params.TryGetValue(target, out var parameter)) return parameter;
                return InChild(target, (child, rest) => child.get_parameter(rest));
            }

            public virtual Tensor? get_buffer(string target)
            {
                ArgumentNullException.ThrowIfNull(target);
                if (_internal_buffers.TryGetValue(target, out var buffer)) return buffer.Item1;
                return InChild(target, (child, rest) => child.get_buffer(rest));
            }

            T? InChild<T>(string target, Func<Module, string, T?> find) where T : class
            {
                var dot = target.IndexOf('.');
                if (dot < 0) return null;
                foreach (var (key, child) in named_children())
                    if (target.AsSpan(0, dot).SequenceEqual(key) && find(child, target[(dot + 1)..]) is { } found) return found;
                return null;
            }
        }
    }
}
