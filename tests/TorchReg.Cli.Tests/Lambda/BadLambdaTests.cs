namespace TorchReg.Cli.Tests.Lambda;

public sealed class BadLambdaTests
{
    [Theory]
    [InlineData("", "--loss is missing")]
    [InlineData(
        "--l1 1 --rows 3",
        "--loss is missing: λ means nothing without its loss; write --loss=… with one of squared, mse, crossentropy, binary")]
    [InlineData("--l1 1 --loss squred --rows 3", "--loss is 'squred'; did you mean squared?")]
    [InlineData(
        "--l1 1 --loss hinge --rows 3",
        "--loss is 'hinge'; it must be one of squared, mse, crossentropy, binarycrossentropy")]
    [InlineData("--l1 1 --loss mse", "--rows is missing")]
    [InlineData("--l1 1 --loss mse --rows 0", "--rows is '0'; it must be a whole number from 1 to 2147483647")]
    [InlineData("--l1 1 --loss mse --rows 2.5", "--rows is '2.5'; it must be a whole number")]
    [InlineData("--loss mse --rows 3", "give a λ: --l1, --l2, --group or several, or another system's by --from and --set")]
    [InlineData("--l1 -1 --loss mse --rows 3", "--l1 is '-1'; it must be a number, 0 or more")]
    [InlineData("--l2 NaN --loss mse --rows 3", "--l2 is 'NaN'; it must be a number, 0 or more")]
    [InlineData("--l2 1e999 --loss mse --rows 3", "--l2 is '1e999'; it must be a number, 0 or more")]
    [InlineData("--l2 0,5 --loss mse --rows 3", "--l2 is '0,5'; it must be a number, 0 or more")]
    [InlineData("--l1 1 --loss mse --rows 3 --sd-y 0", "--sd-y is '0'; it must be a number above 0")]
    [InlineData("--l1 1 --loss crossentropy --rows 3 --batch x", "--batch is 'x'; it must be a whole number")]
    [InlineData("--from sklearn.Rige --rows 3", "--from sklearn.Rige: unknown system; did you mean sklearn.Ridge?")]
    [InlineData("--from xyzzy --rows 3", "--from xyzzy: unknown system; known: keras.mse, ")]
    [InlineData("--from sklearn.Ridge --set alfa=1 --rows 3", "--set alfa=1: sklearn.Ridge has no alfa; did you mean alpha?")]
    [InlineData("--from keras.mse --set weight=1 --rows 3", "--set weight=1: keras.mse has no weight; known: l1, l2")]
    [InlineData("--from sklearn.Ridge --set alpha --rows 3", "--set alpha has no value; write --set alpha=…")]
    [InlineData("--from sklearn.Ridge --set alpha=-2 --rows 3", "--set alpha is '-2'; it must be a number, 0 or more")]
    [InlineData("--from sklearn.Ridge --set alpha=nan --rows 3", "--set alpha is 'nan'; it must be a number, 0 or more")]
    [InlineData("--from sklearn.Ridge --set alpha=1 --set alpha=2 --rows 3", "--set alpha=2: alpha was set before")]
    [InlineData(
        "--from sklearn.Ridge --loss crossentropy --rows 3",
        "--from sklearn.Ridge: sklearn.Ridge is for a squared error")]
    [InlineData(
        "--from sklearn.ElasticNet --set l1_ratio=1.5 --rows 3",
        "--from sklearn.ElasticNet: l1_ratio must be a number from 0 to 1; given 1.5")]
    [InlineData("--from liblinear.s0 --set C=0 --rows 3", "--from liblinear.s0: C must be a finite number above 0; given 0")]
    [InlineData("--from sklearn.Ridge --l1 1 --rows 3", "--from and --l1, --l2, --group are two ways")]
    [InlineData("--from sklearn.Ridge --group 1 --rows 3", "--from and --l1, --l2, --group are two ways")]
    [InlineData("--group -1 --loss mse --rows 3", "--group is '-1'; it must be a number, 0 or more")]
    [InlineData("--l1 1 --set alpha=1 --loss mse --rows 3", "--set alpha=1 needs --from")]
    [InlineData("--l3 1", "unknown flag --l3; did you mean --l1?")]
    public void A_bad_lambda_is_refused_in_one_line(string words, string expected) =>
        Assert.StartsWith(
            $"torchreg: {expected}",
            Cli.Refused(Cli.Run($"lambda {words}".Split(' ', StringSplitOptions.RemoveEmptyEntries))));
}
