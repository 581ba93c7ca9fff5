"""Prints the events of a TensorBoard file, one JSON object per line, and fails on an incomplete record.

It shares no code with the program that writes them: it has its own implementation of TFRecord and
protobuf, and computes the checksum bit by bit.

    python3 read_events.py FILE
"""

import json
import math
import struct
import sys


def crc32c(data):
    """The CRC-32C by long division, starting with the lowest bit of each byte."""
    remainder = 0xFFFFFFFF
    for byte in data:
        for position in range(8):
            out = (remainder ^ (byte >> position)) & 1
            remainder >>= 1
            if out:
                remainder ^= 0x82F63B78
    return remainder ^ 0xFFFFFFFF


def masked(checksum):
    rotated = (checksum >> 15 | checksum << 17) & 0xFFFFFFFF
    return (rotated + 0xA282EAD8) % 2**32


def payloads(data):
    at = 0
    while at < len(data):
        if len(data) < at + 12:
            sys.exit(f"record at byte {at}: its head is torn")
        length, length_checksum = struct.unpack_from("<QI", data, at)
        if masked(crc32c(data[at : at + 8])) != length_checksum:
            sys.exit(f"record at byte {at}: wrong checksum of its length")
        payload = data[at + 12 : at + 12 + length]
        if len(data) < at + 16 + length:
            sys.exit(f"record at byte {at}: it is torn")
        if (masked(crc32c(payload)),) != struct.unpack_from("<I", data, at + 12 + length):
            sys.exit(f"record at byte {at}: wrong checksum of its payload")
        yield payload
        at += 16 + length


def varint(message, at):
    number, shift = 0, 0
    while True:
        byte = message[at]
        number |= (byte & 0x7F) << shift
        at, shift = at + 1, shift + 7
        if byte < 0x80:
            return number, at


def fields(message):
    """The fields of a protobuf message, each as its number and its value or bytes."""
    at = 0
    while at < len(message):
        key, at = varint(message, at)
        number, wire = key >> 3, key & 7
        if wire == 0:
            value, at = varint(message, at)
        else:
            size = {1: 8, 5: 4}.get(wire)
            if wire == 2:
                size, at = varint(message, at)
            if size is None or at + size > len(message):
                sys.exit(f"field {number} of wire type {wire} does not match its message")
            value, at = message[at : at + size], at + size
        yield number, value


def number(data):
    """A float, as text if JSON cannot represent it."""
    (value,) = struct.unpack("<f", data)
    return value if math.isfinite(value) else str(value)


def event(message):
    result = {}
    for field, value in fields(message):
        if field == 1:
            (result["wall_time"],) = struct.unpack("<d", value)
        elif field == 2:
            result["step"] = value - 2**64 if value >= 2**63 else value
        elif field == 3:
            result["file_version"] = value.decode()
        elif field == 5:
            scalars = [dict(fields(scalar)) for _, scalar in fields(value)]
            result["scalars"] = {s[1].decode(): number(s[2]) for s in scalars}
        else:
            sys.exit(f"unknown field {field}")
    return result


if __name__ == "__main__":
    if crc32c(b"123456789") != 0xE3069283:
        sys.exit("the checksum itself is wrong")
    with open(sys.argv[1], "rb") as file:
        for payload in payloads(file.read()):
            print(json.dumps(event(payload)))
