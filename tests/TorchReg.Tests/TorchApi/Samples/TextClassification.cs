using TorchSharp.Modules;
using static TorchSharp.torch.nn;

namespace TorchReg.Tests.TorchApi.Samples;

/// <summary>Sentences as bags of words: an embedding, its mean, a linear layer.</summary>
public class TextClassification
{
    static readonly string[][] topics =
    [
        ["goal", "match", "team", "coach", "league", "score"],
        ["market", "share", "profit", "bank", "trade", "price"],
        ["planet", "orbit", "star", "rocket", "comet", "moon"],
    ];
    static readonly string[] common = ["the", "a", "of", "and", "to", "in", "is", "was"];
    static readonly string[] vocabulary = [.. topics.SelectMany(t => t), .. common];

    sealed class Model : Module<Tensor, Tensor, Tensor>
    {
        readonly EmbeddingBag embedding = EmbeddingBag(vocabulary.Length, 16);
        readonly Linear output = Linear(16, topics.Length);

        public Model() : base("text")
        {
            init.uniform_(embedding.weight!, -0.5, 0.5);
            init.uniform_(output.weight!, -0.5, 0.5);
            init.zeros_(output.bias!);
            RegisterComponents();
        }

        public override Tensor forward(Tensor words, Tensor offsets) => output.call(embedding.call(words, offsets));
    }

    [Fact]
    public void Topics_are_learned_from_words()
    {
        random.manual_seed(1);
        var random1 = new Random(1);
        using var model = new Model();
        var criterion = CrossEntropyLoss();
        var optimizer = optim.SGD(model.parameters(), 2.0);
        for (var step = 0; step < 150; step++)
        {
            using var scope = NewDisposeScope();
            var (labels, words, offsets) = Batch(random1, 16);
            optimizer.zero_grad();
            criterion.call(model.call(words, offsets), labels).backward();
            Assert.True(nn.utils.clip_grad_norm_(model.parameters(), 0.5) > 0);
            optimizer.step();
        }
        using var last = NewDisposeScope();
        model.eval();
        var (wanted, texts, starts) = Batch(random1, 300);
        Assert.True((model.call(texts, starts).argmax(1) == wanted).sum().item<long>() > 285);
    }

    // Sentences of five to nine words, one after the other; where each begins; what each is about.
    static (Tensor Labels, Tensor Words, Tensor Offsets) Batch(Random random, int count)
    {
        var (labels, words, offsets) = (new List<long>(), new List<long>(), new List<long>());
        for (var i = 0; i < count; i++)
        {
            var topic = random.Next(topics.Length);
            labels.Add(topic);
            offsets.Add(words.Count);
            for (var left = random.Next(5, 10); left > 0; left--) words.Add(Word(random, left % 3 == 0 ? topics[topic] : common));
        }
        return (tensor(labels.ToArray()), tensor(words.ToArray()), tensor(offsets.ToArray()));
    }

    static long Word(Random random, string[] among) => Array.IndexOf(vocabulary, among[random.Next(among.Length)]);
}
