"""Proofs that an entry is in the ledger, to be kept and checked by somebody else, without this installation."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import click

from huiyin.cli.readiness import demand_ready
from huiyin.kernel.errors import BadInput
from huiyin.ledger.rules.checkpoint import NoteUnreadable
from huiyin.ledger.rules.proof import ProofFails, ProofNotSigned, ProofUnreadable, proof_check
from huiyin.ledger.selectors import proof_at, verifier_key

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class KeyUnreadable(BadInput):
    """What was given as the key is none."""

    sentence = "这不是台账的验证密钥：要的是 huiyin proof key 打印出来的那一行。"


@click.group()
def proof() -> None:
    """证明某条记录在台账里，交给别人保存和核对。 Proofs of entries, for others to keep and check."""


@proof.command("key")
def proof_key() -> None:
    """打印验证密钥，可以公开。 Print the key that proofs and checkpoints are checked with; it may be published."""
    demand_ready()
    click.echo(verifier_key())


@proof.command("make")
@click.argument("place", type=click.IntRange(min=1))
def proof_make(place: int) -> None:
    """打印第 PLACE 条记录的证明，里面有这条记录的种类、对象、时间和经办人，只交给可以看这条记录的人。

    Print the proof of the entry at PLACE. It names kind, subject, time and actor: only for who may read the entry.
    """
    demand_ready()
    click.echo(proof_at(seq=place).as_file(), nl=False)


@proof.command("check")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--key", required=True, help="验证密钥，huiyin proof key 打印的那一行。 What `huiyin proof key` printed."
)
@click.pass_context
def proof_check_command(ctx: click.Context, file: Path, key: str) -> None:
    """核对一份证明，不用数据库，也不用联网。 Check a proof; asks neither database nor network."""
    try:
        shown, note = proof_check(file.read_text(encoding="utf-8"), key)
    except NoteUnreadable as error:
        raise KeyUnreadable from error
    except (ProofUnreadable, UnicodeDecodeError):
        _refuse(ctx, "读不出来：这不是台账的证明，或者被改动过。")
    except ProofNotSigned:
        _refuse(ctx, "不成立：里面的检查点不是用这个密钥签的，或者被改动过。")
    except ProofFails:
        _refuse(ctx, "不成立：这条记录与签名的检查点对不上，证明被改动过。")
    else:
        entry = shown.opening
        click.echo(f"成立：它是 {note.origin} 的第 {shown.index + 1:,} 条记录，检查点签过 {note.size:,} 条。")
        written = "没有注明" if entry.written_us is None else _instant(entry.written_us)
        for name, value in (
            ("种类", entry.kind), ("对象", entry.subject), ("时间", _instant(entry.at_us)), ("写下", written),
            ("经办人", entry.actor), ("内容的承诺值", entry.commitment.hex()), ("叶格式", entry.leaf_format),
        ):  # fmt: skip
            click.echo(f"{name}　{value}")


def _refuse(ctx: click.Context, what: str) -> None:
    click.echo(what, err=True)
    ctx.exit(1)


def _instant(microseconds: int) -> str:
    return f"{_EPOCH + timedelta(microseconds=microseconds):%Y-%m-%d %H:%M:%S.%f} UTC"
