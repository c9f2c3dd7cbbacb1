using System.Globalization;

namespace TorchReg.Tests.Faults;

// What all threads allocate is counted, so that no other test may run beside it.
[Collection(nameof(TorchApi.Alone)), Trait("Speed", "Slow")]
public sealed class LargeCsvTests
{
    /// <summary>y = 2x, row by row, without a file.</summary>
    sealed class Rows(int count) : TextReader
    {
        string line = "x,y\n";
        int next, at;

        public override int Read(Span<char> buffer)
        {
            if (at == line.Length)
            {
                if (next == count) return 0;
                (line, at) = (string.Create(CultureInfo.InvariantCulture, $"{next},{2 * next}\n"), 0);
                next++;
            }
            var n = Math.Min(buffer.Length, line.Length - at);
            line.AsSpan(at, n).CopyTo(buffer);
            at += n;
            return n;
        }

        public override int Read(char[] buffer, int index, int count) => Read(buffer.AsSpan(index, count));
    }

    static long Allocated(int rows)
    {
        var before = GC.GetTotalAllocatedBytes(precise: true);
        using var table = CsvFile.Read(new Rows(rows));
        Assert.Equal((rows, 2.0 * (rows - 1)), (table.Data.Rows, table.Data.Targets[^1].ToDouble()));
        return GC.GetTotalAllocatedBytes(precise: true) - before;
    }

    [Fact]
    public void A_million_rows_more_take_little_more_memory_than_their_numbers()
    {
        const int more = 1_000_000;
        // Each core reads and encodes a piece of some megabytes: a file that has one for each.
        var rows = 200_000 * Math.Max(4, Environment.ProcessorCount);
        var least = Allocated(rows);
        // Some 50 bytes a row are this test's own lines; a list of fields or of strings would be as much again and more.
        Assert.InRange(Allocated(rows + more) - least, 0, 200L * more);
    }
}
