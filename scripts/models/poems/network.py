"""A gated recurrent network that writes a stanza character by character under a condition."""

import torch
from torch import nn
from torch.nn import functional as F

EMBEDDING, HIDDEN = 160, 384
PLACES = {5: 0, 7: 20}  # number of the first place of a form among all 48 places


class PoemNetwork(nn.Module):
    """
    Sees at each place the character before it, the one above it in the line before, the place, the classes and the mean of
    the keywords' characters; the output layer shares its weights with the character embedding. The row after the last
    character stands for the beginning of the poem and for "nothing above".
    """

    def __init__(self, size, conditions):
        super().__init__()
        self.characters = nn.Embedding(size + 1, EMBEDDING)
        self.places = nn.Embedding(48, EMBEDDING)
        self.experience = nn.Embedding(conditions["experience"], EMBEDDING)
        self.history = nn.Embedding(conditions["history"], EMBEDDING)
        self.keywords = nn.Linear(EMBEDDING, EMBEDDING, bias=False)
        self.inward = nn.Linear(2 * EMBEDDING, 3 * HIDDEN)
        self.recurrent = nn.Linear(HIDDEN, 3 * HIDDEN)
        self.outward = nn.Linear(HIDDEN, EMBEDDING)
        self.bias = nn.Parameter(torch.zeros(size))
        self.size = size
        self.dropout = 0.1
        for embedding in (self.characters, self.places, self.experience, self.history):
            nn.init.normal_(embedding.weight, std=0.05)
        for gate in self.recurrent.weight.data.split(HIDDEN):
            nn.init.orthogonal_(gate)

    def condition(self, experience, history, keywords, weights):
        """`keywords` are character numbers, `weights` their shares (all 0: no keyword)."""
        mean = (self.characters(keywords) * weights[..., None]).sum(1)
        return self.experience(experience) + self.history(history) + self.keywords(mean)

    def step(self, inward, state):
        r, z, n = inward.chunk(3, -1)
        hr, hz, hn = self.recurrent(state).chunk(3, -1)
        update = torch.sigmoid(z + hz)
        return (1 - update) * torch.tanh(n + torch.sigmoid(r + hr) * hn) + update * state

    def logits(self, states, some=None):
        """Of all characters, or of some numbers only."""
        if some is None:
            return F.linear(self.outward(states), self.characters.weight[: self.size], self.bias)
        return F.linear(self.outward(states), self.characters(some), self.bias[some])

    def forward(self, rows, length, condition):
        """States from which every character of `rows` is told, given those before it."""
        blank = torch.full_like(rows[:, :1], self.size)
        before = torch.cat([blank, rows[:, :-1]], 1)
        above = torch.cat([blank.expand(-1, length), rows[:, :-length]], 1)
        places = self.places.weight[PLACES[length] : PLACES[length] + 4 * length]
        left = F.dropout(self.characters(before) + places, self.dropout, self.training)
        right = F.dropout(self.characters(above) + condition[:, None], self.dropout, self.training)
        inward = self.inward(torch.cat([left, right], -1))
        state = inward.new_zeros(len(rows), HIDDEN)
        states = []
        for place in range(4 * length):
            state = self.step(inward[:, place], state)
            states.append(state)
        return F.dropout(torch.stack(states, 1), self.dropout, self.training)
