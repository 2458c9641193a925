"""What the features of a reply weigh, learned from the replies in tests/bench/training (decision 12)."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING

from surveys.complaint import Problem

if TYPE_CHECKING:
    import numpy as np

GAUGES = ("accuracy", "on_time", "responsiveness", "complaint_handling")
COMPLAINT = "complaint"
OUTPUTS = (COMPLAINT, *(str(problem) for problem in Problem), *(f"{gauge}{sign}" for gauge in GAUGES for sign in "+-"))
_FILE = Path(__file__).parent / "model.npz"


class Model:
    """A linear model over the features of clauses. A clause is enough: the reply says what any clause says."""

    def __init__(self, weights: "np.ndarray", scales: "np.ndarray", biases: "np.ndarray") -> None:
        """`weights` are whole numbers from -127 to 127, a row a feature and a column an output, times `scales`."""
        self._weights = weights.astype("float32") * scales
        self._biases = biases

    def odds(self, clauses: Sequence[list[int]]) -> Mapping[str, float]:
        """The probability of each output. No clause is without features."""
        import numpy as np

        numbers = [number for clause in clauses for number in clause]
        starts = [0, *accumulate(map(len, clauses))][:-1]
        weighed = np.add.reduceat(self._weights[numbers], starts, axis=0) + self._biases
        silent = np.prod(1 / (1 + np.exp(np.minimum(weighed, 30))), axis=0)
        return dict(zip(OUTPUTS, (1 - silent).tolist(), strict=True))


@lru_cache(maxsize=1)
def model() -> Model:
    """Loaded when first needed: most commands read no mail."""
    import numpy as np

    with np.load(_FILE) as kept:
        return Model(kept["weights"], kept["scales"], kept["biases"])
