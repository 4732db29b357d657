"""Documents' names in the records, and what the worker does for them."""

from datetime import timedelta

from huiyin.documents.holders import file_holder_register
from huiyin.documents.models import Letter, LetterSeries, LetterTemplate, StoredFile
from huiyin.documents.services import files_sweep
from huiyin.documents.services.letters import letters_print
from huiyin.kernel.text import N_, NP_
from huiyin.kernel.worker_parts import WorkerPart, worker_part_register
from huiyin.ledger.names import entry_names_register, subject_names_register

_ENTRIES = {
    "documents.series.set": NP_("经过", "设定机关代字"),
    "documents.layout.set": NP_("经过", "设定文书版式"),
    "documents.template.added": NP_("经过", "启用文书模板"),
    "documents.template.dropped": NP_("经过", "停用文书模板"),
    "documents.letter.printed": NP_("经过", "生成文书 PDF"),
    "documents.file.altered": NP_("经过", "发现文件被改动，没有打开"),
    "documents.archive.made": NP_("经过", "导出案卷"),
    "documents.picture.made": NP_("经过", "补做照片的图片"),
}
_FILE_HOLDERS = ((Letter, "file"), (LetterSeries, "seal"), (LetterTemplate, "file"), (StoredFile, "picture"))
_SUBJECTS = {"template": N_("文书模板"), "file": N_("文件")}
_WORKER_PARTS = (
    WorkerPart("letters", timedelta(0), lambda at: letters_print(at=at), order=170),
    WorkerPart("files", timedelta(hours=1), lambda at: files_sweep(at=at), order=200),
)


def register() -> None:
    """Once models are there."""
    entry_names_register(_ENTRIES)
    subject_names_register(_SUBJECTS)
    for model, field in _FILE_HOLDERS:
        file_holder_register(model, field)
    for part in _WORKER_PARTS:
        worker_part_register(part)
