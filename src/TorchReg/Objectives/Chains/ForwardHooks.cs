using System.Collections;
using System.Reflection;
using static TorchSharp.torch;

namespace TorchReg.Objectives;

/// <summary>
/// Whether a module has functions that its calls run, before or after: they would not run where its layers' mathematics is done
/// apart from it. TorchSharp keeps them in four protected dictionaries, one object each for a module's life.
/// </summary>
sealed class ForwardHooks
{
    static readonly string[] names = ["pre_hooks", "post_hooks", "module_pre_hooks", "module_post_hooks"];

    readonly ICollection[] all;

    ForwardHooks(ICollection[] all) => this.all = all;

    /// <summary>Null where they are not to be found.</summary>
    internal static ForwardHooks? Of(IEnumerable<nn.Module> modules)
    {
        var found = new List<ICollection>();
        foreach (var module in modules)
        {
            var own = names.Select(name => Field(module.GetType(), name)?.GetValue(module)).OfType<ICollection>().ToArray();
            if (own.Length < names.Length) return null;
            found.AddRange(own);
        }
        return new([.. found]);
    }

    internal bool Any
    {
        get
        {
            foreach (var hooks in all)
                if (hooks.Count > 0) return true;
            return false;
        }
    }

    // A base class's own fields are not among those of the classes above it.
    static FieldInfo? Field(Type? type, string name)
    {
        for (; type is not null; type = type.BaseType)
            if (type.GetField(name, BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public) is { } field)
                return field;
        return null;
    }
}
