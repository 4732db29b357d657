"""A drafter takes a reply back while an approver approves it, each by a process of their own."""

import socket

from tests.cli.house import Installation, staff

_DRAFTED = """
import django; django.setup()
from datetime import UTC, datetime
from huiyin.kernel.ids import new_token
from huiyin.matters.acceptance.services import matter_accept
from huiyin.matters.assignment.services import matter_assign_handler
from huiyin.matters.core.rules.states import Channel, Kind
from huiyin.matters.models import Request
from huiyin.matters.register.rules import Registration
from huiyin.matters.register.services.register import matter_register
from huiyin.matters.reply.services.reply import OpinionDraft, reply_draft
from huiyin.orgs.models import Officer
from huiyin.orgs.selectors import actor_for, reception_unit
at = datetime(2026, 3, 3, tzinfo=UTC)
people = {name: actor_for(officer_id=Officer.objects.get(username=name).pk) for name in ("registrar", "handler")}
pk = matter_register(
    actor=people["registrar"], at=at,
    registration=Registration(
        kind=Kind.CLAIM, channel=Channel.VISIT, text="多收了费用。", requests=("退费",), unit_id=reception_unit(),
        token=new_token(), received_at=at,
    ),
).matter_id
matter_accept(actor=people["registrar"], matter_id=pk, at=at)
matter_assign_handler(actor=people["registrar"], matter_id=pk, officer_id=people["handler"].officer_id, at=at)
opinions = {request.pk: OpinionDraft("explained", "说明") for request in Request.objects.all()}
reply_draft(actor=people["handler"], matter_id=pk, facts="属实", basis="条例", opinions=opinions, at=at)
"""
_PRESS = """
import socket
import django; django.setup()
from datetime import UTC, datetime
from huiyin.kernel.errors import HuiyinError
from huiyin.matters.models import Matter
from huiyin.matters.reply.services.reply import {name}
from huiyin.orgs.models import Officer
from huiyin.orgs.selectors import actor_for
actor = actor_for(officer_id=Officer.objects.get(username="{by}").pk)
socket.create_connection(("127.0.0.1", {port})).recv(1)
try:
    {name}(actor=actor, matter_id=Matter.objects.get().pk, at=datetime(2026, 3, 4, tzinfo=UTC))
except HuiyinError as refusal:
    print(type(refusal).__name__)
else:
    print("done")
"""


def test_of_approving_and_taking_back_at_once_exactly_one_wins(installation: Installation) -> None:
    staff(installation)
    ready = Installation(installation.var, {"DJANGO_SETTINGS_MODULE": "huiyin.config.settings"})
    code, output = ready.script(_DRAFTED)
    assert code == 0, output
    with socket.create_server(("127.0.0.1", 0)) as gate:
        port = gate.getsockname()[1]
        names = (("reply_recall", "handler"), ("reply_approve", "approver"))
        both = [ready.python("-c", _PRESS.format(name=name, by=by, port=port)) for name, by in names]
        waiting = [gate.accept()[0] for _ in both]
        # Both have everything loaded by now.
        for line in waiting:
            line.sendall(b"!")
        outputs = [process.communicate()[0].split()[-1] for process in both]
        for line in waiting:
            line.close()
    assert sorted(outputs) == ["MoveNotOpen", "done"], outputs
    won = "recalled" if outputs[0] == "done" else "approved"
    assert ready.count(f"SELECT COUNT(*) FROM ledger_entry WHERE kind = 'matters.reply.{won}'") == 1
    assert ready.count("SELECT COUNT(*) FROM matters_reply WHERE is_recalled != (approved_at IS NOT NULL)") == 1
