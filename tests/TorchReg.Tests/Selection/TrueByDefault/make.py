"""Data sets of scikit-learn and what glmnet makes of them by default; /usr/bin/python3 make.py [--write].

Without --write it says how far the kept numbers are from those made now. Needs Debian's python3-sklearn (1.2.1) and
r-cran-glmnet (4.1-6). For each problem: the lambdas that glmnet takes by itself (nlambda = 40) and the objective of its fits at
its default threshold, from their coefficients, in TorchReg's unit: loss as a mean over rows, squared error halved.
"""
import gzip
import io
import json
import os
import subprocess
import sys
import tempfile

import numpy as np
from sklearn import datasets

HERE = os.path.dirname(os.path.abspath(__file__))
NUMBER = "{:.10g}"


def tables():
    """Features and targets of each data set, small: digits are every sixth row."""
    for name in ["diabetes", "linnerud", "breast_cancer", "wine", "iris", "digits"]:
        loaded = getattr(datasets, "load_" + name)()
        x, y = loaded.data, loaded.target
        if name == "diabetes":
            x = datasets.load_diabetes(scaled=False).data
        if name == "digits":
            x, y = x[::6], y[::6]
        yield name, np.column_stack([x, y])


def problems():
    """(name, family, alpha, standardize, target of the columns) for what glmnet has."""
    for data, families in {
        "diabetes": ["gaussian", "poisson"],
        "linnerud": ["mgaussian", "gaussian"],
        "breast_cancer": ["binomial"],
        "wine": ["multinomial", "grouped", "gaussian"],
        "iris": ["multinomial", "grouped", "binomial"],
        "digits": ["multinomial", "grouped"],
    }.items():
        for family in families:
            for alpha in [1, 0.5, 0]:
                for standardize in [False, True]:
                    yield data, family, alpha, standardize


R = r'''
suppressMessages(library(glmnet)); library(methods)
args <- commandArgs(TRUE); jobs <- read.table(args[1], stringsAsFactors = FALSE); out <- file(args[2], "w")
for (r in seq_len(nrow(jobs))) {
  j <- jobs[r, ]; d <- as.matrix(read.csv(file.path(dirname(args[1]), paste0(j$V1, ".csv")), header = FALSE)); n <- nrow(d)
  k <- if (j$V1 == "linnerud") 3 else 1; x <- d[, seq_len(ncol(d) - k), drop = FALSE]; y <- d[, (ncol(d) - k + 1):ncol(d)]
  if (j$V2 == "binomial" && j$V1 == "iris") y <- as.integer(y > 1)
  if (j$V2 == "gaussian" && k > 1) y <- y[, 1]
  family <- if (j$V2 == "grouped") "multinomial" else j$V2
  a <- list(x = x, y = y, family = family, alpha = j$V3, standardize = j$V4 == 1, nlambda = 40)
  if (family == "multinomial") a$type.multinomial <- if (j$V2 == "grouped") "grouped" else "ungrouped"
  f <- do.call(glmnet, a)
  objective <- function(f) {
    w <- if (is.list(f$beta)) f$beta else list(f$beta)
    s <- if (j$V4 == 1) apply(x, 2, function(c) sqrt(mean((c - mean(c))^2))) else rep(1, ncol(x))
    s[s == 0] <- 1
    sapply(seq_along(f$lambda), function(l) {
      W <- sapply(w, function(m) as.numeric(m[, l])) * s
      W <- matrix(W, nrow = ncol(x))
      a0 <- if (is.matrix(f$a0)) f$a0[, l] else f$a0[l]
      z <- sweep(x %*% (W / s), 2, a0, "+")
      loss <- switch(family, gaussian = mean((y - z)^2) / 2, mgaussian = sum((y - z)^2) / (2 * n),
        poisson = mean(exp(z) - y * z), binomial = mean(log1p(exp(-abs(z))) + pmax(z, 0) - y * z),
        multinomial = { m <- apply(z, 1, max); mean(m + log(rowSums(exp(z - m))) - z[cbind(seq_len(n), y - min(y) + 1)]) })
      l1 <- if (j$V2 %in% c("grouped", "mgaussian")) sum(sqrt(rowSums(W^2))) else sum(abs(W))
      # glmnet divides a gaussian y by its deviation, and its lambda with it: of the quadratic part lambda/deviation is left.
      unit <- if (j$V2 == "gaussian") sqrt(mean((y - mean(y))^2)) else 1
      loss + f$lambda[l] * (j$V3 * l1 + (1 - j$V3) / 2 * sum(W^2) / unit)
    })
  }
  g <- function(v) paste(format(v, digits = 11, trim = TRUE, scientific = TRUE), collapse = ",")
  writeLines(c(g(f$lambda), g(objective(f))), out)
}
close(out)
'''


def made():
    with tempfile.TemporaryDirectory() as folder:
        files = {}
        for name, rows in tables():
            text = "".join(",".join(NUMBER.format(v) for v in row) + "\n" for row in rows)
            files[name + ".csv"] = text
            with open(os.path.join(folder, name + ".csv"), "w") as out:
                out.write(text)
        jobs = list(problems())
        with open(os.path.join(folder, "jobs"), "w") as out:
            out.writelines(f"{d} {f} {a} {int(s)}\n" for d, f, a, s in jobs)
        with open(os.path.join(folder, "script.R"), "w") as out:
            out.write(R)
        subprocess.run(["Rscript", os.path.join(folder, "script.R"), os.path.join(folder, "jobs"), os.path.join(folder, "out")],
                       check=True)
        lines = open(os.path.join(folder, "out")).read().split("\n")
    listed = []
    for i, (data, family, alpha, standardize) in enumerate(jobs):
        lambdas, objectives = ([float(v) for v in line.split(",")] for line in lines[2 * i:2 * i + 2])
        listed.append(dict(data=data, family=family, alpha=alpha, standardize=standardize, lambdas=lambdas, objectives=objectives))
    return files, listed


def main():
    files, listed = made()
    if "--write" in sys.argv:
        for name, text in files.items():
            open(os.path.join(HERE, name), "w").write(text)
        with open(os.path.join(HERE, "glmnet.json"), "w") as out:
            out.write("[\n" + ",\n".join(json.dumps(one) for one in listed) + "\n]\n")
        return
    kept = json.load(open(os.path.join(HERE, "glmnet.json")))
    worst = max(abs(a - b) / max(abs(b), 1e-3) for one, two in zip(kept, listed) for key in ["lambdas", "objectives"]
                for a, b in zip(one[key], two[key]))
    same = all(open(os.path.join(HERE, name)).read() == text for name, text in files.items())
    print(f"largest difference: {worst}")
    sys.exit(0 if same and len(kept) == len(listed) else 1)


main()
