"""The losses of the parity tests, the same as peer_losses.hpp makes, and a way to print rows of a
test."""


def trainings(count, seed, length, noise, offset=0, unit=1024):
    """Trainings of several stages of `length` losses, in units of 1/`unit`. The arithmetic is in
    integers up to the division, so that peer_losses.hpp makes the same losses to the bit."""
    state = seed

    def draw():
        nonlocal state
        state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
        return state >> 54

    losses = []
    for i in range(count):
        stage, t = divmod(i, length)
        plateau = 1024 + (6144 >> stage)
        fall = (8192 >> stage) * 16 // (t + 16)
        jitter = draw() * noise // 1024
        spike = 3000 if draw() < 4 else 0
        losses.append((plateau + fall + jitter + spike + offset) / unit)
    return losses


def show(options, inputs, decays):
    """Prints the options and the arguments of trainings() as they stand in the test, and the
    observations, from 1, that decayed."""
    numbers = ", ".join(str(number) for number in decays)
    print(f"{{{{{options}}}, {{{', '.join(map(str, inputs))}}}, {{{numbers}}}}},")
