namespace TorchReg.Tests.Training;

public class ThreadChoiceTests
{
    [Fact]
    public void A_small_step_takes_one_thread_and_a_large_one_all()
    {
        Assert.Equal(1, ThreadChoice.For(new SoftmaxRegression(784, 10), 128));
        Assert.Equal(ThreadChoice.For(long.MaxValue, 1), ThreadChoice.For(new SoftmaxRegression(784, 10), 2048));
        Assert.InRange(ThreadChoice.For(long.MaxValue, 1), 1, Environment.ProcessorCount);
        Assert.InRange(get_num_threads(), 1, int.MaxValue);
    }
}
