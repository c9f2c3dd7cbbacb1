using System.Text.Json.Nodes;
using TorchReg.TensorBoard;

namespace TorchReg.Tests.TensorBoard;

/// <summary>Event files as a reader of other people's parts has them, and their laws.</summary>
public sealed class EventFileTests : FolderTests
{
    string Path => Directory.GetFiles(folder.Path).Single();

    JsonObject[] Written(Action<EventFile> write)
    {
        using (var file = EventFile.Create(folder.Path)) write(file);
        return EventReaderFactAttribute.Read(Path);
    }

    static double[] Numbers(JsonNode? list) => [.. list!.AsArray().Select(number => (double)number!)];

    // RFC 3720, B.4.
    [Theory, InlineData(0, 0, 0x8a9136aau), InlineData(255, 0, 0x62a8ab43u), InlineData(0, 1, 0x46dd794eu)]
    public void The_checksum_is_that_of_the_standard(int first, int step, uint expected) =>
        Assert.Equal(expected, RecordFrame.Crc([.. Enumerable.Range(0, 32).Select(i => (byte)(first + (i * step)))]));

    [EventReaderFact]
    public void Scalars_keep_their_tag_step_and_value_in_float32()
    {
        var before = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() / 1000.0;
        var events = Written(file =>
        {
            file.Scalar("loss/training", 0, 0.1);
            file.Scalar("größe", 1L << 40, -1e30);
        });
        Assert.Equal("brain.Event:2", (string?)events[0]["version"]);
        Assert.Equal(("loss/training", 0L, (double)0.1f),
            ((string)events[1]["tag"]!, (long)events[1]["step"]!, (double)events[1]["scalar"]!));
        Assert.Equal(("größe", 1L << 40, (double)-1e30f),
            ((string)events[2]["tag"]!, (long)events[2]["step"]!, (double)events[2]["scalar"]!));
        Assert.InRange((double)events[1]["time"]!, before, before + 60);
    }

    [EventReaderFact]
    public void A_histogram_counts_every_number_once_between_its_edges()
    {
        using var scope = NewDisposeScope();
        var weights = randn([40, 50], generator: new Generator(2));
        using (no_grad()) weights[0] = 0;
        var told = Written(file => file.Histogram("w", 3, weights))[1];
        var numbers = weights.to(ScalarType.Float64).data<double>().ToArray();
        var sums = Numbers(told["histogram"]);
        Assert.Equal([numbers.Min(), numbers.Max(), 2000], sums[..3]);
        Assert.Equal(numbers.Sum(), sums[3], 1e-9);
        Assert.Equal(numbers.Sum(number => number * number), sums[4], 1e-8);
        var (limits, counts) = (Numbers(told["limits"]), Numbers(told["counts"]));
        Assert.Equal(numbers.Max(), limits[^1]);
        for (var i = 0; i < limits.Length; i++)
            Assert.Equal(
                numbers.Count(number => number < limits[i] || i == limits.Length - 1), counts[..(i + 1)].Sum(), 1.0);
    }

    [EventReaderFact]
    public void Numbers_that_are_not_finite_equal_or_absent_have_a_histogram()
    {
        using var scope = NewDisposeScope();
        var events = Written(file =>
        {
            file.Histogram("odd", 0, tensor(new[] { float.NaN, float.PositiveInfinity, 1f, 3f }));
            file.Histogram("same", 0, full([7], 2.5, ScalarType.Float64));
            file.Histogram("none", 0, zeros([0]));
            file.Histogram("half", 0, ones([4], ScalarType.Float16));
            file.Histogram("wide", 0, tensor(new[] { -double.MaxValue, double.MaxValue }));
        });
        Assert.Equal([1, 3, 2, 4, 10], Numbers(events[1]["histogram"]));
        Assert.Equal([2.5, 2.5, 7, 17.5, 43.75], Numbers(events[2]["histogram"]));
        Assert.Equal([0, 0, 0, 0, 0], Numbers(events[3]["histogram"]));
        Assert.Equal([4.0], Numbers(events[4]["counts"]));
        Assert.Equal(2, Numbers(events[5]["counts"]).Sum());
    }

    [EventReaderFact]
    public void A_picture_is_white_where_a_weight_is_exactly_0_red_where_positive_and_blue_where_negative()
    {
        using var scope = NewDisposeScope();
        var weights = tensor(new[,] { { 0f, 2f, -2f }, { 1e-9f, 0f, 0f } });
        var picture = Written(file => Assert.True(file.Image("w", 0, weights)))[1];
        Assert.Equal(
            [["ffffff", "67001f", "053061"], ["fff9f6", "ffffff", "ffffff"]],
            picture["pixels"]!.AsArray().Select(row => row!.AsArray().Select(pixel => (string)pixel!).ToArray()));
    }

    [EventReaderFact]
    public void Rows_over_square_images_are_drawn_as_images()
    {
        using var scope = NewDisposeScope();
        var weights = zeros([12, 25]);
        using (no_grad()) weights[11, 24] = 1;
        var pixels = Written(file => file.Image("w", 0, weights))[1]["pixels"]!.AsArray();
        Assert.Equal((12, 60), (pixels.Count, pixels[0]!.AsArray().Count));
        Assert.Equal("67001f", (string)pixels[6 + 4]![6 + 4]!);
        Assert.Equal("b8b8b8", (string)pixels[5]![0]!);
    }

    [Theory, InlineData(2000L, 3L), InlineData(0L, 4L), InlineData(3L, 2000L), InlineData(3L, 0L)]
    public void A_picture_that_would_be_too_large_or_empty_is_not_written(long units, long inputs)
    {
        using var scope = NewDisposeScope();
        using var held = new MemoryStream();
        using var file = new EventFile(held);
        var length = held.Length;
        Assert.False(file.Image("w", 0, zeros([units, inputs])));
        Assert.Equal(length, held.Length);
    }

    [EventReaderFact]
    public void Hyperparameters_are_numbers_truth_values_and_texts()
    {
        var events = Written(file =>
        {
            file.Hyperparameters(
                new Dictionary<string, object> { ["λ"] = 0.01, ["n"] = 3, ["is"] = false, ["kind"] = "mlp" }, "a");
            file.Text("config", 0, "*ä*");
            file.End(succeeded: false);
        });
        var start = events[1];
        Assert.Equal(("hparams", "_hparams_/session_start_info", "a"),
            ((string)start["plugin"]!, (string)start["tag"]!, (string)start["group"]!));
        Assert.Equal("""{"λ":0.01,"n":3,"is":false,"kind":"mlp"}""", Plain(start["hparams"]!));
        Assert.Equal(("text", "*ä*"), ((string)events[2]["plugin"]!, (string)events[2]["text"]!));
        Assert.Equal(("_hparams_/session_end_info", 2), ((string)events[3]["tag"]!, (int)events[3]["status"]!));
    }

    static string Plain(JsonNode node) => node.ToJsonString(
        new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }).Replace("3.0", "3");

    [EventReaderFact]
    public void Of_a_file_that_was_cut_off_anywhere_the_whole_records_are_read()
    {
        Written(file => { for (var i = 0; i < 5; i++) file.Scalar("x", i, i); });
        var bytes = File.ReadAllBytes(Path);
        var length = (bytes.Length - RecordFrame.Of(EventMessages.OfVersion(1).ToBytes()).Length) / 5;
        foreach (var cut in new[] { 1, 4, 5, length - 1 })
        {
            var part = System.IO.Path.Combine(folder.Path, "part");
            File.WriteAllBytes(part, bytes[..^cut]);
            Assert.Equal([0, 1, 2, 3], EventReaderFactAttribute.Read(part).Skip(1).Select(one => (int)one["step"]!));
        }
        bytes[^6] ^= 1;
        File.WriteAllBytes(System.IO.Path.Combine(folder.Path, "part"), bytes);
        Assert.Contains("wrong checksum",
            Assert.Throws<InvalidDataException>(() =>
                EventReaderFactAttribute.Read(System.IO.Path.Combine(folder.Path, "part"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Bad_arguments_are_refused_and_leave_no_record()
    {
        using var scope = NewDisposeScope();
        using var held = new MemoryStream();
        using var file = new EventFile(held);
        var length = held.Length;
        Assert.Throws<ArgumentException>(() => file.Scalar(" ", 0, 1));
        Assert.Contains("two or more dimensions; given [3]",
            Assert.Throws<ArgumentException>(() => file.Image("w", 0, zeros([3]))).Message, StringComparison.Ordinal);
        Assert.Contains("'a' is Int32[]; a hyperparameter is a number, a truth value or a text",
            Assert.Throws<ArgumentException>(() =>
                file.Hyperparameters(new Dictionary<string, object> { ["a"] = new[] { 1 } })).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new TrainingEvents(file) { WeightsEvery = 0 });
        Assert.Equal(length, held.Length);
    }

    [Fact]
    public void Each_file_has_a_name_of_its_own_in_the_order_of_making()
    {
        string[] names = [.. Enumerable.Range(0, 12).Select(_ => EventFile.NewName())];
        Assert.Equal(names.Order(StringComparer.Ordinal), names);
        Assert.Equal(12, names.Distinct().Count());
    }
}
