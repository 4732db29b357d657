"""All settings that an installation may make, and what they are now."""

import os
import re
from dataclasses import dataclass

import click
from rich.console import Console
from rich.table import Table


@dataclass(frozen=True, slots=True)
class Setting:
    """One environment variable; `default` as an administrator would write it."""

    name: str
    default: str
    meaning: str
    secret: bool = False


SETTINGS = (
    Setting("HUIYIN_VAR", "var", "数据所在的文件夹"),
    Setting("HUIYIN_KEYS", "$HUIYIN_VAR/keys", "密钥所在的文件夹，请与数据分开备份"),
    Setting("HUIYIN_FILES", "$HUIYIN_VAR/files", "附件所在的文件夹"),
    Setting("HUIYIN_ARCHIVE", "$HUIYIN_VAR/archive", "归档案卷的文件夹"),
    Setting("HUIYIN_OUTBOX", "$HUIYIN_VAR/outbox", "通知写成文件时放在哪里"),
    Setting("HUIYIN_BACKUP", "", "备份放在哪个文件夹，空着就不做备份"),
    Setting("HUIYIN_BACKUP_RECIPIENTS", "", "备份加密给哪些公钥（age1…），逗号分隔"),
    Setting("HUIYIN_DATABASE_URL", "sqlite:///$HUIYIN_VAR/huiyin.sqlite3", "数据库；PostgreSQL 写 postgresql://…"),
    Setting("HUIYIN_DATABASE_POOL", "0", "PostgreSQL 连接池大小，0 为不用"),
    Setting("HUIYIN_DATABASE_PREPARE_AFTER", "3", "PostgreSQL 上同一语句执行几次后预编译，0 为不用"),
    Setting("HUIYIN_SCRATCH_DATABASE_URL", "", "核对备份用的另一个空 PostgreSQL 数据库"),
    Setting("HUIYIN_POSTGRESQL_BIN", "", "pg_dump 和 pg_restore 所在的文件夹，空着就按 PATH 找"),
    Setting("HUIYIN_SITE_NAME", "回音", "网站名称"),
    Setting("HUIYIN_SITE_URL", "http://127.0.0.1:8000", "网站地址，通知和二维码里用它"),
    Setting("HUIYIN_HOSTS", "127.0.0.1,localhost,[::1]", "允许访问的主机名，逗号分隔"),
    Setting("HUIYIN_TRUSTED_ORIGINS", "", "反向代理后面的来源地址，逗号分隔"),
    Setting("HUIYIN_BEHIND_PROXY", "0", "是否在反向代理后面"),
    Setting("HUIYIN_THREADS", "4", "每个网站进程的线程数"),
    Setting("HUIYIN_CONNECTIONS", "4096", "每个网站进程最多的连接数"),
    Setting("HUIYIN_HEADER_SECONDS", "10", "请求头多久收不完就断开（秒）"),
    Setting("HUIYIN_BODY_SECONDS", "30", "请求内容最少给多少时间（秒）"),
    Setting("HUIYIN_BODY_RATE", "1024", "请求内容每收到这么多字节，再多给一秒"),
    Setting("HUIYIN_UNFINISHED", "1000", "同时正在接收的请求上限"),
    Setting("HUIYIN_UNFINISHED_OF_NETWORK", "40", "同一网络同时正在接收的请求上限"),
    Setting("HUIYIN_FILINGS_OF_NETWORK", "240", "同一网络每小时可登记的诉求，多出的排队；0 为不限"),
    Setting("HUIYIN_FILINGS", "3600", "全部网络每小时可登记的诉求，多出的排队；0 为不限"),
    Setting("HUIYIN_SIGNATURES_OF_NETWORK", "400", "同一网络每小时可收的联名签名；0 为不限"),
    Setting("HUIYIN_HOME_VISITS_OF_NETWORK", "60", "同一网络每小时可收的上门探访申请；0 为不限"),
    Setting("HUIYIN_UPLOADS_OF_NETWORK", "400", "同一网络四小时内可传的附件（MB）；0 为不限"),
    Setting("HUIYIN_UPLOADS", "4000", "全部网络四小时内可传的附件（MB）；0 为不限"),
    Setting("HUIYIN_FREE_MEGABYTES", "1024", "磁盘剩余少于这么多时，不再收公众的附件（MB）"),
    Setting("HUIYIN_RULEBOOKS", "cn-2022,county", "规则集，法定的在前"),
    Setting("HUIYIN_LEDGER_ORIGIN", "huiyin.invalid/ledger", "台账的名称，写进每个检查点，启用后不要改"),
    Setting("HUIYIN_LEDGER_COPY", "", "最新检查点另存一份的文件夹，最好在另一台机器上"),
    Setting("HUIYIN_LOCALES", "$HUIYIN_VAR/locale", "本单位自己的语言文件所在的文件夹"),
    Setting("HUIYIN_TIME_ZONE", "Asia/Shanghai", "办公所在时区"),
    Setting("HUIYIN_FILE_MEGABYTES", "20", "单个附件的上限（MB）"),
    Setting("HUIYIN_FILES_PER_MATTER", "20", "一件事项的附件上限"),
    Setting("HUIYIN_FONT_XIAOBIAOSONG", "", "信函的小标宋体用哪些字体，逗号分隔，最想用的在前"),
    Setting("HUIYIN_FONT_FANGSONG", "", "信函的仿宋体用哪些字体"),
    Setting("HUIYIN_FONT_KAITI", "", "信函的楷体用哪些字体"),
    Setting("HUIYIN_FONT_HEITI", "", "信函的黑体用哪些字体"),
    Setting("HUIYIN_FONT_SONGTI", "", "信函的宋体用哪些字体"),
    Setting("HUIYIN_MAP_TILES", "", "本单位地图瓦片的地址，带 {z}、{x}、{y}；空着就没有地图，也不问位置"),
    Setting("HUIYIN_MAP_FILE", "", "本单位的地图瓦片文件（MBTiles），由本站自己提供；和上面的地址只写一个"),
    Setting("HUIYIN_MAP_DATUM", "wgs84", "瓦片用的坐标系：wgs84、gcj02 或 cgcs2000"),
    Setting("HUIYIN_MAP_ATTRIBUTION", "", "地图下面写的来源和审图号"),
    Setting("HUIYIN_MAP_VIEW", "", "地图先显示哪里：纬度,经度,级别（WGS-84），瓦片文件自己写明的不用填"),
    Setting("HUIYIN_STAMP_SERVER", "", "签章服务的地址，空着就用印章图片"),
    Setting("HUIYIN_STAMP_TOKEN", "", "签章服务的令牌", secret=True),
    Setting("HUIYIN_OFD_CONVERTER", "", "OFD 转换服务的地址，空着就没有 OFD"),
    Setting("HUIYIN_OFD_TOKEN", "", "OFD 转换服务的令牌", secret=True),
    Setting("HUIYIN_SIGNED_BY_LEADER", "0", "答复批准后是否还要单位负责人签发"),
    Setting("HUIYIN_SEPARATE_DUTIES", "0", "系统管理、安全管理、审计三项职责是否不许由同一个账号担任"),
    Setting(
        "HUIYIN_SECOND_FACTOR",
        "optional",
        "谁必须两步登录：optional、sensitive（读事项、管理的）、everybody，或者职责",
    ),
    Setting("HUIYIN_IDLE_MINUTES", "30", "工作人员多久不操作就退出（分钟）"),
    Setting("HUIYIN_SESSION_HOURS", "12", "登录或凭查询码打开以后，最长多久要重来一次（小时）"),
    Setting("HUIYIN_OIDC", "", "OpenID Connect 统一认证的代号，逗号分隔，可以有几个"),
    Setting("HUIYIN_OIDC_ISSUERS", "", "它们的 issuer 地址，顺序相同"),
    Setting("HUIYIN_OIDC_CLIENTS", "", "在那里登记的 client id，顺序相同"),
    Setting("HUIYIN_OIDC_SECRETS", "", "client secret，顺序相同", secret=True),
    Setting("HUIYIN_OIDC_LABELS", "", "登录页上叫什么，顺序相同"),
    Setting("HUIYIN_OIDC_AMR", "", "那里做过哪些 amr 就算两步登录，用 + 连接，- 为不认，顺序相同"),
    Setting("HUIYIN_WECOM_CORP", "", "企业微信的企业 ID（CorpID），空着就没有"),
    Setting("HUIYIN_WECOM_AGENT", "", "企业微信应用的 AgentId"),
    Setting("HUIYIN_WECOM_SECRET", "", "企业微信应用的 Secret", secret=True),
    Setting("HUIYIN_WECOM_LABEL", "企业微信", "登录页上叫什么"),
    Setting("HUIYIN_WECOM_URL", "https://qyapi.weixin.qq.com", "企业微信接口的地址；政务微信写自己的"),
    Setting("HUIYIN_WECOM_LOGIN", "https://login.work.weixin.qq.com/wwlogin/sso/login", "扫码登录的页面"),
    Setting("HUIYIN_WECOM_AUTHORIZE", "https://open.weixin.qq.com/connect/oauth2/authorize", "企业微信里的地址"),
    Setting("HUIYIN_ZWDING_KEY", "", "政务钉钉扫码应用的 AppKey，空着就没有"),
    Setting("HUIYIN_ZWDING_SECRET", "", "它的 AppSecret", secret=True),
    Setting("HUIYIN_ZWDING_APP", "", "它的应用标识"),
    Setting("HUIYIN_ZWDING_LABEL", "政务钉钉", "登录页上叫什么"),
    Setting("HUIYIN_ZWDING_URL", "https://openplatform.dg-work.cn", "政务钉钉接口的地址"),
    Setting("HUIYIN_ZWDING_LOGIN", "https://login.dg-work.cn", "政务钉钉登录页的地址"),
    Setting("HUIYIN_ZWDING_SUBJECT", "tenantUserId", "哪个字段作标识"),
    Setting("HUIYIN_CAS_URL", "", "CAS 服务器的地址，空着就没有"),
    Setting("HUIYIN_CAS_VERSION", "3", "CAS 协议的版本，2 或 3"),
    Setting("HUIYIN_CAS_LABEL", "统一认证", "登录页上叫什么"),
    Setting("HUIYIN_CAS_SUBJECT", "user", "哪个属性作标识，要从不改变；user 是登录名"),
    Setting("HUIYIN_CAS_NAME", "user", "哪个属性是姓名，只用来显示"),
    Setting("HUIYIN_LDAP_URL", "", "LDAP 目录的地址，ldaps:// 或 ldap://（再加 StartTLS）；空着就没有"),
    Setting("HUIYIN_LDAP_LABEL", "单位账号", "登录页上叫什么"),
    Setting("HUIYIN_LDAP_CA", "", "目录证书的签发者（PEM 文件）；空着就用系统的"),
    Setting("HUIYIN_LDAP_BASE", "", "在目录的哪里找人"),
    Setting("HUIYIN_LDAP_FILTER", "(&(objectClass=person)(uid=%(user)s))", "按什么找人"),
    Setting("HUIYIN_LDAP_SUBJECT", "entryUUID", "哪个属性作标识，要从不改变"),
    Setting("HUIYIN_LDAP_NAME", "cn", "哪个属性是姓名，只用来显示"),
    Setting("HUIYIN_LDAP_BIND_DN", "", "用谁的名义找人；空着就不登录"),
    Setting("HUIYIN_LDAP_BIND_PASSWORD", "", "它的密码", secret=True),
    Setting("HUIYIN_LDAP_LEAVERS", "name", "目录里没有了的人：name 只告诉管理员，shut 停用账号"),
    Setting("HUIYIN_PASSWORDS_ONLY_FOR", "", "只有这些应急账号能用密码登录；空着就都能"),
    Setting("HUIYIN_NOTICES", "smtp", "通知怎样发出：smtp 或 folder"),
    Setting("HUIYIN_SMTP_HOST", "localhost", "邮件服务器"),
    Setting("HUIYIN_SMTP_PORT", "25", "邮件服务器端口"),
    Setting("HUIYIN_SMTP_USER", "", "邮件账号"),
    Setting("HUIYIN_SMTP_PASSWORD", "", "邮件密码", secret=True),
    Setting("HUIYIN_SMTP_TLS", "0", "是否用 STARTTLS"),
    Setting("HUIYIN_MAIL_FROM", "huiyin@localhost", "通知的发件人"),
    Setting("HUIYIN_TEXT_GATEWAY", "", "短信网关的地址；folder 写成文件，空着就由单位打电话"),
    Setting("HUIYIN_TEXT_TOKEN", "", "短信网关的令牌", secret=True),
    Setting("HUIYIN_TEXT_FROM_HOUR", "8", "几点起可以发短信"),
    Setting("HUIYIN_TEXT_UNTIL_HOUR", "21", "几点以后不再发短信，等到早上"),
    Setting("HUIYIN_DIGEST_HOUR", "9", "给工作人员的每日汇总几点发出"),
    Setting("HUIYIN_DEMO", "0", "演示模式，只用于试用"),
    Setting("HUIYIN_DEBUG", "0", "开发模式，绝不用于正式环境"),
)
_HIDDEN = "……"
# Up to the last @: one within a password should be written as %40, and mostly isn't.
_PASSWORD_IN_URL = re.compile(r"(://[^:/@\s]*:)[^\s,]*@")
# Which parameter is a key nobody can tell by its name: none is shown, but for places of a map's tiles, as `{z}`.
_VALUE_IN_URL = re.compile(r"([?&;][^=&;#\s]+=)(?!\{\w+\}(?:[&;#,\s]|$))[^&;#,\s]+")


def values_now() -> dict[str, str]:
    """Each setting as it is now, by name, to be compared and never shown."""
    return {setting.name: os.environ.get(setting.name, setting.default) for setting in SETTINGS}


@click.command("settings")
def settings_command() -> None:
    """列出全部设置和现在的值。 List all settings and what they are now."""
    table = Table("设置 Setting", "现在 Now", "含义 Meaning", show_lines=False)
    for setting in SETTINGS:
        table.add_row(setting.name, shown(setting), setting.meaning)
    # Wide enough that no value is cut, also when the output goes into a file.
    console = Console()
    Console(width=max(console.width, 140)).print(table)


def shown(setting: Setting) -> str:
    """The value as it may be shown, also in a backup's list: a password never is, nor what may be one."""
    value = os.environ.get(setting.name)
    if value is None:
        return f"（{setting.default or '空'}）"
    if setting.secret:
        return _HIDDEN if value else "空"
    without_password = _PASSWORD_IN_URL.sub(rf"\1{_HIDDEN}@", value)
    return _VALUE_IN_URL.sub(rf"\1{_HIDDEN}", without_password) or "空"
