namespace TorchReg.Tests;

/// <summary>A test on real digits, which the folder named by TORCHREG_DATA holds.</summary>
public sealed class DataFactAttribute : FactAttribute
{
    public DataFactAttribute()
    {
        if (string.IsNullOrEmpty(Folder))
            Skip = "TORCHREG_DATA is not set; it names a folder with MNIST-format files.";
    }

    public static string? Folder => Environment.GetEnvironmentVariable("TORCHREG_DATA");
}
