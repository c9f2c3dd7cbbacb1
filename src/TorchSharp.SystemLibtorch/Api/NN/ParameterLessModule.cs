using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>A module that has, and may get, no parameters, buffers or modules: registering and moving look for it.</summary>
public interface IParameterLessModule;

static class ParameterLess
{
    internal static void Check(nn.Module module, string component)
    {
        if (module is IParameterLessModule)
            throw new InvalidOperationException($"Cannot register a {component} on a module that is declared 'parameter-less.'");
    }
}

public abstract class ParameterLessModule<T1, TResult>(string name) : nn.Module<T1, TResult>(name), IParameterLessModule;

public abstract class ParameterLessModule<T1, T2, TResult>(string name) : nn.Module<T1, T2, TResult>(name), IParameterLessModule;

public abstract class ParameterLessModule<T1, T2, T3, TResult>(string name) : nn.Module<T1, T2, T3, TResult>(name),
    IParameterLessModule;

public abstract class ParameterLessModule<T1, T2, T3, T4, TResult>(string name) : nn.Module<T1, T2, T3, T4, TResult>(name),
    IParameterLessModule;

public abstract class ParameterLessModule<T1, T2, T3, T4, T5, TResult>(string name)
    : nn.Module<T1, T2, T3, T4, T5, TResult>(name), IParameterLessModule;

public abstract class ParameterLessModule<T1, T2, T3, T4, T5, T6, TResult>(string name)
    : nn.Module<T1, T2, T3, T4, T5, T6, TResult>(name), IParameterLessModule;
