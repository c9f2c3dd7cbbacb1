"""scikit-learn's small data sets as files that small.R and the benchmark read.   small.py OUT"""
import os, sys
import numpy as np
from sklearn import datasets

out = sys.argv[1]
os.makedirs(out, exist_ok=True)


def save(name, x, y):
    np.ascontiguousarray(x, np.float64).tofile(f"{out}/{name}.X")
    np.asarray(y, np.float64).tofile(f"{out}/{name}.y")
    open(f"{out}/{name}.dim", "w").write(f"{x.shape[0]} {x.shape[1]}")


diabetes, iris, wine = datasets.load_diabetes(scaled=False), datasets.load_iris(), datasets.load_wine()
cancer, linnerud, digits = datasets.load_breast_cancer(), datasets.load_linnerud(), datasets.load_digits()
for name, data in (("diabetes", diabetes), ("iris", iris), ("wine", wine), ("cancer", cancer), ("digits", digits)):
    save(name, data.data, data.target)
save("linnerud", linnerud.data, linnerud.target[:, 0])
save("diabetes2", diabetes.data, diabetes.target > np.median(diabetes.target))
save("iris2", iris.data[50:], iris.target[50:] == 2)
save("wine2", wine.data, wine.target == 1)
save("cancer2", cancer.data, cancer.target)
save("diabetesp", diabetes.data, np.floor(diabetes.target / 30))
