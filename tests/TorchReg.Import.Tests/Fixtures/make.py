"""Writes the files that the tests of the readers read: /usr/bin/python3 make.py (torch 1.13, h5py 3.7, NumPy).

torch.save writes the state_dicts. Keras is not installed here: its files are written by h5py in the layout of Keras 3's saving_lib
(layers/CLASS/vars/0 …; https://github.com/keras-team/keras/blob/master/keras/src/saving/saving_lib.py), and what the models give is
computed in NumPy with Keras's own order of axes.
"""
import io, json, pickle, struct, zipfile
import h5py
import numpy as np
import torch

rng = np.random.default_rng(5)


def numbers(t):
    return {"shape": list(t.shape), "values": t.detach().double().reshape(-1).tolist()}


def states():
    torch.manual_seed(1)
    model = torch.nn.Sequential(torch.nn.Conv2d(2, 3, 3), torch.nn.BatchNorm2d(3), torch.nn.Flatten(), torch.nn.Linear(12, 2))
    model(torch.randn(5, 2, 4, 4))
    torch.save(model.state_dict(), "cnn.pt")
    base = torch.arange(24, dtype=torch.float64).reshape(4, 6)
    kinds = {
        "double": base, "turned": base.t(), "part": base[1:3, ::2], "same": base, "half": torch.tensor([0.5, -2, 65504]).half(),
        "bfloat": torch.tensor([1.5, -3e38]).bfloat16(), "long": torch.tensor([1, -2**62]), "int": torch.tensor([7], dtype=torch.int32),
        "short": torch.tensor([-7], dtype=torch.int16), "char": torch.tensor([-7], dtype=torch.int8),
        "byte": torch.tensor([200], dtype=torch.uint8), "bool": torch.tensor([True, False]), "one": torch.tensor(3.25),
        "none": torch.zeros(0, 3), "parameter": torch.nn.Parameter(torch.tensor([1.0, 2.0]))}
    torch.save(kinds, "types.pt")
    json.dump({"cnn": {k: numbers(v) for k, v in model.state_dict().items()}, "types": {k: numbers(v) for k, v in kinds.items()}},
              open("states.json", "w"))


class Call:
    def __init__(self, function, *arguments):
        self.call = (function, arguments)

    def __reduce__(self):
        return self.call


def pickled(content, name, protocol=2):
    with zipfile.ZipFile(name, "w") as z:
        z.writestr("archive/data.pkl", pickle.dumps(content, protocol=protocol) if not isinstance(content, bytes) else content)
        z.writestr("archive/version", "3\n")


def evil():
    import builtins, os, subprocess
    pickled(Call(os.system, "touch executed"), "system.pt")
    pickled({"weight": Call(builtins.eval, "open('executed', 'w')")}, "eval.pt")
    pickled({"weight": Call(subprocess.Popen, ["touch", "executed"])}, "popen.pt", 4)
    pickled({"weight": Call(getattr, "text", "upper")}, "getattr.pt")
    torch.save(torch.nn.Linear(2, 1), "module.pt")
    torch.save({"model": {"weight": torch.ones(1, 2)}, "epoch": 3}, "checkpoint.pt")
    torch.save(torch.ones(1, 2), "legacy.pt", _use_new_zipfile_serialization=False)
    # A tensor beyond its storage, and one that unfolds 4 bytes into terabytes.
    storage = torch.ones(1)
    buffer = io.BytesIO()
    torch.save({"weight": storage}, buffer)
    whole = zipfile.ZipFile(buffer)
    raw = whole.read([n for n in whole.namelist() if n.endswith("data.pkl")][0])
    # BININT1 1 as the one size, in a tuple: the size becomes 2^31 - 1 with stride 0.
    for name, size, stride in (("beyond.pt", 3, 1), ("unfolds.pt", 2**31 - 1, 0)):
        old = b"K\x01\x85"
        assert raw.count(old) >= 1, raw
        at = raw.index(old)
        rest = raw[at + 3:]
        at2 = rest.index(old)
        changed = raw[:at] + b"J" + struct.pack("<i", size) + b"\x85" + rest[:at2] + b"K" + bytes([stride]) + b"\x85" + rest[at2 + 3:]
        with zipfile.ZipFile(name, "w") as z:
            for n in whole.namelist():
                z.writestr(n, changed if n.endswith("data.pkl") else whole.read(n))
    with zipfile.ZipFile("bomb.pt", "w", zipfile.ZIP_DEFLATED) as z:
        z.writestr("archive/data.pkl", b"\0" * 50_000_000)


def conv(x, kernel, bias):
    h, w = x.shape[1] - kernel.shape[0] + 1, x.shape[2] - kernel.shape[1] + 1
    out = np.zeros((x.shape[0], h, w, kernel.shape[3]))
    for i in range(h):
        for j in range(w):
            out[:, i, j] = np.tensordot(x[:, i:i + kernel.shape[0], j:j + kernel.shape[1]], kernel, axes=3) + bias
    return out


def keras():
    def f(*shape):
        return rng.standard_normal(shape).astype(np.float32)
    layers = {"conv2d": [f(3, 3, 2, 4), f(4)], "batch_normalization": [f(4), f(4), f(4), np.abs(f(4)) + .5],
              "dense": [f(24, 5), f(5)], "dense_1": [f(5, 3), f(3)]}
    x = f(6, 4, 5, 2)
    z = conv(x, *layers["conv2d"])
    gamma, beta, mean, variance = layers["batch_normalization"]
    z = np.maximum((z - mean) / np.sqrt(variance + 1e-3) * gamma + beta, 0)
    z = np.maximum(z.reshape(6, -1) @ layers["dense"][0] + layers["dense"][1], 0)
    z = z @ layers["dense_1"][0] + layers["dense_1"][1]

    def write(file):
        with h5py.File(file, "w") as h5:
            for name, arrays in layers.items():
                g = h5.create_group(f"layers/{name}").create_group("vars")
                h5[f"layers/{name}"].attrs["name"] = name
                for i, a in enumerate(arrays):
                    g[str(i)] = a
            h5.create_group("layers/flatten").create_group("vars")
            h5.create_group("layers/dropout").create_group("vars")
            h5.create_group("layers/dropout/seed_generator").create_group("vars")["0"] = np.array([1, 2], dtype=np.uint32)
            h5.create_group("vars")
            h5.create_group("optimizer").create_group("vars")["0"] = np.int64(7)
    write("cnn.weights.h5")
    buffer = io.BytesIO()
    write(buffer)
    with zipfile.ZipFile("cnn.keras", "w") as archive:
        archive.writestr("metadata.json", json.dumps({"keras_version": "3.3.3"}))
        archive.writestr("config.json", json.dumps({"module": "builtins", "class_name": "eval", "config": {"name": "touch executed"}}))
        archive.writestr("model.weights.h5", buffer.getvalue())
    json.dump({"input": {"shape": [6, 2, 4, 5], "values": x.transpose(0, 3, 1, 2).astype(float).reshape(-1).tolist()},
               "output": {"shape": [6, 3], "values": z.reshape(-1).tolist()}}, open("keras.json", "w"))
    with h5py.File("many.weights.h5", "w") as h5:  # a tree of several levels
        for i in range(300):
            h5[f"layers/dense/vars/{i}"] = np.full((1, 1), i, np.float32)


def damaged():
    one = np.ones((2, 1), np.float32)

    def h5(name, fill, **options):
        with h5py.File(name, "w", **options) as file:
            file["layers/dense/vars/1"] = np.zeros(1, np.float32)
            fill(file["layers/dense/vars"])
    h5("external-link.weights.h5", lambda g: g.__setitem__("0", h5py.ExternalLink("cnn.weights.h5", "layers/dense_1/vars/0")))
    h5("external-data.weights.h5", lambda g: g.create_dataset("0", (2, 1), "f4", external=[("/etc/passwd", 0, 8)]))
    h5("soft.weights.h5", lambda g: g.__setitem__("0", h5py.SoftLink("/layers/dense/vars/1")))
    h5("loop.weights.h5", lambda g: g.__setitem__("0", g.parent))
    h5("compressed.weights.h5", lambda g: g.create_dataset("0", (1000, 500), "f4", compression="gzip", data=np.zeros((1000, 500), "f4")))
    h5("big-endian.weights.h5", lambda g: g.__setitem__("0", one.astype(">f4")))
    h5("texts.weights.h5", lambda g: g.__setitem__("0", "a text"))
    h5("latest.weights.h5", lambda g: g.__setitem__("0", one), libver="latest")
    layout = h5py.VirtualLayout((2, 1), "f4")
    layout[:] = h5py.VirtualSource("cnn.weights.h5", "layers/dense/vars/0", (2, 1))
    h5("virtual.weights.h5", lambda g: g.create_virtual_dataset("0", layout))


states(), evil(), keras(), damaged()
