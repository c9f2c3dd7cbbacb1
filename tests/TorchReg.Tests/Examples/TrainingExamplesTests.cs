using System.Globalization;
using System.Text.RegularExpressions;

namespace TorchReg.Tests.Examples;

[Trait("Speed", "Slow")]
public class TrainingExamplesTests
{
    static double[] Numbers(string text, string pattern) =>
        [.. Regex.Matches(text, pattern).Select(m => double.Parse(m.Groups[1].Value, CultureInfo.InvariantCulture))];

    [Fact]
    public void Early_stopping_ends_sooner_with_a_lower_loss_on_fresh_rows()
    {
        var output = ExampleProgram.Run("EarlyStopping", "300", "40");
        var epochs = Numbers(output, @": (\d+) epochs");
        var losses = Numbers(output, @"test +data ([\d.]+)");
        Assert.Equal(40, epochs[0]);
        Assert.True(epochs[1] < 40 && losses[1] < losses[0], output);
        Assert.Contains("loss has not improved since epoch", output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_certificate_falls_with_proximal_steps_and_not_with_subgradient_steps()
    {
        var output = ExampleProgram.Run("Certificate", "200");
        double[] Of(string method) => Numbers(output, method + @" +[\d.]+ +([\d.E+-]+)");
        var (proximal, subgradient) = (Of("SGD, proximal steps"), Of("SGD, subgradient steps"));
        Assert.True(proximal[^1] < proximal[0] && proximal[^1] < subgradient[^1], output);
    }

    [Fact]
    public void Three_trainings_stand_beside_each_other_for_TensorBoard()
    {
        var folder = Directory.CreateTempSubdirectory("torchreg-events").FullName;
        try
        {
            ExampleProgram.Run("EventFiles", folder, "2");
            Assert.Equal(
                ["lambda-0", "lambda-0.001", "lambda-0.01"],
                Directory.GetDirectories(folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
            Assert.All(Directory.GetDirectories(folder), run => Assert.Single(Directory.GetFiles(run, "events.out.tfevents.*")));
        }
        finally { Directory.Delete(folder, recursive: true); }
    }

    [Fact]
    public void A_training_and_a_path_are_logged_and_measured()
    {
        var output = ExampleProgram.Run("Telemetry");
        Assert.Equal(5, Numbers(output, @"Information 2: epoch (\d)").Length);
        Assert.Equal(5, Numbers(output, @"torchreg.training.exact_zeros (\d+) \{weight\}").Length);
        Assert.Equal(5, Numbers(output, @"torchreg.path.lambda ([\d.E+-]+)").Length);
        Assert.Contains("Information 12: path of 5 λ", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_processes_train_the_same_weights_bit_for_bit() =>
        Assert.Equal(ExampleProgram.Run("Certificate", "60"), ExampleProgram.Run("Certificate", "60"));

    [Fact]
    public void Times_show_what_machines_fail_of()
    {
        var output = ExampleProgram.Run("Survival", "300");
        Assert.All(new[] { "x0: 0.", "x1: -0.", "x2: 0." }, weight => Assert.Contains(weight, output, StringComparison.Ordinal));
        Assert.InRange(Numbers(output, @"fresh machines ([\d.]+) %")[0], 70, 90);
    }

    [Fact]
    public void Counts_are_foretold_better_by_their_own_loss()
    {
        var output = ExampleProgram.Run("Counts", "300");
        Assert.True(Numbers(output, @"Poisson ([\d.]+)")[0] < Numbers(output, @"least squares ([\d.]+)")[0], output);
    }

    [Fact]
    public void A_network_that_lost_most_of_its_parameters_knows_the_digits()
    {
        var page = ProgramOutput.Of("SmallerNetwork");
        var (full, shrunk) = (page.Row("full"), page.Row("λ = 0.001"));
        Assert.True(shrunk[0] > full[0] - 6 && shrunk[3] < 70, $"{full[0]} {shrunk[0]} {shrunk[3]}");
    }

    [Fact]
    public void A_convolutional_network_that_lost_most_of_its_parameters_knows_the_digits()
    {
        var page = ProgramOutput.Of("SmallerConvNet");
        var (full, shrunk) = (page.Row("full"), page.Row("λ = 0.0015"));
        Assert.True(full[0] > 80 && shrunk[0] > full[0] - 6 && shrunk[3] < 70, $"{full[0]} {shrunk[0]} {shrunk[3]}");
        page.Says("λ = 0.0015.");
    }
}
