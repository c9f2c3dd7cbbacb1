using System.IO.Compression;
using System.Text;
using TorchReg.Data;

namespace TorchReg.Fuzz.Tests;

/// <summary>Files of rows: CSV and MNIST's.</summary>
public sealed class DataFuzz(Place place) : IClassFixture<Place>
{
    const string Table = "size,city,kind\n1.5,\"Rome, Italy\",small\n-2e3,Oslo,large\n3,\"a \"\"b\"\"\",small\n";

    [Fact]
    public void A_csv_file_of_any_bytes_is_read_or_refused_in_a_line()
    {
        foreach (var (name, random) in Budget.Inputs("csv", 1_000))
        {
            var path = place.Write("table.csv", Mutation.Of(Encoding.UTF8.GetBytes(Table), random));
            var options = new CsvOptions
            {
                Categorical = ["city"],
                TargetKind = CsvTarget.Class,
                Encoding = (TextEncoding)(random.Below(10) < 7 ? 0 : random.Below(4))
            };
            Verdict.Library(name, () => CsvFile.Read(path, options).Dispose(), typeof(InvalidDataException));
        }
    }

    const string Messy = "a;b;sold;y\n1,5;1.234,5;3.4.2024;0\n2,5;NA;15.6.2024;1\n;2.000,1;7.12.2023 05:30;1\n";

    [Fact]
    public void A_csv_file_whose_columns_are_found_is_refused_in_a_line_or_read_again_as_the_same_numbers()
    {
        foreach (var (name, random) in Budget.Inputs("messy", 1_000))
        {
            var path = place.Write("messy.csv", Mutation.Of(Encoding.UTF8.GetBytes(Messy), random));
            var options = new CsvOptions { Missing = (MissingCells)random.Below(4) };
            Verdict.Library(
                name,
                () =>
                {
                    using var first = CsvFile.Read(path, options);
                    using var again = CsvFile.Read(path, first.Schema);
                    Assert.Equal(
                        first.Data.Features.data<float>().ToArray(), again.Data.Features.data<float>().ToArray());
                },
                typeof(InvalidDataException));
        }
    }

    [Fact]
    public void A_folder_of_digits_of_any_bytes_is_read_or_refused_in_a_line()
    {
        Directory.CreateDirectory(place.At("digits"));
        foreach (var (name, random) in Budget.Inputs("idx", 500))
        {
            var isZipped = random.Below(2) == 0;
            foreach (var half in new[] { "train", "t10k" })
            {
                Write(
                    $"{half}-images-idx3-ubyte",
                    [0, 0, 8, 3, 0, 0, 0, 3, 0, 0, 0, 28, 0, 0, 0, 28, .. new byte[3 * 784]],
                    isZipped,
                    random,
                    half == "train");
                Write($"{half}-labels-idx1-ubyte", [0, 0, 8, 1, 0, 0, 0, 3, 1, 2, 3], isZipped, random, half == "train");
            }
            Verdict.Library(
                name,
                () => MnistFolder.Read(place.At("digits")),
                typeof(InvalidDataException),
                typeof(FileNotFoundException));
        }
    }

    // Damaged before it is zipped, after it, or not at all.
    void Write(string name, byte[] bytes, bool isZipped, SplitMix64 random, bool isDamaged)
    {
        var damage = isDamaged ? random.Below(3) : 0;
        if (damage == 1) bytes = Mutation.Of(bytes, random);
        if (isZipped) bytes = Zipped(bytes);
        if (damage == 2) bytes = Mutation.Of(bytes, random);
        File.Delete(place.At($"digits/{name}{(isZipped ? "" : ".gz")}"));
        place.Write($"digits/{name}{(isZipped ? ".gz" : "")}", bytes);
    }

    static byte[] Zipped(byte[] bytes)
    {
        var zipped = new MemoryStream();
        using (var stream = new GZipStream(zipped, CompressionLevel.Fastest)) stream.Write(bytes);
        return zipped.ToArray();
    }
}
