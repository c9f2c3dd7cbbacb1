using static TorchSharp.torch;

namespace TorchReg.Misuse;

static class Devices
{
    // A device that this machine lacks.
    static string Absent => cuda.is_available() ? "cuda:99" : "cuda";

    internal static Case[] Cases =>
    [
        Case.Of("a tensor on an absent device", "CUDA", () => zeros(3, device: Absent)),
        Case.Of("a tensor moved to an absent device", "CUDA", () => ones(3).to(Absent)),
        Case.Of("a tensor moved to cuda:99", "CUDA", () => ones(3).to("cuda:99")),
        Case.Of("numbers on cuda:99", "CUDA", () => tensor([1f, 2f], device: "cuda:99")),
        Case.Of("random numbers on cuda:99", "CUDA", () => randn(3, device: "cuda:99")),
        Case.Of("a layer on an absent device", "CUDA", () => nn.Linear(2, 2, device: Absent)),
        Case.OfStandIn("a generator on an absent device", "CUDA", "takes it", () => new Generator(1, "cuda:99")),
        Case.Of("a device named gpu", "gpu", () => new Device("gpu")),
        Case.Of("a device without name", "''", () => new Device("")),
        Case.Of("a device with a word as index", "cuda:x", () => new Device("cuda:x")),
        Case.OfStandIn("a device with two indices", "cuda:0:0", "takes it", () => new Device("cuda:0:0")),
        Case.Of("a tensor moved to a bad device string", "cpuu", () => ones(3).to("cpuu")),
        Case.Of("the elements of a meta tensor", "cpu", () => ones(3, device: META).data<float>()),
        Case.Of("the number in a meta tensor", "meta", () => ones(1, device: META).item<float>()),
        Case.Of("a copy from meta to CPU", "meta", () => ones(3).copy_(ones(3, device: META))),
    ];
}
