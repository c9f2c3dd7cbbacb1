using System.Globalization;
using System.Text;
using Parquet;
using Parquet.Schema;

namespace TorchReg.Cli.Pipeline;

/// <summary>Bytes of CSV that grow.</summary>
sealed class CsvBytes
{
    byte[] bytes = new byte[1 << 16];
    int length;

    internal ReadOnlyMemory<byte> Written => bytes.AsMemory(0, length);

    internal void Clear() => length = 0;

    internal void Add(byte one)
    {
        Reserve(1);
        bytes[length++] = one;
    }

    internal void Add<T>(T value, string format = "") where T : IUtf8SpanFormattable
    {
        Reserve(64);
        if (!value.TryFormat(bytes.AsSpan(length), out var written, format, CultureInfo.InvariantCulture))
            throw new FormatException($"a value of {typeof(T).Name} is longer than 64 characters");
        length += written;
    }

    /// <summary>In quotes, so that no character of it separates fields.</summary>
    internal void AddQuoted(string text)
    {
        Add((byte)'"');
        var doubled = text.Contains('"', StringComparison.Ordinal) ? text.Replace("\"", "\"\"", StringComparison.Ordinal) : text;
        Reserve(Encoding.UTF8.GetMaxByteCount(doubled.Length));
        length += Encoding.UTF8.GetBytes(doubled, bytes.AsSpan(length));
        Add((byte)'"');
    }

    void Reserve(int more)
    {
        if (length + more > bytes.Length) Array.Resize(ref bytes, Math.Max(2 * bytes.Length, length + more));
    }
}

/// <summary>The cells of one column in one group of rows.</summary>
abstract class ParquetCells
{
    internal abstract void Read(ParquetRowGroupReader group, int rows);

    /// <summary>Writes a cell; nothing where it is null.</summary>
    internal abstract void Write(int row, CsvBytes text);

    /// <summary>A column by its type; null where its cells are no numbers, times or texts.</summary>
    internal static ParquetCells? Of(Field column) => column is not DataField { IsArray: false } field ? null
        : field.ClrType == typeof(ReadOnlyMemory<char>) ? new Texts(field)
        : field.ClrType == typeof(bool) ? new Values<bool>(field, (value, text) => text.Add(value ? (byte)'1' : (byte)'0'))
        : field.ClrType == typeof(double) ? new Values<double>(field, Add)
        : field.ClrType == typeof(float) ? new Values<float>(field, (value, text) => Add(value, text))
        : field.ClrType == typeof(DateTime) ? new Values<DateTime>(field, Add)
        : field.ClrType == typeof(DateOnly) ? new Values<DateOnly>(field, (value, text) => text.Add(value, "yyyy-MM-dd"))
        : field.ClrType == typeof(TimeSpan) ? new Values<TimeSpan>(field, (value, text) => text.Add(value.TotalSeconds, "R"))
        : field.ClrType == typeof(TimeOnly)
            ? new Values<TimeOnly>(field, (value, text) => text.Add(value.ToTimeSpan().TotalSeconds, "R"))
        : field.ClrType == typeof(decimal) ? Numbers<decimal>(field)
        : field.ClrType == typeof(long) ? Numbers<long>(field)
        : field.ClrType == typeof(ulong) ? Numbers<ulong>(field)
        : field.ClrType == typeof(int) ? Numbers<int>(field)
        : field.ClrType == typeof(uint) ? Numbers<uint>(field)
        : field.ClrType == typeof(short) ? Numbers<short>(field)
        : field.ClrType == typeof(ushort) ? Numbers<ushort>(field)
        : field.ClrType == typeof(byte) ? Numbers<byte>(field)
        : field.ClrType == typeof(sbyte) ? Numbers<sbyte>(field)
        : field.ClrType == typeof(Guid) ? Numbers<Guid>(field)
        : null;

    static Values<T> Numbers<T>(DataField field) where T : struct, IUtf8SpanFormattable =>
        new(field, (value, text) => text.Add(value));

    // No number is no value.
    static void Add(double value, CsvBytes text)
    {
        if (!double.IsNaN(value)) text.Add(value, "R");
    }

    static void Add(DateTime value, CsvBytes text) =>
        text.Add(value, value.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF");

    sealed class Values<T>(DataField field, Action<T, CsvBytes> write) : ParquetCells where T : struct
    {
        T?[] cells = [];
        T[] whole = [];

        internal override void Read(ParquetRowGroupReader group, int rows)
        {
            if (field.IsNullable)
            {
                if (cells.Length < rows) cells = new T?[rows];
                group.ReadAsync<T>(field, cells.AsMemory(0, rows)).AsTask().GetAwaiter().GetResult();
                return;
            }
            if (whole.Length < rows) whole = new T[rows];
            group.ReadAsync<T>(field, whole.AsMemory(0, rows)).AsTask().GetAwaiter().GetResult();
        }

        internal override void Write(int row, CsvBytes text)
        {
            if (!field.IsNullable) write(whole[row], text);
            else if (cells[row] is { } value) write(value, text);
        }
    }

    sealed class Texts(DataField field) : ParquetCells
    {
        string?[] cells = [];

        internal override void Read(ParquetRowGroupReader group, int rows)
        {
            if (cells.Length < rows) cells = new string?[rows];
            group.ReadAsync(field, cells.AsMemory(0, rows)!).AsTask().GetAwaiter().GetResult();
        }

        internal override void Write(int row, CsvBytes text)
        {
            if (cells[row] is { Length: > 0 } cell) text.AddQuoted(cell);
        }
    }
}
