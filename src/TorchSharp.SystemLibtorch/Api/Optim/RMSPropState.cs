using static TorchSharp.torch;

namespace TorchSharp.Modules;

public partial class RMSProp
{
    public sealed class State : OptimizerState, IDisposable
    {
        public long step;
        public Tensor square_avg = null!, momentum_buffer = null!, grad_avg = null!;

        public State(Parameter parameter) : base(parameter) { }

        public override void Initialize(OptimizerOptions options)
        {
            square_avg = New.ZerosLike(_parameter);
            grad_avg = New.ZerosLike(_parameter);
            momentum_buffer = New.ZerosLike(_parameter);
        }

        public void Dispose()
        {
            square_avg?.Dispose();
            momentum_buffer?.Dispose();
            grad_avg?.Dispose();
        }

        public override void to(Device device)
        {
            square_avg = Moved(square_avg, device);
            momentum_buffer = Moved(momentum_buffer, device);
            grad_avg = Moved(grad_avg, device);
        }

        public override bool ApproximatelyEquals(OptimizerState other) =>
            other is State state && step == state.step && Near(square_avg, state.square_avg) && Near(momentum_buffer,
                state.momentum_buffer) && Near(grad_avg, state.grad_avg);

        public override void SaveStateDict(BinaryWriter writer)
        {
            writer.Write(step);
            writer.Put(square_avg);
            SaveConditionalStateTensor(writer, momentum_buffer);
            SaveConditionalStateTensor(writer, grad_avg);
        }

        public override void LoadStateDict(BinaryReader reader)
        {
            step = reader.ReadInt64();
            reader.Get(ref square_avg, _parameter.device);
            LoadConditionalStateTensor(reader, ref momentum_buffer, _parameter.device);
            LoadConditionalStateTensor(reader, ref grad_avg, _parameter.device);
        }

        public override void LoadStateDict(OptimizerState source)
        {
            var given = (State)source;
            step = given.step;
            Take(ref square_avg, given.square_avg);
            Take(ref momentum_buffer, given.momentum_buffer);
            Take(ref grad_avg, given.grad_avg);
        }
    }
}
