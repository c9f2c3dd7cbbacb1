namespace TorchSharp;

public enum DeviceType
{
    CPU = 0, CUDA = 1, MKLDNN = 2, OPENGL = 3, OPENCL = 4, IDEEP = 5, HIP = 6, FPGA = 7, MSNPU = 8, XLA = 9, MPS = 13, META = 14,
}

public static partial class torch
{
    /// <summary>Where a tensor lives: "cpu", "cuda", "cuda:1".</summary>
    public class Device
    {
        public DeviceType type { get; } = DeviceType.CPU;
        public int index { get; } = -1;

        public Device(string description)
        {
            if (description is null) throw Null(nameof(description));
            var parts = description.Split(':');
            type = Parse(parts[0], description);
            if (parts.Length == 2)
                index = int.TryParse(parts[1], out var i) ? i
                    : throw new FormatException($"Invalid device string: '{description}'.");
            else if (parts.Length == 1) index = Normal(type, -1);
            else throw new ArgumentException(
                $"Invalid device string: '{description}'. Expected for example 'cpu', 'cuda' or 'cuda:1'.");
        }

        public Device(string deviceType, int index = -1) =>
            (type, this.index) = (Parse(deviceType, deviceType), Normal(Parse(deviceType, deviceType), index));
        public Device(DeviceType deviceType, int index = -1) => (type, this.index) = (deviceType, Normal(deviceType, index));
        public Device(int index) => (type, this.index) = (DeviceType.CUDA, index);

        public static implicit operator Device(string description) => new(description);

        static int Normal(DeviceType type, int index) => type == DeviceType.CPU || index >= 0 ? index : 0;

        static DeviceType Parse(string name, string given) => (name ?? throw Null(nameof(name))).ToLowerInvariant() switch
        {
            "cpu" => DeviceType.CPU,
            "cuda" => DeviceType.CUDA,
            "mps" => DeviceType.MPS,
            "meta" => DeviceType.META,
            _ =>
                throw new ArgumentException($"Invalid device string: '{given}'. Expected for example 'cpu', 'cuda' or 'cuda:1'."),
        };

        public override string ToString() => type == DeviceType.CPU ? "cpu" : $"{type.ToString().ToLowerInvariant()}:{index}";
    }

    public static readonly Device CPU = new(DeviceType.CPU);
    public static readonly Device META = new(DeviceType.META);
    public static Device CUDA => InitializeDevice(new(DeviceType.CUDA));
    public static Device MPS => InitializeDevice(new(DeviceType.MPS));

    // These refuse a device that the machine lacks at once; new Device(…) and a string that is converted do not.
    public static Device device(string description) => InitializeDevice(new(description));
    public static Device device(DeviceType deviceType, int index = -1) => InitializeDevice(new(deviceType, index));
    public static Device device(int index) => new(index);

    static Device defaultDevice = CPU;

    public static Device get_default_device() => defaultDevice;
    public static void set_default_device(Device device) => defaultDevice = InitializeDevice(device);
    public static void set_default_device(string device) => set_default_device(new Device(device));

    public static Device InitializeDevice(Device? device)
    {
        device ??= get_default_device();
        InitializeDeviceType(device.type);
        return device;
    }

    public static void InitializeDeviceType(DeviceType deviceType)
    {
        if (!TryInitializeDeviceType(deviceType))
            throw new InvalidOperationException($"Torch device type {deviceType} did not initialise on the current machine.");
    }

    public static bool TryInitializeDeviceType(DeviceType deviceType) =>
        deviceType == DeviceType.CUDA ? cuda.is_available() : deviceType != DeviceType.MPS || mps_is_available();

    public static bool cuda_is_available() => cuda.is_available();

    /// <summary>Never: Apple's devices are macOS's, and the stand-in is Linux's.</summary>
    public static bool mps_is_available() => false;
}
