"""Refusals around a settlement in place of an opinion."""

from huiyin.kernel.errors import BadInput


class AgreementMissing(BadInput):
    """A settlement without what was agreed."""

    sentence = "请写明双方同意的内容：谁、做什么、什么时候。"
    field = "agreement"


class AgreementUnproven(BadInput):
    """Nothing shows that the petitioner agreed."""

    sentence = "请选一份能看出信访人同意的材料：双方签字的附件，或者信访人自己写的话。"
    field = "proof"
