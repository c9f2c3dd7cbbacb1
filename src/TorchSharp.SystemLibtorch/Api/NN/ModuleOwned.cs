using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        // What a module of libtorch holds without fields of its own: parameters under names, perhaps those of a tree of modules
        // inside. TorchSharp shows such a tree as one module: its parameters under dotted names, its parts not at all.
        public partial class Module
        {
            Module? inner;

            private protected void Own(IEnumerable<(string Name, Parameter Value)> parameters)
            {
                foreach (var (key, parameter) in parameters)
                    _internal_params[key] = (Parameter)parameter.DetachFromDisposeScope();
            }

            private protected T Own<T>(T tree) where T : Module
            {
                inner = tree;
                tree.RegisterComponents();
                Own(tree.named_parameters());
                return tree;
            }

            /// <summary>All parameters in their order.</summary>
            private protected Tensor[] Owned
            {
                get
                {
                    var all = new Tensor[_internal_params.Count];
                    for (var i = 0; i < all.Length; i++) all[i] = _internal_params[i].Item2;
                    return all;
                }
            }

            private protected Parameter? OwnedUnder(string key) =>
                _internal_params.TryGetValue(key, out var parameter) ? parameter : null;

            private protected void Replace(string key, Parameter? value) => AdoptGiven(key, OwnedUnder(key), value);

            void MoveInner(ScalarType? dtype, Device? device, bool non_blocking)
            {
                inner!._toEpilog(dtype, device, non_blocking);
                Own(inner.named_parameters());
            }
        }
    }
}
