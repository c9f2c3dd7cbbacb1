"""Reads event files and prints a line of JSON for each event: read_events.py FILE …

The readers are Debian's python3-protobuf (messages, by the fields of TensorBoard's public schemas), python3-crcmod (CRC-32C) and
python3-opencv (PNG). Stops with an error at a wrong checksum, a field that the schemas do not have, or a picture that is none.
A record that is cut off ends the file.
"""
import json
import struct
import sys

import crcmod.predefined
import cv2
import numpy
from google.protobuf import descriptor_pb2, descriptor_pool, message_factory, struct_pb2

OPTIONAL, REPEATED = 1, 3
TYPES = {"double": 1, "float": 2, "int64": 3, "string": 9, "bytes": 12}
SCHEMA = {
    "Event": {1: "wall_time double", 2: "step int64", 3: "file_version string", 5: "summary Summary", 7: "session_log Session"},
    "Session": {1: "status int64"},
    "Summary": {1: "value Value*"},
    "Value": {1: "tag string", 2: "simple_value float", 4: "image Image", 5: "histo Histogram", 8: "tensor Tensor", 9: "metadata Metadata"},
    "Image": {1: "height int64", 2: "width int64", 3: "colorspace int64", 4: "encoded bytes"},
    "Histogram": {1: "min double", 2: "max double", 3: "num double", 4: "sum double", 5: "sum_squares double",
                  6: "bucket_limit double*", 7: "bucket double*"},
    "Tensor": {1: "dtype int64", 2: "shape Shape", 8: "string_val bytes*"},
    "Shape": {2: "dim Dim*"},
    "Dim": {1: "size int64"},
    "Metadata": {1: "plugin_data Plugin"},
    "Plugin": {1: "plugin_name string", 2: "content bytes"},
    "HParams": {1: "version int64", 3: "start Start", 4: "end End"},
    "Start": {1: "hparams Entry*", 4: "group_name string", 5: "start_time_secs double"},
    "Entry": {1: "key string", 2: "value .google.protobuf.Value"},
    "End": {1: "status int64", 2: "end_time_secs double"},
}


def messages():
    file = descriptor_pb2.FileDescriptorProto(name="events.proto", package="e", dependency=["google/protobuf/struct.proto"])
    for name, fields in SCHEMA.items():
        message = file.message_type.add(name=name)
        for number, words in fields.items():
            field, kind = words.split()
            many, kind = kind.endswith("*"), kind.rstrip("*")
            one = message.field.add(name=field, number=number, label=REPEATED if many else OPTIONAL)
            if kind in TYPES:
                one.type = TYPES[kind]
            else:
                one.type, one.type_name = 11, kind if kind.startswith(".") else ".e." + kind
            if many and kind == "double":
                one.options.packed = True
    pool = descriptor_pool.DescriptorPool()
    pool.AddSerializedFile(struct_pb2.DESCRIPTOR.serialized_pb)
    pool.Add(file)
    factory = message_factory.MessageFactory(pool)
    return {name: factory.GetPrototype(pool.FindMessageTypeByName("e." + name)) for name in SCHEMA}


KINDS = messages()
CRC = crcmod.predefined.mkCrcFun("crc-32c")


def parsed(kind, content):
    message = KINDS[kind].FromString(content)
    size = message.ByteSize()
    message.DiscardUnknownFields()
    assert message.ByteSize() == size, f"{kind} has a field that the schema does not have"
    return message


def check(content, checksum):
    crc = CRC(content)
    assert (((crc >> 15) | (crc << 17)) + 0xA282EAD8) & 0xFFFFFFFF == struct.unpack("<I", checksum)[0], "wrong checksum"


def records(data):
    at = 0
    while at + 12 <= len(data):
        check(data[at:at + 8], data[at + 8:at + 12])
        end = at + 12 + struct.unpack("<Q", data[at:at + 8])[0]
        if end + 4 > len(data):
            return
        check(data[at + 12:end], data[end:end + 4])
        yield data[at + 12:end]
        at = end + 4


def value_of(value):
    told = {"tag": value.tag}
    if value.HasField("simple_value"):
        told["scalar"] = value.simple_value
    if value.HasField("histo"):
        histogram = value.histo
        told["histogram"] = [histogram.min, histogram.max, histogram.num, histogram.sum, histogram.sum_squares]
        told["limits"], told["counts"] = list(histogram.bucket_limit), list(histogram.bucket)
    if value.HasField("image"):
        pixels = cv2.imdecode(numpy.frombuffer(value.image.encoded, "u1"), cv2.IMREAD_UNCHANGED)
        assert pixels.shape == (value.image.height, value.image.width, 3), "the picture is of another size"
        told["pixels"] = [["%02x%02x%02x" % tuple(pixel[::-1]) for pixel in row] for row in pixels]
    if value.HasField("tensor"):
        assert (value.tensor.dtype, [d.size for d in value.tensor.shape.dim]) == (7, [1])
        told["text"] = value.tensor.string_val[0].decode()
    plugin = value.metadata.plugin_data
    if plugin.plugin_name:
        told["plugin"] = plugin.plugin_name
    if plugin.plugin_name == "hparams":
        data = parsed("HParams", plugin.content)
        assert data.version == 0
        told["status"], told["group"] = data.end.status, data.start.group_name
        told["hparams"] = {entry.key: getattr(entry.value, entry.value.WhichOneof("kind")) for entry in data.start.hparams}
    return told


for path in sys.argv[1:]:
    for content in records(open(path, "rb").read()):
        event = parsed("Event", content)
        told = {"time": event.wall_time, "step": event.step}
        if event.HasField("file_version"):
            told["version"] = event.file_version
        if event.HasField("session_log"):
            told["session"] = event.session_log.status
        for value in event.summary.value:
            told.update(value_of(value))
        # JSON has no infinity; a number that is too large is one.
        print(json.dumps(told).replace("Infinity", "1e999"))
