"""
Held-out likelihood of n-gram models with interpolated modified Kneser-Ney smoothing (Chen and Goodman 1998), the
yardstick of the network: `python ngram.py CORPUS.tsv [SPLIT]`.
"""

import sys

import numpy as np

from verse import read, verse, vocabulary

BITS = 13  # a character number or the mark of a line's beginning


def windows(part, length, order, mark):
    """Every character with the order - 1 symbols before it; the mark stands before each line, and is never predicted."""
    lines = part.rows.reshape(len(part.rows), 4, length).astype(np.int64)
    marked = np.concatenate([np.full_like(lines[:, :, :1], mark), lines], 2).reshape(len(part.rows), -1)
    padded = np.pad(marked, ((0, 0), (order - 1, 0)), constant_values=mark)
    spans = np.lib.stride_tricks.sliding_window_view(padded, order, axis=1).reshape(-1, order)
    return spans[spans[:, -1] != mark]


def packed(spans):
    code = np.zeros(len(spans), dtype=np.int64)
    for column in spans.T:
        code = (code << BITS) | column
    return code


class Level:
    """Counts of one order: plain ones at the top, below it the number of different symbols seen before an n-gram."""

    def __init__(self, codes, counts):
        self.codes, self.counts = codes, counts
        ones, twos, threes, fours = ((counts == n).sum() for n in (1, 2, 3, 4))
        base = ones / (ones + 2 * twos)
        self.discounts = np.array([0, 1 - 2 * base * twos / ones, 2 - 3 * base * threes / twos, 3 - 4 * base * fours / threes])
        self.histories, first = np.unique(codes >> BITS, return_index=True)
        self.totals = np.add.reduceat(counts, first)
        self.left = np.add.reduceat(self.discounts[np.minimum(counts, 3)], first)

    def probability(self, codes, lower):
        """Of the last symbol, given those before it; `lower` is what the next order below says."""
        at = np.minimum(np.searchsorted(self.codes, codes), len(self.codes) - 1)
        count = np.where(self.codes[at] == codes, self.counts[at], 0)
        where = np.minimum(np.searchsorted(self.histories, codes >> BITS), len(self.histories) - 1)
        known = self.histories[where] == codes >> BITS
        total = np.where(known, self.totals[where], 1)
        own = np.maximum(count - self.discounts[np.minimum(count, 3)], 0) / total
        return np.where(known, own + self.left[where] / total * lower, lower)


def levels_of(spans, order):
    codes, counts = np.unique(packed(spans), return_counts=True)
    levels = [Level(codes, counts)]
    for shorter in range(order - 1, 0, -1):
        codes, counts = np.unique(codes & ((1 << BITS * shorter) - 1), return_counts=True)
        levels.append(Level(codes, counts))
    return levels[::-1]


def likelihood(levels, spans, size):
    p = np.full(len(spans), 1 / size)
    for order, level in enumerate(levels, 1):
        p = level.probability(packed(spans[:, -order:]), p)
    return np.log(p).mean()


def main():
    corpus = read(sys.argv[1])
    split = sys.argv[2] if len(sys.argv) > 2 else "test"
    words = vocabulary(corpus)
    mark = len(words)
    train, held = ([verse(corpus, words, name, length) for length in (5, 7)] for name in ("train", split))
    for order in (2, 3, 4):
        learnt, tried = (np.concatenate([windows(part, n, order, mark) for part, n in zip(parts, (5, 7))]) for parts in (train, held))
        levels = levels_of(learnt, order)
        entries = sum(len(level.codes) for level in levels)
        mean = likelihood(levels, tried, len(words))
        print(f"order {order}: {mean:.4f} nats a character, perplexity {np.exp(-mean):.1f}, {entries} entries", flush=True)


if __name__ == "__main__":
    main()
