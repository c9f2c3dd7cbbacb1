using TorchReg.Cli.Host;
using TorchReg.Dialects;

namespace TorchReg.Cli.Certify;

/// <summary>Which dialect a system's name stands for, beside a loss and the settings that were given.</summary>
static class StatedDialect
{
    static readonly Dictionary<string, string> families = new(StringComparer.OrdinalIgnoreCase)
    {
        ["scikit-learn"] = "sklearn",
        ["torch"] = "pytorch",
    };

    static string FamilyOf(Dialect dialect) => dialect.Name.Split('.')[0];

    /// <summary>Systems and dialects, as completion offers them.</summary>
    internal static IEnumerable<string> Names =>
        NamedDialects.All.Select(FamilyOf).Distinct().Append(
            "scikit-learn").Concat(NamedDialects.All.Select(dialect => dialect.Name));

    internal static Dialect Of(string? word, CertifiedLoss loss, long outputs, IReadOnlyCollection<string> settings)
    {
        if (word is null) throw new UserError(
            "--dialect is missing: a λ means nothing without its system; write --dialect=keras, pytorch, scikit-learn, glmnet, " +
            "liblinear, or a dialect as sklearn.Ridge");
        if (NamedDialects.Find(word) is { } exact) return Checked(exact, loss, settings);
        var family = families.GetValueOrDefault(word, word);
        Dialect[] own = [.. NamedDialects.All.Where(d => FamilyOf(d).Equals(family, StringComparison.OrdinalIgnoreCase))];
        if (own.Length == 0) throw new UserError(
            $"--dialect is '{Shown.Value(word)}', no system that is known; {KnownName.Hint(word, [.. Names])}");
        Dialect[] fitting = [.. own.Where(d => Fits(d, loss, outputs)).Where(d => settings.All(d.SettingNames.Contains))];
        // A ratio says that it is the one dialect with a ratio.
        if (settings.Count > 0 && Array.FindAll(fitting, d => d.SettingNames.Count == settings.Count) is [var one]) return one;
        return fitting switch
        {
            [var only] => only,
            [] => throw new UserError(
                $"--dialect {word} has no {Said(settings)}for the loss {loss.Name} (--loss names another); its dialects are " +
                string.Join(", ", own.Select(Described))),
            _ => throw new UserError(
                $"--dialect {word} could be {string.Join(", ", fitting.Select(d => d.Name))}; name one of them"),
        };
    }

    static Dialect Checked(Dialect dialect, CertifiedLoss loss, IReadOnlyCollection<string> settings)
    {
        if (dialect.Loss != KindOf(loss)) throw new UserError(
            $"--dialect {dialect.Name} is not for the loss {loss.Name}; set --loss");
        return settings.FirstOrDefault(name => !dialect.SettingNames.Contains(name)) is not { } stray ? dialect
            : throw new UserError(
                $"{dialect.Name} has no {Shown.Value(stray)}; {KnownName.Hint(stray, [.. dialect.SettingNames])}");
    }

    // Of one output glmnet's binomial, of several its multinomial; groups only by name.
    static bool Fits(Dialect dialect, CertifiedLoss loss, long outputs) => dialect.Loss == KindOf(loss) && !dialect.SaysGroups
        && (dialect.Name, outputs) is not ("glmnet.multinomial", 1) and not ("glmnet.binomial", > 1);

    static LossForm KindOf(CertifiedLoss loss) =>
        loss.Form == LossForm.BinaryCrossEntropy ? LossForm.CrossEntropy : loss.Form;

    static string Said(IReadOnlyCollection<string> settings) =>
        settings.Count == 0 ? "dialect " : $"{string.Join(" and ", settings)} ";

    static string Described(Dialect dialect) => $"{dialect.Name} ({string.Join(", ", dialect.SettingNames)})";
}
