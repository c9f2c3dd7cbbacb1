using System.Globalization;
using TorchReg.Data;

namespace TorchReg.Cli.Tests.Select;

/// <summary>Small finished choices of every kind, each made once, in folders that go when the tests end.</summary>
public sealed class ChosenRuns : FolderTests
{
    readonly Lock choosing = new();

    internal const string Few = "--folds.count=4 --path.count=20";

    // Price falls with age and rises with size; a wave is the noise, and two columns say nothing.
    internal string Houses => Csv("houses", "size,age,door,noise,town,price", i =>
    {
        var (size, age, town) = (50 + 7 * i % 83, i * 13 % 61, i % 3 == 0 ? "\"Rome, Italy\"" : i % 3 == 1 ? "Oslo" : "Bonn");
        var price = 1000 + 20.0 * size - 8 * age + (i % 3 == 0 ? 300 : 0) + 40 * Math.Sin(37.0 * i);
        return $"{size},{age},{i % 7},{Math.Round(Math.Cos(i), 4)},{town},{Math.Round(price, 3)}";
    });

    internal string Patients => Csv("patients", "dose,weight,noise,time,died", i =>
    {
        var (dose, weight) = (Math.Sin(1.7 * i), Math.Cos(0.9 * i));
        var time = Math.Exp(1 - dose + 0.3 * Math.Sin(41.0 * i));
        return $"{dose:F4},{weight:F4},{Math.Sin(5.1 * i):F4},{time:F4},{(i % 4 == 0 ? 0 : 1)}";
    });

    internal string Flowers => Csv("flowers", "length,width,noise,kind", i =>
    {
        var kind = i % 3;
        return $"{kind + Math.Sin(3.1 * i):F4},{2 - kind + Math.Cos(2.2 * i):F4},{Math.Sin(9.7 * i):F4},{"abc"[kind]}";
    });

    internal string Verdicts => Csv("verdicts", "length,width,noise,kind", i =>
    {
        var kind = i % 2;
        var (length, width) = (kind + Math.Sin(3.1 * i), 1 - kind + Math.Cos(2.2 * i));
        return $"{length:F4},{width:F4},{Math.Sin(9.7 * i):F4},{(kind == 1 ? "yes" : "no")}";
    });

    internal string OfHouses => Made("of-houses", $"--data {Houses} --loss=squaredError --data.csv.categorical=town");

    internal string OfPatients => Made("of-patients", $"--data {Patients} --loss=cox --target=time --event=died");

    internal string OfFlowers => Made("of-flowers", $"--data {Flowers} --loss=softmax");

    internal string OfVerdicts => Made("of-verdicts", $"--data {Verdicts} --loss=logistic");

    internal string OfDigits => Made("of-digits", "--rows=150 --ratio=0.1");

    string Csv(string name, string header, Func<int, FormattableString> row) => folder.Write(
        $"{name}.csv",
        header + "\n" + string.Concat(Enumerable.Range(0, 90).Select(i => row(i).ToString(CultureInfo.InvariantCulture) + "\n")));

    internal string Place(string name) => Path.Combine(folder.Path, name);

    internal string Made(string name, string words)
    {
        lock (choosing)
        {
            var to = Place(name);
            if (Directory.Exists(to)) return to;
            var result = Cli.Run(["select", .. $"{words} {Few} --to {to}".Split(' ')]);
            Assert.True(result is { Status: 0, Error: "" }, result.Error + result.Out);
            return to;
        }
    }

    /// <summary>The rows of a file as the choice read them.</summary>
    internal static Dataset Read(string path, CsvOptions options)
    {
        using var table = CsvFile.Read(path, options with { Type = TorchSharp.torch.ScalarType.Float64 });
        return table.Data.Take(table.Data.Rows);
    }
}
