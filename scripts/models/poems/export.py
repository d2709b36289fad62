"""
Writes the trained network as one step for onnxruntime, large weights as 8-bit numbers with a scale for each row, and its
characters: `python export.py CHECKPOINT.pt FOLDER` makes poet.onnx and poet.json.
"""

import json
import sys
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper

from network import HIDDEN


class Graph:
    """Collects nodes and weights; every method answers the name of what it made."""

    def __init__(self):
        self.nodes, self.weights, self.count = [], [], 0

    def node(self, kind, *inputs, **attributes):
        self.count += 1
        name = f"{kind.lower()}{self.count}"
        self.nodes.append(helper.make_node(kind, list(inputs), [name], **attributes))
        return name

    def split(self, value, parts):
        names = [f"{value}_{i}" for i in range(parts)]
        self.nodes.append(helper.make_node("Split", [value], names, axis=-1, num_outputs=parts))
        return names

    def constant(self, name, value):
        self.weights.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def packed(self, name, value):
        """Rows as 8-bit numbers; onnxruntime unpacks them once, when it loads the model."""
        scale = np.abs(value).max(1, keepdims=True) / 127 + 1e-12
        whole = self.constant(f"{name}_q", np.round(value / scale).astype(np.int8))
        return self.node("Mul", self.node("Cast", whole, to=TensorProto.FLOAT), self.constant(f"{name}_s", scale.astype(np.float32)))


def graph_of(weights, size):
    g = Graph()
    table = g.packed("characters", weights["characters.weight"])
    small = {name: g.constant(name, weights[f"{name}.weight"]) for name in ("places", "experience", "history")}

    def linear(x, name, bias=None):
        rest = [] if bias is None else [g.constant(f"{name}_b", bias)]
        return g.node("Gemm", x, g.packed(name, weights[f"{name}.weight"]), *rest, transB=1)

    words = g.node("Mul", g.node("Gather", table, "keywords"), g.node("Unsqueeze", "shares", g.constant("last", np.array([1]))))
    mean = g.node("ReduceSum", words, g.constant("first", np.array([0])), keepdims=1)
    classes = g.node("Add", g.node("Gather", small["experience"], "experience_class"), g.node("Gather", small["history"], "history_class"))
    condition = g.node("Add", classes, linear(mean, "keywords"))
    left = g.node("Add", g.node("Gather", table, "before"), g.node("Gather", small["places"], "place"))
    right = g.node("Add", g.node("Gather", table, "above"), condition)
    r, z, n = g.split(linear(g.node("Concat", left, right, axis=-1), "inward", weights["inward.bias"]), 3)
    hr, hz, hn = g.split(linear("states", "recurrent", weights["recurrent.bias"]), 3)
    update = g.node("Sigmoid", g.node("Add", z, hz))
    fresh = g.node("Tanh", g.node("Add", n, g.node("Mul", g.node("Sigmoid", g.node("Add", r, hr)), hn)))
    after = g.node("Add", fresh, g.node("Mul", update, g.node("Sub", "states", fresh)))
    known = g.node("Slice", table, g.constant("from", np.array([0])), g.constant("to", np.array([size])))
    logits = g.node("Gemm", linear(after, "outward", weights["outward.bias"]), known, g.constant("bias", weights["bias"]), transB=1)
    scores = g.node("LogSoftmax", logits, axis=-1)
    g.nodes += [helper.make_node("Identity", [scores], ["scores"]), helper.make_node("Identity", [after], ["after"])]
    return g


def main():
    saved = torch.load(sys.argv[1], weights_only=True)
    folder = Path(sys.argv[2])
    words = saved["words"]
    g = graph_of({name: value.float().numpy() for name, value in saved["weights"].items()}, len(words))
    ints = {"before": ["lanes"], "above": ["lanes"], "place": [1], "experience_class": [1], "history_class": [1], "keywords": ["words"]}
    inputs = [helper.make_tensor_value_info(name, TensorProto.INT32, shape) for name, shape in ints.items()]
    inputs += [helper.make_tensor_value_info("shares", TensorProto.FLOAT, ["words"])]
    inputs += [helper.make_tensor_value_info("states", TensorProto.FLOAT, ["lanes", HIDDEN])]
    outputs = [helper.make_tensor_value_info("scores", TensorProto.FLOAT, ["lanes", len(words)])]
    outputs += [helper.make_tensor_value_info("after", TensorProto.FLOAT, ["lanes", HIDDEN])]
    graph = helper.make_graph(g.nodes, "poet", inputs, outputs, g.weights)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)], ir_version=9)
    onnx.checker.check_model(model, full_check=True)
    onnx.save(model, folder / "poet.onnx")
    about = {"characters": "".join(words), "stateSize": HIDDEN}
    (folder / "poet.json").write_text(f"{json.dumps(about, ensure_ascii=False)}\n", "utf8")
    print(f"{(folder / 'poet.onnx').stat().st_size} bytes")


if __name__ == "__main__":
    main()
