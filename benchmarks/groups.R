# Processor seconds of glmnet's paths for several outputs and for grouped classes, with the objective at each lambda.
# Rscript groups.R SKLEARN OUT [JOB,JOB…]   SKLEARN: scikit-learn's datasets/data folder; OUT gets for each job X.bin, Y.bin (row-major doubles), lambda.csv
suppressMessages(library(glmnet)); options(digits = 15)
a <- commandArgs(TRUE); sklearn <- a[1]; out <- a[2]; wanted <- if (length(a) > 2) strsplit(a[3], ",")[[1]] else NULL

used <- function(f) { f(); times <- 0; start <- proc.time(); repeat { f(); times <- times + 1; d <- sum((proc.time() - start)[1:2]); if (d > 0.3) break }; d / times }
rows <- function(X, file) writeBin(as.double(t(X)), file)
softmax_loss <- function(Z, y) { Z <- Z - apply(Z, 1, max); -mean(Z[cbind(seq_along(y), y + 1)] - log(rowSums(exp(Z)))) }
norms <- function(W, grouped) if (grouped) sum(sqrt(colSums(W^2))) else sum(abs(W))

# One path; W is outputs x columns.
objective <- function(X, Y, classes, W, b, lambda, alpha, grouped) {
  Z <- X %*% t(W) + rep(b, each = nrow(X))
  loss <- if (classes) softmax_loss(Z, as.vector(Y)) else sum((Y - Z)^2) / (2 * nrow(X))
  loss + lambda * (alpha * norms(W, grouped) + (1 - alpha) / 2 * sum(W^2))
}

job <- function(name, X, Y, classes = FALSE, grouped = TRUE, alpha = 1, cv = FALSE) {
  if (!is.null(wanted) && !(name %in% wanted)) return(invisible())
  X <- as.matrix(X); Y <- as.matrix(Y); dimnames(X) <- NULL; dimnames(Y) <- NULL; n <- nrow(X)
  folder <- file.path(out, name); dir.create(folder, recursive = TRUE, showWarnings = FALSE)
  y <- factor(Y); kind <- if (grouped) "grouped" else "ungrouped"
  lambdas <- NULL
  fit <- function() {
    if (classes) glmnet(X, y, family = "multinomial", type.multinomial = kind, alpha = alpha, standardize = FALSE, lambda = lambdas)
    else if (grouped) glmnet(X, Y, family = "mgaussian", alpha = alpha, standardize = FALSE, lambda = lambdas)
    else lapply(seq_len(ncol(Y)), function(k) glmnet(X, Y[, k], alpha = alpha, standardize = FALSE, lambda = lambdas))
  }
  if (!classes && !grouped) {
    # Each output has a path of its own; all are asked for the lambdas of the one that starts first.
    first <- fit(); lambdas <- first[[which.max(sapply(first, function(g) g$lambda[1]))]]$lambda
  }
  seconds <- used(fit); g <- fit()
  at <- if (classes || grouped) g$lambda else g[[1]]$lambda
  values <- sapply(seq_along(at), function(i) {
    W <- if (classes || grouped) t(sapply(g$beta, function(B) B[, i])) else t(sapply(g, function(o) o$beta[, i]))
    b <- if (classes || grouped) g$a0[, i] else sapply(g, function(o) o$a0[i])
    if (ncol(X) == 1) W <- t(W)
    objective(X, Y, classes, W, b, at[i], alpha, grouped)
  })
  if (cv) seconds <- used(function() cv.glmnet(X, y, family = "multinomial", type.multinomial = kind, alpha = alpha, standardize = FALSE, foldid = (seq_len(n) - 1) %% 10 + 1))
  rows(X, file.path(folder, "X.bin")); rows(Y, file.path(folder, "Y.bin"))
  write.table(data.frame(at, values), file.path(folder, "lambda.csv"), row.names = FALSE, col.names = FALSE, sep = ",")
  cat(sprintf("%s,%d,%d,%d,%d,%d,%.3f,%d\n", name, n, ncol(X), ncol(Y), classes, grouped, alpha, cv), file = file.path(folder, "job.csv"))
  cat(sprintf('{"peer":"glmnet","job":"%s","lambdas":%d,"seconds":%.6f}\n', name, length(at), seconds))
}

normal <- function(n, p) matrix(rnorm(n * p), n)
correlated <- function(n, p, rho) { X <- normal(n, p); for (j in 2:p) X[, j] <- rho * X[, j - 1] + sqrt(1 - rho^2) * X[, j]; X }
outputs <- function(X, k, K) X[, seq_len(k), drop = FALSE] %*% normal(k, K) + normal(nrow(X), K)
classes_of <- function(X, k, K) max.col(outputs(X, k, K)) - 1

exercise <- as.matrix(read.table(file.path(sklearn, "linnerud_exercise.csv"), header = TRUE))
body <- as.matrix(read.table(file.path(sklearn, "linnerud_physiological.csv"), header = TRUE))
wine <- as.matrix(read.csv(file.path(sklearn, "wine_data.csv"), skip = 1, header = FALSE))
job("linnerud-group", exercise, body)
job("linnerud-lasso", exercise, body, grouped = FALSE)
set.seed(1); X <- normal(100, 20); job("small-group", X, outputs(X, 5, 3)); job("small-group-net", X, outputs(X, 5, 3), alpha = 0.5)
set.seed(2); X <- correlated(200, 60, 0.99); job("ar99-group", X, outputs(X, 10, 3)); job("ar99-lasso", X, outputs(X, 10, 3), grouped = FALSE)
set.seed(3); X <- normal(100, 5000); job("wide-group", X, outputs(X, 5, 3)); job("wide-lasso", X, outputs(X, 5, 3), grouped = FALSE)
set.seed(4); X <- normal(50000, 20); Y <- outputs(X, 20, 3)
job("tall-group", X, Y); job("tall-lasso", X, Y, grouped = FALSE); job("tall-net", X, scale(Y) * sqrt(nrow(Y) / (nrow(Y) - 1)), grouped = FALSE, alpha = 0.5)
job("wine-grouped", wine[, 1:13], wine[, 14], classes = TRUE)
job("wine-scaled-grouped", scale(wine[, 1:13]), wine[, 14], classes = TRUE)
job("wine-ridge", wine[, 1:13], wine[, 14], classes = TRUE, grouped = FALSE, alpha = 0)
job("wine-scaled-ridge", scale(wine[, 1:13]), wine[, 14], classes = TRUE, grouped = FALSE, alpha = 0)
set.seed(5); X <- normal(100, 200); job("few-rows-ridge", X, classes_of(X, 5, 3), classes = TRUE, grouped = FALSE, alpha = 0)
set.seed(6); X <- normal(150, 30); y <- classes_of(X, 5, 3)
job("classes-grouped", X, y, classes = TRUE); job("classes-grouped-cv10", X, y, classes = TRUE, cv = TRUE)
set.seed(7); X <- correlated(200, 60, 0.99); job("ar99-grouped", X, classes_of(X, 10, 3), classes = TRUE)
