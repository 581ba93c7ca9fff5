"""Faults of one of the processes that train together: it is killed, stopped or slowed."""

import random
import signal
import socket
import time
from dataclasses import dataclass, replace
from pathlib import Path

from interruptions import harm
from program import Fault, Program, Result
from training import Trainings

RANKS = 2
KINDS = ("killed", "stopped", "slowed")
EPOCHS = 3  # of a training that is slowed
ENDLESS = 1_000_000  # epochs of one that is killed or stopped, so that it cannot end before
PAUSE = 0.1  # seconds that a slowed rank stands still, and then works
PAUSES = 20

# Seconds that the ranks wait for each other: briefly for one that is stopped for good, and longer than a
# slow one takes on a slow machine.
BRIEFLY = 20
LONG_ENOUGH = 60


@dataclass(frozen=True)
class RankFault:
    kind: str
    rank: int
    epoch: int  # it happens when rank 0 has printed that this one is over

    def what(self) -> str:
        return f"rank {self.rank} {self.kind} after epoch {self.epoch}"

    def complaint(self, result: Result) -> str | None:
        """What is wrong with the way in which the ranks ended that nobody killed."""
        if self.kind == "slowed" and result.code != 0:
            return f"a slow rank is no error: {result.text}"
        if self.kind == "killed" and result.code != 0 and f"rank {self.rank}" not in result.text:
            return f"the others do not name rank {self.rank}: {result.text}"
        return result.complaint()

    def happen(self, victim: Program, others: list[Program]) -> list[Result]:
        """How the ranks ended that nobody killed."""
        if self.kind == "killed":
            victim.signal(signal.SIGKILL)
            victim.finished()
            return [rank.finished() for rank in others]
        if self.kind == "stopped":
            victim.signal(signal.SIGSTOP)
            results = [rank.finished() for rank in others]
            victim.signal(signal.SIGCONT)
            return [*results, victim.finished()]
        return [slowed(victim), *(rank.finished() for rank in others)]


def slowed(rank: Program) -> Result:
    for _ in range(PAUSES):
        rank.signal(signal.SIGSTOP)
        time.sleep(PAUSE)
        rank.signal(signal.SIGCONT)
        ended = rank.wait(PAUSE)
        if ended is not None:
            return ended
    return rank.finished()


class RankedProgram:
    """A program that is run by several processes together."""

    def __init__(self, ranks: list[Program]):
        self.ranks = ranks

    def run(self, arguments: list[str], fault: Fault | RankFault = Fault()) -> Result:
        if arguments[0] == "verify":
            return self.ranks[0].run(arguments)
        meeting = {
            "WORLD_SIZE": str(len(self.ranks)),
            "MASTER_ADDR": "127.0.0.1",
            "MASTER_PORT": str(free_port()),
        }
        patience = BRIEFLY if fault.kind == "stopped" else LONG_ENOUGH
        for rank, program in enumerate(self.ranks):
            program.start(
                [*arguments, "--timeout", str(patience)], environment={**meeting, "RANK": str(rank)}
            )
        if not isinstance(fault, RankFault):
            return worst([rank.finished() for rank in self.ranks])
        first, *rest = self.ranks
        ended = first.wait_for_line(f"{fault.epoch:5} ")
        if ended is not None:
            return worst([ended, *(rank.finished() for rank in rest)])
        victim = self.ranks[fault.rank]
        others = [rank for rank in self.ranks if rank is not victim]
        return replace(worst(fault.happen(victim, others)), happened=True)


def worst(results: list[Result]) -> Result:
    """The texts of all, and the code of the one that ended worst."""
    signals = [result.code for result in results if result.code < 0]
    code = min(signals, default=max(result.code for result in results))
    return Result(code, "".join(result.text for result in results))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def run(trainings: Trainings, number: int, out: Path, rng: random.Random) -> tuple[str, str | None]:
    """Disturbs a training of two ranks after an epoch. It must go on as if it had not been."""
    variant, begun = rng.randrange(len(trainings.variants)), rng.randrange(EPOCHS - 1)
    fault = RankFault(KINDS[number % len(KINDS)], rng.randrange(RANKS), begun + 1)
    what = f"variant {variant} after epoch {begun}, {fault.what()}"
    trainings.started(out, variant, begun)
    if fault.kind == "slowed":
        result = trainings.go_on(out, variant, EPOCHS, fault)
        epochs = EPOCHS
    else:
        result = trainings.go_on(out, variant, ENDLESS, fault)
        epochs = (out / "metrics.csv").read_text().count("\n")  # one more than there are rows
    if not result.happened:
        return what, f"it ended before: {result.text}"
    return what, fault.complaint(result) or harm(trainings, out, variant, epochs)
