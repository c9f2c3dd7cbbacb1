using System.Text.Json;
using TorchReg.Tests.Reference;

namespace TorchReg.Tests.Objectives;

// Losses of classes that do not all count the same, of rows and of pixels, beside PyTorch's numbers.
public class ClassLossTests
{
    static readonly JsonElement file = ReferenceFile.Read("class_losses.json");

    static Tensor Labels(string key = "labels") => file.GetProperty(key).Tensor().to(ScalarType.Int64);

    static Tensor Given(string key) => file.GetProperty(key).Tensor();

    static (Loss Loss, Tensor Target) Named(string name)
    {
        var w = Given("class_weights");
        return name switch
        {
            "cross_entropy" => (Losses.CrossEntropyWith(0.1, w), Labels()),
            "cross_entropy_without_255" => (Losses.CrossEntropyWith(0, w, 255), Labels("labels_with_255")),
            "cross_entropy_unweighted_without_255" =>
                (Losses.CrossEntropyWith(0.2, ignoreIndex: 255), Labels("labels_with_255")),
            "focal" => (Losses.Focal(1.5, w), Labels()),
            "binary_focal" => (Losses.BinaryFocal(), Given("ones")),
            _ => (Losses.BinaryCrossEntropyWith(Given("positive_weights")), Given("ones")),
        };
    }

    public static TheoryData<string> Names =>
    [
        "cross_entropy", "cross_entropy_without_255", "cross_entropy_unweighted_without_255", "focal", "binary_focal",
        "positive_weight",
    ];

    [Theory, MemberData(nameof(Names))]
    public void Losses_of_pixels_and_their_gradients_are_PyTorchs(string name)
    {
        var (loss, target) = Named(name);
        var z = Given("z").requires_grad_();
        var value = loss.Value(z, target);
        value.backward();
        Assert.Equal(file.GetProperty(name).GetProperty("value").GetDouble(), value.ToDouble(), 12);
        Assert.True(z.grad!.allclose(file.GetProperty(name).GetProperty("gradient").Tensor(), 1e-11, 1e-13));
    }

    // A row without pixels: each pixel is a row, and what images come to is what their pixels do.
    [Theory, MemberData(nameof(Names))]
    public void Pixels_come_to_what_as_many_rows_do(string name)
    {
        var (loss, target) = Named(name);
        var rows = Given("z").movedim([1L], [-1L]).reshape(-1, 4);
        var flat = target.Dimensions == 4 ? target.movedim([1L], [-1L]).reshape(-1, 4) : target.reshape(-1);
        Assert.Equal(loss.Value(Given("z"), target).ToDouble(), loss.Value(rows, flat).ToDouble(), 12);
    }

    [Fact]
    public void Chunks_of_images_have_the_loss_of_all_of_them_and_the_accuracy_is_that_of_pixels()
    {
        var (loss, target) = Named("cross_entropy_without_255");
        var z = Given("z");
        using var data = new Dataset(z.clone(), target);
        var ledger = Evaluation.Of(nn.Identity(), data, loss);
        Assert.Equal(file.GetProperty("cross_entropy_without_255").GetProperty("value").GetDouble(), ledger.DataLoss, 12);
        var right = z.argmax(1).eq(target).sum().ToInt64();
        Assert.Equal((double)right / target.ne(255).sum().ToInt64(), ledger.Metrics[Metric.Accuracy], 12);
        var scores = Scores.Of(loss, z, data);
        Assert.Equal(ledger.DataLoss, scores.First(s => s.Metric == Metric.Loss).Value, 12);
        Assert.Equal(ledger.Metrics[Metric.Accuracy], scores.First(s => s.Metric == Metric.Accuracy).Value, 12);
    }

    [Fact]
    public void One_hot_pixels_come_to_what_their_classes_do()
    {
        var rows = eye(4, dtype: ScalarType.Float64).index_select(0, Labels().reshape(-1));
        var oneHot = rows.reshape(3, 2, 3, 4).movedim([-1L], [1L]);
        var loss = Losses.CrossEntropyWith(0.1, Given("class_weights"));
        Assert.Equal(loss.Value(Given("z"), Labels()).ToDouble(), loss.Value(Given("z"), oneHot).ToDouble(), 12);
    }

    [Fact]
    public void Focal_losses_without_focus_are_cross_entropies()
    {
        Assert.Equal(
            Losses.CrossEntropy.Value(Given("z"), Labels()).ToDouble(),
            Losses.Focal(0).Value(Given("z"), Labels()).ToDouble(), 12);
        Assert.Equal(
            Losses.BinaryCrossEntropy.Value(Given("z"), Given("ones")).ToDouble() / 2,
            Losses.BinaryFocal(0, 0.5).Value(Given("z"), Given("ones")).ToDouble(), 12);
    }

    // A row that is sure: the power of 0 has an infinite slope below 1.
    [Theory]
    [InlineData(0.3), InlineData(1), InlineData(2)]
    public void Focal_losses_have_finite_gradients_however_sure_a_row_is(double gamma)
    {
        foreach (var type in new[] { ScalarType.Float32, ScalarType.Float64 })
        {
            var z = tensor(new[] { 900.0, 0, -900, 0 }, dtype: type).reshape(2, 2).requires_grad_();
            var ofClasses = Losses.Focal(gamma).Value(z, zeros(2, ScalarType.Int64));
            (ofClasses + Losses.BinaryFocal(gamma).Value(z, ones(2, 2, type))).backward();
            Assert.True(z.grad!.isfinite().all().ToBoolean());
            Assert.True(z.grad!.abs().sum().ToDouble() > 0.1);
        }
    }

    public static TheoryData<string, Func<Tensor>> Wrong => new()
    {
        { "[3×2×3]", () => Losses.CrossEntropy.Value(Given("z"), zeros(3, 3, 2, ScalarType.Int64)) },
        { "The label 255 is no class", () => Losses.CrossEntropy.Value(Given("z"), Labels("labels_with_255")) },
        {
            "(row 2;",
            () => Losses.Focal(ignoreIndex: 9).Value(
                zeros(3, 2, 4), tensor(new long[] { 0, 1, 9, 9, 0, 0, 1, 1, 0, 1, 7, 0 }, [3, 4]))
        },
        { "needs class indices", () => Losses.Focal().Value(Given("z"), Given("z")) },
        { "needs class indices", () => Losses.CrossEntropyWith(ignoreIndex: 255).Value(zeros(2, 3), zeros(2, 3)) },
        { "leaves no mean", () => Losses.CrossEntropyWith(ignoreIndex: 255).Value(zeros(1, 3), tensor(new long[] { 255 })) },
        {
            "rows × classes × height × width",
            () => Losses.CrossEntropy.Value(zeros(2, 3, 0, 4), zeros(2, 0, 4, ScalarType.Int64))
        },
        { "2 positive weights for 4 outputs", () => Losses.BinaryCrossEntropyWith(ones(2)).Value(Given("z"), Given("ones")) },
        { "finite numbers above 0", () => Losses.BinaryCrossEntropyWith(zeros(2)).Value(zeros(2), zeros(2)) },
        { "positiveWeight must be", () => Losses.BinaryCrossEntropyWith(0).Value(zeros(2), zeros(2)) },
        { "targets 0 and 1", () => Losses.BinaryFocal().Value(zeros(2), full([2L], 0.5)) },
        { "gamma must be", () => Losses.Focal(-1).Value(zeros(2), zeros(2)) },
        { "alpha must be", () => Losses.BinaryFocal(2, 1).Value(zeros(2), zeros(2)) },
    };

    [Theory, MemberData(nameof(Wrong))]
    public void What_does_not_fit_is_refused_by_name(string says, Func<Tensor> value) =>
        Assert.Contains(says, Assert.ThrowsAny<ArgumentException>(value).Message, StringComparison.Ordinal);

    [Fact]
    public void Linear_problems_refuse_a_loss_that_is_not_convex_and_one_that_has_weights_of_its_own()
    {
        using var data = new Dataset(ones(4, 2, ScalarType.Float64), tensor(new long[] { 0, 1, 0, 1 }));
        foreach (var loss in new[] { Losses.Focal(), Losses.CrossEntropyWith(ignoreIndex: 7), Losses.BinaryFocal() })
            Assert.Contains(
                loss.Name, Assert.ThrowsAny<ArgumentException>(() => new LinearProblem(data, loss).Fit(0.1)).Message,
                StringComparison.Ordinal);
    }
}
