namespace TorchReg.Articles;

/// <summary>What TensorFlow says to the articles' lines, by version, each with its source.</summary>
public static class TensorFlowErrors
{
    const string Keras2 = "https://github.com/keras-team/tf-keras/blob/v2.15.0/tf_keras/";
    const string Keras3 = "https://github.com/keras-team/keras/blob/v3.9.2/keras/src/";
    const string TensorFlow = "https://github.com/tensorflow/tensorflow/blob/v2.16.1/tensorflow/python/";
    const string Python = "https://docs.python.org/3/library/exceptions.html#NameError";
    const string None = "–";

    /// <summary>Article 000: the loop of sections 4.1 and 4.2.</summary>
    public static IReadOnlyList<Complaint> Of000 { get; } =
    [
        new("x_train = ...", "ValueError", "ValueError", "tf.matmul: an Ellipsis is no tensor; here, digits",
            "tf.matmul：Ellipsis 不是张量；这里用数字图像", TensorFlow + "framework/constant_op.py"),
        new("tf.optimizers.GradientDescentOptimizer()", "AttributeError", "AttributeError",
            "a name of TF 1, where learning_rate has no default; SGD is meant, whose default is 0.01",
            "TF 1 的名字（在那里 learning_rate 没有默认值）；应为 SGD，其默认值是 0.01",
            TensorFlow + "training/gradient_descent.py", Keras2 + "optimizers/sgd.py#L100",
            Keras3 + "optimizers/sgd.py#L45"),
        new(".minimize(loss)", "TypeError: missing 'var_list'", "AttributeError",
            "Keras 2 wants var_list, and for a tensor the tape (else ValueError), and gives None; Keras 3 has no minimize",
            "Keras 2 需要 var_list，张量损失还需要 tape（否则 ValueError），且返回 None；Keras 3 没有 minimize",
            Keras2 + "optimizers/optimizer.py#L522", Keras2 + "optimizers/optimizer.py#L263",
            Keras3 + "optimizers/base_optimizer.py"),
        new("optimizer.apply_gradients(zip(grads, [W, b]))", "ValueError: No gradients", "ValueError: No gradients",
            "loss_function and l1_loss are of before the tape: every gradient is None",
            "loss_function 和 l1_loss 在 tape 之前算好：所有梯度都是 None",
            Keras2 + "optimizers/utils.py#L78", Keras3 + "optimizers/base_optimizer.py#L772"),
    ];

    /// <summary>Article 002: the model of section 5.</summary>
    public static IReadOnlyList<Complaint> Of002 { get; } =
    [
        new("loss = tf.keras.losses.mean_squared_error()", "TypeError", "TypeError",
            "a function without its y_true and y_pred: 'mse' is meant", "这是函数，缺少 y_true 和 y_pred；应写 'mse'",
            Keras2 + "losses.py#L1680", Keras3 + "losses/losses.py#L1654"),
        new("Dense(1, input_shape=(3,), …)", None, "UserWarning",
            "Keras 3 warns of input_shape in every layer, the first too: Input(shape=(3,)) is meant",
            "Keras 3 对每一层（包括第一层）的 input_shape 都给出警告；应写 Input(shape=(3,))",
            Keras3 + "layers/layer.py#L281"),
        new("model.add(Dense(1, input_shape=(3,), …))", None, "UserWarning",
            "the second layer: ignored, its input has one column",
            "第二层：被忽略，它的输入只有一列", Keras3 + "layers/layer.py#L281"),
        new("weights = tf.Variable(…)", None, None, "never used", "从未使用", TensorFlow + "ops/variables.py"),
    ];

    /// <summary>Article 003: the network of section 4.</summary>
    public static IReadOnlyList<Complaint> Of003 { get; } =
    [
        new("Dense(64, …, input_shape=(input_shape,))", "NameError", "NameError",
            "input_shape, num_classes and the data are defined nowhere: 784, 10, digits",
            "input_shape、num_classes 和数据都没有定义：784、10、数字图像", Python),
        new("tf.keras.layers.Regularization(l1, l2)", "AttributeError", "AttributeError",
            "no such layer; the nearest is ActivityRegularization, on outputs",
            "没有这个层；最接近的是惩罚输出的 ActivityRegularization",
            Keras2 + "layers/regularization/activity_regularization.py#L26",
            Keras3 + "layers/regularization/activity_regularization.py#L7"),
        new("model.add(…)", None, None,
            "at the end it sees probabilities and no weight: kernel_regularizer on each Dense is meant",
            "加在末尾，它只看到概率，看不到权重；应在每个 Dense 上设 kernel_regularizer",
            Keras3 + "layers/layer.py#L927"),
    ];

    /// <summary>Article 004: the loss of section 4.</summary>
    public static IReadOnlyList<Complaint> Of004 { get; } =
    [
        new("model.fit(x_train, y_train, …)", "NameError", "NameError", "defined nowhere: here, digits",
            "x_train、y_train 没有定义；这里用数字图像", Python),
        new("y_train.shape == (n,)", None, "InvalidArgumentError",
            "Keras 2 makes (n, 1) of it, silently; Keras 3 computes y_true − y_pred: Incompatible shapes [32] vs. [32,10]",
            "Keras 2 悄悄把它变成 (n, 1)；Keras 3 计算 y_true − y_pred：Incompatible shapes [32] vs. [32,10]",
            Keras2 + "engine/compile_utils.py#L845", Keras3 + "losses/losses.py#L1679"),
        new("y_train.shape == (n, 1)", None, None, "broadcast to (n, 10): a loss that no softmax can fit",
            "广播成 (n, 10)：没有 softmax 能拟合的损失", Keras3 + "losses/losses.py#L1679"),
        new("metrics=['accuracy']", None, None,
            "with such labels sparse_categorical_accuracy: plausible beside a loss that is nonsense",
            "这样的标签会选用 sparse_categorical_accuracy：损失毫无意义，准确率却看似合理",
            Keras2 + "engine/compile_utils.py#L672", Keras3 + "trainers/compile_utils.py#L55"),
        new("call(self, inputs, training=False)", None, None, "training is never used: no layer of it needs it",
            "training 从未使用：没有一层需要它", Keras3 + "layers/layer.py"),
        new("tf.keras.losses.RegularizationLoss", "AttributeError", "AttributeError",
            "there is none; L1L2 is a class, and model.losses holds the penalties",
            "不存在；L1L2 是类，惩罚在 model.losses 里", Keras3 + "losses/__init__.py"),
    ];
}
