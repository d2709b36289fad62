"""The corpus as numbers, and the weak labels of its stanzas."""

import json
from collections import Counter
from pathlib import Path

import numpy as np

UNKNOWN = 0
FEWEST = 80  # a character seen less often is unknown
CONDITIONS = {"experience": 4, "history": 3}  # classes of each; the last one is "not said"
HERE = Path(__file__).parent


class Verse:
    """Stanzas of one form as rows of 20 or 28 character numbers."""

    def __init__(self, rows, kinds, labels):
        self.rows, self.kinds, self.labels = rows, kinds, labels


def read(path):
    """Lists of (split, kind, text)."""
    with open(path, encoding="utf8") as lines:
        return [line.rstrip("\n").split("\t") for line in lines]


def vocabulary(corpus):
    counts = Counter(char for split, _, text in corpus if split == "train" for char in text)
    del counts["/"]
    known = sorted((char for char, n in counts.items() if n >= FEWEST), key=lambda char: (-counts[char], char))
    return ["?"] + known  # number 0 is the unknown one


def label(text, themes=json.loads((HERE / "themes.json").read_text("utf8"))):
    """Weak supervision by word lists: (experience, history) of a stanza, the last class where the words do not tell."""
    military, country = (sum(word in text for word in words) for words in themes["experience"])
    prosperous, troubled = (sum(word in text for word in words) for words in themes["history"])
    experience = 2 if military == country == 0 else 3 if military == country else int(country > military)
    history = 2 if prosperous == troubled else int(troubled > prosperous)
    return experience, history


def verse(corpus, words, split, length):
    number = {char: i for i, char in enumerate(words)}
    chosen = [(kind, text) for s, kind, text in corpus if s == split and text.index("/") == length]
    rows = np.array([[number.get(char, UNKNOWN) for char in text.replace("/", "")] for _, text in chosen], dtype=np.int16)
    labels = np.array([label(text) for _, text in chosen], dtype=np.int8)
    return Verse(rows, np.array([kind == "whole" for kind, _ in chosen]), labels)
