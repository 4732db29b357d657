"""What the page says after a move: what was done, and whether the petitioner hears of it."""

from django.utils.translation import gettext as _

from huiyin.desk.matter.forms import MoveForm
from huiyin.matters.core.selectors.views import MatterView
from huiyin.matters.messages.selectors.recipients import petitioner_is_notified


def done_sentence(page: MatterView, form: MoveForm) -> str:
    """A notice is spoken of only where one goes somewhere: many leave no address, some not even a name."""
    done = form.done_text()
    if not form.notifies:
        return done
    if petitioner_is_notified(matter_id=page.id):
        return _("%(done)s信访人会收到通知。") % {"done": done}
    return _("%(done)s信访人没有留下能收通知的地址，要凭查询码自己来看。") % {"done": done}
