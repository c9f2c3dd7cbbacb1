namespace TorchReg.Data;

/// <summary>A place on the paper; x grows to the right, y downwards.</summary>
internal readonly record struct Point(double X, double Y);

/// <summary>
/// How digits are written: per digit some variants, per variant strokes separated by <c>|</c>, per stroke the points
/// that a smooth curve passes through, x,y in hundredths of the digit's box.
/// </summary>
internal static class DigitTemplates
{
    private static readonly Point[][][][] Parsed = Array.ConvertAll<string[], Point[][][]>(
        [
            ["50,0 25,12 15,50 25,88 50,100 75,88 85,50 75,12 50,0", "60,4 36,5 24,35 22,70 45,99 68,86 77,50 72,16 52,1"],
            ["50,0 50,50 50,100", "30,24 52,0 | 52,0 50,100", "32,22 50,0 | 50,0 50,100 | 28,100 74,100"],
            ["20,25 35,3 62,2 78,25 65,52 20,98 | 20,98 82,98", "22,22 45,0 74,14 68,50 36,88 18,92 26,76 50,88 85,96"],
            [
                "22,12 50,0 75,15 68,40 45,48 | 45,48 75,56 80,80 55,100 20,88",
                "20,3 78,3 | 78,3 46,42 | 46,42 76,54 78,82 52,100 20,90"
            ],
            ["25,0 20,35 22,58 | 22,58 86,58 | 72,0 69,50 67,100", "66,0 40,30 14,66 | 14,66 90,66 | 66,0 66,100"],
            ["78,2 30,2 | 30,2 25,45 | 25,45 55,36 80,60 70,92 40,100 18,88", "78,5 48,3 28,20 34,42 64,52 76,75 54,98 20,92"],
            ["65,0 38,20 20,60 28,92 52,100 76,85 74,62 52,52 30,62 21,75", "42,0 26,42 22,76 44,100 72,88 70,65 46,58 24,76"],
            ["18,5 80,5 | 80,5 55,50 42,100", "18,5 80,5 | 80,5 55,50 42,100 | 32,52 74,52"],
            [
                "72,15 50,0 28,15 35,38 50,48 72,65 75,85 50,100 25,85 30,63 50,48 66,36 72,15",
                "50,0 30,12 30,34 50,46 70,34 70,12 50,0 | 50,46 24,62 24,88 50,100 76,88 76,62 50,46"
            ],
            [
                "75,25 60,3 35,5 22,28 35,48 60,45 75,25 | 75,25 72,60 65,100",
                "74,22 55,0 30,8 24,34 45,50 68,40 75,20 78,55 65,90 30,98"
            ],
        ],
        variants => Array.ConvertAll(variants, Parse));

    /// <summary>The variants of <paramref name="digit"/>: strokes of points in [0, 1]².</summary>
    public static IReadOnlyList<Point[][]> Of(int digit) => Parsed[digit];

    private static Point[][] Parse(string variant) => Array.ConvertAll(variant.Split(" | "), ParseStroke);

    private static Point[] ParseStroke(string stroke) => Array.ConvertAll(stroke.Split(' '), ParsePoint);

    private static Point ParsePoint(string point) =>
        point.Split(',') is [var x, var y] ? new(int.Parse(x) / 100.0, int.Parse(y) / 100.0) : throw new FormatException(point);
}
