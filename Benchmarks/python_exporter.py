"""A Prometheus exporter in Python, by prometheus_client and its own server, for measurements beside it.

    python_exporter.py < METRICS

Reads metrics in the text format, has instruments of the same names, labels and bounds, and prints the port on 127.0.0.1 at
which it serves them.
"""
import sys
from wsgiref.simple_server import WSGIRequestHandler, make_server

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, make_wsgi_app
from prometheus_client.exposition import ThreadingWSGIServer
from prometheus_client.parser import text_string_to_metric_families


class Silent(WSGIRequestHandler):
    def log_message(self, *words):
        pass


def child(instrument, labels):
    return instrument.labels(**labels) if labels else instrument


def make_histogram(family, registry):
    buckets = [sample for sample in family.samples if sample.name.endswith("_bucket")]
    names = [name for name in buckets[0].labels if name != "le"]
    bounds = sorted({float(sample.labels["le"]) for sample in buckets})
    histogram = Histogram(family.name, family.documentation, names, buckets=bounds, registry=registry)
    for sample in family.samples:
        if sample.name.endswith("_count"):
            one = child(histogram, sample.labels)
            for value in range(min(int(sample.value), 1000)):
                one.observe(value / 1000)


def make_instrument(family, registry):
    if family.type == "histogram":
        return make_histogram(family, registry)
    kind = Counter if family.type == "counter" else Gauge
    instrument = kind(family.name, family.documentation, list(family.samples[0].labels), registry=registry)
    for sample in family.samples:
        one = child(instrument, sample.labels)
        one.inc(sample.value) if kind is Counter else one.set(sample.value)


def main():
    registry = CollectorRegistry()
    for family in text_string_to_metric_families(sys.stdin.read()):
        if family.samples:
            make_instrument(family, registry)
    server = make_server("127.0.0.1", 0, make_wsgi_app(registry), ThreadingWSGIServer, handler_class=Silent)
    print(f"listening on 127.0.0.1:{server.server_port}", flush=True)
    server.serve_forever()


main()
