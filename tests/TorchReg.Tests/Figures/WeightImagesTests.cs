using TorchReg.Figures;

namespace TorchReg.Tests.Figures;

public class WeightImagesTests
{
    [Fact]
    public void Each_unit_is_an_image_and_only_its_nonzero_weights_are_drawn()
    {
        using var weight = zeros(3, 6);
        weight[1, 4] = -2;
        var svg = System.Xml.Linq.XDocument.Parse(WeightImages.Of(weight, "W", height: 2, width: 3).ToSvg()).Root!;
        var path = Assert.Single(svg.Descendants(), e => e.Name.LocalName == "path");
        Assert.Equal(("M1 1.5h1", "#053061"), (path.Attribute("d")!.Value, path.Attribute("stroke")!.Value));
        Assert.Equal(["W", "0", "1", "2"], svg.Descendants().Where(e => e.Name.LocalName == "text").Take(4).Select(e => e.Value));
    }

    [Fact]
    public void A_matrix_of_another_width_is_refused()
    {
        using var weight = zeros(3, 6);
        Assert.Contains("784", Assert.Throws<ArgumentException>(() => WeightImages.Of(weight)).Message, StringComparison.Ordinal);
    }
}
