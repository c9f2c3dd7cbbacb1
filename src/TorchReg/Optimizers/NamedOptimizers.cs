namespace TorchReg.Optimizers;

/// <summary>The known optimizers by the names of configurations: sgd, adam, adamW, rmsProp, nAdam, …</summary>
static class NamedOptimizers
{
    /// <summary>In the order of <see cref="KnownOptimizers"/>.</summary>
    internal static IReadOnlyList<OptimizerAdapter> All => KnownOptimizers.All;

    internal static OptimizerAdapter? Find(string name) =>
        All.FirstOrDefault(adapter => adapter.Setting.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>The class's name in camel case: SGD, sgd; RMSProp, rmsProp; NAdam, nAdam; AdamW, adamW.</summary>
    internal static string SettingOf(string name)
    {
        var capitals = name.TakeWhile(char.IsUpper).Count();
        var lower = capitals == name.Length ? capitals : Math.Max(1, capitals - 1);
        return name[..lower].ToLowerInvariant() + name[lower..];
    }
}
