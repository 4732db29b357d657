"""Refusals of this context.

BadInput    FileRefused ── FileEmpty, FileTooLarge, FileTypeRefused ── FileHasMacros, FileHasManyParts, FileLocked,
                        │                          FileReachesOut, FileHasScripts, FileHasPrograms, FileRuns
                        ├─ ImageUnreadable, FileDamaged, FileLater
                        └─ SealRefused, TemplateRefused ── TemplateFieldUnknown, TemplateFieldMissing
            PrefixInvalid, LayoutRefused, StampSizeRefused, StampServerUnset
Conflict    PrefixConflict
NotThere    FileMissing
NotReady    StorageFull, FontMissing, FileAltered, StampServerMissing, OfdMissing
Busy        PrintBusy, PrintStuck, PrintFailed, StampServerFailed, OfdFailed
"""

from huiyin.kernel.errors import BadInput, Busy, Conflict, NotReady, NotThere
from huiyin.kernel.text import N_


class FileRefused(BadInput):
    """A file that was sent can't be kept; nothing of it is left on the disk."""

    field = "files"


class FileEmpty(FileRefused):
    """Not one byte arrived."""

    sentence = N_("这个文件是空的。请打开原文件看一看，再选一次。")


class FileTooLarge(FileRefused):
    """More bytes than one file may have; `limit` is in megabytes."""

    sentence = N_("这个文件超过 %(limit)s MB。请压缩或分成几份再传。")


class FileTypeRefused(FileRefused):
    """The content is of a type that isn't kept, whatever the name says."""

    sentence = N_(
        "这种文件我们打不开。可以传照片（JPG、PNG、HEIC 等）、PDF、OFD、Word、Excel、PPT（pptx）、文本，"
        "录音（MP3、M4A、WAV、AMR、WebM、OGG）和视频（MP4、MOV）；压缩包请解开后逐个上传。"
    )


class FileHasMacros(FileTypeRefused):
    """An office document that carries programs."""

    sentence = N_("这个文档带有宏，为安全起见不能收。请另存为不带宏的文档或 PDF 再传。")


class FileHasPrograms(FileTypeRefused):
    """A document into which a program, or a packed file of any sort, was put."""

    sentence = N_(
        "这个文件里夹带着程序、压缩包或一打开就运行的文件，为安全起见不能收。请去掉它们，或另存为 PDF 再传。"
    )


class FileRuns(FileTypeRefused):
    """What looks like text, but makes a program fetch or run something: a link, a query, a saved web page, RTF."""

    sentence = N_("这种文件打开时会运行程序或去取别处的内容，为安全起见不能收。请另存为 PDF，或把文字存成 TXT 再传。")


class FileHasManyParts(FileTypeRefused):
    """An archive with more entries than any document has: to read their names alone would fill the memory."""

    sentence = N_("这个文件里的部分太多，我们打不开。请分成几个文件，或另存为 PDF 再传。")


class FileLocked(FileTypeRefused):
    """An office document that asks for a password."""

    sentence = N_("这个文档设有密码，我们打不开。请去掉密码，或另存为 PDF 再传。")


class FileReachesOut(FileTypeRefused):
    """An office document that fetches a template, asks another program or loads a source when it is opened."""

    sentence = N_("这个文档打开时会去取外部的模板、数据或调用别的程序，为安全起见不能收。请另存为 PDF 再传。")


class FileHasScripts(FileTypeRefused):
    """A PDF that runs a script, starts a program, sends a form or brings other files along."""

    sentence = N_("这个 PDF 带有脚本、会启动程序的动作或内嵌的文件，为安全起见不能收。请打印成新的 PDF 或拍照再传。")


class FileDamaged(FileRefused):
    """Named as something that we know, but it can't be read to its end."""

    sentence = N_("这个文件打不开，可能没有传完整。请打开原文件看一看，再传一次，或截图后再传。")


class ImageUnreadable(FileRefused):
    """An image that is damaged, or too large to be unpacked safely; `limit` is in 万 (10,000) pixels."""

    sentence = N_("这张图片打不开，或者超过 %(limit)s 万像素。请换一张，或截图后再传。")


class FileLater(FileRefused):
    """Strangers have left as many files as there is room for just now; the text goes on without this one."""

    sentence = N_("现在收到的附件太多，这个文件先没有收。请先提交文字，附件过几个小时凭查询码补上，或者交到窗口。")


class FileMissing(NotThere):
    """The row or the content isn't there."""

    sentence = N_("没有找到这个文件。")


class StorageFull(NotReady):
    """No room on the disk; the sender has done nothing wrong and can send it again later."""

    sentence = N_("我们的存储空间暂时不足，这个文件没有存下。请稍后再传，您填写的内容不受影响。")
    field = "files"


class FontMissing(NotReady):
    """No Chinese font to print letters with: a letter full of empty boxes must never leave the house."""

    sentence = N_("缺少中文字体，信函无法生成。请管理员安装 Noto Serif CJK SC，或重新构建前端。")


class PrintBusy(Busy):
    """Other letters are being printed and more wait: this one isn't begun."""

    sentence = N_("现在打印的人多，这一份还没有印。请过一会儿再试，内容都在，不用重新填写。")


class PrintStuck(Busy):
    """The print took too long and was ended; the next one begins anew."""

    sentence = N_("这一份没有在限定的时间里印出来，我们停下了。请过一会儿再试，内容都在，不用重新填写。")


class PrintFailed(Busy):
    """The printing process came to grief over this letter; why stands in the log."""

    sentence = N_("这一份没有印出来，原因已经记下。请过一会儿再试；还是不行，请告诉接待您的单位。")


class PrefixInvalid(BadInput):
    """A unit's prefix on its letters is empty, too long, or would blur where the number begins."""

    sentence = N_("机关代字写 1 至 %(limit)s 个字，不含数字、括号和“号”字。")
    field = "agency_prefix"


class PrefixConflict(Conflict):
    """Another unit has this prefix; two letters could have the same number then."""

    sentence = N_("这个机关代字已有单位在用，请换一个。")


class SealRefused(FileRefused):
    """A seal is a picture."""

    sentence = N_("印章图片请用 PNG 或 JPG 格式。")


class LayoutRefused(BadInput):
    """No such layout, or no such kind of letter."""

    sentence = N_("没有这种版式，请重新选择。")
    field = "layout"


class StampSizeRefused(BadInput):
    """A stamp that no office has; sizes are in millimetres."""

    sentence = N_("印章的直径写 %(least)s 至 %(most)s 毫米的整数。")
    field = "stamp_mm"


class StampServerUnset(BadInput):
    """Letters can't be stamped by a server that isn't there."""

    sentence = N_("还没有设定签章服务（HUIYIN_STAMP_SERVER），不能选它。")
    field = "stamped_by_server"


class StampServerMissing(NotReady):
    """The letter was issued to be stamped by a server, and none is set any more; it waits."""

    sentence = N_("这份文书要由签章服务盖章，可是现在没有设定签章服务。文书和文号都在，请管理员设定以后再打开。")


class StampServerFailed(Busy):
    """The stamp server didn't answer in time, or with what is no stamped print; the letter waits."""

    sentence = N_("签章服务现在没有盖成章，文书和文号都在，没有丢失。我们会自动再试，也可以过一会儿再打开。")


class OfdMissing(NotReady):
    """No converter is set."""

    sentence = N_("没有设定 OFD 转换服务，请下载 PDF。")


class OfdFailed(Busy):
    """The converter didn't answer in time, or with what is no OFD; the letter itself is as it was."""

    sentence = N_("OFD 转换服务现在没有转成，文书没有变化。请过一会儿再试，或者先下载 PDF。")


class TemplateRefused(FileRefused):
    """A template isn't a Word document that can be filled in."""

    sentence = N_("这个模板打不开，请用 Word 另存为 .docx 再传。%(reason)s")


class TemplateFieldUnknown(TemplateRefused):
    """A template asks for what letters don't have."""

    sentence = N_("模板里有我们不认识的字段：%(names)s。请改正后再传。")


class TemplateFieldMissing(TemplateRefused):
    """A template leaves out what every letter must say."""

    sentence = N_("模板里缺少必须有的字段：%(names)s。请补上后再传。")


class FileAltered(NotReady):
    """What lies on the disk isn't what was kept: it is neither shown nor archived."""

    sentence = N_("这份文件与收到时不一样了，所以没有打开。我们已记下，请联系管理员从备份恢复。")
