namespace TorchReg.Misuse;

static class Files
{
    internal static Case[] Cases => [];
}
