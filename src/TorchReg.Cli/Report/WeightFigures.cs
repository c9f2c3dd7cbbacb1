using TorchReg.Cli.Pipeline;
using TorchReg.Figures;

namespace TorchReg.Cli.Report;

/// <summary>Weights as pictures: an image per class or hidden unit, and how many weights have which size.</summary>
static class WeightFigures
{
    const int MostUnits = 20;

    /// <summary>A unit's weights as an image of its inputs; null where the inputs are no image.</summary>
    internal static Figure? Images(ReportedRun run, int columns = 5, double zoom = 3)
    {
        var input = run.Run.Input;
        if (!input.IsImage) return null;
        var (name, weight) = run.FirstLayer;
        var (units, pixels, numbers) = ((int)weight.shape[0], (int)weight.shape[1], ReportedRun.Numbers(weight));
        // Standardized inputs have a scale each: the picture is of what the raw pixels meet.
        var pictures = Enumerable.Range(0, Math.Min(units, MostUnits)).Select(u => new Picture(
            run.IsOneLayer ? NameOf(input, u, units) : $"unit {u}", [.. numbers.Skip(u * pixels).Take(pixels)])).ToArray();
        return new ImageGrid(pictures, input.ImageRows, input.ImageColumns, columns)
        {
            Zoom = zoom,
            Title = !run.IsOneLayer ? $"{name}, the first {pictures.Length} units"
                : units > 1 ? "Weights of each class" : "Weights"
        };
    }

    // One output of two classes is of the second.
    static string NameOf(InputEncoding input, int output, int outputs) =>
        input.Classes is not { } classes ? input.Target.Name : outputs == 1 ? classes[^1] : classes[output];

    internal static Figure Histogram(ReportedRun run)
    {
        var numbers = run.Weights.SelectMany(w => ReportedRun.Numbers(w.Weight)).ToArray();
        var zeros = numbers.Count(w => w == 0);
        var largest = Math.Max(numbers.Select(Math.Abs).Max(), 1e-12);
        return new Histogram([new("", [.. numbers.Where(w => w != 0).DefaultIfEmpty(0)])])
        {
            Title = FormattableString.Invariant($"Weights that are not 0; {zeros:N0} of {numbers.Length:N0} are exactly 0"),
            XAxis = new("weight") { From = -largest, To = largest },
            CountAxis = new("count") { IsLogarithmic = numbers.Length > 2_000, IsWhole = true },
            PixelWidth = 500,
            PixelHeight = 320,
        };
    }
}
