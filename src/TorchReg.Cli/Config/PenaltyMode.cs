namespace TorchReg.Cli.Config;

enum PenaltyMode
{
    Gradient,
    Loss,
    Proximal,
}
