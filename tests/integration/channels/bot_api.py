"""A stand-in of Telegram's Bot API on a real port: it speaks the documented HTTP, and can be told to fail.

Source: https://core.telegram.org/bots/api (making requests, sendMessage, answerCallbackQuery, setWebhook, leaveChat).
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

TOKEN = "1234567890:AAExampleExampleExampleExampleExample"


@dataclass(frozen=True)
class Call:
    method: str
    fields: dict
    at: float


@dataclass
class BotApi:
    """What was asked of it, what it has sent, and how it is to fail."""

    url: str = ""
    calls: list[Call] = field(default_factory=list)
    sent: list[dict] = field(default_factory=list)
    photos: list[dict] = field(default_factory=list)
    faults: list[tuple] = field(default_factory=list)  # (method, status, retry_after), each used once
    is_down: bool = False
    hang_seconds: float = 0.0  # and then no answer
    slow_seconds: float = 0.0  # until the answer to what was taken
    blocked: set[int] = field(default_factory=set)
    queries: set[str] = field(default_factory=set)
    refuses_form: bool = False
    lock: threading.Lock = field(default_factory=threading.Lock)

    def texts(self, chat: int) -> list[str]:
        return [message["text"] for message in self.sent if message["chat"]["id"] == chat]

    def of(self, method: str) -> list[Call]:
        return [call for call in self.calls if call.method == method]

    def answer(self, method: str, fields: dict) -> tuple[int, dict]:
        with self.lock:
            self.calls.append(Call(method, fields, time.monotonic()))
            for fault in self.faults:
                if fault[0] == method:
                    self.faults.remove(fault)
                    return refused(fault[1], "a fault", fault[2])
            names = ("sendMessage", "sendPhoto", "setWebhook", "answerCallbackQuery")
            known = {name: getattr(self, f"_{name}") for name in names}
            if method == "leaveChat":
                return 200, {"ok": True, "result": True}
            return known[method](fields) if method in known else refused(404, "Not Found")

    def _sendMessage(self, fields: dict) -> tuple[int, dict]:  # noqa: N802 the method's own name
        chat, text = int(fields["chat_id"]), fields.get("text", "")
        markup = json.loads(fields.get("reply_markup", "{}"))
        buttons = [button for row in markup.get("inline_keyboard", []) for button in row]
        if chat in self.blocked:
            return refused(403, "Forbidden: bot was blocked by the user")
        if not text.strip():
            return refused(400, "Bad Request: message text is empty")
        if len(text.encode("utf-16-le", "surrogatepass")) // 2 > 4096:
            return refused(400, "Bad Request: message is too long")
        if any(not 1 <= len(button["callback_data"].encode()) <= 64 for button in buttons) or len(buttons) > 100:
            return refused(400, "Bad Request: BUTTON_DATA_INVALID")
        if self.refuses_form and ("entities" in fields or buttons):
            return refused(400, "Bad Request: ENTITY_BOUNDS_INVALID")
        me = {"id": 1234567890, "is_bot": True, "first_name": "Waymark", "username": "waymark_test_bot"}
        message = {"message_id": 1000 + len(self.sent), "from": me, "date": 1795000000, "text": text}
        message["chat"] = {"id": chat, "type": "private", "first_name": "Robin"}
        self.sent.append({**message, "buttons": buttons, "entities": json.loads(fields.get("entities", "[]"))})
        return 200, {"ok": True, "result": message}

    def _sendPhoto(self, fields: dict) -> tuple[int, dict]:  # noqa: N802
        if int(fields["chat_id"]) in self.blocked:
            return refused(403, "Forbidden: bot was blocked by the user")
        photo = next(value for value in fields.values() if isinstance(value, bytes))
        self.photos.append({"chat": int(fields["chat_id"]), "caption": fields["caption"], "photo": photo})
        chat = {"id": int(fields["chat_id"]), "type": "private", "first_name": "Robin"}
        return 200, {"ok": True, "result": {"message_id": 5000, "date": 1795000000, "chat": chat}}

    def _answerCallbackQuery(self, fields: dict) -> tuple[int, dict]:  # noqa: N802
        if len(fields.get("text", "")) > 200:
            return refused(400, "Bad Request: MESSAGE_TOO_LONG")
        if fields["callback_query_id"] in self.queries:
            return refused(400, "Bad Request: query is too old and response timeout expired or query ID is invalid")
        self.queries.add(fields["callback_query_id"])
        return 200, {"ok": True, "result": True}

    def _setWebhook(self, fields: dict) -> tuple[int, dict]:  # noqa: N802
        if urlsplit(fields["url"]).scheme != "https":
            return refused(400, "Bad Request: bad webhook: An HTTPS URL must be provided for webhook")
        return 200, {"ok": True, "result": True, "description": "Webhook was set"}


def refused(status: int, description: str, retry_after: int | None = None) -> tuple[int, dict]:
    body = {"ok": False, "error_code": status, "description": description}
    if retry_after is not None:
        body["parameters"] = {"retry_after": retry_after}
    return status, body


def in_parts(content_type: str, body: bytes) -> dict:
    """Return the fields of a form that holds a file."""
    whole = message_from_bytes(f"Content-Type: {content_type}\r\n\r\n".encode() + body)
    parts = whole.get_payload()
    return {
        part.get_param("name", header="content-disposition"): part.get_payload(decode=True)
        if part.get_filename()
        else part.get_payload(decode=True).decode()
        for part in parts
    }


@contextmanager
def running_bot_api() -> Iterator[BotApi]:
    api = BotApi()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            hang_seconds = api.hang_seconds
            time.sleep(hang_seconds)
            if api.is_down or hang_seconds:
                self.close_connection = True
                return
            if self.headers.get("Content-Type", "").startswith("application/json"):
                fields = json.loads(body)
            elif self.headers.get("Content-Type", "").startswith("multipart/form-data"):
                fields = in_parts(self.headers["Content-Type"], body)
            else:
                fields = {name: values[0] for name, values in parse_qs(body.decode()).items()}
            prefix, method = self.path.rsplit("/", 1)
            status, answer = api.answer(method, fields) if prefix == f"/bot{TOKEN}" else refused(401, "Unauthorized")
            time.sleep(api.slow_seconds)
            data = json.dumps(answer).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    api.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield api
    server.shutdown()
    server.server_close()
