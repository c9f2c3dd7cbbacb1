# The problems of small.sh by glmnet's defaults.   Rscript small.R DIR NAMES      milliseconds of processor time, median of 15 times 10.
suppressMessages(library(glmnet))
a <- commandArgs(TRUE)
for (name in strsplit(a[2], ",")[[1]]) {
  path <- file.path(a[1], name); d <- scan(paste0(path, ".dim"), quiet = TRUE); n <- d[1]; p <- d[2]
  y <- readBin(paste0(path, ".y"), "double", n); x <- t(matrix(readBin(paste0(path, ".X"), "double", n * p), p, n))
  family <- if (grepl("2$", name)) "binomial" else if (grepl("p$", name)) "poisson" else "gaussian"
  times <- sapply(1:15, function(r) { s <- proc.time(); for (k in 1:10) glmnet(x, y, family); sum((proc.time() - s)[1:2]) * 100 })
  cat(sprintf('{"peer":"glmnet","job":"%s","ms":%.3f,"lambdas":%d}\n', name, median(times), length(glmnet(x, y, family)$lambda)))
}
