"""A path over λ with cross-validation from NumPy arrays, fitted by the torchreg command: NumPy is all that this module needs.

    path = torchreg.fit_path(X, y, l1Ratio=0.5)        # y of numbers: squared error; of whole numbers 0, 1, …: classes
    path["lambdas"], path["coefs"], path["intercepts"]  # m; m × outputs × p; m × outputs, on the columns' own scale
    path["mean"], path["standard_error"]                # the cross-validation curve
"""
import hashlib, json, os, struct, subprocess, tempfile
import numpy as np


def write_rows(path, X, y):
    """Rows as a file that torchreg maps into memory (docs/runs.md): X by rows, X by columns, y; X may be a memory map itself."""
    X, y = np.asarray(X), np.asarray(y)
    kind = np.dtype("<f4" if X.dtype == np.float32 else "<f8")
    classes = int(y.max()) + 1 if y.dtype.kind in "iub" else 0
    y = y.astype("<i8" if classes else "<f8").reshape(len(X), -1)
    page = lambda at: (at + 4095) // 4096 * 4096
    columns = page(4096 + X.size * kind.itemsize)
    targets = page(columns + X.size * kind.itemsize)
    header = struct.pack("<8sIIQQQQI12x", b"TORCHREG", 1, kind.itemsize, *X.shape, 0 if classes else y.shape[1], classes, 1)
    with open(path, "wb") as file:
        file.write(header + hashlib.sha256(header).digest())
        file.truncate(targets + y.nbytes)
    np.memmap(path, kind, "r+", 4096, X.shape)[:] = X
    np.memmap(path, kind, "r+", columns, X.shape[::-1])[:] = X.T
    np.memmap(path, y.dtype, "r+", targets, y.shape)[:] = y


def fit_path(X, y, command=("torchreg",), **settings):
    """All λ of torchreg select, largest first; settings as --key=value, those with a point as **{"folds.count": 5}."""
    with tempfile.TemporaryDirectory() as folder:
        rows, chosen = os.path.join(folder, "data.rows"), os.path.join(folder, "chosen")
        write_rows(rows, X, y)
        words = [f"--{key}={str(value).lower() if isinstance(value, bool) else value}" for key, value in settings.items()]
        done = subprocess.run([*command, "select", "--data", rows, "--to", chosen, "--json", *words], capture_output=True, text=True)
        if done.returncode:
            raise ValueError(done.stderr.strip())
        curve = json.loads(done.stdout)
        with open(os.path.join(chosen, "model.safetensors"), "rb") as file:
            size = struct.unpack("<Q", file.read(8))[0]
            entries, data = json.loads(file.read(size)), file.read()
    read = lambda n: np.frombuffer(data[slice(*entries[n]["data_offsets"])], "<f8").reshape(entries[n]["shape"])
    count = len(curve["lambda"])  # behind the path's models stand the chosen ones
    if len(read("lambda")) < count:
        raise ValueError("more than 2,000,000 coefficients, of which torchreg keeps the chosen alone: set path.count lower")
    return {"lambdas": read("lambda")[:count], "coefs": read("weight")[:count], "intercepts": read("bias")[:count],
            "mean": np.array(curve["mean"]), "standard_error": np.array(curve["standardError"]),
            "lambda_min": curve["lambdaMin"]["lambda"], "lambda_1se": curve["lambda1se"]["lambda"]}
