using System.IO.Compression;
using System.Text;
using TorchReg.Import;

namespace TorchReg.Fuzz.Tests;

/// <summary>
/// Models of other systems with any bytes in them: read or refused in one line, nothing run, within the memory.
/// </summary>
public sealed class ImportFuzz(Place place) : IClassFixture<Place>
{
    static byte[] Valid(string name) => File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Files", name));

    void Read(string name, byte[] bytes, string file)
    {
        place.Write(file, bytes);
        Verdict.Library(
            name,
            () =>
            {
                if (file.EndsWith(".pt", StringComparison.Ordinal)) TorchFile.Load(place.At(file)).Dispose();
                else if (file.EndsWith(".json", StringComparison.Ordinal) || file.EndsWith(".csv", StringComparison.Ordinal))
                    LinearCoefficients.Load(place.At(file)).Dispose();
                else KerasFile.Load(place.At(file)).Dispose();
            },
            typeof(InvalidDataException));
    }

    [Theory]
    [InlineData("types.pt")]
    [InlineData("cnn.weights.h5")]
    [InlineData("cnn.keras")]
    public void A_model_file_of_any_bytes_is_read_or_refused(string file)
    {
        var valid = Valid(file);
        foreach (var (name, random) in Budget.Inputs(file, 600)) Read(name, Mutation.Of(valid, random), $"damaged-{file}");
    }

    // A zip's own checks would stop most damage: the pickle alone is changed, in an archive that is whole.
    [Fact]
    public void A_pickle_of_any_bytes_is_read_or_refused_and_runs_nothing()
    {
        using var archive = new ZipArchive(new MemoryStream(Valid("types.pt")));
        var parts = archive.Entries.ToDictionary(entry => entry.FullName, entry =>
        {
            using var content = new MemoryStream();
            using (var stream = entry.Open()) stream.CopyTo(content);
            return content.ToArray();
        });
        var pickle = parts.Keys.Single(name => name.EndsWith("data.pkl", StringComparison.Ordinal));
        foreach (var (name, random) in Budget.Inputs("pickle", 1_500))
            Read(name, Zipped(parts, pickle, Mutation.Of(parts[pickle], random)), "pickle.pt");
    }

    static byte[] Zipped(Dictionary<string, byte[]> parts, string changed, byte[] content)
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
            foreach (var (name, own) in parts)
                using (var stream = zip.CreateEntry(name, CompressionLevel.NoCompression).Open())
                    stream.Write(name == changed ? content : own);
        return bytes.ToArray();
    }

    [Theory]
    [InlineData(
        "model.json", """{"coef": [[1.5, -2], [0, 3e-1]], "intercept": [1, 2], "features": ["a", "b"], "classes": ["x", "y"]}""")]
    [InlineData("model.csv", "\"\",\"s1\"\n\"(Intercept)\",0.34\n\"x0\",1.28\n\"x1\",0\n")]
    public void Coefficients_of_any_text_are_read_or_refused(string file, string valid)
    {
        foreach (var (name, random) in Budget.Inputs(file, 500))
            Read(name, Encoding.UTF8.GetBytes(Mutation.Text(valid, random)), file);
    }
}
