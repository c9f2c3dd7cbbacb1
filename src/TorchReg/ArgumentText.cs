namespace TorchReg;

/// <summary>
/// What an <see cref="ArgumentException"/> says, without the parameter's name that .NET appends to its message.
/// </summary>
static class ArgumentText
{
    internal static string Of(ArgumentException wrong)
    {
        var end = wrong.Message.LastIndexOf($" (Parameter '{wrong.ParamName}')", StringComparison.Ordinal);
        return end < 0 ? wrong.Message : wrong.Message[..end];
    }
}
