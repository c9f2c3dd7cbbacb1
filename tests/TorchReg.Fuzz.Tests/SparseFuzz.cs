using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using TorchReg.Data;
using static TorchSharp.torch;

namespace TorchReg.Fuzz.Tests;

/// <summary>Files of sparse rows and of rows that need not fit in memory.</summary>
public sealed class SparseFuzz(Place place) : IClassFixture<Place>
{
    const string Libsvm = "1 1:0.5 3:2\n-1 2:1e0 # a comment\n+1.5 7:-3 4:.25\n";
    const string Coo = "0 0 1.5\n1 2 3\n2,1,-4e2\n";
    const string Market = "%%MatrixMarket matrix coordinate real general\n% made\n3 3 2\n1 1 1.5\n3 2 2\n";

    [Fact]
    public void A_libsvm_file_of_any_bytes_zipped_or_not_is_read_or_refused_in_a_line()
    {
        foreach (var (name, random) in Budget.Inputs("libsvm", 1_000))
        {
            var bytes = Mutation.Of(Encoding.UTF8.GetBytes(Libsvm), random);
            if (random.Below(3) == 0) bytes = Mutation.Of(Zipped(bytes), random);
            var path = place.Write("rows.libsvm", bytes);
            var options = new SparseOptions { TargetKind = (CsvTarget)random.Below(2), FirstColumn = random.Below(3) - 1 };
            options = options.FirstColumn < 0 ? options with { FirstColumn = null } : options;
            Verdict.Library(name, () => LibsvmFile.Read(path, options).Dispose(), typeof(InvalidDataException));
        }
    }

    [Fact]
    public void Files_of_triples_and_of_targets_of_any_bytes_are_read_or_refused_in_a_line()
    {
        foreach (var (name, random) in Budget.Inputs("coo", 500))
        {
            var triples = Encoding.UTF8.GetBytes(random.Below(2) == 0 ? Coo : Market);
            var isDamaged = random.Below(2) == 0;
            var path = place.Write("rows.coo", isDamaged ? Mutation.Of(triples, random) : triples);
            var targets = "1\n2\n3\n"u8.ToArray();
            var other = place.Write("rows.y", isDamaged ? targets : Mutation.Of(targets, random));
            Verdict.Library(name, () => CooFile.Read(path, other).Dispose(), typeof(InvalidDataException));
        }
    }

    [Fact]
    public void A_file_of_rows_of_any_bytes_with_its_checksum_made_right_or_not_is_read_or_refused_in_a_line()
    {
        using (var data = new Dataset(eye(5), arange(5, ScalarType.Int64), ones(5))) RowsFile.Write(place.At("whole.rows"), data);
        var whole = File.ReadAllBytes(place.At("whole.rows"));
        foreach (var (name, random) in Budget.Inputs("rows", 500))
        {
            var bytes = Mutation.Of(whole, random);
            if (random.Below(2) == 0 && bytes.Length >= 96)
            {
                // Any of the header's numbers, and its checksum right again.
                bytes = [.. whole];
                bytes[8 + random.Below(48)] = (byte)random.Below(256);
                SHA256.HashData(bytes.AsSpan(0, 64), bytes.AsSpan(64, 32));
            }
            var path = place.Write("damaged.rows", bytes);
            Verdict.Library(name, () =>
            {
                using var data = RowsFile.Open(path);
                using var dense = data.Dense();
            }, typeof(InvalidDataException));
        }
    }

    static byte[] Zipped(byte[] bytes)
    {
        var zipped = new MemoryStream();
        using (var stream = new GZipStream(zipped, CompressionLevel.Fastest)) stream.Write(bytes);
        return zipped.ToArray();
    }
}
