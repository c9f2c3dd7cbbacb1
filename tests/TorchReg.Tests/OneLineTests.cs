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
            .Concat([Losses.Huber().Name, Losses.Focal().Name, Losses.BinaryFocal().Name]).Order(),
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

    static NamedLoss Own(string name) => new(name, "|z − y|", LossArgument.None, _ => Losses.MeanAbsoluteError);

    [Theory]
    [InlineData("huber", "The name 'huber' is taken, by huber; choose another.")]
    [InlineData("Huber", "A name begins with a small letter and has letters and digits of English alone; given 'Huber'.")]
    [InlineData("", "A name begins with a small letter and has letters and digits of English alone; given ''.")]
    [InlineData("my loss", "A name begins with a small letter and has letters and digits of English alone; given 'my loss'.")]
    [InlineData("cOX", "The name 'cOX' is taken, by cox; choose another.")]
    public void A_name_that_no_configuration_could_mean_is_refused(string name, string says) =>
        Assert.StartsWith(says, Assert.Throws<ArgumentException>(() => NamedLosses.Add(Own(name))).Message);

    [Fact]
    public void Each_that_is_added_is_taken_away_by_itself_in_any_order_and_once()
    {
        string[] Added() => [.. NamedLosses.Added.Select(named => named.Name)];
        var (first, second) = (NamedLosses.Add(Own("first")), NamedLosses.Add(Own("second")));
        Assert.Equal(["first", "second"], Added());
        Assert.Throws<ArgumentException>(() => NamedLosses.Add(Own("first")));
        first.Dispose();
        first.Dispose();
        Assert.Equal(["second"], Added());
        second.Dispose();
        Assert.Empty(Added());
    }
}
