"""A real SMTP server on a loopback port that keeps what it is given; enough of RFC 5321 for smtplib."""

import asyncio
import email
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from email.message import Message
from email.policy import default


class SmtpSink:
    """Accepts every mail but those to an address in `refuse`; `drop_after` mails it hangs up."""

    def __init__(self) -> None:
        self.port = 0
        self.mails: list[Message] = []
        self.refuse: set[str] = set()
        self.drop_after: int | None = None

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection; whoever is still on the line when the sink ends is hung up on."""
        with suppress(asyncio.CancelledError):
            await self._answered(reader, writer)
        writer.close()

    async def _answered(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await self._say(writer, "220 sink")
        while line := (await reader.readline()).decode("utf-8", "replace").strip():
            verb = line.split(":")[0].split(" ")[0].upper()
            if verb == "DATA":
                await self._say(writer, "354 go on")
                await self._keep(reader)
                await self._say(writer, "250 kept")
            elif verb == "QUIT":
                await self._say(writer, "221 bye")
                break
            elif self.drop_after is not None and len(self.mails) >= self.drop_after:
                break
            else:
                await self._say(writer, self._answer(verb, line))

    def _answer(self, verb: str, line: str) -> str:
        refused = verb == "RCPT" and any(f"<{address}>" in line for address in self.refuse)
        return "550 no such person" if refused else "250 ok"

    async def _keep(self, reader: asyncio.StreamReader) -> None:
        raw = (await reader.readuntil(b"\r\n.\r\n"))[:-5].replace(b"\r\n..", b"\r\n.")
        self.mails.append(email.message_from_bytes(raw, policy=default))

    async def _say(self, writer: asyncio.StreamWriter, words: str) -> None:
        writer.write(f"{words}\r\n".encode())
        await writer.drain()


@contextmanager
def smtp_sink() -> Iterator[SmtpSink]:
    """A sink that runs in a thread of its own until the block ends."""
    sink, ready = SmtpSink(), threading.Event()
    end: list[Callable[[], object]] = []

    async def serve() -> None:
        over, loop = asyncio.Event(), asyncio.get_running_loop()
        async with await asyncio.start_server(sink.talk, "127.0.0.1", 0) as server:
            sink.port = server.sockets[0].getsockname()[1]
            end.append(lambda: loop.call_soon_threadsafe(over.set))
            ready.set()
            await over.wait()

    thread = threading.Thread(target=lambda: asyncio.run(serve()), daemon=True)
    thread.start()
    assert ready.wait(30), "the sink did not open its port"
    try:
        yield sink
    finally:
        end[0]()
        thread.join(30)
        assert not thread.is_alive(), "the sink did not end"
