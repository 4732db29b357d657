"""The fields that an office's own Word template may name."""

FIELDS = ("标题", "文号", "单位", "日期", "称呼", "正文", "各部分", "依据", "事项编号", "核验码")
