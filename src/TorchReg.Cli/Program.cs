namespace TorchReg.Cli;

static class Program
{
    static int Main(string[] args)
    {
        using var interruption = new Interruption();
        return new App(Surroundings.OfProcess()).Run(args, interruption.Token);
    }
}
