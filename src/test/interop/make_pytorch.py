"""Networks of PyTorch, by the exporter that torch.onnx.export takes by default."""

import numpy as np
import onnx
import torch
from fixture import folder, one_value, probabilities, rows, values, write
from sklearn.datasets import load_diabetes, load_iris
from sklearn.preprocessing import scale
from torch import nn

TOOLS = ["torch", "onnxscript"]
BATCH = {0: "batch"}


def tensor(numbers):
    return torch.tensor(np.asarray(numbers), dtype=torch.float32)


def sample(x, count=12):
    """Rows from all over the table."""
    return x[torch.linspace(0, len(x) - 1, count).long()]


def network(inputs, outputs, hidden=8):
    torch.manual_seed(1)
    return nn.Sequential(nn.Linear(inputs, hidden), nn.ReLU(), nn.Linear(hidden, outputs))


def train(model, inputs, target, loss, steps=200):
    optimizer = torch.optim.Adam(model.parameters(), lr=0.02)
    for _ in range(steps):
        optimizer.zero_grad()
        loss(model(*inputs), target).backward()
        optimizer.step()
    return model.eval()


def export(case, model, inputs, input_names, output_name="output", dynamic=True, external_data=False):
    """By default, the exporter puts the weights into a second file; here only where that is what matters."""
    path = folder(case) / "model.onnx"
    torch.onnx.export(
        model, inputs, path, input_names=input_names, output_names=[output_name],
        dynamic_shapes=tuple(BATCH for _ in inputs) if dynamic else None, external_data=external_data, verbose=False,
    )
    graph = onnx.load(path, load_external_data=False)
    for node in graph.graph.node:
        for entry in [entry for entry in node.metadata_props if entry.key == "pkg.torch.onnx.stack_trace"]:
            node.metadata_props.remove(entry)  # has the paths of this machine
    path.write_bytes(graph.SerializeToString(deterministic=True))


@torch.no_grad()
def answer(model, *inputs):
    return model(*inputs).numpy()


def write_fixture(case, about, rows, answers, tolerance=1e-5):
    write(case, None, about, TOOLS, rows, answers, tolerance)


def classifiers():
    x, y = load_iris(return_X_y=True)
    x, y = tensor(x), torch.tensor(y)
    some = sample(x)

    def trained(hidden):
        return train(network(4, 3, hidden), [x], y, nn.functional.cross_entropy, steps=60)

    def case(name, about, logits, batch=3, **options):
        model = nn.Sequential(logits, nn.Softmax(dim=1))
        export(name, model, (some[:batch],), ["input"], "probabilities", **options)
        expected = answer(model, some)
        write_fixture(name, about, rows(some.numpy()), probabilities(expected.argmax(axis=1), range(3), expected))

    small = trained(8)
    case(
        "pytorch-classifier",
        "One output, a softmax: there is no label, and the classes are the columns' numbers.",
        small,
    )
    case(
        "pytorch-external",
        "The same with a wider network, exported as it is by default: the larger weights are in a second file, "
        "model.onnx.data.",
        trained(64), external_data=True,
    )
    case(
        "pytorch-fixed-batch-1",
        "Exported without a dynamic shape: takes one row at a time.",
        small, batch=1, dynamic=False,
    )
    case(
        "pytorch-fixed-batch-4",
        "Exported without a dynamic shape: takes four rows at a time.",
        small, batch=4, dynamic=False,
    )
    name = "pytorch-logits"
    export(name, small, (some[:3],), ["input"], "logits")
    write_fixture(
        name, "No softmax: nothing in the graph says that the three numbers are classes.",
        rows(some.numpy()), values("logits", answer(small, some)),
    )


def sigmoid():
    case = "pytorch-sigmoid"
    x, y = load_iris(return_X_y=True)
    x, y = tensor(x[y > 0]), tensor(y[y > 0] - 1).reshape(-1, 1)
    model = nn.Sequential(network(4, 1), nn.Sigmoid())
    train(model, [x], y, nn.functional.binary_cross_entropy)
    export(case, model, (x[:3],), ["input"])
    p = answer(model, sample(x))[:, 0].astype(np.float64)
    write_fixture(
        case, "Two classes, of which the graph has the probability of the second, from a sigmoid.",
        rows(sample(x).numpy()), probabilities((p > 0.5).astype(int), range(2), np.stack([1 - p, p], axis=1)),
    )


def regression():
    case = "pytorch-regression"
    x, y = load_diabetes(return_X_y=True)
    x, y = tensor(scale(x)), tensor(y).reshape(-1, 1)
    model = train(network(10, 1), [x], y, nn.functional.mse_loss)
    export(case, model, (x[:3],), ["input"])
    write_fixture(
        case, "One number, in a matrix of one column.",
        rows(sample(x).numpy()), one_value(answer(model, sample(x))), 1e-3,
    )


class Shops(nn.Module):
    """Numbers of a shop, and which shop it is."""

    def __init__(self):
        super().__init__()
        self.embedding = nn.Embedding(5, 2)
        self.network = network(3 + 2, 1)

    def forward(self, numbers, shop):
        return self.network(torch.cat([numbers, self.embedding(shop)], dim=1))


class Two(nn.Module):
    """Two matrices."""

    def __init__(self):
        super().__init__()
        self.network = network(3 + 2, 1)

    def forward(self, left, right):
        return self.network(torch.cat([left, right], dim=1))


def two_inputs():
    random = np.random.default_rng(4)
    numbers, right = tensor(random.normal(size=(100, 3))), tensor(random.normal(size=(100, 2)))
    shop = torch.tensor(random.integers(0, 5, 100))

    case = "pytorch-two-inputs"
    target = (numbers.sum(dim=1) + shop).reshape(-1, 1)
    torch.manual_seed(1)
    model = train(Shops(), [numbers, shop], target, nn.functional.mse_loss)
    export(case, model, (numbers[:3], shop[:3]), ["numbers", "shop"])
    write_fixture(
        case, "A matrix of floats, and whole numbers (int64, of shape [batch]) that an embedding looks up.",
        [row | {"shop": int(number)} for row, number in zip(rows(numbers[:12].numpy()), shop[:12], strict=True)],
        one_value(answer(model, numbers[:12], shop[:12])),
    )

    case = "pytorch-two-matrices"
    target = (numbers.sum(dim=1) * right.sum(dim=1)).reshape(-1, 1)
    model = train(Two(), [numbers, right], target, nn.functional.mse_loss)
    export(case, model, (numbers[:3], right[:3]), ["left", "right"])
    left_rows, right_rows = rows(numbers[:12].numpy(), "left_"), rows(right[:12].numpy(), "right_")
    write_fixture(
        case, "Two matrices of floats, of three and of two columns.",
        [left | right for left, right in zip(left_rows, right_rows, strict=True)],
        one_value(answer(model, numbers[:12], right[:12])),
    )


def image():
    case = "pytorch-image"
    torch.manual_seed(1)
    model = nn.Sequential(
        nn.Conv2d(1, 4, 3), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(), nn.Linear(36, 10), nn.Softmax(dim=1)
    ).eval()
    export(case, model, (torch.zeros(3, 1, 8, 8),), ["image"])
    write_fixture(case, "Not tabular: takes images of 8 x 8 pixels. There are no rows.", [], [])


if __name__ == "__main__":
    torch.set_num_threads(1)
    classifiers()
    sigmoid()
    regression()
    two_inputs()
    image()
