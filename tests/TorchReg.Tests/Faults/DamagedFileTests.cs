using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using TorchReg.Storage;

namespace TorchReg.Tests.Faults;

/// <summary>
/// Every reader on thousands of damaged files: it reads them or says in one line what is wrong, and never takes more memory than
/// the file is worth.
/// </summary>
[Trait("Speed", "Slow")]
public sealed class DamagedFileTests : FolderTests
{
    const long MostBytes = 4 << 20;

    [Fact]
    public void Idx_files() => Damage(2_400, [0, 0, 8, 3, 0, 0, 0, 5, 0, 0, 0, 4, 0, 0, 0, 6, .. new byte[120]], magic: 4,
        bytes => IdxFile.ReadImages(folder.Write("images", bytes)));

    [Fact]
    public void Gzipped_idx_files()
    {
        var stream = new MemoryStream();
        using (var zip = new GZipStream(stream, CompressionLevel.Fastest))
            zip.Write([0, 0, 8, 1, 0, 0, 3, 232, .. Enumerable.Range(0, 1000).Select(i => (byte)(i * i))]);
        Damage(1_200, stream.ToArray(), magic: 10, bytes => IdxFile.ReadLabels(folder.Write("labels.gz", bytes)));
    }

    [Fact]
    public void Csv_files()
    {
        var valid = Encoding.UTF8.GetBytes(
            "size,\"the city\",y\n1.5,Rome,1\n-2e3,\"Oslo, \"\"N\"\"\",2\n3,Rome,-4\n0.25,Oslo,9\n");
        Damage(
            3_000,
            valid,
            magic: 18,
            bytes =>
                CsvFile.Read(new StreamReader(new MemoryStream(bytes)), new CsvOptions { Categorical = [1] }, "d.csv").Dispose());
    }

    [Fact]
    public void Safetensors_files()
    {
        using var scope = NewDisposeScope();
        var stream = new MemoryStream();
        SafeTensors.Save(
            stream,
            new Dictionary<string, Tensor>
            {
                ["w"] = ones([3, 4]),
                ["b"] = zeros(4, ScalarType.Float64),
                ["n"] = arange(5, ScalarType.Int64)
            },
            new Dictionary<string, string> { ["by"] = "a test" });
        Damage(3_000, stream.ToArray(), magic: 9, bytes => SafeTensors.Load(new MemoryStream(bytes), "m.safetensors").Dispose());
    }

    [Fact]
    public void Checkpoints_whose_checksum_does_not_fit_are_never_read()
    {
        var valid = File.ReadAllBytes(Checkpoint());
        var read = Damage(600, valid, magic: 22, bytes => CheckpointFile.Load(folder.Write("c.checkpoint", bytes)).Dispose());
        // A damage may be none: a bit set to what it was.
        Assert.True(read < 60, $"{read} of 600 were read");
    }

    [Fact]
    public void Checkpoints_with_a_right_checksum_and_wrong_content()
    {
        var name = Checkpoint();
        var (valid, run) = (File.ReadAllBytes(name), Path.GetDirectoryName(name)!);
        Damage(700, valid[87..], magic: 9, bytes =>
        {
            var hash = Encoding.ASCII.GetBytes(Convert.ToHexStringLower(SHA256.HashData(bytes)));
            File.WriteAllBytes(name, [.. valid[..22], .. hash, (byte)'\n', .. bytes]);
            Train(new(run) { Resume = true, Force = true }, null);
        });
    }

    string Checkpoint()
    {
        var run = Path.Combine(folder.Path, "valid");
        Assert.Throws<OperationCanceledException>(() => Train(new(run), stopAfter: 3));
        return Directory.GetFiles(run, "*.checkpoint").Single();
    }

    static void Train(Checkpoints checkpoints, long? stopAfter)
    {
        using var problem = Synthetic.Regression(12, 2, seed: 1);
        using var model = new LinearRegression(2);
        using var source = new CancellationTokenSource();
        var options = new TrainingOptions
        {
            Epochs = 2,
            BatchSize = 4,
            Checkpoints = checkpoints,
            AfterStep = step =>
            {
                if (step == stopAfter)
                    source.Cancel();
            }
        };
        new Trainer(model, Losses.MeanSquaredError, null, options).Fit(problem.Data, cancellation: source.Token);
    }

    // Half of the inputs keep the magic number.
    static int Damage(int count, byte[] valid, int magic, Action<byte[]> read)
    {
        var random = new Random(7);
        var done = 0;
        read(valid);
        for (var i = 0; i < count; i++)
        {
            var bytes = Mutation.Of(valid, random, i % 2 == 0 ? magic : 0);
            var before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                read(bytes);
                done++;
            }
            catch (Exception refusal) when (refusal is InvalidDataException or DivergenceException)
            {
                Assert.DoesNotContain('\n', refusal.Message);
            }
            catch (Exception other)
            {
                Assert.Fail($"input {i} ({Convert.ToBase64String(bytes)}): {other}");
            }
            Assert.True(
                GC.GetAllocatedBytesForCurrentThread() - before < MostBytes,
                $"input {i} took {GC.GetAllocatedBytesForCurrentThread() - before} bytes");
        }
        return done;
    }
}
