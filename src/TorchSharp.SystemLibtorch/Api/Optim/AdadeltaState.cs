using static TorchSharp.torch;

namespace TorchSharp.Modules;

public partial class Adadelta
{
    public sealed class State : OptimizerState, IDisposable
    {
        public long step;
        public Tensor square_avg = null!, acc_delta = null!;

        public State(Parameter parameter) : base(parameter) { }

        public override void Initialize(OptimizerOptions options)
        {
            square_avg = New.ZerosLike(_parameter);
            acc_delta = New.ZerosLike(_parameter);
        }

        public void Dispose()
        {
            square_avg?.Dispose();
            acc_delta?.Dispose();
        }

        public override void to(Device device)
        {
            square_avg = Moved(square_avg, device);
            acc_delta = Moved(acc_delta, device);
        }

        public override bool ApproximatelyEquals(OptimizerState other) =>
            other is State state && step == state.step && Near(square_avg, state.square_avg) && Near(acc_delta, state.acc_delta);

        public override void SaveStateDict(BinaryWriter writer)
        {
            writer.Write(step);
            writer.Put(square_avg);
            writer.Put(acc_delta);
        }

        public override void LoadStateDict(BinaryReader reader)
        {
            step = reader.ReadInt64();
            reader.Get(ref square_avg, _parameter.device);
            reader.Get(ref acc_delta, _parameter.device);
        }

        public override void LoadStateDict(OptimizerState source)
        {
            var given = (State)source;
            step = given.step;
            Take(ref square_avg, given.square_avg);
            Take(ref acc_delta, given.acc_delta);
        }
    }
}
