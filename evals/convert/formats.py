"""The formats that come in files, by the names that the command knows them by."""

from collections.abc import Callable, Iterable, Iterator, Mapping

from evals.convert.abcd import read_abcd
from evals.convert.langsmith import read_langsmith
from evals.convert.openai import read_openai
from evals.convert.reading import Dropped, Record
from evals.convert.sgd import read_sgd
from evals.convert.tau import read_tau
from evals.transcript import Transcript

Reader = Callable[[Iterable[Record], Dropped], Iterator[Transcript]]

FORMATS: Mapping[str, Reader] = {
    "abcd": read_abcd,
    "langsmith": read_langsmith,
    "openai": read_openai,
    "sgd": read_sgd,
    "tau": read_tau,
}
