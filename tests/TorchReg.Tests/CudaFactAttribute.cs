namespace TorchReg.Tests;

/// <summary>A test that needs a CUDA device; skipped, with the reason, where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class CudaFactAttribute : FactAttribute
{
    public CudaFactAttribute()
    {
        if (!torch.cuda.is_available()) Skip = "needs a CUDA device";
    }
}
