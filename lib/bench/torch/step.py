"""One training step under PyTorch, as lib/bench/step-worker.ts takes it here.

python step.py CASE contiguous|channels_last, then {"steps": n} on each line; see lib/bench/step-cases.ts.
"""

import json
import os
import pathlib
import resource
import sys
import time

import torch
import torch.nn.functional as F

sys.path.insert(0, str(pathlib.Path(__file__).parents[3] / "test" / "fixtures" / "models"))
from networks import BUILDERS  # noqa: E402

CEWEIGHT, KDWEIGHT, TEMPERATURE = 0.1, 0.9, 4.0


def resident():
    pages = int(pathlib.Path("/proc/self/statm").read_text().split()[1])
    return dict(
        rssMb=pages * os.sysconf("SC_PAGE_SIZE") / 2**20,
        peakRssMb=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    )


def answer(value):
    print(json.dumps(value), flush=True)


def main():
    case, memory_format = json.loads(sys.argv[1]), getattr(torch, f"{sys.argv[2]}_format", None)
    memory_format = memory_format or getattr(torch, sys.argv[2])
    torch.set_num_threads(int(os.environ["OMP_NUM_THREADS"]))
    torch.manual_seed(1)
    batch, side, classes = case["batch"], case["side"], case["classes"]
    build = lambda name: BUILDERS[name](classes, side).to(memory_format=memory_format)  # noqa: E731
    model = build(case["model"])
    teacher = build(case["teacher"]).eval() if "teacher" in case else None
    optimiser = torch.optim.SGD(model.parameters(), lr=0.01, momentum=0.9, weight_decay=5e-4)
    pixels = torch.randn(batch, 3, side, side).contiguous(memory_format=memory_format)
    labels = torch.randint(0, classes, (batch,))

    def step():
        images = pixels.clone(memory_format=torch.preserve_format)  # a batch arrives here too
        optimiser.zero_grad()
        logits = model(images)[1]
        loss = F.cross_entropy(logits, labels)
        if teacher is not None:
            with torch.no_grad():
                target = F.softmax(teacher(images)[1] / TEMPERATURE, 1)
            soft = F.kl_div(F.log_softmax(logits / TEMPERATURE, 1), target, reduction="batchmean")
            loss = CEWEIGHT * loss + KDWEIGHT * TEMPERATURE**2 * soft
        loss.backward()
        optimiser.step()
        return loss.item()

    def timed():
        start = time.perf_counter()
        step()
        return (time.perf_counter() - start) * 1e3

    first = timed()
    parameters = sum(p.numel() for p in model.parameters())
    answer(dict(version=torch.__version__.split("+")[0], parameters=parameters, firstStepMs=first))
    for line in sys.stdin:
        answer(dict(times=[timed() for _ in range(json.loads(line)["steps"])], tensors=0, **resident()))


main()
