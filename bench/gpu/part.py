"""Runs a part of the GPU kit. Called by run.sh, which documents the options."""

import argparse
import sys
import time
from pathlib import Path

import check
import figures
import tables
import throughput
import torch
from session import OutOfTime, Session

# Each has run(session), which raises OutOfTime, and render(data), the report as Markdown.
PARTS = {"check": check.PART, "throughput": throughput.PART, **figures.PARTS, **tables.PARTS}
OUT_OF_TIME = 3


def parse_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    add = parser.add_argument
    add("part", choices=PARTS)
    for folder in ("out", "kit", "work", "programs"):
        add(f"--{folder}", type=Path, required=True)
    add("--command", required=True, help="as it was given, for the report")
    add("--begin", type=float, required=True, help="start of the time limit, in seconds since 1970")
    add("--minutes", type=float, required=True)
    add("--rehearse", action="store_true")
    add("--built", action="store_true", help="run.sh has built the programs and the tests")
    return parser.parse_args()


def main() -> int:
    options = parse_options()
    part = PARTS[options.part]
    spent = time.time() - options.begin
    work = options.work / ("rehearsal" if options.rehearse else "work")
    work.mkdir(parents=True, exist_ok=True)
    session = Session(part=options.part, out=options.out.resolve(), work=work.resolve(),
                      kit=options.kit.resolve(), programs=options.programs.resolve(),
                      device="cpu" if options.rehearse else "cuda", rehearsal=options.rehearse,
                      builds=options.built, command=options.command, render=part.render,
                      deadline=time.monotonic() + 60 * options.minutes - spent)
    if not options.rehearse:
        torch.cuda.init()
    session.data["finished"] = False
    session.write()
    code = 1
    try:
        session.data["finished"] = part.run(session)
        code = 0 if session.data["finished"] else 1
    except OutOfTime:
        print(f"run.sh: {options.part} is out of time; run the same command again to resume, "
              "with the results copied to the kit's folder back")
        code = OUT_OF_TIME
    finally:
        session.pack_runs()
        session.write()
    print(part.render(session.data))
    return code


if __name__ == "__main__":
    sys.exit(main())
