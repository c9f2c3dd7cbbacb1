using FsCheck;
using FsCheck.Fluent;
using TorchReg.Storage;

namespace TorchReg.Tests.Faults;

/// <summary>What was written is read, whatever it was: properties, checked by FsCheck.</summary>
public sealed class RoundTripTests
{
    [Fact]
    public void Tensors_of_any_names_and_numbers_come_back_from_safetensors() => Holds<Dictionary<string, float[]>>(given =>
    {
        using var scope = NewDisposeScope();
        var usable = (given ?? [])
            .Where(pair => pair.Key != null && pair.Key != "__metadata__" && IsText(pair.Key))
            .ToDictionary(pair => pair.Key, pair => pair.Value ?? []);
        var stream = new MemoryStream();
        SafeTensors.Save(stream, usable.ToDictionary(pair => pair.Key, pair => tensor(pair.Value)));
        stream.Position = 0;
        using var loaded = SafeTensors.Load(stream, "memory");
        return loaded.Tensors.Count == usable.Count
            && usable.All(pair => Bits(loaded.Tensors[pair.Key].data<float>().ToArray()).SequenceEqual(Bits(pair.Value)));
    });

    [Fact]
    public void Any_texts_come_back_from_quoted_csv_fields_as_classes() => Holds<string[]>(given =>
    {
        var usable = (given ?? [])
            .Where(text =>
                !string.IsNullOrWhiteSpace(text) && IsText(text) && !new CsvOptions().MissingWords.Contains(text.Trim()))
            .Distinct()
            .ToArray();
        if (usable.Length < 2) return true;
        var csv = "x,y\r\n" + string.Concat(usable.Select((text, i) => $"{i},\"{text.Replace("\"", "\"\"")}\"\r\n"));
        using var table = CsvFile.Read(new StringReader(csv), new CsvOptions { TargetKind = CsvTarget.Class });
        return table.Data.Classes().Select(k => table.Schema.Classes![(int)k]).SequenceEqual(usable);
    });

    [Fact]
    public void Any_numbers_come_back_from_csv() => Holds<double[]>(given =>
    {
        var usable = (given ?? []).Where(double.IsFinite).ToArray();
        if (usable.Length == 0) return true;
        var csv = "x,y\n" + string.Concat(usable.Select(x => FormattableString.Invariant($"{x:R},0\n")));
        using var table = CsvFile.Read(new StringReader(csv), new CsvOptions { Type = ScalarType.Float64, Numeric = [0] });
        return table.Data.Features.data<double>().ToArray().SequenceEqual(usable);
    });

    static void Holds<T>(Func<T, bool> property) =>
        Prop.ForAll(ArbMap.Default.ArbFor<T>(), property).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    // Half a surrogate pair is no text in UTF-8.
    static bool IsText(string text) => System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(text)) == text;

    static IEnumerable<int> Bits(float[] numbers) => numbers.Select(BitConverter.SingleToInt32Bits);
}
