#!/usr/bin/env python3
"""Draws eng/icon.png, the packages' icon: coefficients over lambda, some of them exactly zero. No libraries."""
import os, struct, zlib

SIZE, FINE = 128, 4  # pixels, and samples of a pixel's side
BACK, LINES = (24, 38, 66), [((255, 176, 59), .95), ((98, 199, 175), .62), ((236, 98, 95), -.5), ((120, 160, 240), .3)]


def height(start, x):
    """A weight's height where lambda is x of its largest: soft thresholding."""
    return max(abs(start) - x, 0) * (1 if start > 0 else -1)


def sample(x, y):
    """The colour at a point from 0 to 1, y upward; None outside of the rounded square."""
    dx, dy = max(abs(x - .5) - .36, 0), max(abs(y - .5) - .36, 0)
    if dx * dx + dy * dy > .14 ** 2:
        return None
    if .12 < x < .88:
        at = (x - .12) / .76
        for colour, start in LINES:
            slope = .36 / .76 if at < abs(start) else 0
            if abs(y - (.46 + .36 * height(start, at))) < .024 * (1 + slope * slope) ** .5:
                return colour
    return (196, 204, 220) if .12 < x < .88 and abs(y - .46) < .008 else BACK


def pixel(column, row):
    samples = [sample((column + (i + .5) / FINE) / SIZE, 1 - (row + (j + .5) / FINE) / SIZE) for i in range(FINE) for j in range(FINE)]
    inside = [s for s in samples if s]
    if not inside:
        return bytes(4)
    return bytes(round(sum(s[c] for s in inside) / len(inside)) for c in range(3)) + bytes([255 * len(inside) // len(samples)])


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


rows = b"".join(b"\0" + b"".join(pixel(column, row) for column in range(SIZE)) for row in range(SIZE))
png = (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", SIZE, SIZE, 8, 6, 0, 0, 0))
       + chunk(b"IDAT", zlib.compress(rows, 9)) + chunk(b"IEND", b""))
with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "icon.png"), "wb") as file:
    file.write(png)
