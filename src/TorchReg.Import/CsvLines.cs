using TorchReg.Data;

namespace TorchReg.Import;

/// <summary>The records of a CSV file with commas, as texts.</summary>
static class CsvLines
{
    internal static IEnumerable<string[]> Of(string path)
    {
        using var stream = File.OpenRead(path);
        var (chunks, chunk, reader) = (new RecordChunks(stream), new RecordChunk(), new RecordReader(path, ','));
        while (chunks.Read(chunk))
        {
            reader.Open(chunk);
            while (reader.Read()) yield return [.. Enumerable.Range(0, reader.Count).Select(reader.Text)];
        }
    }
}
