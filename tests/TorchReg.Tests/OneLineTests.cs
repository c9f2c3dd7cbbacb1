using System.Reflection;
using TorchReg.Dialects;
using TorchReg.Optimizers;

namespace TorchReg.Tests;

/// <summary>What the library has by name stands in its list once: a new one is one file and one line.</summary>
public class OneLineTests
{
    [Fact]
    public void Every_loss_of_the_library_has_a_line() => Assert.Equal(
        typeof(Losses).GetProperties(BindingFlags.Public | BindingFlags.Static).Select(p => ((Loss)p.GetValue(null)!).Name)
            .Append(Losses.Huber().Name).Order(),
        NamedLosses.All.Select(named => named.Create(new()).Name).Order());

    [Fact]
    public void Every_adapter_of_an_optimizer_has_a_line() => Assert.Equal(
        typeof(OptimizerAdapter).Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(OptimizerAdapter)) && !type.IsAbstract)
            .OrderBy(type => type.Name),
        KnownOptimizers.All.Select(adapter => adapter.GetType()).OrderBy(type => type.Name));

    [Fact]
    public void A_name_is_found_in_any_case_in_every_list_and_another_is_not()
    {
        Assert.All(NamedLosses.All, named => Assert.Same(named, NamedLosses.Find(named.Name.ToUpperInvariant())));
        Assert.All(NamedDialects.All, named => Assert.Same(named, NamedDialects.Find(named.Name.ToUpperInvariant())));
        Assert.All(KnownOptimizers.All, known => Assert.Same(known, KnownOptimizers.Find(known.Setting.ToUpperInvariant())));
        Assert.Null(NamedLosses.Find("xyzzy"));
        Assert.Null(NamedPenalties.Find("xyzzy"));
        Assert.Null(NamedDialects.Find("xyzzy"));
    }
}
