"""Rules that count losses without improvement, by looking for runs instead of counting."""


def without_improvement(losses, improves):
    """For each loss whether it is no improvement on the best before it."""
    flags, best = [], None
    for loss in losses:
        flags.append(best is not None and not improves(loss, best))
        best = best if flags[-1] else loss
    return flags


def ends_of_runs(flags, length, pause):
    """The positions, from 1, at which `length` flags in a row are set, each run begun no earlier
    than `pause` positions after the one before ended."""
    ends, start = [], 0
    for end in range(length, len(flags) + 1):
        if end - length >= start and all(flags[end - length:end]):
            ends.append(end)
            start = end + pause
    return ends
