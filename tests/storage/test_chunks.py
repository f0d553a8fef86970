"""Long work stands for a short while at a time."""

from __future__ import annotations

from contextlib import contextmanager

from storage.chunks import MOST, WANTED, in_chunks, next_size


class Slow:
    """A database on which each item takes so many seconds."""

    def __init__(self, each: float) -> None:
        self.each, self.stood_for, self.longest, self.sizes = each, 0.0, 0.0, list[int]()

    @contextmanager
    def transaction(self):
        yield self
        self.stood_for = self.each * self.sizes[-1]
        self.longest = max(self.longest, self.stood_for)


def run(each: float, count: int) -> Slow:
    database, answer = Slow(each), list[tuple[int, int]]()
    done: list[int] = []

    def work(session: Slow, chunk: list[int]) -> None:
        session.sizes.append(len(chunk))
        done.extend(chunk)

    in_chunks(database, list(range(count)), work, progress=lambda *at: answer.append(at))
    assert done == list(range(count))
    assert answer[-1] == (count, count)
    return database


def test_the_size_follows_the_time():
    assert run(0.000_01, 30_000).longest <= WANTED * 2
    assert max(run(0.000_01, 30_000).sizes) <= MOST
    slow = run(0.009, 500)
    assert slow.longest <= 0.5
    assert max(slow.sizes[3:]) * 0.009 <= WANTED * 1.6


def test_it_grows_by_half_and_shrinks_at_once():
    assert (next_size(100, 0.001), next_size(100, WANTED), next_size(100, WANTED * 4)) == (151, 101, 26)
    assert (next_size(4000, 0.0), next_size(1, 9.0)) == (MOST, 1)
