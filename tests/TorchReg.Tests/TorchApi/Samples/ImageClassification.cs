using TorchSharp.Modules;
using static TorchSharp.torch.nn;
using static TorchSharp.torch.nn.functional;

namespace TorchReg.Tests.TorchApi.Samples;

/// <summary>A small convolutional network learns ten noisy patterns, as people first meet TorchSharp with MNIST.</summary>
public class ImageClassification
{
    const int Classes = 10, Size = 14;

    sealed class Network : Module<Tensor, Tensor>
    {
        readonly Module<Tensor, Tensor> conv1 = Conv2d(1, 8, kernel_size: 3);
        readonly Module<Tensor, Tensor> conv2 = Conv2d(8, 16, kernel_size: 3);
        readonly Module<Tensor, Tensor> pool = MaxPool2d(kernel_size: 2);
        readonly Module<Tensor, Tensor> relu = ReLU();
        readonly Module<Tensor, Tensor> dropout = Dropout(0.25);
        readonly Module<Tensor, Tensor> flatten = Flatten();
        readonly Linear output = Linear(16 * 5 * 5, Classes);

        public Network() : base("digits") => RegisterComponents();

        public override Tensor forward(Tensor input)
        {
            var x = relu.call(conv1.call(input));
            x = pool.call(relu.call(conv2.call(x)));
            return log_softmax(output.call(flatten.call(dropout.call(x))), 1);
        }
    }

    [Fact]
    public void A_convolutional_network_learns_to_tell_the_patterns_apart()
    {
        random.manual_seed(1);
        using var patterns = randn(Classes, 1, Size, Size);
        using var model = new Network();
        using var optimizer = optim.Adam(model.parameters(), lr: 0.005);
        var scheduler = optim.lr_scheduler.StepLR(optimizer, 1, 0.7);

        for (var epoch = 0; epoch < 3; epoch++)
        {
            model.train();
            for (var batch = 0; batch < 30; batch++) Train(model, optimizer, patterns);
            scheduler.step();
        }
        Assert.Equal(0.005 * Math.Pow(0.7, 3), optimizer.ParamGroups.First().LearningRate, 1e-12);
        Assert.True(Accuracy(model, patterns) > 0.95);
    }

    static void Train(Module<Tensor, Tensor> model, optim.Optimizer optimizer, Tensor patterns)
    {
        using var scope = NewDisposeScope();
        var (images, labels) = Batch(patterns, 32);
        optimizer.zero_grad();
        nll_loss(model.call(images), labels).backward();
        optimizer.step();
    }

    static double Accuracy(Module<Tensor, Tensor> model, Tensor patterns)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        model.eval();
        var (images, labels) = Batch(patterns, 300);
        return model.call(images).argmax(1).eq(labels).sum().ToInt32() / 300.0;
    }

    static (Tensor, Tensor) Batch(Tensor patterns, int count)
    {
        var labels = randint(Classes, [count], int64);
        return (patterns.index_select(0, labels) + randn(count, 1, Size, Size), labels);
    }
}
