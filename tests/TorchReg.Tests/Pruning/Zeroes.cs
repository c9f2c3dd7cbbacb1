using TorchSharp.Modules;

namespace TorchReg.Tests.Pruning;

/// <summary>Makes units and columns of a network zero, as group penalties do, with statistics of a trained one.</summary>
static class Zeroes
{
    public static void Put(nn.Module network, Random random)
    {
        using var noGrad = no_grad();
        foreach (var (_, module) in network.named_modules())
            switch (module)
            {
                case Linear linear: Some(linear.weight!, random); break;
                case Convolution convolution: Some(convolution.weight, random); break;
                case Embedding embedding: Some(embedding.weight!.t(), random); break;
                case BatchNorm norm: Some(norm, random); break;
            }
    }

    static void Some(Tensor weight, Random random)
    {
        for (var axis = 0; axis < 2; axis++)
            for (var i = 0; i < weight.shape[axis]; i++)
                if (random.Next(4 + 2 * axis) == 0) weight.select(axis, i).zero_();
    }

    static void Some(BatchNorm norm, Random random)
    {
        norm.running_mean!.normal_();
        norm.running_var!.uniform_(0.5, 2);
        norm.weight!.uniform_(0.5, 2);
        norm.bias!.normal_();
        for (var i = 0; i < norm.weight!.shape[0]; i++)
            if (random.Next(6) == 0) norm.weight[i] = tensor(0f);
    }
}
