using TorchReg.Models;
using TorchReg.Storage;
using static TorchSharp.torch;

namespace TorchReg.Fuzz.Tests;

/// <summary>Files of weights. After a refusal the model is what it was.</summary>
public sealed class ModelFuzz(Place place) : IClassFixture<Place>
{
    [Theory]
    [InlineData(".safetensors")]
    [InlineData(".dat")]
    public void A_model_file_of_any_bytes_is_read_or_refused_and_then_the_model_is_unchanged(string extension)
    {
        using var saved = new Mlp([3, 4, 2], 0.5);
        using var model = new Mlp([3, 4, 2], 0.5);
        var path = place.At($"model{extension}");
        ModelFile.Save(saved, path, new Dictionary<string, string> { ["format"] = "pt" });
        var (valid, before) = (File.ReadAllBytes(path), Numbers(model));
        foreach (var (name, random) in Budget.Inputs($"model{extension}", 500))
        {
            place.Write($"damaged{extension}", Mutation.Of(valid, random));
            var isRead = false;
            Verdict.Library(
                name,
                () =>
                {
                    ModelFile.Load(model, place.At($"damaged{extension}"));
                    isRead = true;
                },
                typeof(InvalidDataException));
            if (isRead) before = Numbers(model);
            else Assert.Equal(before, Numbers(model));
        }
    }

    static int[] Numbers(nn.Module model)
    {
        using var scope = NewDisposeScope();
        return
        [
            .. model
                .state_dict()
                .Values.SelectMany(tensor => tensor.cpu().data<float>().ToArray())
                .Select(BitConverter.SingleToInt32Bits)
        ];
    }
}
