"""Refusals around respondents and bars."""

from huiyin.kernel.errors import BadInput, Conflict, NotReady


class RespondentUnsettled(Conflict):
    """It isn't clear yet whom the matter is about: whoever gets it could be the one."""

    sentence = "还没有核对清楚它反映的是谁，不能受理、转交或者指定承办人。请先“写明被反映方”。"


class BarTextMissing(BadInput):
    """Nobody is named."""

    sentence = "请写下是哪个单位，或者谁。"
    field = "text"


class BarGone(Conflict):
    """No such bar, or it was lifted meanwhile."""

    sentence = "没有这一项，或者已经解除。请刷新后再看。"


class NoOtherUnitAnswers(NotReady):
    """The only unit that can have the matter would be barred."""

    sentence = "除了它，这里没有别的单位能办这件事，所以不能对它保密。您可以向上一级信访部门反映。"


class CodeWrong(BadInput):
    """The receipt code isn't this matter's."""

    sentence = "查询码和这件事项不符，请信访人核对回执。"
    field = "receipt_code"


class CodeYourOwn(Conflict):
    """The officer has seen the code without the petitioner: it doesn't show that the petitioner wants this."""

    sentence = "这个查询码您登记或者补发时已经看到过，请另一位登记员核对后解除，或者请信访人自己在网上解除。"


class NotASlip(Conflict):
    """The petitioner named them."""

    sentence = "这是信访人自己写的，只有信访人能解除。"


class PetitionerOutOfReach(Conflict):
    """Nobody can ask the petitioner."""

    sentence = "信访人没有留下能通知到的联系方式。请信访人带查询码到窗口办理，或者自己在网上解除。"


class LiftProposedAlready(Conflict):
    """One at a time."""

    sentence = "已经请信访人确认一项，等它有了结果再提下一项。"


class LiftReasonMissing(BadInput):
    """The petitioner reads why."""

    sentence = "请写明当时写错了什么，信访人会看到。"
    field = "reason"


class NothingProposed(Conflict):
    """There is nothing to object to."""

    sentence = "没有等您确认的解除，或者已经过了期限。"


# Between the words that a refusal shows and a form sends back.
BETWEEN_WORDS = "、"


class UnitInWords(BadInput):
    """The matter speaks of this unit or of who works there; whoever gives it away says that it isn't about them."""

    sentence = "这件事里写到了“%(words)s”。写的是被反映方的，请先“写明被反映方”，不能交给它。不是的，勾选以后再交。"
    field = "not_about"

    def __init__(self, *, words: tuple[str, ...]) -> None:
        """`words` are the names that the matter has."""
        self.words = BETWEEN_WORDS.join(words)
        super().__init__(words=self.words)
