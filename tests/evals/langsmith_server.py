"""LangSmith's API on localhost, as far as data sets and experiments need it: a dozen routes over a dictionary.

Clients of `langsmith` talk to it over real HTTP, in their own threads; what they send is kept for tests to look at.
"""

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import policy
from email.parser import BytesParser
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

KEY = "lsv2_not_a_secret"
TENANT = "00000000-0000-4000-8000-000000000001"
_CREATED = "2026-05-13T09:30:00+00:00"


@dataclass
class Smith:
    """What the server knows."""

    multipart: bool = True
    """Whether it takes examples as multipart forms, as the hosted LangSmith does; older ones take JSON."""
    url: str = ""
    datasets: dict[str, dict[str, Any]] = field(default_factory=dict)
    examples: dict[str, dict[str, Any]] = field(default_factory=dict)
    projects: dict[str, dict[str, Any]] = field(default_factory=dict)
    runs: dict[str, dict[str, Any]] = field(default_factory=dict)
    feedback: list[dict[str, Any]] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)
    """Method and path of each, in order."""

    def answer(self, asked: "Asked") -> Any:
        """Answer one request; None: there is nothing of that kind."""
        for method, path, answer in _ROUTES:
            found = re.fullmatch(rf"(?:/v1/platform)?{path}", asked.path)
            if found and asked.method in method.split():
                return answer(self, asked, *found.groups())
        return None

    def info(self, _asked: "Asked") -> Any:
        flags = {"dataset_examples_multipart_enabled": self.multipart}
        limits = {"size_limit": 100, "size_limit_bytes": 20_000_000, "scale_up_nthreads_limit": 1}
        ingest = {**limits, "scale_up_qsize_trigger": 1000, "use_multipart_endpoint": True}
        return {"version": "0", "instance_flags": flags, "batch_ingest_config": ingest}

    def find_dataset(self, asked: "Asked") -> Any:
        return [one for one in self.datasets.values() if one["name"] == asked.query.get("name")]

    def make_dataset(self, asked: "Asked") -> Any:
        return self._kept(self.datasets, {**asked.body, "id": str(uuid4()), "created_at": _CREATED})

    def list_projects(self, _asked: "Asked") -> Any:
        return [{"id": str(uuid4()), "tenant_id": TENANT, "reference_dataset_id": None}]

    def make_project(self, asked: "Asked") -> Any:
        return self._kept(self.projects, {"reference_dataset_id": None, **asked.body, "tenant_id": TENANT})

    def close_project(self, _asked: "Asked", project: str) -> Any:
        return self.projects[project]

    def list_examples(self, asked: "Asked") -> Any:
        splits, dataset = asked.query.get("splits"), asked.query["dataset"]
        found = [
            one
            for one in self.examples.values()
            if one["dataset_id"] == dataset and (not splits or splits in one["metadata"]["dataset_split"])
        ]
        begin = int(asked.query["offset"])
        return found[begin : begin + int(asked.query["limit"])]

    def take_form(self, asked: "Asked", dataset: str) -> Any:
        parts = asked.body
        ids = [name for name in parts if "." not in name]
        for key in ids:
            held = {name: parts[f"{key}.{name}"] for name in ("inputs", "outputs") if f"{key}.{name}" in parts}
            self._example(asked.method, dataset, {**parts[key], **held, "id": key})
        return {"example_ids": ids, "count": len(ids)}

    def take_examples(self, asked: "Asked") -> Any:
        dataset = next(iter(self.datasets))
        return [self._example(asked.method, one.get("dataset_id") or dataset, one) for one in asked.body]

    def take_runs(self, asked: "Asked") -> Any:
        for name, value in asked.body.items():
            kind, key, *rest = name.split(".")
            if kind == "feedback":
                self.feedback.append(value)
            elif kind in ("post", "patch"):
                self.runs.setdefault(key, {}).update({rest[0]: value} if rest else value)
        return {}

    def take_feedback(self, asked: "Asked") -> Any:
        self.feedback.append(asked.body)
        return asked.body

    def _kept(self, where: dict[str, dict[str, Any]], one: dict[str, Any]) -> dict[str, Any]:
        where[one["id"]] = one
        return one

    def _example(self, method: str, dataset: str, new: dict[str, Any]) -> dict[str, Any]:
        before = self.examples.get(new["id"], {})
        assert bool(before) == (method == "PATCH"), "an example is created once, and updated where it is there"
        split = new.pop("split", None) or "base"
        metadata = {**(new.get("metadata") or {}), "dataset_split": [split]}
        whole = {"created_at": _CREATED, "modified_at": _CREATED, **before, **new, "dataset_id": dataset}
        return self._kept(self.examples, {**whole, "metadata": metadata})


@dataclass(frozen=True)
class Asked:
    """One request."""

    method: str
    path: str
    query: dict[str, str]
    body: Any


_ROUTES: tuple[tuple[str, str, Callable[..., Any]], ...] = (
    ("GET", "/info", Smith.info),
    ("GET", "/datasets", Smith.find_dataset),
    ("POST", "/datasets", Smith.make_dataset),
    ("GET", "/sessions", Smith.list_projects),
    ("POST", "/sessions", Smith.make_project),
    ("PATCH", "/sessions/([^/]+)", Smith.close_project),
    ("GET", "/examples", Smith.list_examples),
    ("POST PATCH", "/datasets/([^/]+)/examples", Smith.take_form),
    ("POST PATCH", "/examples/bulk", Smith.take_examples),
    ("POST", "/runs/multipart", Smith.take_runs),
    ("POST", "/feedback", Smith.take_feedback),
)


@contextmanager
def serve(multipart: bool = True) -> Iterator[Smith]:
    """Run a server in a thread of its own."""
    smith = Smith(multipart)

    class Answering(BaseHTTPRequestHandler):
        def handle_one(self) -> None:
            parts = urlsplit(self.path)
            smith.requests.append(f"{self.command} {parts.path}")
            raw = self.rfile.read(int(self.headers.get("content-length") or 0))
            query = {name: values[0] for name, values in parse_qs(parts.query).items()}
            allowed = self.headers.get("x-api-key") == KEY
            body = _parsed(raw, self.headers.get("content-type") or "")
            answer = smith.answer(Asked(self.command, parts.path, query, body)) if allowed else {"detail": "Forbidden"}
            self.send_response((404 if answer is None else 200) if allowed else 403)
            self.send_header("content-type", "application/json")
            self.end_headers()
            self.wfile.write(json.dumps(answer).encode())

        do_GET = do_POST = do_PATCH = handle_one  # noqa: N815

        def log_message(self, format: str, *args: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    smith.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield smith
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _parsed(raw: bytes, kind: str) -> Any:
    """Parse JSON, or the parts of a multipart form by their names."""
    if not kind.startswith("multipart/"):
        return json.loads(raw) if raw else None
    form = BytesParser(policy=policy.HTTP).parsebytes(b"Content-Type: " + kind.encode() + b"\r\n\r\n" + raw)
    return {
        str(part.get_param("name", header="content-disposition")): json.loads(str(part.get_content(), "utf-8"))
        for part in form.iter_parts()
    }
