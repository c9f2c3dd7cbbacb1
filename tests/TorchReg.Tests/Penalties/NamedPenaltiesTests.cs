namespace TorchReg.Tests.Penalties;

/// <summary>The list of penalties by name is whole, and is what the documents' table says.</summary>
public class NamedPenaltiesTests
{
    const string Begin = "<!-- penalties by name, written from the list: begin -->\n", End = "<!-- end of the list -->";

    // Made of another penalty, of a formula, or of a mask, or for a layer's gates alone.
    static readonly Type[] wrappers =
        [typeof(Weighted), typeof(Toward), typeof(CustomPenalty), typeof(Support), typeof(ExpectedL0)];

    static readonly PenaltyArguments arguments = new() { Lambda = 0.3, Low = 0.1, High = 2 };

    [Fact]
    public void Every_penalty_of_the_library_has_a_name() =>
        Assert.Equal(
            typeof(Penalty)
                .Assembly.GetExportedTypes()
                .Where(t => t.IsSubclassOf(typeof(Penalty)) && !t.IsAbstract)
                .Except(wrappers)
                .OrderBy(t => t.Name),
            NamedPenalties.All.Select(named => named.Create(arguments).GetType()).OrderBy(t => t.Name));

    [Fact]
    public void A_name_is_found_in_any_case_and_is_the_classs() => Assert.All(NamedPenalties.All, named =>
    {
        Assert.Same(named, NamedPenalties.Find(named.Name.ToUpperInvariant()));
        Assert.Equal(named.Name, named.Create(arguments).GetType().Name, ignoreCase: true);
    });

    // Each argument that a name takes changes the penalty, each other one does not.
    [Fact]
    public void What_a_name_takes_is_what_it_reads()
    {
        (PenaltyArgument Argument, PenaltyArguments Changed)[] changes =
        [
            (PenaltyArgument.Lambda, arguments with { Lambda = 0.6 }),
            (PenaltyArgument.L1Ratio, arguments with { L1Ratio = 0.25 }),
            (PenaltyArgument.Low, arguments with { Low = 0.2 }),
            (PenaltyArgument.High, arguments with { High = 3 }),
            (PenaltyArgument.Rate, arguments with { Rate = 0.5 }),
            (PenaltyArgument.Epsilon, arguments with { Epsilon = 0.5 }),
            (PenaltyArgument.Gamma, arguments with { Gamma = 5 }),
            (PenaltyArgument.Q, arguments with { Q = 0.3 }),
        ];
        Assert.All(NamedPenalties.All, named =>
        {
            var plain = named.Create(arguments).Name;
            Assert.All(
                changes,
                change => Assert.Equal(named.Takes.HasFlag(change.Argument), named.Create(change.Changed).Name != plain));
            Assert.Equal(
                named.Takes.HasFlag(PenaltyArgument.Groups),
                named.Create(arguments with { Groups = Groups.Units }).Name
                    != named.Create(arguments with { Groups = Groups.Features }).Name);
        });
    }

    static string Table() =>
        "| in code | in a config | P(w), or the set |\n|---|---|---|\n" +
        string.Concat(
            NamedPenalties.All.Select(named =>
                $"| `{named.Code}` | `{named.Name}` | {named.Formula.Replace("|", "\\|")} |\n"));

    [Fact]
    public void One_that_is_added_has_a_row_of_the_table_until_it_is_taken_away()
    {
        var before = Table();
        using (NamedPenalties.Add(
            new("halfL1", "new HalfL1(λ)", "(λ/2)‖w‖₁", PenaltyArgument.Lambda, a => new L1(a.Lambda / 2))))
        {
            Assert.Equal(before + "| `new HalfL1(λ)` | `halfL1` | (λ/2)‖w‖₁ |\n", Table());
            Assert.Equal(0.2, NamedPenalties.Find("HALFL1")!.Create(new() { Lambda = 0.4 }).Strength);
        }
        Assert.Equal(before, Table());
    }

    /// <summary>With APPROVE=1 the table is written anew.</summary>
    [Fact]
    public void The_documents_table_is_the_list()
    {
        var table = Table();
        var page = Repository.Read("docs/penalties.md").ReplaceLineEndings("\n");
        var (from, to) = (
            page.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length,
            page.IndexOf(End, StringComparison.Ordinal));
        if (Environment.GetEnvironmentVariable("APPROVE") == "1")
            File.WriteAllText(Path.Combine(Repository.Root, "docs", "penalties.md"), page[..from] + table + page[to..]);
        else Assert.Equal(table, page[from..to]);
    }
}
