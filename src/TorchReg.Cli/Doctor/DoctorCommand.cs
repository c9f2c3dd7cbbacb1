using System.CommandLine;
using TorchReg.Cli.Host;

namespace TorchReg.Cli.Doctor;

/// <summary>torchreg doctor: which torch runs here, and a training step that proves it.</summary>
static class DoctorCommand
{
    const string Examples = """
        Exit status 0 only when a small training step lowered its loss.

        Examples:
          torchreg doctor
        """;

    internal static Command Create(CommandContext context, CancellationToken cancellation)
    {
        var doctor = new Command("doctor", "Say which torch runs here, on which devices and BLAS, and try a training step.");
        HelpWithExamples.AddTo(doctor, Examples);
        doctor.SetAction(_ => Checkup.Run(context, cancellation));
        return doctor;
    }
}
