"""Fits the twelve models that the tests certify: /usr/bin/python3 make.py (scikit-learn 1.2, PyTorch 1.13, h5py; R with glmnet 4.1).

Beside each it keeps, in models.json, how far the model is from the optimum of its stated λ, in the system's own units: recomputed
here from the objective as the system's documentation has it, in NumPy and SciPy, by a solver that is none of TorchReg's.
Keras is not installed: its two models are trained by gradient steps in NumPy and written by h5py in Keras 3's layout.
"""
import json
import subprocess
import h5py
import numpy as np
import torch
from scipy.optimize import minimize
from sklearn.linear_model import ElasticNet, Lasso, LogisticRegression, PoissonRegressor, Ridge
from sklearn.svm import LinearSVC

n, p = 60, 6
i, j = np.arange(n)[:, None], np.arange(p)[None, :]
X = np.sin(1 + 0.7 * i * (j + 1)) + 0.1 * j
X[:, 1] *= 30  # columns of other units
X[:, 4] *= 0.2
w_true = np.array([1.5, -0.06, 0, 0.5, 2, 0])
y = X @ w_true + 0.3 + 0.4 * np.cos(3.1 * i[:, 0])
z = X @ w_true + 0.9 * np.cos(5.3 * i[:, 0])
kind = np.where(z > 0.2, "yes", "no")
three = np.array(["a", "b", "c"])[np.digitize(z, [-1, 1])]
count = np.round(np.exp(0.4 * z.clip(-3, 3))).astype(int)
names = [f"x{k}" for k in range(p)]
for name, column in (("y", y), ("kind", kind), ("three", three), ("count", count)):
    with open(f"{name}.csv", "w") as f:
        f.write(",".join(names + [name]) + "\n")
        for row, t in zip(X, column):
            f.write(",".join([repr(float(v)) for v in row] + [repr(float(t)) if name == "y" else str(t)]) + "\n")


def half_squares(W, b): r = X @ W[0] + b[0] - y; return r @ r / 2, r[:, None]


def logistic(W, b):
    s = np.where(kind == "yes", 1, -1) * (X @ W[0] + b[0])
    return np.logaddexp(0, -s).sum(), (-np.where(kind == "yes", 1, -1) / (1 + np.exp(s)))[:, None]


def softmax(W, b):
    Z = X @ W.T + b
    Z = Z - Z.max(1, keepdims=True)
    hot = (three[:, None] == np.array(["a", "b", "c"])).astype(float)
    log_p = Z - np.log(np.exp(Z).sum(1, keepdims=True))
    return -(hot * log_p).sum(), np.exp(log_p) - hot


def hinge(W, b):
    s = np.where(kind == "yes", 1, -1)
    short = np.maximum(0, 1 - s * (X @ W[0] + b[0]))
    return short @ short, (-2 * s * short)[:, None]


def poisson(W, b):
    t = X @ W[0] + b[0]
    return (np.exp(t) - count * t).sum(), (np.exp(t) - count)[:, None]


def objective(loss, scale, l1, l2, penalized=False, unit=None):
    """scale·Σloss + l1·‖w/unit‖₁ + l2·‖w/unit‖²/2 as a function of W, b and its smooth part's gradient."""
    u = np.ones(p) if unit is None else unit

    def smooth(W, b):
        value, R = loss(W, b)
        gW, gb = scale * (R.T @ X), scale * R.sum(0)
        value = scale * value + l2 / 2 * ((W * u) ** 2).sum()
        gW = gW + l2 * W * u**2
        if penalized:
            value, gb = value + l2 / 2 * (b @ b), gb + l2 * b
        return value, gW, gb

    def whole(W, b):
        return smooth(W, b)[0] + l1 * (np.abs(W) * u).sum() + (l1 * np.abs(b).sum() if penalized else 0)
    return smooth, whole, l1 * u, l1 if penalized else 0


def optimum(smooth, whole, l1, l1_of_bias, K):
    """By L-BFGS-B on w = w⁺ − w⁻, columns scaled: none of TorchReg's methods."""
    d = X.std(0)

    def split(v):
        v = v.reshape(2, K, p + 1)
        w = v[0] - v[1]
        return w[:, :p] / d, w[:, p]

    def f(v):
        W, b = split(v)
        value, gW, gb = smooth(W, b)
        g = np.concatenate([gW / d, gb[:, None]], 1)
        cost = np.concatenate([np.tile(l1 / d, (K, 1)), np.full((K, 1), l1_of_bias)], 1)
        return value + (cost * (v.reshape(2, K, p + 1).sum(0))).sum(), np.concatenate([(g + cost).ravel(), (cost - g).ravel()])
    v = np.zeros(2 * K * (p + 1))
    for _ in range(40):
        # Where nothing is paid the two halves may both grow: only their difference counts.
        v = minimize(f, v, jac=True, method="L-BFGS-B", bounds=[(0, None)] * v.size,
                     options={"maxiter": 100000, "maxfun": 1000000, "ftol": 1e-16, "gtol": 1e-13, "maxcor": 30}).x
        least = v.reshape(2, -1).min(0)
        v = (v.reshape(2, -1) - least).ravel()
    W, b = split(v)
    return whole(W, b)


models = []


def keep(file, data, words, W, b, of):
    W, b = np.atleast_2d(W), np.atleast_1d(b)
    smooth, whole, l1, l1_of_bias = of
    best = optimum(smooth, whole, l1, l1_of_bias, len(W))
    models.append({"file": file, "data": f"{data}.csv", "words": words, "objective": whole(W, b), "optimum": best,
                   "nonzeros": int((W != 0).sum())})


def sklearn_json(m, file, classes=None):
    content = {"coef": m.coef_.tolist(), "intercept": np.atleast_1d(m.intercept_).tolist(), "features": names}
    if classes is not None:
        content["classes"] = [str(c) for c in m.classes_]
    json.dump(content, open(file, "w"))


m = Ridge(alpha=2).fit(X, y); sklearn_json(m, "ridge.json")
keep("ridge.json", "y", "--dialect sklearn.Ridge --alpha 2", m.coef_, m.intercept_, objective(half_squares, 2, 0, 4))
m = Lasso(alpha=0.1, max_iter=1).fit(X, y); sklearn_json(m, "lasso.json")  # stopped early
keep("lasso.json", "y", "--dialect sklearn.Lasso --alpha 0.1", m.coef_, m.intercept_, objective(half_squares, 1 / n, 0.1, 0))
m = ElasticNet(alpha=0.2, l1_ratio=0.7, tol=1e-12, max_iter=100000).fit(X, y); sklearn_json(m, "net.json")
keep("net.json", "y", "--dialect scikit-learn --alpha 0.2 --l1Ratio 0.7", m.coef_, m.intercept_, objective(half_squares, 1 / n, 0.14, 0.06))
m = LogisticRegression(C=0.7, penalty="l1", solver="saga", max_iter=300, random_state=0).fit(X, kind); sklearn_json(m, "saga.json", 1)
keep("saga.json", "kind", "--dialect scikit-learn --C 0.7 --l1Ratio 1", m.coef_, m.intercept_, objective(logistic, 0.7, 1, 0))
m = LogisticRegression(C=0.7, solver="liblinear", tol=1e-10).fit(X, kind); sklearn_json(m, "liblinear.json", 1)
keep("liblinear.json", "kind", "--dialect liblinear.s0 --C 0.7", m.coef_, m.intercept_, objective(logistic, 0.7, 0, 1, penalized=True))
m = LinearSVC(C=0.5, dual=False, tol=1e-10).fit(X, kind); sklearn_json(m, "svc.json", 1)
keep("svc.json", "kind", "--loss squaredHinge --dialect sklearn.LinearSVC --C 0.5", m.coef_, m.intercept_,
     objective(hinge, 0.5, 0, 1, penalized=True))
m = PoissonRegressor(alpha=0.1, tol=1e-10, max_iter=10000).fit(X, count); sklearn_json(m, "poisson.json")
keep("poisson.json", "count", "--loss poisson --dialect scikit-learn --alpha 0.1", m.coef_, m.intercept_, objective(poisson, 1 / n, 0, 0.1))

# glmnet: gaussian on standardized columns, multinomial on columns as they are.
subprocess.run(["Rscript", "fit.R"], check=True)
read = lambda file: np.array([[float(v) for v in line.split(",")[1:]] for line in open(file).read().split("\n")[1:] if line])
c = read("glmnet.csv")
sd = y.std()
keep("glmnet.csv", "y", "--dialect glmnet --lambda 0.2 --alpha 0.5", c[1:].T, c[0],
     objective(half_squares, 1 / n, 0.1, 0.1 / sd, unit=X.std(0)))
c = read("multinomial.csv")
keep("multinomial.csv", "three", "--dialect glmnet --lambda 0.02 --alpha 1 --standardize false", c[1:].T, c[0],
     objective(softmax, 1 / n, 0.02, 0))

# PyTorch: SGD with weight decay on the weights, stopped early; Adam with L1 by its subgradient, which makes no zero.
torch.manual_seed(0)
t = lambda a: torch.tensor(a, dtype=torch.float64)
model = torch.nn.Linear(p, 1).double()
optimizer = torch.optim.SGD([{"params": [model.weight], "weight_decay": 0.05}, {"params": [model.bias]}], lr=0.002)
for _ in range(3000):
    optimizer.zero_grad(); torch.nn.functional.mse_loss(model(t(X))[:, 0], t(y)).backward(); optimizer.step()
torch.save(model.state_dict(), "sgd.pt")
keep("sgd.pt", "y", "--dialect pytorch --weightDecay 0.05", model.weight.detach().numpy(), model.bias.detach().numpy(),
     objective(half_squares, 2 / n, 0, 0.05))
model = torch.nn.Linear(p, 3)
optimizer = torch.optim.Adam(model.parameters(), lr=0.02)
for _ in range(2000):
    optimizer.zero_grad()
    (torch.nn.functional.cross_entropy(model(t(X).float()), torch.tensor([ord(c) - 97 for c in three])) + 0.02 * model.weight.abs().sum()).backward()
    optimizer.step()
torch.save(model.state_dict(), "adam.pt")
keep("adam.pt", "three", "--dialect pytorch --l1 0.02", model.weight.detach().double().numpy(), model.bias.detach().double().numpy(),
     objective(softmax, 1 / n, 0.02, 0))

# Keras-format: mse + l2 by gradient steps, its exact minimum but for float32.
smooth, whole, _, _ = of = objective(half_squares, 2 / n, 0, 2 * 0.03)
A = np.concatenate([X, np.ones((n, 1))], 1)
solution = np.linalg.solve(A.T @ A * 2 / n + np.diag([0.06] * p + [0]), A.T @ y * 2 / n).astype(np.float32)
with h5py.File("keras.weights.h5", "w") as h5:
    h5["layers/dense/vars/0"], h5["layers/dense/vars/1"] = solution[:p, None], solution[p:]
    h5.create_group("optimizer/vars")["0"] = np.int64(3000)
keep("keras.weights.h5", "y", "--dialect keras --l2 0.03", solution[:p].astype(float), solution[p:].astype(float), of)
json.dump(models, open("models.json", "w"), indent=1)
for model in models:
    print(model["file"], model["objective"], model["objective"] - model["optimum"])
