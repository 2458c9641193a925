"""Learns what words weigh from the replies beside it, and writes the two files that heard/ ships.

    python -m tests.bench.training.train

Needs scikit-learn for the languages and scipy for the rest; neither is needed to read mail. Half a minute.
"""

import random
import tomllib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy
from scipy import sparse
from scipy.optimize import minimize
from sklearn.naive_bayes import MultinomialNB

from handlers.reading.heard import language, model
from handlers.reading.heard.clauses import clauses
from handlers.reading.heard.features import CONCEPTS, WORDS, features
from handlers.reading.heard.lexicon import LANGUAGES, lexicon

HERE = Path(__file__).parent
MIXTURES = 250
"""Replies put together from others, for each language."""
SETTLED = "complaint_handling+"
WORD_SCALE, PENALTY, ROUNDS = 0.4, 0.5, 80


@dataclass(frozen=True)
class Told:
    """A reply and the outputs of the model that hold for it."""

    language: str
    text: str
    heard: frozenset[str]

    @property
    def complains(self) -> bool:
        return model.COMPLAINT in self.heard


def told(folder: Path) -> list[Told]:
    """The replies of a folder: a TOML file a language, under each key the replies of which it holds."""
    return [
        Told(path.stem, text, labels(key))
        for path in sorted(folder.glob("*.toml"))
        for key, texts in tomllib.loads(path.read_text("utf-8")).items()
        for text in texts.strip().split("\n")
    ]


def labels(key: str) -> frozenset[str]:
    """`late on_time-` is a complaint with that reason and that gauge, `- on_time+` none with this gauge."""
    reason, *gauges = key.split()
    return frozenset(gauges) if reason == "-" else frozenset({model.COMPLAINT, reason, *gauges})


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


def learn(replies: Sequence[Told]) -> tuple[numpy.ndarray, numpy.ndarray]:
    """Weights, a row a feature and a column an output, and biases."""
    table, owners = _table(replies)
    scale = numpy.concatenate([numpy.ones(CONCEPTS), numpy.full(WORDS, WORD_SCALE)])
    scaled = table @ sparse.diags(scale)
    columns = [
        _fit(scaled, owners, numpy.array([output in reply.heard for reply in replies])) for output in model.OUTPUTS
    ]
    weights = numpy.stack([column[:-1] * scale for column in columns], axis=1)
    return weights, numpy.array([column[-1] for column in columns])


def _table(replies: Sequence[Told]) -> tuple[sparse.csr_matrix, numpy.ndarray]:
    """A row a clause, and the number of the reply each belongs to."""
    rows: list[list[int]] = []
    owners: list[int] = []
    for number, reply in enumerate(replies):
        said = list(clauses(reply.text, lexicon(reply.language)))
        found = features(said, reply.language) or [[]]
        rows.extend(found)
        owners.extend([number] * len(found))
    ends = numpy.cumsum([0, *map(len, rows)])
    columns = numpy.concatenate([numpy.array(row, dtype=int) for row in rows])
    table = sparse.csr_matrix((numpy.ones(len(columns)), columns, ends), shape=(len(rows), CONCEPTS + WORDS))
    return table, numpy.array(owners)


def _fit(table: sparse.csr_matrix, owners: numpy.ndarray, wanted: numpy.ndarray) -> numpy.ndarray:
    """Logistic weights under which one clause is enough (noisy or): p = 1 - product of (1 - p of each clause)."""
    starts = numpy.searchsorted(owners, numpy.arange(len(wanted)))
    backwards = table.T.tocsr()

    def loss(weights: numpy.ndarray) -> tuple[float, numpy.ndarray]:
        weighed = numpy.clip(table @ weights[:-1] + weights[-1], -30, 30)
        silent = numpy.add.reduceat(-numpy.logaddexp(0, weighed), starts)
        said = numpy.clip(-numpy.expm1(silent), 1e-9, 1)
        value = -numpy.where(wanted, numpy.log(said), silent).sum()
        slope = numpy.where(wanted, (1 - said) / said, -1.0)[owners] * -(1 / (1 + numpy.exp(-weighed)))
        gradient = numpy.append(backwards @ slope + PENALTY * weights[:-1], slope.sum())
        return value + PENALTY / 2 * weights[:-1] @ weights[:-1], gradient

    start = numpy.zeros(table.shape[1] + 1)
    start[-1] = -2
    found: numpy.ndarray = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": ROUNDS}).x
    return found


def write(weights: numpy.ndarray, biases: numpy.ndarray, path: Path) -> None:
    """Weights in eight bits; what rounds to nothing packs well."""
    scales = numpy.abs(weights).max(axis=0) / 127
    whole = numpy.rint(weights / scales).astype("int8")
    numpy.savez_compressed(path, weights=whole, scales=scales.astype("float32"), biases=biases.astype("float32"))


def languages(replies: Iterable[Told]) -> numpy.ndarray:
    """How much each row of letters speaks for each language, as logarithms."""
    neighbours = tomllib.loads((HERE / "neighbours.toml").read_text("utf-8"))
    texts = [(reply.language, reply.text) for reply in replies if reply.language in language.TOLD]
    texts += [(code, line) for code, lines in neighbours.items() for line in lines.strip().split("\n")]
    texts += [(code, row) for code in LANGUAGES if code in language.TOLD for row in _words(code)]
    counts = numpy.zeros((len(language.TOLD), language.BUCKETS))
    for code, text in texts:
        for word in language.words(text):
            for number in language.threes(word):
                counts[language.TOLD.index(code), number] += 1
    naive = MultinomialNB(alpha=0.3, fit_prior=False).fit(counts, range(len(language.TOLD)))
    found: numpy.ndarray = naive.feature_log_prob_.T
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
    scale = float(numpy.abs(table).max() / 127)
    numpy.savez_compressed(folder / "languages.npz", table=numpy.rint(table / scale).astype("int8"), scale=scale)
    for name in ("model.npz", "languages.npz"):
        write_line(f"{name}: {(folder / name).stat().st_size / 1000:.0f} kB from {len(everything)} replies")


if __name__ == "__main__":
    main()
