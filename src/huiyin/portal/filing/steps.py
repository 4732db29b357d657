"""The order of the steps."""

from dataclasses import dataclass

from django.utils.translation import gettext

from huiyin.intake.rules.draft import DraftContent, is_together
from huiyin.kernel.text import N_
from huiyin.portal.filing.about_form import AboutForm
from huiyin.portal.filing.choices import Choices, choices_for
from huiyin.portal.filing.forms import DraftFilesForm, RequestsForm, WhatForm, WhereForm
from huiyin.portal.filing.kind_form import KindForm
from huiyin.portal.filing.step_form import StepForm
from huiyin.portal.filing.together_forms import SpeakersForm, TogetherForm
from huiyin.portal.filing.who_form import WhoForm


@dataclass(frozen=True, slots=True)
class FilingStep:
    """One page of filing; the last one, check, has no form."""

    name: str
    position: int
    source_title: str
    form: type[StepForm]

    @property
    def title(self) -> str:
        """What the page asks, translated."""
        return gettext(self.source_title)

    def checked(self, content: DraftContent, choices: Choices | None = None) -> StepForm:
        """The form with the errors that the draft still has."""
        return self.form.checking(content, choices or choices_for(self.name, content))


STEPS = (
    FilingStep("what", 1, N_("发生了什么"), WhatForm),
    FilingStep("files", 2, N_("有照片、文件或者录音吗"), DraftFilesForm),
    FilingStep("where", 3, N_("在什么地方"), WhereForm),
    FilingStep("about", 4, N_("涉及谁"), AboutForm),
    FilingStep("requests", 5, N_("您希望怎样解决"), RequestsForm),
    FilingStep("kind", 6, N_("您想怎么办"), KindForm),
    FilingStep("who", 7, N_("怎么联系您"), WhoForm),
)
# Asked of those alone who file together: for everybody else filing is no page longer.
TOGETHER_STEPS = (
    FilingStep("together", 8, N_("你们一共多少人"), TogetherForm),
    FilingStep("speakers", 9, N_("请谁做代表"), SpeakersForm),
)
BY_NAME = {step.name: step for step in (*STEPS, *TOGETHER_STEPS)}
COUNT = len(STEPS) + 1
CHECK = "check"


def steps_of(content: DraftContent) -> tuple[FilingStep, ...]:
    """The steps that this draft goes through, without the last page."""
    return (*STEPS, *TOGETHER_STEPS) if is_together(content) else STEPS


def count_of(content: DraftContent) -> int:
    """How many pages those are, with the last one."""
    return len(steps_of(content)) + 1


def name_after(step: FilingStep, content: DraftContent) -> str:
    """The step that follows."""
    following = (other.name for other in steps_of(content) if other.position > step.position)
    return next(following, CHECK)


def name_before(step: FilingStep) -> str:
    """The step before; the first one for the first."""
    before = [other.name for other in BY_NAME.values() if other.position < step.position]
    return before[-1] if before else step.name


def steps_wrong(content: DraftContent, choices: Choices | None = None) -> list[FilingStep]:
    """The steps that something is still wrong with; without `choices` everything is looked up."""
    return [step for step in steps_of(content) if not step.checked(content, choices).is_valid()]


def all_right(content: DraftContent) -> bool:
    """Whether nothing is wrong with any step, without looking anything up and without the sentences."""
    return all(step.form.is_right(content) for step in steps_of(content))
