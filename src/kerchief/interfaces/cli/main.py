"""The command ``kerchief``: its list of commands, and the one place where errors become sentences."""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Sequence

import click

from kerchief.errors import KerchiefError

CLEAN, FINDINGS, ERROR, STOPPED = 0, 1, 2, 130
COMMANDS = ("read", "check", "suggest", "rehearse", "meanings", "rules", "helplines", "bulk", "serve", "mcp", "lsp")


class _Commands(click.Group):
    """Commands are imported when they are asked for, so that each starts fast."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Every command, in the order a newcomer wants them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, or None."""
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"kerchief.interfaces.cli.{cmd_name}_command")
        command: click.Command = module.command
        return command


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 80})
@click.version_option(package_name="kerchief", message="kerchief %(version)s")
def commands() -> None:
    r"""Read what tears may mean, and check a reply before you send it.

    Everything stays on this machine; nothing is stored. The reading is a guess from words: the person knows.

    \b
    kerchief read story.txt             what the tears may mean, and what to do
    kerchief check reply.txt --to story.txt
    echo "At least you tried." | kerchief check

    Exit status: 0 clean, 1 findings, 2 an error, 130 stopped by Ctrl-C.
    """


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command and exit with its status."""
    sys.exit(run(arguments))


def run(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit status; errors are one sentence on standard error."""
    try:
        status = commands.main(args=arguments, prog_name="kerchief", standalone_mode=False)
        sys.stdout.flush()
    except KerchiefError as error:
        return _say(error.sentence)
    except click.ClickException as error:
        return _say(f"{error.format_message().rstrip('.')}. Try 'kerchief --help'.")
    except (click.Abort, KeyboardInterrupt):
        _say("Stopped. Nothing was kept.")
        return STOPPED
    except BrokenPipeError:
        return _close_quietly()
    except OSError as error:
        return _say(f"The result could not be written: {error.strerror or error}.")
    return status if isinstance(status, int) else CLEAN


def _say(sentence: str) -> int:
    click.echo(f"kerchief: {sentence}", err=True)
    return ERROR


def _close_quietly() -> int:
    """The reader of our output has gone (``| head``): that is no error, and nothing more can be written."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return CLEAN


if __name__ == "__main__":
    main()
