using System.Text;

namespace TorchReg.Tests.Data;

/// <summary>Regressions: bytes that are not UTF-8 became U+FFFD, so that two words were one.</summary>
public sealed class TextEncodingTests : IDisposable
{
    readonly string path = Path.GetTempFileName();

    static readonly CsvOptions classes = new() { TargetKind = CsvTarget.Class };

    [Fact]
    public void Bytes_that_are_not_UTF_8_are_refused_with_their_place()
    {
        File.WriteAllBytes(path, Encoding.Latin1.GetBytes("x,month\n1,Mär\n2,Mör\n"));
        var message = Assert.Throws<InvalidDataException>(() => CsvFile.Read(path, classes)).Message;
        Assert.Contains("not UTF-8 at byte 11 (0xE4)", message);
        Assert.Contains("encoding", message);
    }

    [Theory]
    [InlineData(TextEncoding.Latin1)]
    [InlineData(TextEncoding.Windows1252)]
    [InlineData(TextEncoding.Utf16)]
    [InlineData(TextEncoding.Utf8)]
    public void Each_encoding_gives_the_words_that_were_written(TextEncoding encoding)
    {
        var written = encoding switch
        {
            TextEncoding.Utf16 => Encoding.Unicode,
            TextEncoding.Utf8 => Encoding.UTF8,
            TextEncoding.Windows1252 => CodePagesEncodingProvider.Instance.GetEncoding(1252)!,
            _ => Encoding.Latin1,
        };
        File.WriteAllText(path, "x,month\n1,Mär\n2,Mör\n", written);
        using var table = CsvFile.Read(path, classes with { Encoding = encoding });
        Assert.Equal(["Mär", "Mör"], table.Schema.Classes!);
        using var again = CsvFile.Read(path, table.Schema);
        Assert.Equal(2, again.Data.Rows);
    }

    [Fact]
    public void A_file_that_ends_within_a_character_is_refused()
    {
        File.WriteAllBytes(path, [.. "x,month\n1,M"u8, 0xC3]);
        Assert.Contains(
            "ends within a character",
            Assert.Throws<InvalidDataException>(() => CsvFile.Read(path, classes)).Message);
    }

    // Characters of 2 to 4 bytes at every place of every block that the reader may take.
    [Fact]
    public void Characters_that_lie_across_two_reads_are_whole()
    {
        const string text = "aä€😀bß…";
        foreach (var size in Enumerable.Range(1, 9))
        {
            using var reader = new StreamReader(new Utf8Checked(new Slow(Encoding.UTF8.GetBytes(text), size), "text"));
            Assert.Equal(text, reader.ReadToEnd());
        }
    }

    // The decoder of .NET decides what is UTF-8: both refuse the same bytes, at the same place.
    [Fact]
    public void The_place_is_that_of_the_first_byte_which_dotnets_decoder_refuses()
    {
        var random = new SplitMix64(7);
        for (var i = 0; i < 2_000; i++)
        {
            var bytes = Encoding
                .UTF8.GetBytes("aä€😀bß…aä€😀")
                .Select(b => random.Below(12) == 0 ? (byte)random.Below(256) : b)
                .ToArray();
            var expected = FirstBad(bytes);
            var found = -1;
            try { new StreamReader(new Utf8Checked(new Slow(bytes, 1 + random.Below(6)), "text")).ReadToEnd(); }
            catch (InvalidDataException bad) { found = int.Parse(bad.Message.Split("at byte ")[1].Split(' ')[0]); }
            Assert.Equal(expected, found);
        }
    }

    static int FirstBad(byte[] bytes)
    {
        for (var at = 0; at < bytes.Length;)
        {
            if (Rune.DecodeFromUtf8(bytes.AsSpan(at), out _, out var length) != System.Buffers.OperationStatus.Done) return at;
            at += length;
        }
        return -1;
    }

    [Theory]
    [InlineData("1\0")]
    [InlineData("1\0\0")]
    public void A_number_with_NUL_after_it_is_no_number(string field)
    {
        var message = Assert.Throws<InvalidDataException>(() =>
            CsvFile.Read(new StringReader($"x,y\n{field},2\n"), new CsvOptions { Numeric = ["x"] })).Message;
        Assert.Contains("expected a number", message);
        Assert.Contains("\\u0000", message);
    }

    [Fact]
    public void What_a_field_holds_is_escaped_and_cut_in_a_message()
    {
        var message = Assert
            .Throws<InvalidDataException>(() =>
                CsvFile.Read(
                    new StringReader($"\u001b[31m{new string('a', 5_000)},y\n\u001b]0;x\u0007,2\n"),
                    new CsvOptions { Numeric = [0] }))
            .Message;
        Assert.DoesNotContain(message, char.IsControl);
        Assert.InRange(message.Length, 50, 500);
    }

    // Quadratic, this took 28 s.
    [Fact, Trait("Speed", "Slow")]
    public void A_hundred_thousand_columns_are_read_in_linear_time()
    {
        var names = string.Join(',', Enumerable.Range(0, 100_000).Select(i => $"c{i}"));
        var row = string.Join(',', Enumerable.Range(0, 100_000));
        var watch = System.Diagnostics.Stopwatch.StartNew();
        using var table = CsvFile.Read(new StringReader($"{names}\n{string.Concat(Enumerable.Repeat(row + "\n", 8))}"));
        Assert.Equal([8, 99_999], table.Data.Features.shape);
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 8);
    }

    public void Dispose() => File.Delete(path);

    /// <summary>Gives so many bytes at a time.</summary>
    sealed class Slow(byte[] bytes, int size) : MemoryStream(bytes)
    {
        public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(size, buffer.Length)]);
    }
}
