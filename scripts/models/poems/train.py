"""Trains the poem model: `python train.py CORPUS.tsv CHECKPOINT.pt [--steps N]`. One thread, deterministic."""

import argparse
import math
import time

import numpy as np
import torch
from torch.nn import functional as F

from network import EMBEDDING, PoemNetwork
from verse import CONDITIONS, read, verse, vocabulary

BATCH = 96
MOST_KEYWORDS = 6  # characters
RATE = 3e-3
WARM_UP = 40  # steps


def keywords_of(rows, length, rng):
    """Up to three words of one or two characters that the stanza has; sometimes none, so that the model can do without."""
    chars = np.zeros((len(rows), MOST_KEYWORDS), dtype=np.int64)
    weights = np.zeros((len(rows), MOST_KEYWORDS), dtype=np.float32)
    starts = [0, 2, 3] if length == 5 else [0, 2, 4, 5]
    for row, (line, share) in enumerate(zip(rows, weights)):
        if rng.random() < 0.35:
            continue
        used = 0
        for _ in range(rng.integers(1, 4)):
            at = rng.integers(4) * length + rng.choice(starts)
            size = rng.integers(1, 3)
            for char in line[at : at + size]:
                chars[row, used] = char
                used += 1
        share[:used] = 1 / used
    return torch.from_numpy(chars), torch.from_numpy(weights)


def classes_of(labels, rng, share=0.3):
    """Classes are left unsaid for a share of the stanzas."""
    labels = labels.astype(np.int64)
    for column, name in enumerate(CONDITIONS):
        labels[rng.random(len(labels)) < share, column] = CONDITIONS[name] - 1
    return torch.from_numpy(labels[:, 0]), torch.from_numpy(labels[:, 1])


def prior(parts, size):
    """Logarithms of the characters' frequencies: where the output layer starts from."""
    counts = sum(np.bincount(part.rows.ravel(), minlength=size) for part in parts.values())
    return torch.from_numpy(np.log((counts + 1) / counts.sum())).float()


def company(parts, size, width):
    """
    First embeddings: the leading singular vectors of how much more often than by chance two characters stand side by side
    (positive pointwise mutual information). The network learns from there in a fraction of the steps.
    """
    counts = np.zeros((size, size), dtype=np.float32)
    for length, part in parts.items():
        lines = part.rows.reshape(-1, length)
        pairs = np.stack([lines[:, :-1].ravel(), lines[:, 1:].ravel()]).astype(np.int64)
        counts += np.bincount(pairs[0] * size + pairs[1], minlength=size * size).reshape(size, size)
    counts += counts.T
    single = counts.sum(0) + 1
    pmi = np.log(np.maximum(counts, 1e-3) * single.sum() / single[:, None] / single[None] ** 0.75 / (single**0.25).mean())
    left, values, _ = torch.svd_lowrank(torch.from_numpy(np.maximum(pmi, 0)).float(), q=width, niter=4)
    vectors = left * values.sqrt()
    return 0.08 * vectors / vectors.std()


def unsaid(model, count):
    blank = torch.zeros(count, 1, dtype=torch.long)
    last = [torch.full((count,), n - 1) for n in CONDITIONS.values()]
    return model.condition(*last, blank, torch.zeros(count, 1))


@torch.no_grad()
def likelihood(model, parts, most=None):
    """Mean natural logarithm of the probability of a character, no condition given."""
    model.eval()
    total = count = 0
    for length, part in parts.items():
        rows = torch.from_numpy(part.rows[:most].astype(np.int64))
        for batch in rows.split(256):
            logits = model.logits(model(batch, length, unsaid(model, len(batch)))).float()
            total -= F.cross_entropy(logits.flatten(0, 1), batch.flatten(), reduction="sum").item()
            count += batch.numel()
    model.train()
    return total / count


def loss_of(model, states, rows, frequency, is_whole):
    """
    Cross entropy. Unless it is whole, the sum over all characters is estimated from those that the batch has, each weighted
    by how likely a batch of this size has it: a third of the work.
    """
    if is_whole:
        return F.cross_entropy(model.logits(states).flatten(0, 1).float(), rows.flatten())
    some, targets = torch.unique(rows, return_inverse=True)
    seen = -torch.expm1(-frequency[some] * rows.numel())
    return F.cross_entropy(model.logits(states, some).flatten(0, 1).float() - seen.log(), targets.flatten())


def batches(parts, steps, rng):
    """All stanzas in random order; in the last third whole quatrains only, for those are what the model shall write."""
    pools = {True: {}, False: {}}
    for length, part in parts.items():
        pools[True][length] = np.flatnonzero(part.kinds)
        pools[False][length] = np.arange(len(part.rows))
    for step in range(steps):
        pool = pools[step >= steps * 2 // 3]
        share = len(pool[7]) / (len(pool[5]) + len(pool[7]))
        length = 7 if rng.random() < share else 5
        yield step, length, rng.choice(pool[length], BATCH, replace=False)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("corpus")
    parser.add_argument("checkpoint")
    parser.add_argument("--steps", type=int, default=1900)
    parser.add_argument("--resume", action="store_true", help="go on from the weights of the checkpoint")
    args = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(4)
    rng = np.random.default_rng(4 + args.resume)
    corpus = read(args.corpus)
    words = vocabulary(corpus)
    train, valid = ({n: verse(corpus, words, split, n) for n in (5, 7)} for split in ("train", "valid"))
    del corpus
    model = PoemNetwork(len(words), CONDITIONS)
    model.bias.data = prior(train, len(words))
    frequency = model.bias.data.exp()
    if args.resume:
        model.load_state_dict(torch.load(args.checkpoint, weights_only=True)["weights"])
    else:
        model.characters.weight.data[: len(words)] = company(train, len(words), EMBEDDING)
    print(f"{len(words)} characters, {sum(p.numel() for p in model.parameters())} weights", flush=True)
    optimizer = torch.optim.AdamW(model.parameters(), lr=RATE, betas=(0.9, 0.98), weight_decay=0.01)
    begun, recent = time.time(), []
    for step, length, chosen in batches(train, args.steps, rng):
        rate = RATE * min(1, (step + 1) / WARM_UP) * (0.02 + 0.98 * (1 + math.cos(math.pi * step / args.steps)) / 2)
        for group in optimizer.param_groups:
            group["lr"] = rate
        rows = train[length].rows[chosen].astype(np.int64)
        condition = (*classes_of(train[length].labels[chosen], rng), *keywords_of(rows, length, rng))
        rows = torch.from_numpy(rows)
        with torch.autocast("cpu", torch.bfloat16):
            states = model(rows, length, model.condition(*condition))
            loss = loss_of(model, states, rows, frequency, step >= args.steps * 4 // 5)
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        recent.append(loss.item())
        if (step + 1) % 50 == 0:
            held = f", valid {likelihood(model, valid, 128):.4f}" if (step + 1) % 200 == 0 else ""
            print(f"{step + 1}: {-np.mean(recent):.4f}{held}, {time.time() - begun:.0f} s", flush=True)
            recent = []
            torch.save({"words": words, "weights": model.state_dict()}, args.checkpoint)
    print(f"valid {likelihood(model, valid):.4f}", flush=True)


if __name__ == "__main__":
    main()
