namespace TorchReg.Import;

/// <summary>A line for each column, its name and its coefficient for each output: what R writes of glmnet's coef.</summary>
static class CsvCoefficients
{
    const int Longest = 256 << 20;

    internal static LinearCoefficients Read(string path)
    {
        if (new FileInfo(path).Length > Longest) throw new InvalidDataException(
            $"{path}: it is larger than 256 MB; give coefficients.");
        var records = CsvLines.Of(path).ToArray();
        if (records.Length < 2 || records[0].Length < 2) throw Wrong(path, "it has no coefficients");
        if (Array.Find(records, record => record.Length != records[0].Length) is { } ragged)
            throw Wrong(path, $"the line of '{Shown.Value(ragged[0])}' has {ragged.Length} cells, of {records[0].Length}");
        var outputs = records[0].Length - 1;
        var lines = records[1..];
        var intercept = Array.Find(lines, line => IsIntercept(line[0]));
        string[][] columns = [.. lines.Where(line => !IsIntercept(line[0]))];
        if (lines.Length > columns.Length + 1) throw Wrong(path, "there are two intercepts");
        double[] Output(int k) => [.. columns.Select(line => Number(line, k, path))];
        return LinearCoefficients.Of(
            [.. Enumerable.Range(0, outputs).Select(Output)],
            intercept is null ? null : [.. Enumerable.Range(0, outputs).Select(k => Number(intercept, k, path))],
            [.. columns.Select(line => line[0])],
            outputs > 1 ? records[0][1..] : null, path);
    }

    static bool IsIntercept(string name) => name.Equals("(intercept)", StringComparison.OrdinalIgnoreCase);

    static double Number(string[] line, int output, string path) =>
        NumberText.TryRead(line[output + 1], out var number) && double.IsFinite(number) ? number
            : throw Wrong(path,
                $"'{Shown.Value(line[0])}' has the coefficient '{Shown.Value(line[output + 1])}', which is no number");

    static InvalidDataException Wrong(string path, string what) => new(
        $"{path}: {what}; write a header and a line for each column, its name and its coefficients, as docs/certify.md does.");
}
