using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace TorchReg.ApiReference;

/// <summary>An assembly's public and protected surface, one line a type ("T …") or member ("M …").</summary>
internal static class Signatures
{
    const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    internal static IEnumerable<string> Of(Assembly assembly) => assembly.GetTypes().Where(IsVisible)
        .SelectMany(Lines).Select(pair => pair.Line);

    /// <summary>The type's line, then its members' with what they are of.</summary>
    internal static IEnumerable<(MemberInfo? Member, string Line)> Lines(Type type)
    {
        yield return (null, $"T {Name(type)} : {Kind(type)}");
        if (type.IsSubclassOf(typeof(Delegate))) yield break;
        foreach (var member in type.GetMembers(Declared))
        {
            var line = member switch
            {
                FieldInfo field when IsVisible(field) && !field.IsSpecialName => Field(field),
                PropertyInfo property when property.GetAccessors(true).Any(IsVisible) => Property(property),
                EventInfo @event when IsVisible(@event.AddMethod!) => $" : event {Name(@event.EventHandlerType!)}",
                ConstructorInfo constructor when IsVisible(constructor) && !constructor.IsStatic =>
                    $"({Parameters(constructor)}) : {Access(constructor)}",
                MethodInfo method when IsVisible(method) && !IsAccessor(method) => Method(method),
                _ => null,
            };
            if (line != null)
                yield return (member, $"M {Name(type)}.{(member is ConstructorInfo ? ".ctor" : member.Name)}{line}");
        }
    }

    static bool IsVisible(Type type) => type.IsNested
        ? (type.IsNestedPublic || type.IsNestedFamily || type.IsNestedFamORAssem) && IsVisible(type.DeclaringType!)
        : type.IsPublic;

    static bool IsVisible(FieldInfo field) => field.IsPublic || field.IsFamily || field.IsFamilyOrAssembly;
    static bool IsVisible(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;
    static bool IsAccessor(MethodInfo method) => method.IsSpecialName && !method.Name.StartsWith("op_", StringComparison.Ordinal);
    static string Access(MethodBase method) => method.IsPublic ? "public" : "protected";

    static string Kind(Type type)
    {
        if (type.IsEnum) return "enum";
        if (type.IsSubclassOf(typeof(Delegate)))
        {
            var invoke = type.GetMethod("Invoke")!;
            return $"delegate {Name(invoke.ReturnType)} ({Parameters(invoke)})";
        }
        var word = type.IsInterface ? "interface" : type.IsValueType ? "struct" : "class";
        var modifier = !type.IsClass ? "" : type is { IsAbstract: true, IsSealed: true } ? "static " : type.IsAbstract
            ? "abstract " : type.IsSealed ? "sealed " : "";
        var bases = Bases(type).ToList();
        return $"{modifier}{word}{(bases.Count > 0 ? " : " + string.Join(", ", bases) : "")}{Constraints(type)}";
    }

    static IEnumerable<string> Bases(Type type)
    {
        if (type.IsClass && type.BaseType != typeof(object)) yield return Name(type.BaseType!);
        var all = type.GetInterfaces();
        var implied = all.SelectMany(i => i.GetInterfaces()).Concat(type.BaseType?.GetInterfaces() ?? []).ToHashSet();
        foreach (var name in all.Where(i => !implied.Contains(i)).Select(Name).Order(StringComparer.Ordinal)) yield return name;
    }

    static string Field(FieldInfo field)
    {
        var value = field.IsLiteral ? " = " + Convert.ToString(field.GetRawConstantValue(), CultureInfo.InvariantCulture) : "";
        if (field.DeclaringType!.IsEnum) return value;
        var modifier = field.IsLiteral ? " const" : (field.IsStatic ? " static" : "") + (field.IsInitOnly ? " readonly" : "");
        return $" : {(field.IsPublic ? "public" : "protected")}{modifier} field {Name(field.FieldType)}{value}";
    }

    static string Property(PropertyInfo property)
    {
        var accessors = property.GetAccessors(true).Where(IsVisible).ToList();
        var widest = accessors.Find(a => a.IsPublic) ?? accessors[0];
        var index = property.GetIndexParameters();
        var kinds = (
            accessors.Contains(property.GetMethod!) ? "get; " : "") + (accessors.Contains(property.SetMethod!) ? "set; " : "");
        return $"{(index.Length > 0 ? $"[{Parameters(index)}]" : "")} : {Access(widest)}{Modifiers(widest)} property " +
            $"{Name(property.PropertyType)} {{ {kinds}}}";
    }

    static string Method(MethodInfo method)
    {
        var arguments = method.IsGenericMethod ? $"<{string.Join(", ", method.GetGenericArguments().Select(a => a.Name))}>" : "";
        var extension = method.IsDefined(typeof(ExtensionAttribute)) ? "this " : "";
        return $"{arguments}({extension}{Parameters(method)}) : {Access(method)}{Modifiers(method)} {Name(method.ReturnType)}" +
            Constraints(method) + TupleNames(method.ReturnParameter);
    }

    static string Modifiers(MethodInfo method) =>
        method.IsStatic ? " static"
        : method.IsAbstract ? method.DeclaringType!.IsInterface ? " virtual" : " abstract"
        : method.GetBaseDefinition() != method ? " override"
        : method is { IsVirtual: true, IsFinal: false } ? " virtual" : "";

    static string Parameters(MethodBase method) => Parameters(method.GetParameters());
    static string Parameters(ParameterInfo[] parameters) => string.Join(", ", parameters.Select(Parameter));

    static string Parameter(ParameterInfo parameter)
    {
        var type = parameter.ParameterType;
        var prefix = parameter.IsDefined(typeof(ParamArrayAttribute)) ? "params "
            : type.IsByRef ? (parameter.IsOut ? "out " : parameter.IsIn ? "in " : "ref ") : "";
        return $"{prefix}{Name(type.IsByRef ? type.GetElementType()! : type)} " +
            $"{parameter.Name}{(parameter.HasDefaultValue ? " = " + Default(parameter) : "")}";
    }

    static string Default(ParameterInfo parameter)
    {
        var type = Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType;
        return parameter.RawDefaultValue switch
        {
            null => type.IsValueType && type == parameter.ParameterType ? "default" : "null",
            var value when type.IsEnum => $"{type.Name}.{Enum.ToObject(type, value)}",
            bool value => value ? "true" : "false",
            string value => $"\"{value}\"",
            char value => $"'{value}'",
            var value => Convert.ToString(value, CultureInfo.InvariantCulture)!,
        };
    }

    static string TupleNames(ParameterInfo parameter)
    {
        var names = parameter.GetCustomAttribute<TupleElementNamesAttribute>()?.TransformNames;
        return names == null ? "" : $"  [tuple: {string.Join(", ", names)}]";
    }

    static string Constraints(MethodInfo method) => method.IsGenericMethod ? Constraints(method.GetGenericArguments()) : "";
    static string Constraints(Type type) =>
        Constraints(type.GetGenericArguments().Skip(type.DeclaringType?.GetGenericArguments().Length ?? 0));

    static string Constraints(IEnumerable<Type> parameters) => string.Concat(parameters.Select(parameter =>
    {
        var attributes = parameter.GenericParameterAttributes;
        var isStruct = attributes.HasFlag(GenericParameterAttributes.NotNullableValueTypeConstraint);
        var constraints = new List<string>();
        if (attributes.HasFlag(GenericParameterAttributes.ReferenceTypeConstraint)) constraints.Add("class");
        if (isStruct) constraints.Add("struct");
        constraints.AddRange(parameter.GetGenericParameterConstraints().Where(c => c != typeof(ValueType)).Select(Name));
        if (attributes.HasFlag(GenericParameterAttributes.DefaultConstructorConstraint) && !isStruct) constraints.Add("new()");
        return constraints.Count == 0 ? "" : $" where {parameter.Name} : {string.Join(", ", constraints)}";
    }));

    static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(void)] = "void",
        [typeof(object)] = "object",
        [typeof(string)] = "string",
        [typeof(bool)] = "bool",
        [typeof(char)] = "char",
        [typeof(byte)] = "byte",
        [typeof(sbyte)] = "sbyte",
        [typeof(short)] = "short",
        [typeof(ushort)] = "ushort",
        [typeof(int)] = "int",
        [typeof(uint)] = "uint",
        [typeof(long)] = "long",
        [typeof(ulong)] = "ulong",
        [typeof(float)] = "float",
        [typeof(double)] = "double",
    };

    static string Name(Type type)
    {
        if (Keywords.TryGetValue(type, out var keyword)) return keyword;
        if (type.IsGenericParameter) return type.Name;
        if (type.IsArray) return $"{Name(type.GetElementType()!)}[{new string(',', type.GetArrayRank() - 1)}]";
        if (Nullable.GetUnderlyingType(type) is { } underlying) return Name(underlying) + "?";
        if (type.IsGenericType && type.FullName?.StartsWith("System.ValueTuple`", StringComparison.Ordinal) != false
            && type.Name.StartsWith("ValueTuple`", StringComparison.Ordinal))
            return $"({string.Join(", ", type.GetGenericArguments().Select(Name))})";
        var name = Nested(type, type.GetGenericArguments());
        return type.Namespace is null or "System" or "System.Collections.Generic" ? name : $"{type.Namespace}.{name}";
    }

    /// <summary>A nested type repeats its outer type's arguments: each level takes those that its own name counts.</summary>
    static string Nested(Type type, Type[] arguments)
    {
        var outerCount = type.DeclaringType?.GetGenericArguments().Length ?? 0;
        var own = arguments.Skip(outerCount).ToList();
        var tick = type.Name.IndexOf('`');
        var name = (tick < 0 ? type.Name : type.Name[..tick]) + (own.Count > 0 ? $"<{string.Join(", ", own.Select(Name))}>" : "");
        return type.DeclaringType == null ? name : $"{Nested(type.DeclaringType, arguments[..outerCount])}.{name}";
    }
}
