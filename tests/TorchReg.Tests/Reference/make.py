"""Makes the reference numbers anew from the inputs that stand in the files (features, targets, first weights, λ).

    python3 make.py            says how far each file's numbers are from what is made now
    python3 make.py --write    writes the files

Versions: requirements.txt. Every solver runs far below the precision that tests ask for.
"""
import json
import math
import pathlib
import subprocess
import sys

import numpy as np

HERE = pathlib.Path(__file__).parent


def linear_regression(data):
    from sklearn.linear_model import ElasticNet, Lasso, Ridge

    x, y = np.array(data["X"]), np.array(data["y"])
    n = len(y)
    for fit in data["fits"]:
        alpha, exact = fit["alpha"], dict(tol=1e-14, max_iter=1_000_000)
        ratio = {"lasso": 1.0, "ridge": 0.0}.get(fit["kind"], fit.get("l1_ratio"))
        model = {"lasso": lambda: Lasso(alpha=alpha, **exact), "ridge": lambda: Ridge(alpha=alpha, solver="cholesky")}.get(
            fit["kind"], lambda: ElasticNet(alpha=alpha, l1_ratio=ratio, **exact))().fit(x, y)
        w, b = model.coef_, float(model.intercept_)
        sse = float(((y - x @ w - b) ** 2).sum())
        penalty = alpha * (ratio * abs(w).sum() + (1 - ratio) / 2 * (w ** 2).sum())
        fit.update(w=w.tolist(), b=b, objective=float(sse + alpha * (w ** 2).sum() if fit["kind"] == "ridge" else sse / (2 * n) + penalty))
    r = glmnet("""
        fit <- glmnet(x, y, standardize=FALSE, thresh=1e-20)
        cv <- cv.glmnet(x, y, foldid=foldid, standardize=FALSE, thresh=1e-20, lambda=NULL, alignment="lambda")
        say(fit$lambda); say(t(as.matrix(fit$beta))); say(fit$a0); say(cv$lambda); say(cv$cvm); say(cv$cvsd)
        say(c(cv$lambda.min, cv$lambda.1se))""", x=x, y=y, foldid=np.array(data["glmnet_cv"]["foldid"]))
    path, cv = data["glmnet_path"], data["glmnet_cv"]
    path.update(lambda_=r[0], beta_columns_are_lambdas=np.array(r[1]).reshape(x.shape[1], -1).tolist(), intercept=r[2])
    path["lambda"] = path.pop("lambda_")
    cv.update({"lambda": r[3], "cv_mean_squared_error": r[4], "standard_error": r[5], "lambda_min": r[6][0], "lambda_1se": r[6][1]})


def softmax(data):
    x, y = np.array(data["X"]), np.array(data["y"])
    classes = int(y.max()) + 1
    for fit in data["fits"]:
        w, b, objective = softmax_fit(x, np.eye(classes)[y], fit["alpha"], fit["l1_ratio"])
        fit.update(W=w.tolist(), b=b.tolist(), objective=objective, nonzeros=int((w != 0).sum()),
                   probabilities_first_5_rows=probabilities(x[:5] @ w.T + b).tolist())
    data["glmnet_l1"]["deviance_ratio"] = glmnet("""
        fit <- glmnet(x, factor(y), family="multinomial", lambda=lambdas, standardize=FALSE, thresh=1e-20, maxit=1e7)
        say(fit$dev.ratio)""", x=x, y=y, lambdas=np.array(data["glmnet_l1"]["lambda"]))[0]


def losses(data):
    x, w, o, foldid = (np.array(data[k]) for k in ("X", "weights", "offsets", "foldid"))
    y = {family: np.array(data[target], dtype=float) for family, target in TARGETS.items()}
    script = ""
    for family, case in [(c["family"], c) for c in data["glmnet"]]:
        script += f"""
            {AS_RESPONSE.get(family, "r <- y_" + family)}
            fit <- glmnet(x, r, family="{family}", alpha={case["alpha"]}, standardize={str(case["standardize"]).upper()}, thresh=1e-22,
                maxit=1e8, lambda=c({",".join(map(repr, case["lambda"]))})
                {", weights=w" if case["weights"] else ""} {", offset=o" if case["offsets"] else ""})
            beta <- if (is.list(fit$beta)) do.call(rbind, lapply(fit$beta, as.matrix)) else as.matrix(fit$beta)
            say(t(beta)); say(if (is.null(fit$a0)) 0 else t(as.matrix(fit$a0))); say(fit$dev.ratio)"""
    for case in data["cv_glmnet"]:
        script += f"""
            {AS_RESPONSE.get(case["family"], "r <- y_" + case["family"])}
            cv <- cv.glmnet(x, r, family="{case["family"]}", standardize=FALSE, thresh=1e-22, maxit=1e8, foldid=foldid,
                lambda=c({",".join(map(repr, case["lambda"]))}))
            say(cv$cvm); say(cv$cvsd); say(c(cv$lambda.min, cv$lambda.1se))"""
    told = iter(glmnet(script, x=x, w=w, o=o, foldid=foldid, **{"y_" + family: numbers for family, numbers in y.items()}))
    for case in data["glmnet"]:
        beta, bias, explained = next(told), next(told), next(told)
        lambdas = len(case["lambda"])
        case.update(W=np.array(beta).reshape(-1, x.shape[1], lambdas).transpose(2, 0, 1).tolist(),
                    b=(np.zeros((lambdas, 1)) if case["family"] == "cox" else np.array(bias).reshape(-1, lambdas).T if case["family"] in ("multinomial", "mgaussian")
                       else np.array(bias).reshape(lambdas, 1)).tolist(), explained=explained)
    for case in data["cv_glmnet"]:
        case.update(mean=next(told), standard_error=next(told), chosen=next(told))
    scikit_learn(data, x, w, foldid)


TARGETS = dict(gaussian="numbers", mgaussian="two_numbers", binomial="binary", multinomial="classes", poisson="counts", cox="time_status")
AS_RESPONSE = dict(binomial="r <- factor(y_binomial)", multinomial="r <- factor(y_multinomial)", cox="r <- cbind(time=y_cox[, 1], status=y_cox[, 2])")


def scikit_learn(data, x, w, foldid):
    from sklearn.linear_model import GammaRegressor, HuberRegressor, PoissonRegressor
    from sklearn.metrics import mean_gamma_deviance, mean_poisson_deviance

    n, amounts, counts = len(x), np.array(data["amounts"]), np.array(data["counts"])
    kinds = dict(poisson=(PoissonRegressor, counts, mean_poisson_deviance), gamma=(GammaRegressor, amounts, mean_gamma_deviance))
    for case in data["scikit_learn"]:
        if case["kind"] in kinds:
            model, y, deviance = kinds[case["kind"]]
            make = lambda rows: model(alpha=case["lambda"], tol=1e-14, max_iter=100_000).fit(x[rows], y[rows], w[rows] if case["weights"] else None)
            rows = np.arange(n)
            fit = make(rows)
            case.update(W=fit.coef_.tolist(), b=float(fit.intercept_))
            if not case["weights"]:
                case["deviances"] = [float(deviance(y[foldid == f], make(foldid != f).predict(x[foldid == f]))) for f in range(1, int(foldid.max()) + 1)]
        elif case["kind"] == "huber":
            fit = HuberRegressor(epsilon=1.35, alpha=case["alpha"], tol=1e-14, max_iter=100_000).fit(x, np.array(data["numbers"]))
            # Of its scale σ given, the coefficients are Huber's with δ = εσ and λ = ασ/n.
            case.update(W=fit.coef_.tolist(), b=float(fit.intercept_), delta=1.35 * fit.scale_, **{"lambda": case["alpha"] * fit.scale_ / n})
        else:
            case.update(W=squared_hinge(x, np.array(data[case["kind"]]), case["penalty"], case["lambda"]))


def squared_hinge(x, y, penalty, scale):
    """The best of ten runs: liblinear draws the order of its columns and in some runs sets one aside for good that it still needs."""
    from sklearn.svm import LinearSVC

    n = len(x)
    signs = [np.where(y == c, 1, -1) for c in (range(y.max() + 1) if y.max() > 1 else (1,))]
    size = abs if penalty == "l1" else lambda w: w ** 2 / 2
    runs = [LinearSVC(penalty=penalty, dual=False, C=1 / (scale * n), fit_intercept=False, tol=1e-11, max_iter=20_000, random_state=run).fit(x, y).coef_
            for run in range(10)]
    return [min((run[c] for run in runs),  # one class against the rest after the other: each of its own
                key=lambda w: (np.maximum(1 - sign * (x @ w), 0) ** 2).mean() + scale * size(w).sum()).tolist() for c, sign in enumerate(signs)]


def probabilities(z):
    e = np.exp(z - z.max(1, keepdims=True))
    return e / e.sum(1, keepdims=True)


def softmax_fit(x, onehot, alpha, ratio, steps=200_000):
    """FISTA with restarts (B. O'Donoghue, E. Candès, 2015) on (1/n) Σ cross-entropy + α(ρ|W| + (1 − ρ)/2 W²), biases free."""
    n = len(x)
    design = np.hstack([x, np.ones((n, 1))])
    size = 2 * n / np.linalg.norm(design, 2) ** 2 / (1 + 2 * n * alpha * (1 - ratio) / np.linalg.norm(design, 2) ** 2)
    free = np.ones((1, design.shape[1]))
    free[0, -1] = 0
    v = np.zeros((onehot.shape[1], design.shape[1]))
    ahead, t = v.copy(), 1.0
    for _ in range(steps):
        gradient = (probabilities(design @ ahead.T) - onehot).T @ design / n + alpha * (1 - ratio) * ahead * free
        moved = ahead - size * gradient
        new = np.sign(moved) * np.maximum(abs(moved) - size * alpha * ratio * free, 0)
        if ((ahead - new) * (new - v)).sum() > 0:
            t = 1.0
        later = (1 + math.sqrt(1 + 4 * t * t)) / 2
        ahead, t = new + (t - 1) / later * (new - v), later
        still = abs(new - v).max() < 1e-16
        v = new
        if still:
            break
    w, b = v[:, :-1], v[:, -1] - v[:, -1].mean()
    z = x @ w.T + b
    loss = float((np.log(np.exp(z - z.max(1, keepdims=True)).sum(1)) + z.max(1) - (z * onehot).sum(1)).mean())
    return w, b, loss + alpha * float(ratio * abs(w).sum() + (1 - ratio) / 2 * (w ** 2).sum())


def penalties(data):
    w, step = np.array(data["w"]), data["step"]
    soft = lambda v, t: np.sign(v) * np.maximum(abs(v) - t, 0)
    for case in data["cases"]:
        name, lam = case["penalty"], case.get("lambda")
        if name == "L1":
            case.update(value=lam * abs(w).sum(), subgradient_with_sign0_0=lam * np.sign(w), prox=soft(w, step * lam))
        elif name == "L2 (lambda*sum w^2)":
            case.update(value=lam * (w ** 2).sum(), gradient=2 * lam * w, prox=w / (1 + 2 * step * lam))
        elif name == "L2 (lambda/2*sum w^2)":
            case.update(value=lam / 2 * (w ** 2).sum(), gradient=lam * w, prox=w / (1 + step * lam))
        elif name.startswith("L1L2"):
            l1, l2 = case["l1"], case["l2"]
            case.update(value=l1 * abs(w).sum() + l2 * (w ** 2).sum(), prox=soft(w, step * l1) / (1 + 2 * step * l2))
        elif name.startswith("GroupLasso"):
            norms = np.sqrt((w ** 2).sum(1 if "rows" in name else 0, keepdims=True))
            case.update(value=lam * norms.sum(), prox=w * np.maximum(1 - step * lam / norms, 0))
        elif name == "MaxNorm rows":
            norms = np.sqrt((w ** 2).sum(1, keepdims=True))
            case.update(prox=w * np.minimum(1, case["max"] / norms))
        else:
            rows = w / np.sqrt((w ** 2).sum(1, keepdims=True))
            n, products = len(rows), abs(rows @ rows.T)
            case.update(value=case["factor"] * (products.sum() - np.trace(products)) / 2 / (n * (n - 1) / 2))
        for key, value in case.items():
            if isinstance(value, (np.ndarray, np.generic)):
                case[key] = value.tolist()


def training_steps(data):
    import torch

    torch.set_default_dtype(torch.float64)
    x, labels, numbers = (torch.tensor(data[k]) for k in ("x", "class_targets", "regression_targets"))
    kinds = dict(sgd=torch.optim.SGD, sgd_momentum=torch.optim.SGD, adam=torch.optim.Adam, rmsprop=torch.optim.RMSprop, adagrad=torch.optim.Adagrad)
    for case in data["cases"]:
        layers = [torch.nn.Linear(len(v[0]), len(v)) for k, v in case["initial"].items() if k.endswith("weight")]
        model = layers[0] if len(layers) == 1 else torch.nn.Sequential(layers[0], torch.nn.ReLU(), layers[1])
        model.load_state_dict({k: torch.tensor(v) for k, v in case["initial"].items()})
        optimizer = kinds[case["optimizer"]](model.parameters(), **data["optimizers"][case["optimizer"]])
        weights = [p for k, p in model.named_parameters() if k.endswith("weight")]
        seen = []
        for i in range(len(case["loss_and_total_per_step"])):
            rows = [(8 * i + k) % len(x) for k in range(8)]
            out = model(x[rows])
            loss = ((out - numbers[rows]) ** 2).mean() if case["task"] == "regression" else torch.nn.functional.cross_entropy(out, labels[rows])
            total = loss
            if "l1" in case["penalty"]:
                total = total + 0.01 * sum(w.abs().sum() for w in weights)
            if "l2" in case["penalty"]:
                total = total + 0.02 * sum((w ** 2).sum() for w in weights)
            optimizer.zero_grad()
            total.backward()
            optimizer.step()
            seen.append([loss.item(), total.item()])
        case.update(final={k: v.tolist() for k, v in model.state_dict().items()}, loss_and_total_per_step=seen)


def dialects(data):
    from sklearn.linear_model import MultiTaskElasticNet

    x, two, classes = np.array(data["X"]), np.array(data["two"]), np.array(data["classes"])
    targets = {"gaussian": "y", "mgaussian": "Y", "binomial": "two", "multinomial": "factor(classes)"}
    fits = [fit for fit in data["fits"] if fit["dialect"].startswith("glmnet.")]
    script = """one <- function(target, family, grouped, alpha, lambda, standardize) {
        fit <- glmnet(x, target, family=family, alpha=alpha, lambda=lambda * c(50, 10, 2, 1), standardize=standardize,
                      type.multinomial=grouped, thresh=1e-20, maxit=1e7)
        told <- coef(fit, s=lambda)
        for (part in if (is.list(told)) told else list(told)) say(as.vector(as.matrix(part)))
        cat("\n") }
    """
    for fit in fits:
        _, family, *grouped = fit["dialect"].split(".")
        script += (f'one({targets[family]}, "{family}", "{(grouped or ["ungrouped"])[0]}", {fit["settings"]["alpha"]}, '
                   f'{fit["settings"]["lambda"]}, {str(fit["standardize"]).upper()})\n')
    told = glmnet(script, x=x, y=np.array(data["y"]), Y=np.array(data["Y"]), two=two, classes=classes)
    for fit in fits:
        end = told.index([])
        fit["coefficients"], told = told[:end], told[end + 1:]
    for fit in data["fits"]:
        if fit["dialect"] == "sklearn.MultiTaskElasticNet":
            model = MultiTaskElasticNet(**fit["settings"], tol=1e-14, max_iter=1_000_000).fit(x, np.array(data["Y"]))
            fit["coefficients"] = np.column_stack([model.intercept_, model.coef_]).tolist()


def metrics(data):
    from sklearn import metrics as m

    w, numbers, counts, two, three = (data[k] for k in ("weights", "numbers", "counts", "two", "three"))
    for name, c in (("plain", None), ("weighted", w)):
        of = dict(sample_weight=c)
        y, z = np.array(numbers["y"]), np.array(numbers["z"])
        numbers[name] = {"RMSE": m.mean_squared_error(y, z, squared=False, **of), "MAE": m.mean_absolute_error(y, z, **of),
                         "R²": m.r2_score(y, z, **of)}
        y, mean = np.array(counts["y"]), np.exp(np.array(counts["z"]))
        counts[name] = {"poisson": m.d2_tweedie_score(y, mean, power=1, **of), "gamma": m.d2_tweedie_score(y + 1, mean, power=2, **of)}
        y, z = np.array(two["y"]), np.array(two["z"])
        p = 1 / (1 + np.exp(-z))
        two[name] = {"accuracy": m.accuracy_score(y, z > 0, **of), "log loss": m.log_loss(y, p, **of),
                     "AUC": m.roc_auc_score(y, z, **of), "F1": m.f1_score(y, z > 0, **of)}
        y, z = np.array(three["y"]), np.array(three["z"])
        p = np.exp(z) / np.exp(z).sum(1, keepdims=True)
        three[name] = {"accuracy": m.accuracy_score(y, z.argmax(1), **of), "log loss": m.log_loss(y, p, **of),
                       "AUC": m.roc_auc_score(y, p, multi_class="ovr", **of), "F1": m.f1_score(y, z.argmax(1), average="macro", **of)}
        for case, shares in ((two, np.column_stack([np.array(two["y"]) == k for k in range(2)])),
                             (three, np.column_stack([np.array(three["y"]) == k for k in range(3)]))):
            prior = np.average(shares, axis=0, weights=c)
            case[name]["D²"] = 1 - case[name]["log loss"] / -float((prior * np.log(prior)).sum())


def class_losses(data):
    import torch
    import torch.nn.functional as F
    from sklearn.utils.class_weight import compute_class_weight

    t = lambda key, dtype=torch.float64: torch.tensor(data[key], dtype=dtype)
    labels, ones, w = t("labels", torch.int64), t("ones"), t("class_weights")
    flat, marked = t("z").movedim(1, -1).reshape(-1, len(w)), t("labels_with_255", torch.int64)

    def focal(z):  # Lin et al. 2017, from the probabilities
        p = z.softmax(1).gather(1, labels.unsqueeze(1)).squeeze(1)
        return (w[labels] * (1 - p) ** 1.5 * -p.log()).sum() / w[labels].sum()

    def binary_focal(z):
        p = z.sigmoid()
        return -(0.25 * ones * (1 - p) ** 2 * p.log() + 0.75 * (1 - ones) * p ** 2 * (1 - p).log()).mean()

    losses = {
        "cross_entropy": lambda z: F.cross_entropy(z, labels, w, label_smoothing=0.1),
        "cross_entropy_without_255": lambda z: F.cross_entropy(z, marked, w, ignore_index=255),
        "cross_entropy_unweighted_without_255": lambda z: F.cross_entropy(z, marked, ignore_index=255, label_smoothing=0.2),
        "focal": focal,
        "binary_focal": binary_focal,
        "positive_weight": lambda z: F.binary_cross_entropy_with_logits(z, ones, pos_weight=t("positive_weights")[:, None, None]),
    }
    for name, loss in losses.items():
        z = t("z").requires_grad_()
        value = loss(z)
        value.backward()
        data[name] = dict(value=value.item(), gradient=z.grad.tolist())
    data["balanced"] = compute_class_weight("balanced", classes=np.arange(len(w)), y=labels.flatten().numpy()).tolist()


def glmnet(script, **inputs):
    given = "".join(
        f'{name} <- {"matrix(" if value.ndim == 2 else "("}scan(text="{" ".join(repr(float(v)) for v in value.T.ravel())}", quiet=TRUE)'
        + (f", nrow={value.shape[0]})\n" if value.ndim == 2 else ")\n") for name, value in inputs.items())
    say = 'say <- function(v) cat(format(v, digits=17, scientific=TRUE, trim=TRUE), "\\n")\n'
    told = subprocess.run(["Rscript", "-"], input="suppressMessages(library(glmnet))\n" + say + given + script, capture_output=True, text=True, check=True)
    return [[float(v) for v in line.split()] for line in told.stdout.splitlines()]


def furthest(a, b):
    """The largest difference of two numbers at the same place, relative where they are above 1."""
    if isinstance(a, dict):
        if a.get("l1_ratio") == 1 and "W" in a:  # not unique: weights of a feature may move together over the classes
            a = {k: v for k, v in a.items() if k not in ("W", "nonzeros")}
        return max((furthest(a[k], b[k]) for k in a), default=0.0)
    if isinstance(a, list):
        return max((furthest(x, y) for x, y in zip(a, b, strict=True)), default=0.0)
    return abs(a - b) / max(1, abs(b)) if isinstance(a, (int, float)) else 0.0 if a == b else math.inf


for make in (penalties, training_steps, linear_regression, softmax, losses, dialects, metrics, class_losses):
    path = HERE / f"{make.__name__}.json"
    kept, data = json.loads(path.read_text()), json.loads(path.read_text())
    make(data)
    print(f"{path.name}: {furthest(data, kept):.1e}")
    if "--write" in sys.argv:
        path.write_text(json.dumps(data) + "\n")
