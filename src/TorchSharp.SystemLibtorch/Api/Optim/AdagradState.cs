using static TorchSharp.torch;

namespace TorchSharp.Modules;

public partial class Adagrad
{
    public sealed class State : OptimizerState, IDisposable
    {
        public long step;
        public Tensor sum = null!;

        public State(Parameter parameter) : base(parameter) { }

        public override void Initialize(OptimizerOptions options)
        {
            sum = New.FullLike(_parameter, ((Options)options).initial_accumulator_value!.Value);
        }

        public void Dispose()
        {
            sum?.Dispose();
        }

        public override void to(Device device)
        {
            sum = Moved(sum, device);
        }

        public override bool ApproximatelyEquals(OptimizerState other) =>
            other is State state && step == state.step && Near(sum, state.sum);

        public override void SaveStateDict(BinaryWriter writer)
        {
            writer.Write(step);
            writer.Put(sum);
        }

        public override void LoadStateDict(BinaryReader reader)
        {
            step = reader.ReadInt64();
            reader.Get(ref sum, _parameter.device);
        }

        public override void LoadStateDict(OptimizerState source)
        {
            var given = (State)source;
            step = given.step;
            Take(ref sum, given.sum);
        }
    }
}
