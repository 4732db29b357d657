"""The report to a body outside, as a letter. It names no petitioner."""

from huiyin.documents.letters import Item, LetterContent, Line, Section
from huiyin.documents.letters.printing import chinese_date
from huiyin.documents.rules.letters import LetterCode
from huiyin.matters.instruction.rules import REPORT_LABELS, ReportKind
from huiyin.matters.letters.services.texts import LetterCase, about_matter, letter_of
from huiyin.matters.models import InstructionFile, InstructionReport


def report_up(case: LetterCase, row: InstructionReport) -> LetterContent:
    """办结报告 or 阶段报告 (条例 Art 22): what the body asked, and what has been done."""
    instruction = row.instruction
    files = InstructionFile.objects.filter(report=row).select_related("attachment__file").order_by("pk")
    title, asked = REPORT_LABELS[ReportKind(row.kind)], chinese_date(instruction.instructed_on)
    number = f"（{instruction.number}）" if instruction.number else ""
    return letter_of(
        case,
        LetterCode.REPORT_UP,
        title=title,
        unit=case.matter.lead_unit.name,
        addressee=instruction.issuer,
        opening=f"{asked}交办的信访事项{number}，办理情况报告如下。",
        fields=(*about_matter(case), Line("报告期限", chinese_date(instruction.due_on))),
        sections=(
            Section("办理情况", text=row.text),
            Section("附件", items=tuple(Item(file.attachment.file.name) for file in files)),
        ),
    )
