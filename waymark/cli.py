"""The command line: `waymark <command>`; each command imports only what it needs."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from waymark.errors import WaymarkError
from waymark.settings import load_settings


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status."""
    options = _parser().parse_args(arguments)
    try:
        return int(options.run(options))
    except WaymarkError as error:
        print(error, file=sys.stderr)  # noqa: T201
        return 1
    except KeyboardInterrupt:
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="waymark", description="Waymark, an assistant for people with TRD.")
    commands = parser.add_subparsers(required=True, metavar="command")

    def command(name: str, run: object, text: str) -> argparse.ArgumentParser:
        sub = commands.add_parser(name, help=text, description=text)
        sub.set_defaults(run=run)
        return sub

    command("serve", _serve, "migrate, train if needed, start gateway, brain and actions")
    command("gateway", _gateway, "start the gateway alone")
    command("train", _train, "train the dialogue model if data or content changed")
    command("assess", _assess, "read JSON lines on standard input and write one assessment a line")
    ask = command("ask", _ask, "say something to the Waymark at WAYMARK_URL")
    ask.add_argument("text")
    content = command("content", _content, "check everything under content/, or print its topics in numbers")
    content.add_argument("action", choices=["check", "table"])
    database = command("db", _database, "migrate, back up or restore the database")
    database.add_argument("action", choices=["upgrade", "backup", "restore"])
    database.add_argument("file", nargs="?", help="backup file, for backup and restore")
    database.add_argument("--force", action="store_true", help="restore over a database that holds conversations")
    responder = command("responder", _responder, "add somebody who may sign in to the console, or give a new password")
    responder.add_argument("action", choices=["add"])
    responder.add_argument("name")
    report = command("report", _report, "list what people let the editors know")
    report.add_argument("subject", choices=["gaps"], help="gaps: questions that nothing answers")
    report.add_argument("--csv", action="store_true", help="write the list for a spreadsheet")
    command("doctor", _doctor, "say what is missing or misconfigured")
    command("keys", _keys, "print new keys for a production installation")
    return parser


def _serve(_: argparse.Namespace) -> int:
    from waymark.commands.serve import serve

    return serve(load_settings())


def _gateway(_: argparse.Namespace) -> int:
    from waymark.commands.gateway import run_gateway

    return run_gateway(load_settings())


def _train(_: argparse.Namespace) -> int:
    from waymark.train import train

    train(load_settings(), say=_say)
    return 0


def _assess(_: argparse.Namespace) -> int:
    from waymark.commands.assess import assess_lines

    return assess_lines(load_settings(), sys.stdin.buffer, sys.stdout)


def _ask(options: argparse.Namespace) -> int:
    from waymark.commands.ask import ask

    return ask(load_settings(), options.text)


def _content(options: argparse.Namespace) -> int:
    from waymark.commands.check_content import check_content
    from waymark.commands.content_table import print_content_table

    run = print_content_table if options.action == "table" else check_content
    return run(load_settings())


def _database(options: argparse.Namespace) -> int:
    from waymark.commands.database import run_database

    return run_database(load_settings(), options.action, options.file, force=options.force)


def _responder(options: argparse.Namespace) -> int:
    from waymark.commands.responder import add_responder

    return add_responder(load_settings(), options.name)


def _report(options: argparse.Namespace) -> int:
    from waymark.commands.report import report_gaps

    return report_gaps(load_settings(), sys.stdout, as_csv=options.csv)


def _doctor(_: argparse.Namespace) -> int:
    from waymark.commands.doctor import doctor

    return doctor()


def _keys(_: argparse.Namespace) -> int:
    from waymark.commands.print_keys import print_keys

    return print_keys()


def _say(line: str) -> None:
    print(line, flush=True)  # noqa: T201


if __name__ == "__main__":
    sys.exit(main())
