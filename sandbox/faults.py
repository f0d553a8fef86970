"""Faults on request: the next calls of a method answer 429, 500, an error code, or are dropped before or
after they run."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class Fault:
    """`kind`: ratelimited, server_error, drop_before, drop_after, or any error code of Slack's."""

    method: str
    kind: str
    times: int = 1
    retry_after: int = 1


@dataclass
class Faults:
    planned: list[Fault] = field(default_factory=list)

    def add(self, fault: Fault) -> None:
        self.planned.append(fault)

    def next(self, method: str) -> Fault | None:
        """The fault that this call meets, if one is planned for it."""
        for fault in self.planned:
            if fault.method in {method, "*"} and fault.times > 0:
                fault.times -= 1
                return fault
        return None
