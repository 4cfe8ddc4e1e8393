"""What the journal answers when it does not take a batch, and what an emitter tells of it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

import grpc
from google.rpc import error_details_pb2, status_pb2

_PASSING = {
    grpc.StatusCode.UNAVAILABLE,
    grpc.StatusCode.DEADLINE_EXCEEDED,
    grpc.StatusCode.RESOURCE_EXHAUSTED,
    grpc.StatusCode.ABORTED,
    grpc.StatusCode.CANCELLED,
}
_FAILED = {grpc.StatusCode.INTERNAL, grpc.StatusCode.UNKNOWN, grpc.StatusCode.DATA_LOSS}
_EVENT = re.compile(r"events\[(\d{1,9})]")


class Refused(Exception):
    """The journal refused events for good; `violations` says which field of which event is at fault."""

    def __init__(self, code: grpc.StatusCode, message: str, violations: list[str]) -> None:
        super().__init__("\n  ".join([f"{code.name}: {message}", *violations]))
        self.code = code
        self.violations = violations


class Undelivered(Exception):
    """Something is not in the journal: not acknowledged within the patience, and still pending, or dropped."""


@dataclass(frozen=True)
class Answer:
    """An error of the journal, in the emitter's terms."""

    code: grpc.StatusCode
    message: str
    reason: str = ""
    pause: float = 0.0
    violations: list[str] = field(default_factory=list)

    @property
    def is_passing(self) -> bool:
        """Whether the same batch may get in later."""
        return self.code in _PASSING

    @property
    def is_server_failure(self) -> bool:
        """Whether the server failed, perhaps because of this batch."""
        return self.code in _FAILED

    @property
    def is_hopeless(self) -> bool:
        """Whether nothing gets in until somebody mends the token."""
        return self.code == grpc.StatusCode.UNAUTHENTICATED

    @property
    def faulty_events(self) -> set[int]:
        """The indexes of the events at fault; empty where the fault is not in the events alone."""
        found = [_EVENT.search(violation) for violation in self.violations]
        return {int(match.group(1)) for match in found if match} if all(found) else set()

    def refused(self) -> Refused:
        """What callers are told."""
        return Refused(self.code, self.message, self.violations)

    @staticmethod
    def of(error: grpc.RpcError) -> Answer:
        """Reads code, reason, pause and violations."""
        reason, pause, violations = "", 0.0, []
        for metadatum in error.trailing_metadata() or ():
            if metadatum.key != "grpc-status-details-bin":
                continue
            for detail in status_pb2.Status.FromString(metadatum.value).details:
                info = error_details_pb2.ErrorInfo()
                retry = error_details_pb2.RetryInfo()
                bad = error_details_pb2.BadRequest()
                if detail.Unpack(info):
                    reason = info.reason
                elif detail.Unpack(retry):
                    pause = retry.retry_delay.ToTimedelta().total_seconds()
                elif detail.Unpack(bad):
                    violations += [f"{v.field}: {v.description}" for v in bad.field_violations]
        return Answer(error.code(), error.details() or "", reason, pause, violations)
