using System.Globalization;
using System.Text;
using Parquet;
using Parquet.Schema;
using TorchReg.Data;

namespace TorchReg.Cli.Tests.Select;

/// <summary>A Parquet file gives what the same table gives as CSV, to every digit.</summary>
public sealed class ParquetFilesTests : FolderTests
{
    const int Rows = 150;
    static readonly string[] cities = ["Rome", "Oslo, \"old\"", "Bern"];

    sealed record House(
        double? Size, float Age, string? City, DateTime Sold, bool Garden, long Floors, decimal Tax, double Price);

    static House[] Houses()
    {
        var random = new SplitMix64(7);
        return [.. Enumerable.Range(0, Rows).Select(i =>
        {
            var (size, city, days) = (60 + (30 * random.Normal()), random.Below(3), random.Below(700));
            return new House(
                i % 13 == 5 ? null : size, (float)random.Normal(), i % 17 == 3 ? null : cities[city],
                new DateTime(2022, 1, 3).AddDays(days), random.Below(2) == 0, random.Below(9) - 4,
                Math.Round((decimal)random.Normal(), 3), (2 * size) + (20 * city) + (0.05 * days) + random.Normal());
        })];
    }

    string Csv(House[] houses)
    {
        var text = new StringBuilder("size,age,city,sold,garden,floors,tax,price\n");
        foreach (var h in houses)
            text.Append(CultureInfo.InvariantCulture, $"{h.Size:R},{(double)h.Age:R},")
                .Append(h.City is null ? "" : $"\"{h.City.Replace("\"", "\"\"")}\"")
                .Append(CultureInfo.InvariantCulture, $",{h.Sold:yyyy-MM-dd},{(h.Garden ? 1 : 0)},{h.Floors},{h.Tax},")
                .Append(CultureInfo.InvariantCulture, $"{h.Price:R}\n");
        return folder.Write("houses.csv", text.ToString());
    }

    // In three groups of rows.
    string Parquet(House[] houses)
    {
        var path = Path.Combine(folder.Path, "houses.parquet");
        DataField[] fields =
        [
            new DataField<double?>("size"), new DataField<float>("age"), new DataField<string>("city"),
            new DataField<DateTime>("sold"), new DataField<bool>("garden"), new DataField<long>("floors"),
            new DecimalDataField("tax", 12, 3), new DataField<double>("price"),
        ];
        Write(path, fields, houses.Chunk(60).Select(part => (Func<ParquetRowGroupWriter, Task>)(async group =>
        {
            await group.WriteAsync<double>(fields[0], part.Select(h => h.Size).ToArray());
            await group.WriteAsync<float>(fields[1], part.Select(h => h.Age).ToArray());
            await group.WriteAsync(fields[2], part.Select(h => h.City!).ToArray());
            await group.WriteAsync<DateTime>(fields[3], part.Select(h => h.Sold).ToArray());
            await group.WriteAsync<bool>(fields[4], part.Select(h => h.Garden).ToArray());
            await group.WriteAsync<long>(fields[5], part.Select(h => h.Floors).ToArray());
            await group.WriteAsync<decimal>(fields[6], part.Select(h => h.Tax).ToArray());
            await group.WriteAsync<double>(fields[7], part.Select(h => h.Price).ToArray());
        })));
        return path;
    }

    static void Write(string path, IReadOnlyCollection<Field> fields, IEnumerable<Func<ParquetRowGroupWriter, Task>> groups) =>
        Task.Run(async () =>
        {
            using var file = File.Create(path);
            await using var writer = await ParquetWriter.CreateAsync(new ParquetSchema(fields), file);
            foreach (var write in groups)
            {
                using var group = writer.CreateRowGroup();
                await write(group);
            }
        }).GetAwaiter().GetResult();

    static string Done(params string[] args)
    {
        var result = Cli.Run(args);
        Assert.True(result.Status == 0, result.Error);
        return result.Out;
    }

    [Fact]
    public void Select_evaluate_and_predict_give_what_they_give_of_CSV()
    {
        var houses = Houses();
        var (csv, parquet) = (Csv(houses), Parquet(houses));
        string To(string name) => Path.Combine(folder.Path, name);
        foreach (var (file, to) in new[] { (csv, "c"), (parquet, "p") })
            Done("select", file, "--missing=mean", "--path.count=8", "--folds.count=3", "--standardize=true", "--to", To(to));
        foreach (var name in new[] { "coefficients.csv", "curve.csv", "metrics.json", "input.json" })
            Assert.Equal(File.ReadAllText(Path.Combine(To("c"), name)), File.ReadAllText(Path.Combine(To("p"), name)));
        Assert.Contains("\"Oslo, ", File.ReadAllText(Path.Combine(To("p"), "input.json")), StringComparison.Ordinal);
        Assert.Equal(Done("predict", To("c"), csv), Done("predict", To("c"), parquet));
        Assert.Equal(Done("predict", To("c"), csv), Done("predict", To("p"), parquet));
        Assert.Equal(Done("evaluate", To("c"), "--data", csv), Done("evaluate", To("p"), "--data", parquet));
    }

    [Fact]
    public void Train_and_files_of_rows_read_it_too()
    {
        var file = Parquet(Houses());
        Assert.Contains(
            "'price', numbers", Done("train", file, "--missing=drop", "--epochs=2", "--to", Path.Combine(folder.Path, "run")),
            StringComparison.Ordinal);
        var other = Path.Combine(folder.Path, "numbers.parquet");
        DataField[] fields = [new DataField<int>("a"), new DataField<double>("y")];
        Write(other, fields, [async group =>
        {
            await group.WriteAsync<int>(fields[0], new[] { 1, 2, 3 });
            await group.WriteAsync<double>(fields[1], new[] { 1.5, 2.5, -1e-300 });
        }]);
        Assert.Contains(
            "3 rows × 1 columns", Done("data", "rows", other, "--to", Path.Combine(folder.Path, "numbers.rows")),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Bytes_are_refused_by_name_unless_they_are_passed_over()
    {
        var path = Path.Combine(folder.Path, "bytes.parquet");
        var tags = new DataField<byte[]>("tags");
        var (a, y) = (new DataField<double>("a"), new DataField<double>("y"));
        double[] numbers = [.. Enumerable.Range(0, 30).Select(i => (double)(i * i % 11))];
        Write(path, [tags, a, y], [async group =>
        {
            await group.WriteAsync(tags, numbers.Select(number => new[] { (byte)number, (byte)0xFF }).ToArray());
            await group.WriteAsync<double>(a, numbers);
            await group.WriteAsync<double>(y, numbers);
        }]);
        Assert.Equal(
            $"torchreg: {path}: column 'tags' is a list, a group or bytes; write it as columns of numbers, texts or dates, or " +
            "name it in data.csv.ignored.\n", Cli.Refused(Cli.Run("select", path)));
        Assert.Contains(
            "30 rows; 1 column of numbers: 1 feature", Done("select", path, "--ignored=tags"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_damaged_file_is_told_in_one_line()
    {
        var bytes = File.ReadAllBytes(Parquet(Houses()));
        var path = Path.Combine(folder.Path, "damaged.parquet");
        var random = new SplitMix64(3);
        foreach (var damaged in new[] { [], bytes[..20], bytes[..^9], Encoding.UTF8.GetBytes("a,y\n1,2\n") })
        {
            File.WriteAllBytes(path, damaged);
            Assert.StartsWith(
                $"torchreg: {path}: no Parquet file that can be read (", Cli.Refused(Cli.Run("select", path)),
                StringComparison.Ordinal);
        }
        for (var i = 0; i < 40; i++)
        {
            var other = (byte[])bytes.Clone();
            other[random.Below(other.Length)] ^= (byte)(1 + random.Below(255));
            File.WriteAllBytes(path, other);
            var result = Cli.Run("select", path, "--missing=mean", "--path.count=2", "--folds.count=2", "--data.rows=40");
            Assert.True(result.Status is 0 or 1 or 2, result.Error);
            Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
        }
    }
}
