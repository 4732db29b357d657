"""Why a workbook, a sheet or a row isn't written. Each is said in the words of the columns."""

from huiyin.kernel.errors import BadInput, Conflict
from huiyin.kernel.text import N_


class WorkbookRequired(BadInput):
    """The file is no XLSX workbook."""

    sentence = N_("请上传 .xlsx 工作簿。别的格式请先用 Excel 或 WPS 另存为 .xlsx。")
    field = "workbook"


class SheetsMissing(BadInput):
    """None of the sheets is there."""

    sentence = N_("工作簿里没有我们认识的表。表名应是：%(sheets)s。请从下载的空表开始填。")
    field = "workbook"


class SheetTwice(BadInput):
    """Two sheets of the workbook are the same to us."""

    sentence = N_("有两张表都叫“%(sheet)s”，请删去一张。")
    field = "workbook"


class RowsTooMany(BadInput):
    """More rows than can be tried at once."""

    sentence = N_("工作簿里的行太多，一次最多 %(most)s 行。请分成几个文件，先传地方和单位。")
    field = "workbook"


class WorkbookTooLarge(BadInput):
    """More text than a page carries from the check to the writing."""

    sentence = N_("工作簿里的文字太多，请分成几个文件，先传地方和单位。")
    field = "workbook"


class CheckOutdated(Conflict):
    """What was checked isn't what would be written now; nothing was written."""

    sentence = N_("检查以后，系统里的内容有了变化，所以什么都没有写入。下面是现在的检查结果，请再看一遍。")


class CellRequired(BadInput):
    """A cell that the row needs is empty."""

    sentence = N_("“%(column)s”没有填。")


class CellTooLong(BadInput):
    """More than fits."""

    sentence = N_("“%(column)s”最多 %(most)s 个字，现在有 %(length)s 个。")


class CellRewritten(BadInput):
    """A spreadsheet has kept the first digits only."""

    sentence = N_("表格软件改写了“%(column)s”：%(value)s，后面的数字已经丢失。请把这一列设为文本，重新填。")


class ChoiceUnknown(BadInput):
    """A word that isn't among those that may stand there."""

    sentence = N_("“%(column)s”里的“%(value)s”不认识，可以写：%(choices)s。")


class RowTwice(BadInput):
    """Another row of the sheet is about the same."""

    sentence = N_("和第 %(number)s 行说的是同一个，请删去一行。")


class RowRefersWrong(BadInput):
    """What it names stands in a row that is wrong itself."""

    sentence = N_("“%(name)s”在“%(sheet)s”表第 %(number)s 行，那一行还不对，先改好那一行。")


class RowsInCircle(BadInput):
    """Rows that stand above each other in a circle."""

    sentence = N_("上级绕成了一圈：%(names)s。")


class AreaCellUnknown(BadInput):
    """No area of this code or name, here or in the sheet."""

    sentence = N_("没有代码或名称是“%(name)s”的地方，系统里没有，“地方”表里也没有。")


class CategoryCellUnknown(BadInput):
    """No category in use of this code or name, here or in the sheet."""

    sentence = N_("没有代码或名称是“%(name)s”的类别，系统里没有，“类别”表里也没有。")


class UnitCellUnknown(BadInput):
    """No open unit of this name, here or in the sheet."""

    sentence = N_("没有叫“%(name)s”的单位，系统里没有，“单位”表里也没有。")


class NameShared(BadInput):
    """Several have this name."""

    sentence = N_("叫“%(name)s”的有 %(count)s 个，请写代码，单位写“上级/名称”。")


class OfficerCellUnknown(BadInput):
    """Nobody signs in by this name, here or in the sheet."""

    sentence = N_("没有登录名是“%(name)s”的工作人员，系统里没有，“人员”表里也没有。")


class OfficerShut(Conflict):
    """The account is shut."""

    sentence = N_("登录名“%(name)s”的账号已经停用。这个人回来了，请先在“工作人员”里恢复账号。")
