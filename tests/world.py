"""A small company in a database, a clock to move, and Slack requests through real Bolt dispatch."""

from __future__ import annotations

import csv
import itertools
import json
import random
from collections.abc import Callable, Iterable
from copy import deepcopy
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from slack_bolt import App, BoltRequest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.web.slack_response import SlackResponse
from sqlalchemy import delete
from sqlmodel import select

from compose import Tend
from messages.account_change import CHANGE_LOOK
from messages.did import DID
from messages.log_form import LOG_MORE
from messages.showing import DIGEST_DETAIL, DetailRef
from rules.acts import UNDONE
from rules.delivery.pacing import UNPACED
from rules.delivery.seats import RIDES
from sandbox.limits import wrong_blocks, wrong_view
from sandbox.outlet import signed
from scheduler.deliver import Deliverer
from scheduler.link_people import link_people
from scheduler.metronome import tick
from services import Steady
from settings import Settings
from storage import tables, workspaces
from storage.exchange import importing

from . import twin

PAYLOADS = Path(__file__).parent / "payloads"
TEAM = "T1"
BEGINS = ("welcome", "brought")  # what is said to whoever begins
CALLED = {"channel": "call", "outcome": "reached"}  # what the form of a touch wants to be told
START = datetime(2026, 11, 18, 15, 0, tzinfo=UTC)  # Wednesday 10:00 in New York


class FakeSlack(WebClient):
    """Records every call as (method, arguments). `answers` holds what a method answers next; an exception is
    raised.

    Messages and views are held to Slack's limits, so a message that Slack would refuse fails its test.
    """

    def __init__(self) -> None:
        super().__init__("xoxb-test", base_url="https://slack.test/api/")
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.answers: dict[str, list[Any]] = {}
        self.shown = ""  # the id of the view opened last
        self.users: list[dict[str, Any]] = []
        self.posted: list[dict[str, Any]] = []
        self.clock: Callable[[], datetime] = lambda: START
        self._ts, self._views = itertools.count(1), itertools.count(1)

    def api_call(
        self,
        api_method: str,
        *,
        http_verb="POST",
        files=None,
        data=None,
        params=None,
        json=None,
        headers=None,
        auth=None,
    ):
        seen = {k: v for k, v in {**(data or {}), **(params or {}), **(json or {})}.items() if v is not None}
        seen = {k: _loaded(v) for k, v in seen.items()}
        self.calls.append((api_method, seen))
        if "blocks" in seen and (why := wrong_blocks(seen["blocks"])):
            raise AssertionError(why)
        if "view" in seen and (why := wrong_view(seen["view"])):
            raise AssertionError(why)
        planned = self.answers.get(api_method)
        answer = planned.pop(0) if planned else None
        if isinstance(answer, BaseException):
            raise answer
        if callable(answer):
            answer = answer(seen)
        return self._response(api_method, {"ok": True, **(answer or self._default(api_method, seen))})

    def _default(self, method: str, given: dict[str, Any]) -> dict[str, Any]:
        if method == "users.list":
            return {"members": self.users}
        if method == "users.info":
            return {"user": next((u for u in self.users if u["id"] == given["user"]), None)}
        if method == "conversations.open":
            return {"channel": {"id": "D" + str(given["users"])[1:]}}
        if method == "chat.postMessage":
            message = {**given, "ts": self.stamp()}
            self.posted.append(message)
            return {"ts": message["ts"], "channel": given["channel"]}
        if method == "conversations.history":
            return self._history(given)
        if method in {"views.open", "views.push"}:
            self.shown = f"V{next(self._views)}"
            return {"view": {**given["view"], "id": self.shown}}
        return {
            "ts": given.get("ts", ""),
            "team_id": TEAM,
            "team": "Test",
            "user_id": "UBOT",
            "channel": {"is_member": True},
        }

    def stamp(self) -> str:
        """The ts of a message that is posted now."""
        return f"{int(self.clock().timestamp())}.{next(self._ts):06d}"

    def _history(self, given: dict[str, Any]) -> dict[str, Any]:
        """A page of a channel, the newest first; `posted` holds its messages from old to new."""
        oldest = float(given.get("oldest") or 0)
        there = [m for m in self.posted if m["channel"] == given["channel"] and float(m["ts"]) > oldest][::-1]
        start, most = int(given.get("cursor") or 0), int(given.get("limit") or 100)
        more = str(start + most) if len(there) > start + most else ""
        return {"messages": there[start : start + most], "response_metadata": {"next_cursor": more}}

    def _response(self, method: str, data: dict[str, Any], status: int = 200) -> SlackResponse:
        return SlackResponse(
            client=self,
            http_verb="POST",
            api_url=method,
            req_args={},
            data=data,
            headers={},
            status_code=status,
        )

    def refuse(
        self, method: str, error: str, status: int = 200, headers: dict[str, str] | None = None
    ) -> None:
        """Have the next call of a method answer with an error code."""
        data = {"ok": False, "error": error}
        response = SlackResponse(
            client=self,
            http_verb="POST",
            api_url=method,
            req_args={},
            data=data,
            headers=headers or {},
            status_code=status,
        )
        self.answers.setdefault(method, []).append(SlackApiError(error, response))

    def drop(self, method: str, error: BaseException | None = None) -> None:
        """Have the next call break before anything is known."""
        self.answers.setdefault(method, []).append(error or ConnectionResetError("dropped"))

    def made(self, method: str) -> list[dict[str, Any]]:
        return [answer for name, answer in self.calls if name == method]


def _loaded(value: Any) -> Any:
    if isinstance(value, str) and value[:1] in "[{":
        try:
            return json.loads(value)
        except json.JSONDecodeError:
            return value
    return value


class FakeTime:
    """Real time for tests: `sleep` moves it. `passed` is the clock that nobody sets."""

    def __init__(self, at: datetime) -> None:
        self.at, self.slept, self.passed = at, 0.0, 0.0

    def pass_for(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)
        self.passed += seconds

    def jump(self, seconds: float) -> None:
        """The machine's clock is set; no time passes."""
        self.at += timedelta(seconds=seconds)

    def sleep(self, seconds: float) -> None:
        self.slept += seconds
        self.pass_for(seconds)

    def steady(self) -> Steady:
        return Steady(lambda: self.at, lambda: self.passed, self.sleep)


class World:
    """People: Dana (rep, New York), Kim (rep), Mel (manager of both), Ada (admin). Accounts are added by
    the tests."""

    begins = False  # whether people and accounts that come are told how it begins
    made_up: frozenset[str] | set[str] = frozenset()  # nouns of a test, which no history says in words

    def __init__(
        self, url: str, folder: Path, known: list[dict[str, Any]] | None = None, alone: bool = False
    ) -> None:
        """`known`: the Slack users of a database that is filled already. `alone`: without a twin."""
        self.now, self.folder, self.slack = START, folder, FakeSlack()
        self.time = FakeTime(START)
        self.slack.clock = lambda: self.now + timedelta(seconds=self.time.passed)
        settings = Settings(
            slack_bot_token="xoxb-test",
            slack_signing_secret="shh",
            slack_api_url="https://slack.com/api/",
            database_url=url,
            sending=True,
        )
        self.tend = Tend(settings, lambda: self.now, self.time.steady())
        self.sent: list[dict[str, Any]] = []
        self.answered: list[str] = []
        self.tend.services = self._services()
        self.tend.prepare(migrates=False)
        if known is None and not alone:
            twin.move_in(self.tend.database)
        self._twin = {} if alone else twin.as_it_stands(self.tend.database)
        self._triggers = itertools.count(1)
        self._app: App | None = None
        self._process: Deliverer | None = None
        if known is not None:
            self.slack.users = deepcopy(known)
            return
        self.people(
            {
                "email": "ada@x.com",
                "name": "Ada Admin",
                "role": "admin",
                "timezone": "America/New_York",
                "country": "US",
            },
            {
                "email": "mel@x.com",
                "name": "Mel Manager",
                "role": "manager",
                "manager_email": "ada@x.com",
                "timezone": "America/New_York",
                "country": "US",
            },
            {
                "email": "dana@x.com",
                "name": "Dana Reyes",
                "role": "rep",
                "manager_email": "mel@x.com",
                "timezone": "America/New_York",
                "country": "US",
            },
            {
                "email": "kim@x.com",
                "name": "Kim Cho",
                "role": "rep",
                "manager_email": "mel@x.com",
                "timezone": "America/New_York",
                "country": "US",
            },
        )

    def _services(self) -> Any:
        from dataclasses import replace

        return replace(self.tend.services, later=lambda work: work())

    # data ---------------------------------------------------------------------------------------------------
    def write(self, kind: str, *rows: dict[str, Any]) -> Path:
        path = self.folder / f"{kind}.csv"
        names = list(dict.fromkeys(n for r in rows for n in r))
        with path.open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, names, restval="")
            writer.writeheader()
            writer.writerows(rows)
        return path

    def load(self, *paths: Path, **options: Any) -> importing.Report:
        report = importing.run(self.tend.database, paths, self.now, **options)
        self._go_on()
        return report

    def people(self, *rows: dict[str, Any]) -> None:
        """Import people and link each to a Slack user U-NAME of the same e-mail."""
        report = self.load(self.write("people", *rows))
        assert not report.problems, report.problems
        for r in rows:
            id_ = "U" + r["email"].split("@")[0].upper()
            self.slack.users.append(
                {
                    "id": id_,
                    "team_id": TEAM,
                    "tz": r["timezone"],
                    "locale": "en-US",
                    "deleted": False,
                    "is_bot": False,
                    "real_name": r["name"],
                    "profile": {"email": r["email"]},
                }
            )
        with self.tend.database.transaction() as session:
            workspaces.bind(session, workspaces.current(session), TEAM, name="Test", bot_user_id="UBOT")
        link_people(self.tend.services, self.slack)
        self._go_on()

    def _go_on(self) -> None:
        """Who is there was welcomed long ago, unless the test is about that (`begins`)."""
        if self.begins:
            return
        rows = tables.table(tables.Outbox)
        with self.tend.database.transaction() as session:
            session.execute(delete(rows).where(rows.c.workspace_id == 1, rows.c.say.in_(BEGINS)))

    def account(
        self, name: str, owner: str = "dana@x.com", tier: str = "A", last: Any = None, **given: Any
    ) -> int:
        """Import an account, with one meaningful touch on the date `last`."""
        paths = [
            self.write(
                "accounts",
                {"name": name, "owner_email": owner, "tier": tier, "started_on": "2024-01-10", **given},
            )
        ]
        if last is not None:
            touch = {
                "account": name,
                "by_email": owner,
                "at": str(last),
                "channel": "call",
                "purpose": "shared_insight",
                "note": "the numbers",
            }
            paths.append(self.write("touches", touch))
        report = self.load(*paths)
        assert not report.problems, report.problems
        return int(self.one(select(tables.Account.id).where(tables.Account.name == name)))

    def set(self, **settings: Any) -> None:
        """Settings of the workspace by their names, as an admin has them."""
        with self.tend.database.transaction() as session:
            workspaces.configure(session, workspaces.current(session), settings)

    def rows(self, model: Any, *where: Any) -> list[Any]:
        with self.tend.database.reading() as session:
            # asked thousands of times: which tables a question is of takes longer to find than to ask it
            return list(session.exec(select(model).where(twin.ours(model), *where).order_by(model.id)))

    def stored(self, names: Iterable[str]) -> dict[str, list[Any]]:
        """The rows of tables as they are stored, by table: to be compared, many times over."""
        with self.tend.database.reading() as session:
            driver = session.connection()
            return {n: list(driver.exec_driver_sql(twin.OURS_IN[n])) for n in names}

    def one(self, query: Any) -> Any:
        with self.tend.database.reading() as session:
            return session.exec(twin.ours_only(query)).one()

    # Slack --------------------------------------------------------------------------------------------------
    @property
    def app(self) -> App:
        if self._app is None:
            self._app = self.tend.bolt()

            @self._app.middleware
            def with_fake(context: Any, next: Any) -> Any:
                context["client"] = self.slack
                return next()

        return self._app

    def dispatch(self, body: str, kind: str = "application/x-www-form-urlencoded") -> dict[str, Any]:
        """Through Bolt as Slack's HTTP request; the answer's body as an object."""
        headers = {k: [v] for k, v in {**signed("shh", body.encode()), "content-type": kind}.items()}
        answer = self.app.dispatch(BoltRequest(body=body, headers=headers))
        assert answer.status == 200, (answer.status, answer.body)
        self.answered.append(answer.body or "")
        given = (
            json.loads(answer.body)
            if answer.body and answer.body[:1] in "{["
            else {"text": answer.body or ""}
        )
        if given.get("blocks"):
            assert wrong_blocks(given["blocks"]) is None, wrong_blocks(given["blocks"])
        return given

    def payload(self, name: str, **changed: Any) -> dict[str, Any]:
        return {**json.loads((PAYLOADS / f"{name}.json").read_text()), **changed}

    def command(self, line: str, by: str = "UDANA", trigger: str = "", **changed: Any) -> dict[str, Any]:
        command, _, text = line.partition(" ")
        trigger = trigger or f"trigger.{next(self._triggers)}"
        return self.dispatch(
            urlencode(
                self.payload(
                    "slash_command", command=command, text=text, user_id=by, trigger_id=trigger, **changed
                )
            )
        )

    def interact(self, payload: dict[str, Any]) -> dict[str, Any]:
        return self.dispatch(urlencode({"payload": json.dumps(payload)}))

    def digest_part(self, part: str, by: str = "UMEL") -> str:
        """What a line of the running digest opens (messages/digest_details.py)."""
        ref = DetailRef(part, self.now.date().isoformat(), running=True)
        self.sent.clear()
        self.press(DIGEST_DETAIL, ref.pack(), by=by)
        return text_of(self.sent[-1])

    def press(
        self, action_id: str, value: str, by: str = "UDANA", option: bool = False, **changed: Any
    ) -> dict[str, Any]:
        """Press a button, or choose an option, on an ephemeral message."""
        stamp = f"1700000000.{next(self._triggers):06d}"
        action: dict[str, Any] = {
            "type": "button",
            "action_id": action_id,
            "block_id": "b0",
            "value": value,
            "action_ts": stamp,
        }
        if option:
            action = {
                "type": "static_select",
                "action_id": action_id,
                "block_id": "b0",
                "action_ts": stamp,
                "selected_option": {"text": {"type": "plain_text", "text": "x"}, "value": value},
            }
        user = {"id": by, "username": by.lower(), "name": by.lower(), "team_id": TEAM}
        return self.interact(
            self.payload(
                "block_actions",
                actions=[action],
                user=user,
                trigger_id=f"trigger.{next(self._triggers)}",
                **changed,
            )
        )

    def submit(self, view: dict[str, Any], values: dict[str, Any], by: str = "UDANA") -> dict[str, Any]:
        """Submit a modal that was opened: `values` by block as plain values; the rest as the view shows
        it. For a field that is not shown More is pressed first, as a person would."""
        there = {b.get("block_id") for b in view["blocks"]}
        if set(values) - there and CHANGE_LOOK in json.dumps(view):
            view = self.chosen(view, {k: v for k, v in values.items() if k in there}, by=by)
        if set(values) - there and LOG_MORE in json.dumps(view):
            view = self.more(view, {k: v for k, v in values.items() if k in there}, by=by)
        user = {"id": by, "username": by.lower(), "name": by.lower(), "team_id": TEAM}
        return self.interact(self.payload("view_submission", view=_filled_in(view, values), user=user))

    def more(self, view: dict[str, Any], values: dict[str, Any], by: str = "UDANA") -> dict[str, Any]:
        """Press More in the log form, with these values in its fields: the form as it is painted then."""
        shown = _filled_in(view, values)
        self.press(LOG_MORE, "more", by=by, view=shown, container={"type": "view"}, response_url=None)
        return dict(self.slack.made("views.update")[-1]["view"])

    def chosen(self, view: dict[str, Any], values: dict[str, Any], by: str = "UDANA") -> dict[str, Any]:
        """Choose these values in the form that changes an account: the form as it is painted then."""
        at = {"view": _filled_in(view, values), "container": {"type": "view"}, "response_url": None}
        self.press(CHANGE_LOOK, "x", by=by, option=True, **at)
        return dict(self.slack.made("views.update")[-1]["view"])

    def choose_account(
        self, view: dict[str, Any], values: dict[str, Any], account: int | str
    ) -> dict[str, Any]:
        """Choose the account in the log form, with these values in its other fields: the form as it is
        painted then."""
        shown = _filled_in(view, {**values, "account": account})
        at = {"view": shown, "container": {"type": "view"}, "response_url": None}
        (field,) = (b["element"] for b in view["blocks"] if b.get("block_id") == "account")
        self.press(field["action_id"], str(account), option=True, **at)
        return dict(self.slack.made("views.update")[-1]["view"])

    @property
    def modal(self) -> dict[str, Any]:
        """The modal opened last."""
        return next(
            answer["view"]
            for name, answer in reversed(self.slack.calls)
            if name in {"views.open", "views.push"}
        )

    # what happens by itself ---------------------------------------------------------------------------------
    def tick(self) -> tuple[int, int]:
        return tick(self.tend.services)

    def deliverer(self) -> Deliverer:
        return Deliverer(self.tend.services, self.slack, UNPACED, chance=random.Random(1))

    def deliver(self) -> int:
        """By the one process of this world, unless it has died."""
        if self._process is None:
            self._process = self.deliverer()
        self._process.services, self._process.client = self.tend.services, self.slack
        return self._process.run()

    def bring(self) -> None:
        """Deliver, with what waits for people's next bundles: the clock stands at their time meanwhile."""
        at = self.now
        self.deliver()
        for _ in range(20):
            waiting = [
                r.due_at
                for r in self.rows(tables.Outbox, tables.Outbox.state == "due", tables.Outbox.kind == "post")
                if r.say in RIDES
            ]
            if not waiting:
                break
            self.now = max(self.now, min(waiting))
            self.deliver()
        self.now = at
        self.deliver()

    def die(self) -> None:
        """The process that delivers is gone: the next one starts anew."""
        self._process = None

    def close(self) -> None:
        """Ends, and looks whether the twin was let be, and whether an account's history has words for all
        that was done. Raises AssertionError."""
        try:
            self.lets_twin_be()
            self.has_words()
        finally:
            self.tend.close()

    def has_words(self) -> None:
        """Each line of the audit trail that is of an account is said in words in its history. Raises
        AssertionError."""
        done = {(a.noun, a.did) for a in self.rows(tables.Audit, tables.Audit.account_id.is_not(None))}
        ours = {(noun, did) for noun, did in done if noun not in self.made_up}
        wordless = {(noun, did) for noun, did in ours - DID.keys() if did != UNDONE}
        assert not wordless, f"no words in messages/did.py for {wordless}"

    def lets_twin_be(self) -> None:
        """Nothing of the twin was changed, none of its texts shown or written into a file. Raises
        AssertionError."""
        if not self._twin:
            return
        calls = self.slack.calls if isinstance(self.slack, FakeSlack) else []
        shown = [str(it) for it in (*calls, *self.sent, *self.answered)]
        assert not (seen := [it for it in shown if twin.CANARY in it]), (
            f"the twin's texts are shown: {seen[0]}"
        )
        assert not (files := twin.seen_in(self.folder)), f"the twin's texts stand in {files}"
        changed = twin.changed(self._twin, twin.as_it_stands(self.tend.database))
        assert not changed, f"the twin was changed: {changed}"


def _filled_in(view: dict[str, Any], values: dict[str, Any]) -> dict[str, Any]:
    """A view as Slack sends it back."""
    state = {
        b["block_id"]: {b["element"]["action_id"]: _filled(b["element"], values.get(b["block_id"]))}
        for b in view["blocks"]
        if b["type"] == "input"
    }
    return {**view, "id": "V1", "hash": "1.1", "state": {"values": state}}


def _filled(element: dict[str, Any], value: Any) -> dict[str, Any]:
    kind = element["type"]
    if kind in {"static_select", "external_select", "radio_buttons"}:
        option = (
            {"text": {"type": "plain_text", "text": str(value)}, "value": str(value)}
            if value
            else element.get("initial_option")
        )
        return {"type": kind, "selected_option": option}
    if kind == "datepicker":
        return {"type": kind, "selected_date": value or element.get("initial_date")}
    if kind == "multi_static_select":
        return {
            "type": kind,
            "selected_options": [{"text": {}, "value": str(v)} for v in value or []]
            or element.get("initial_options", []),
        }
    if kind == "conversations_select":
        return {"type": kind, "selected_conversation": value}
    return {"type": kind, "value": value if value is not None else element.get("initial_value")}


def text_of(message: dict[str, Any]) -> str:
    """All that a message says, for looking into."""
    return json.dumps(message, ensure_ascii=False)
