"""Refusals of the vault. None of them carries anything that the vault protects."""

from huiyin.kernel.errors import BadInput, Busy, Conflict, NotAllowed, NotReady


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


class PassphraseTooShort(BadInput):
    """A passphrase that could be guessed."""

    sentence = "口令至少 %(least)s 个字符，汉字算两个。可以用几个互不相关的词连在一起。"
    field = "passphrase"


class PassphraseWrong(BadInput):
    """The passphrase doesn't open this officer's key."""

    sentence = "口令不对，请再输一次。"
    field = "passphrase"


class PassphraseNotTried(Busy):
    """The process that tries a passphrase couldn't be started, or took too long."""

    sentence = "现在很忙，口令还没有试。请过一会儿再试。"


class SealKeyLocked(NotReady):
    """Too many wrong passphrases in a row."""

    sentence = "口令连续输错 %(times)s 次，请在 %(minutes)s 分钟后再试。"


class SealKeyMissing(Conflict):
    """This officer has no key for seals yet."""

    sentence = "您还没有密封口令。请先在“密封口令”里设一个。"


class SealKeyThere(Conflict):
    """There is a key already; replacing it is another verb."""

    sentence = "您已经有密封口令。"


class SealNotYours(NotAllowed):
    """The seal isn't shared with this officer's present key."""

    sentence = "这件事项是密封的，您不在能看的人之内。需要看的话，请能看的同事让您也能看。"


class SealNotPossible(BadInput):
    """Too few officers hold a key: a seal that one person alone can open can be lost with that person."""

    sentence = "现在能打开密封内容的人不够两位，暂时不能密封提交。请取消密封，或过些时候再来。"
    field = "seal"


class ReaderUnknown(BadInput):
    """Nobody with a key who may see this matter."""

    sentence = "请选一位能看到这件事项、并设了密封口令的同事。"
    field = "officer"


class ReaderNotAgreed(BadInput):
    """Nobody has agreed yet that this officer reads sealed matters."""

    sentence = "这位同事读密封事项还没有人同意，请先请能看的同事在“任用和授权”里同意。"
    field = "officer"


class UnsealingOpen(Conflict):
    """Somebody has asked already, and it is not yet used."""

    sentence = "已经有人请求解封，还没有办完。"


class UnsealingTakesTwo(NotAllowed):
    """Nobody agrees to what they asked for themselves."""

    sentence = "解封身份要另一位能看的人同意，提出的人不能自己同意。"


class UnsealingNotAgreed(NotAllowed):
    """Nobody has agreed yet, or the request was another officer's."""

    sentence = "要先请求解封，由另一位能看的人同意以后，才能看到身份信息。"
