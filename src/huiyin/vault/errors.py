"""Refusals of the vault. None of them carries anything that the vault protects."""

from huiyin.kernel.errors import BadInput, Conflict, NotReady


class PurposeMissing(BadInput):
    """An identity is opened for a stated purpose of at least four characters, or not at all."""

    sentence = "请写明查看身份信息的用途（至少 4 个字），信访人会看到。"
    field = "purpose"


class PurposeTooLong(BadInput):
    """A purpose is a sentence that a petitioner reads, not a file."""

    sentence = "用途请写得短一些，最多 %(limit)s 个字。"
    field = "purpose"


class IdentityUnreadable(NotReady):
    """The sealed identity was altered, belongs to another row, or the vault key isn't the right one."""

    sentence = "这份身份信息打不开：密钥不符，或者内容被改动过。请联系管理员。"


class IdentityErased(Conflict):
    """The identity has been erased; nobody can read it any more."""

    sentence = "这份身份信息已经依法删除，无法再查看。"


class DraftUnreadable(NotReady):
    """An encrypted draft was altered, or its token or the vault key isn't the right one."""

    sentence = "这份草稿打不开了，请重新填写。"


class NothingToSeek(BadInput):
    """A request about one's own data names at least one exact phone number, id number or e-mail address."""

    sentence = "请至少填写一项：手机号、身份证号或邮箱。"
    field = "phone"
