using static TorchSharp.torch;

namespace TorchSharp.Modules;

public partial class Rprop
{
    public sealed class State : OptimizerState, IDisposable
    {
        public long step;
        public Tensor prev = null!, step_size = null!;

        public State(Parameter parameter) : base(parameter) { }

        public override void Initialize(OptimizerOptions options)
        {
            prev = New.ZerosLike(_parameter);
            step_size = New.FullLike(_parameter, options.LearningRate!.Value);
        }

        public void Dispose()
        {
            prev?.Dispose();
            step_size?.Dispose();
        }

        public override void to(Device device)
        {
            prev = Moved(prev, device);
            step_size = Moved(step_size, device);
        }

        public override bool ApproximatelyEquals(OptimizerState other) =>
            other is State state && step == state.step && Near(prev, state.prev) && Near(step_size, state.step_size);

        public override void SaveStateDict(BinaryWriter writer)
        {
            writer.Write(step);
            writer.Put(prev);
            writer.Put(step_size);
        }

        public override void LoadStateDict(BinaryReader reader)
        {
            step = reader.ReadInt64();
            reader.Get(ref prev, _parameter.device);
            reader.Get(ref step_size, _parameter.device);
        }

        public override void LoadStateDict(OptimizerState source)
        {
            var given = (State)source;
            step = given.step;
            Take(ref prev, given.prev);
            Take(ref step_size, given.step_size);
        }
    }
}
