"""The command line: a thin coat over the library.

Exit codes: 0 nothing found, 1 found, 2 wrong use, 3 some documents unreadable (wins over 1),
4 output refused, 130 ended by Ctrl-C with what was found until then, 141 the reader of the
output went away. Every error is one line on standard error that names the place and the remedy.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Any, NoReturn

import click

from menshen.cli.help import Context
from menshen.cli.options import language, told
from menshen.errors import MenshenError
from menshen.report.shown import visible
from menshen.report.words import Lang, said, translated

__all__ = ["COMMANDS", "command", "main"]

REFUSED = 4
INTERRUPTED = 130
UNREAD_OUTPUT = 141
COMMANDS = (
    "scan",
    "find",
    "explain",
    "types",
    "harm",
    "who",
    "given",
    "paper",
    "warn",
    "ledger",
    "keys",
    "release",
    "plan",
    "trace",
    "redact",
    "verify",
    "restore",
    "vault",
    "canary",
    "watch",
    "gate",
)
"""The commands in the order of the help page; modules of the same names hold them."""
_HELD = {"plan": "release"}
"""Commands that stand in the module of another one."""


def command(name: str) -> click.Command:
    """Return a command by its name, loaded now, so that no command waits for the others."""
    found: click.Command = getattr(import_module(f"menshen.cli.{_HELD.get(name, name)}"), name)
    found.context_class = Context
    return found


class Menshen(click.Group):
    """The group of all commands; turns errors into one line and an exit code."""

    def main(  # type: ignore[override]
        self, args: Sequence[str] | None = None, prog_name: str | None = None, **extra: Any
    ) -> NoReturn:
        """Run a command and leave with its exit code."""
        given = list(sys.argv[1:] if args is None else args)
        lang = language(given)
        extra["standalone_mode"] = False
        try:
            code = super().main(given, prog_name or "menshen", **extra)
        except click.exceptions.NoArgsIsHelpError as error:
            click.echo(error.format_message())
            code = error.exit_code
        except click.ClickException as error:
            code = _complain(_message(error, lang), error.exit_code, lang)
        except MenshenError as error:
            code = _complain(translated(str(error), lang), error.exit_code, lang)
        except OSError as error:
            _leave_quietly()
            reason = translated(error.strerror or "unwritable", lang)
            code = _complain(said("unwritten", lang, reason=reason), REFUSED, lang)
        except (click.Abort, KeyboardInterrupt):
            code = INTERRUPTED
        sys.exit(code)

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's shape
        """Return the names of the commands."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Return a command by its name, or None."""
        return command(cmd_name) if cmd_name in COMMANDS else None

    def invoke(self, ctx: click.Context) -> int:
        """Run the command that was asked for; return its exit code."""
        try:
            code = super().invoke(ctx)
            sys.stdout.flush()
        except BrokenPipeError:
            _leave_quietly()
            return UNREAD_OUTPUT
        except KeyboardInterrupt:
            return INTERRUPTED
        return code if isinstance(code, int) else 0


def _message(error: click.ClickException, lang: Lang) -> str:
    """Return a complaint of click in one line, with the way to the help page."""
    message = translated(error.format_message(), lang)
    if isinstance(error, click.UsageError) and error.ctx is not None:
        hint = said("help_hint", lang, command=error.ctx.command_path)
        message = f"{message.rstrip('.。')}{hint}"
    return message


def _complain(message: str, code: int, lang: Lang) -> int:
    text = said("error", lang, message=visible(" ".join(message.split())))
    click.echo(text, err=True)
    return code


def _leave_quietly() -> None:
    """Let nothing more be written to a pipe that nobody reads, not even at exit."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, sys.stdout.fileno())
    except (OSError, ValueError):
        pass
    finally:
        os.close(nowhere)


@click.group(
    "menshen",
    cls=Menshen,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    help=told(
        "门神：在中文记录里找出个人信息，说明有多敏感、凭什么这样判断。全程离线，默认遮盖原值。",
        "menshen finds personal information in Chinese records and says how sensitive it is, "
        "and why. It works offline and masks values by default.",
    ),
)
@click.version_option(
    None, "--version", package_name="menshen", prog_name="menshen", message="%(prog)s %(version)s"
)
def main() -> None:
    """Hold the commands together."""


main.context_class = Context
