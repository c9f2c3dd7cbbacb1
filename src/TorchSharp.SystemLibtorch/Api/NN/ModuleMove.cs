using System.Reflection;
using TorchSharp.Interop;
using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        // Moving to a device or an element type replaces the Parameter objects.
        public partial class Module
        {
            static readonly Op convert = new("to.dtype_layout");
            protected DeviceType _deviceType = DeviceType.CPU;
            protected int _deviceIndex = -1;

            protected internal virtual Module _to(Device device, ScalarType dtype, bool non_blocking)
            {
                if (this is IParameterLessModule) return this;
                CheckFloating(dtype);
                InitializeDevice(device);
                _toEpilog(device, dtype, non_blocking);
                return this;
            }

            protected internal virtual Module _to(DeviceType deviceType, int deviceIndex, bool non_blocking)
            {
                if (this is IParameterLessModule) return this;
                InitializeDeviceType(deviceType);
                _toEpilog(deviceType, deviceIndex, non_blocking);
                return this;
            }

            protected internal virtual Module _to(ScalarType dtype, bool non_blocking)
            {
                if (this is IParameterLessModule) return this;
                CheckFloating(dtype);
                _toEpilog(dtype, non_blocking);
                return this;
            }

            public Module _to(Tensor other, bool non_blocking)
            {
                _to(other.dtype, non_blocking);
                return _to(other.device_type, other.device_index, non_blocking);
            }

            // Layers that convert their own parameters leave the refusal to libtorch.
            private protected virtual bool ConvertsItself => false;

            void CheckFloating(ScalarType dtype)
            {
                if (!ConvertsItself && !is_floating_point(dtype) && !is_complex(dtype))
                    throw new ArgumentException(
                        $"nn.Module.to only accepts floating point or complex types, but got desired dtype={dtype}");
            }

            protected void _toEpilog(ScalarType dtype, bool non_blocking) => _toEpilog(dtype, null, non_blocking);
            protected void _toEpilog(Device device, ScalarType dtype, bool non_blocking) =>
                _toEpilog((ScalarType?)dtype, device, non_blocking);
            protected void _toEpilog(DeviceType deviceType, int deviceIndex, bool non_blocking) =>
                _toEpilog(null, new Device(deviceType, deviceIndex), non_blocking);

            protected virtual void _toEpilog(ScalarType? dtype, Device? device, bool non_blocking)
            {
                if (inner is not null) MoveInner(dtype, device, non_blocking);
                foreach (var child in children())
                {
                    if (device is null) child._to(dtype!.Value, non_blocking);
                    else if (dtype is null) child._to(device.type, device.index, non_blocking);
                    else child._to(device, dtype.Value, non_blocking);
                }
                foreach (var (key, parameter) in named_parameters(false).ToArray())
                {
                    if (!ReplaceParameter(dtype, device, parameter, out var moved)) continue;
                    ConditionallyRegisterParameter(key, moved);
                    SetField(key, moved);
                }
                foreach (var (key, buffer) in named_buffers(false).ToArray())
                {
                    if (!ReplaceBuffer(dtype, device, buffer, out var moved)) continue;
                    ConditionallyRegisterBuffer(key, moved, _internal_buffers[key].Item2);
                    SetField(key, moved);
                }
                if (device is not null) (_deviceType, _deviceIndex) = (device.type, device.index);
            }

            void SetField(string component, Tensor? value)
            {
                for (var type = GetType(); type != typeof(Module); type = type!.BaseType)
                    foreach (var field in type!.GetFields(InstanceFields | BindingFlags.DeclaredOnly))
                        if (field.ComponentName() == component && field.FieldType.IsInstanceOfType(value))
                            field.SetValue(this, value);
            }

            protected static bool ReplaceParameter(ScalarType? dtype, Device? device, Parameter param, out Parameter? p)
            {
                p = null;
                using var gradient = param.grad;
                if (!Differs(param, dtype, device) && (gradient is null || !Differs(gradient, dtype, device))) return false;
                using var _ = no_grad();
                p = new Parameter(Converted(param, dtype, device, copy: true), param.requires_grad);
                p.DetachFromDisposeScope();
                if (gradient is not null)
                {
                    using var moved = Converted(gradient, dtype, device, copy: false);
                    p.grad = moved;
                }
                param.Dispose();
                return true;
            }

            protected static bool ReplaceBuffer(ScalarType? dtype, Device? device, Tensor buffer, out Tensor? result)
            {
                result = null;
                if (!Differs(buffer, dtype, device)) return false;
                result = Converted(buffer, dtype, device, copy: true).DetachFromDisposeScope();
                buffer.Dispose();
                return true;
            }

            // Integers and truth values stay what they are.
            static ScalarType TypeFor(Tensor tensor, ScalarType? wanted) =>
                wanted is { } type && (tensor.is_floating_point() || tensor.is_complex()) ? type : tensor.dtype;

            static bool Differs(Tensor tensor, ScalarType? dtype, Device? device) => TypeFor(tensor, dtype) != tensor.dtype
                || device is not null
                && (device.type != tensor.device_type || device.type != DeviceType.CPU && device.index != tensor.device_index);

            static Tensor Converted(Tensor tensor, ScalarType? dtype, Device? device, bool copy) =>
                convert.Call(tensor, TypeFor(tensor, dtype), Arg.None, device ?? tensor.device, Arg.None, false, copy);

            internal T MoveTo<T>(Device? device, ScalarType? dtype) where T : Module
            {
                if (device is not null && dtype is { } type) _to(device, type, false);
                else if (device is not null) _to(device.type, device.index, false);
                else if (dtype is { } only) _to(only, false);
                return (T)this;
            }
        }
    }
}
