using System.Globalization;
using TorchReg.Data;

namespace TorchReg.Cli.Tests.Select;

/// <summary>
/// A file as people have it, with the answer known: y is 3·size − 2·age + 5 where the city is Rome, + 0.02 a day after the first,
/// and noise of deviation 0.5. Which of it is there, and how it is written, is the kind's.
/// </summary>
sealed record MessyFile(string Name)
{
    internal int Rows { get; init; } = 600;

    /// <summary>Columns of noise beside.</summary>
    internal int Others { get; init; }

    internal char Separator { get; init; } = ',';
    internal bool HasCommas { get; init; }

    /// <summary>Words for no value, in turn; none where no cell is missing.</summary>
    internal string[] Missing { get; init; } = [];

    internal bool HasText { get; init; }

    /// <summary>How dates are written; none where there are none.</summary>
    internal string? Dates { get; init; }

    internal string Ends { get; init; } = "\n";

    static readonly string[] cities = ["Rome", "\"Bern, \"\"old\"\" town\"", "Oslo"];

    internal string Write(string folder)
    {
        var (path, random) = (Path.Combine(folder, $"{Name}.csv"), new SplitMix64(11));
        using var text = new StreamWriter(path);
        string[] names =
        [
            "size", "age", .. HasText ? ["id", "city", "note"] : (string[])[], .. Dates is null ? [] : (string[])["sold"],
            .. Enumerable.Range(0, Others).Select(j => $"x{j}"), "y",
        ];
        text.Write(string.Join(Separator, names) + Ends);
        for (var i = 0; i < Rows; i++) Row(text, i, random);
        return path;
    }

    void Row(StreamWriter text, int row, SplitMix64 random)
    {
        var (size, age, city, day) = (random.Normal(), random.Normal(), random.Below(3), random.Below(1_000));
        var y = (3 * size) - (2 * age) + (HasText && city == 0 ? 5 : 0) + (Dates is null ? 0 : 0.02 * day) +
            (0.5 * random.Normal());
        Number(text, size, Missing.Length > 0 && random.Below(20) == 0 ? Missing[random.Below(Missing.Length)] : null);
        Number(text, 1_000 * age);
        if (HasText)
            text.Write($"user-{row}{Separator}{cities[city]}{Separator}\"line one\nline two, no {random.Below(5)}\"{Separator}");
        if (Dates is not null)
            text.Write(new DateTime(2021, 1, 4).AddDays(day).ToString(Dates, CultureInfo.InvariantCulture) + Separator);
        for (var j = 0; j < Others; j++) Number(text, random.Normal());
        text.Write(Written(y) + Ends);
    }

    void Number(StreamWriter text, double number, string? instead = null) => text.Write((instead ?? Written(number)) + Separator);

    // With marks between thousands where the comma is the decimal mark.
    string Written(double number)
    {
        var plain = number.ToString(HasCommas ? "N3" : "F4", CultureInfo.InvariantCulture);
        return !HasCommas ? plain : plain.Replace(',', '_').Replace('.', ',').Replace('_', '.');
    }
}
