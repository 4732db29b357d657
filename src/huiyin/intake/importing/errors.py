"""Why a map, a file or a row can't be used.

A refusal of the map or the file stops the import before anything is written; a refusal of a row
concerns that row alone and is written beside it.
"""

from huiyin.kernel.errors import BadInput


class MapInvalid(BadInput):
    """One key of the map is wrong."""

    sentence = "映射文件 %(file)s 的“%(key)s”有误：%(reason)s。"


class SourceUnreadable(BadInput):
    """The file as a whole can't be read."""

    sentence = "读不了文件 %(file)s：%(reason)s。"


class ColumnMissing(BadInput):
    """The map names a column that the file doesn't have."""

    sentence = "文件里没有“%(column)s”这一列（映射里的 %(key)s）。文件里有：%(there)s。"


class ColumnTwice(BadInput):
    """Two columns of the file have the name that the map gives."""

    sentence = "文件里有两列都叫“%(column)s”，请先改名，否则不知道该读哪一列。"


class BytesUnreadable(BadInput):
    """Bytes that aren't text in the file's encoding."""

    sentence = "这一行有无法识别的字节，文字已损坏。"


class CellsTooMany(BadInput):
    """More cells than the header has: a separator or a quotation mark is in the wrong place."""

    sentence = "这一行有 %(found)s 格，表头只有 %(expected)s 格，多半是引号或分隔符写错了。"


class CellsTooFew(BadInput):
    """A line behind an open quotation mark that isn't a whole row."""

    sentence = "这一行只有 %(found)s 格，表头有 %(expected)s 格，多半是前面一行引号没有关上时断开的。"


class QuoteUnclosed(BadInput):
    """A quotation mark that isn't closed, or stands where none can: only this line is left out."""

    sentence = "这一行的引号没有成对，后面的行照常读。请把引号补上或去掉。"


class LineUnreadable(BadInput):
    """The reader can't make sense of the line."""

    sentence = "这一行读不出来（%(reason)s），多半是引号没有成对。"


class ExternalIdMissing(BadInput):
    """A record without its id would come in again with every import."""

    sentence = "“%(column)s”是空的：没有原编号，就没法保证同一行不重复导入。"


class RejectsUnwritable(BadInput):
    """Bad rows could not be written anywhere: that is said before the first row, not at the first bad one."""

    sentence = "退回的行要写到 %(file)s，但那里不能写。请用 --rejected 换一个地方。"


class ParticularTooLong(BadInput):
    """A name, a number or an address that is longer than one can be."""

    sentence = "“%(column)s”最多 %(most)s 字，现在有 %(length)s 字。"


class ExternalIdTooLong(BadInput):
    """An id that is longer than we keep."""

    sentence = "“%(column)s”最多 %(most)s 个字符。"


class NumberRewritten(BadInput):
    """A long number of which a spreadsheet has kept the first digits only."""

    sentence = (
        "Excel 改写了编号：“%(column)s”是 %(value)s，后面的数字已经丢失。请在来源里把这一列设为文本，重新导出。"
    )


class PhoneRewritten(BadInput):
    """A telephone number that a spreadsheet has shortened: nobody could be reached by what is left."""

    sentence = "Excel 改写了号码：“%(column)s”是 %(value)s，后面的数字已丢失。请在来源里把这一列设为文本，重新导出。"


class RecordDiffers(BadInput):
    """Another row of the file has the same id and says something else."""

    sentence = "编号“%(external_id)s”在第 %(number)s 行已经出现过，内容不同：两行不是同一件事，请核对编号。"


class RecordDiffersFromStored(BadInput):
    """A matter that is here already has the same id and says something else."""

    sentence = "编号“%(external_id)s”以前已经导入过，内容不同（%(differs)s）：请核对编号，或在那件事项里补充。"


class CellMerged(BadInput):
    """A cell that must hold something is part of a merged one, whose text stands above."""

    sentence = "“%(column)s”是合并单元格 %(range)s 的一部分，这一行里是空的。映射里写 fill_down 可以向下填。"


class InstantMissing(BadInput):
    """A cell that must hold a time is empty."""

    sentence = "“%(column)s”是空的，缺少时间。"


class InstantUnreadable(BadInput):
    """A time in none of the formats of the map."""

    sentence = "“%(column)s”里的“%(value)s”不是映射里写明的时间格式（%(formats)s）。"


class InstantUnlikely(BadInput):
    """A time that lies in the future, or before anybody kept such records."""

    sentence = "“%(column)s”是 %(value)s，%(reason)s。"


class DaysUnreadable(BadInput):
    """A number of days that isn't one."""

    sentence = "“%(column)s”里的“%(value)s”不是天数。"


class AnswerTooEarly(BadInput):
    """An answer from before the question."""

    sentence = "答复时间早于收到时间。"


class ClosedTooEarly(BadInput):
    """An end from before the beginning."""

    sentence = "办结时间早于收到时间。"


class ValueUnknown(BadInput):
    """A word for which the map has no meaning and no default."""

    sentence = "“%(column)s”里的“%(value)s”在映射里没有对应的值。"
