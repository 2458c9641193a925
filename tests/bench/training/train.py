"""Learns what words weigh from the replies beside it, and writes the two files that heard/ ships.

    python -m tests.bench.training.train

Needs scikit-learn for the languages and scipy for the rest; neither is needed to read mail. Half a minute.
"""

import random
import tomllib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy import sparse
from scipy.optimize import minimize
from sklearn.naive_bayes import MultinomialNB

from handlers.reading.heard import language, model
from handlers.reading.heard.clauses import clauses
from handlers.reading.heard.features import CONCEPTS, WORDS, features
from handlers.reading.heard.lexicon import LANGUAGES, lexicon
from tests.bench.training.told import Told, told

HERE = Path(__file__).parent
MIXTURES = 250
"""Replies put together from others, for each language."""
SETTLED = "complaint_handling+"
WORD_SCALE, PENALTY, ROUNDS = 0.4, 0.5, 80


def mixtures(replies: Sequence[Told]) -> Iterable[Told]:
    """Longer replies, with marks, greetings, several remarks and closings, as people write them too."""
    courtesies = tomllib.loads((HERE / "courtesies.toml").read_text("utf-8"))
    for code in LANGUAGES:
        chance = random.Random(code)
        kinds = _Kinds.of([reply for reply in replies if reply.language == code])
        for number in range(MIXTURES):
            yield _surrounded(_mixed(kinds, number % 5, chance), chance, courtesies[code].split("|"))


@dataclass(frozen=True)
class _Kinds:
    bad: Sequence[Told]
    plain: Sequence[Told]
    settled: Sequence[Told]

    @classmethod
    def of(cls, own: Sequence[Told]) -> "_Kinds":
        settled = [reply for reply in own if reply.heard == {SETTLED}]
        plain = [reply for reply in own if not reply.complains and reply not in settled]
        return cls([reply for reply in own if reply.complains], plain, settled)


def _mixed(kinds: _Kinds, kind: int, chance: random.Random) -> Told:
    """What is settled afterwards is no complaint any more; a complaint after it is one."""
    bad, plain, settled = chance.choice(kinds.bad), chance.sample(kinds.plain, 3), chance.choice(kinds.settled)
    if kind == 0:
        return Told(bad.language, _joined([bad, settled, *plain[: chance.randint(0, 1)]]), settled.heard)
    if kind == 1 and chance.random() < 0.4:
        return _all([settled, bad])
    few = plain[: chance.randint(0, 3)]
    chosen = [bad, *few] if kind in {1, 2} else [*few, chance.choice([*kinds.plain, settled])]
    chance.shuffle(chosen)
    return _all(chosen)


def _all(chosen: Sequence[Told]) -> Told:
    return Told(chosen[0].language, _joined(chosen), frozenset().union(*(reply.heard for reply in chosen)))


def _joined(chosen: Sequence[Told]) -> str:
    return " ".join(reply.text if reply.text[-1] in ".!?。" else f"{reply.text}." for reply in chosen)


def _surrounded(reply: Told, chance: random.Random, polite: Sequence[str]) -> Told:
    texts = [reply.text]
    if chance.random() < 0.3:
        texts[0] = f"{chance.randint(0, 10)}{chance.choice(['. ', ' - ', ', ', '/10 ', chr(10)])}{texts[0]}"
    if chance.random() < 0.4:
        texts.insert(0, chance.choice(polite))
    if chance.random() < 0.4:
        texts.append(chance.choice(polite))
    return Told(reply.language, chr(10).join(texts), reply.heard)


def learn(replies: Sequence[Told]) -> tuple[np.ndarray, np.ndarray]:
    """Weights, a row a feature and a column an output, and biases."""
    table, owners = _table(replies)
    scale = np.concatenate([np.ones(CONCEPTS), np.full(WORDS, WORD_SCALE)])
    scaled = table @ sparse.diags(scale)
    columns = [_fit(scaled, owners, np.array([output in reply.heard for reply in replies])) for output in model.OUTPUTS]
    weights = np.stack([column[:-1] * scale for column in columns], axis=1)
    return weights, np.array([column[-1] for column in columns])


def _table(replies: Sequence[Told]) -> tuple[sparse.csr_matrix, np.ndarray]:
    """A row a clause, and the number of the reply each belongs to."""
    rows: list[list[int]] = []
    owners: list[int] = []
    for number, reply in enumerate(replies):
        said = list(clauses(reply.text, lexicon(reply.language)))
        found = features(said, reply.language) or [[]]
        rows.extend(found)
        owners.extend([number] * len(found))
    ends = np.cumsum([0, *map(len, rows)])
    columns = np.concatenate([np.array(row, dtype=int) for row in rows])
    table = sparse.csr_matrix((np.ones(len(columns)), columns, ends), shape=(len(rows), CONCEPTS + WORDS))
    return table, np.array(owners)


def _fit(table: sparse.csr_matrix, owners: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    """Logistic weights under which one clause is enough (noisy or): p = 1 - product of (1 - p of each clause)."""
    starts = np.searchsorted(owners, np.arange(len(wanted)))
    backwards = table.T.tocsr()

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        weighed = np.clip(table @ weights[:-1] + weights[-1], -30, 30)
        silent = np.add.reduceat(-np.logaddexp(0, weighed), starts)
        said = np.clip(-np.expm1(silent), 1e-9, 1)
        value = -np.where(wanted, np.log(said), silent).sum()
        slope = np.where(wanted, (1 - said) / said, -1.0)[owners] * -(1 / (1 + np.exp(-weighed)))
        gradient = np.append(backwards @ slope + PENALTY * weights[:-1], slope.sum())
        return value + PENALTY / 2 * weights[:-1] @ weights[:-1], gradient

    start = np.zeros(table.shape[1] + 1)
    start[-1] = -2
    found: np.ndarray = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": ROUNDS}).x
    return found


def write(weights: np.ndarray, biases: np.ndarray, path: Path) -> None:
    """Weights in eight bits; what rounds to nothing packs well."""
    scales = np.abs(weights).max(axis=0) / 127
    whole = np.rint(weights / scales).astype("int8")
    np.savez_compressed(path, weights=whole, scales=scales.astype("float32"), biases=biases.astype("float32"))


def languages(replies: Iterable[Told]) -> np.ndarray:
    """How much each row of letters speaks for each language, as logarithms."""
    neighbours = tomllib.loads((HERE / "neighbours.toml").read_text("utf-8"))
    texts = [(reply.language, reply.text) for reply in replies if reply.language in language.TOLD]
    texts += [(code, line) for code, lines in neighbours.items() for line in lines.strip().split("\n")]
    texts += [(code, row) for code in LANGUAGES if code in language.TOLD for row in _words(code)]
    counts = np.zeros((len(language.TOLD), language.BUCKETS))
    for code, text in texts:
        for word in language.words(text):
            for number in language.threes(word):
                counts[language.TOLD.index(code), number] += 1
    naive = MultinomialNB(alpha=0.3, fit_prior=False).fit(counts, range(len(language.TOLD)))
    found: np.ndarray = naive.feature_log_prob_.T
    return found - found.mean(axis=1, keepdims=True)


def _words(code: str) -> Iterable[str]:
    path = Path(language.__file__).parent / "lexicon" / f"{code}.toml"
    for row in tomllib.loads(path.read_text("utf-8")).values():
        yield row.replace("_", " ").replace("*", "")


def main(write_line: Callable[[str], object] = print) -> None:
    replies = told(HERE / "replies")
    folder = Path(model.__file__).parent
    everything = [*replies, *mixtures(replies)]
    write(*learn(everything), folder / "model.npz")
    table = languages(replies)
    scale = float(np.abs(table).max() / 127)
    np.savez_compressed(folder / "languages.npz", table=np.rint(table / scale).astype("int8"), scale=scale)
    for name in ("model.npz", "languages.npz"):
        write_line(f"{name}: {(folder / name).stat().st_size / 1000:.0f} kB from {len(everything)} replies")


if __name__ == "__main__":
    main()
