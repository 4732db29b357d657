"""Alterations that somebody makes in the database or on the disk, past every door, each to be named by verification.

Plain SQL that both databases know; `says` is what the sentence that names it has in it. `loose` names the check
constraints that the owner of the database would take away first.
"""

from dataclasses import dataclass, replace

_FIRST_ROW = "(SELECT id FROM {table} {where} ORDER BY id LIMIT 1)"
_LATE = "'2031-05-06 00:00:00'"
_EARLY = "'2020-01-02 00:00:00'"


@dataclass(frozen=True, slots=True)
class Alteration:
    """One statement; it must change at least a row where the demo has any."""

    name: str
    statement: str
    says: str
    loose: tuple[str, ...] = ()
    # What stops every command before verification reads the row, as a rule of its own.
    at_start: str = ""

    def on(self, database: str) -> str:
        """The statement as this database takes it."""
        # SQLite keeps ids as text, and max() knows no uuid.
        return (
            self.statement.replace("AS text)) FROM", "AS text))::uuid FROM")
            if database == "postgresql"
            else self.statement
        )


def _set(table: str, change: str, says: str, where: str = "", *, loose: tuple[str, ...] = ()) -> Alteration:
    only_row = _FIRST_ROW.format(table=table, where=where)
    return Alteration(f"{table}: {change}", f"UPDATE {table} SET {change} WHERE id = {only_row}", says, loose)


def _gone(table: str, says: str, where: str = "") -> Alteration:
    only_row = _FIRST_ROW.format(table=table, where=where)
    return Alteration(f"{table}: a row deleted", f"DELETE FROM {table} WHERE id = {only_row}", says)


_OPEN = "WHERE is_open"
_CLOSED = "WHERE NOT is_open"
_RUNNING = "WHERE stopped_at IS NULL"
_LAST_TO_SPEAK = "WHERE next_signal_at = (SELECT max(next_signal_at) FROM clocks_clock WHERE stopped_at IS NULL)"
ALTERATIONS: tuple[Alteration, ...] = (
    # Time
    _set("matters_matter", f"received_at = {_EARLY}", "matters.Matter"),
    _set("matters_matter", f"accepted_at = {_EARLY}", "matters.Matter"),
    _set("matters_matter", f"served_at = {_EARLY}", "matters.Matter"),
    _set("matters_matter", f"closed_at = {_EARLY}", "matters.Matter", _CLOSED),
    _set("matters_matter", f"next_due_at = {_LATE}", "最近到期日", _OPEN),
    _set(
        "matters_matter",
        f"is_open = false, closed_at = {_LATE}",
        "是否办结",
        _OPEN,
        loose=("matter_open_as_its_state",),
    ),
    _set("matters_matter", "state = 'closed'", "matters.Matter", _OPEN, loose=("matter_open_as_its_state",)),
    _set("clocks_clock", f"due_at = {_LATE}", "clocks.Clock", _RUNNING),
    _set("clocks_clock", f"base_due_at = {_LATE}", "clocks.Clock"),
    _set("clocks_clock", "outcome = 'met'", "clocks.Clock", "WHERE outcome = 'late'"),
    _set("clocks_clock", "next_signal_at = NULL", "下次提醒", _LAST_TO_SPEAK),
    _set("clocks_clock", f"next_signal_at = {_LATE}", "下次提醒", _LAST_TO_SPEAK),
    Alteration("clocks_clock: all reminders emptied", "UPDATE clocks_clock SET next_signal_at = NULL", "下次提醒"),
    _gone("clocks_clock", "clocks.Clock", _RUNNING),
    _set("matters_event", f"at = {_EARLY}", "matters.Event"),
    _set("matters_event", "version = version + 9", "matters.Event"),
    _set("matters_message", f"answered_at = {_EARLY}", "matters.Message"),
    _set("matters_service", "served_on = '2020-01-02'", "matters.Service"),
    # Time: marks by which the worker passes something over
    _set("returns_scheme", f"listed_until = {_LATE}", "returns.Scheme"),
    _set("returns_scheme", f"covered_until = {_LATE}, renewed_at = {_EARLY}", "returns.Scheme"),
    _set("returns_scheme", "calendar_mark = 'x'", "returns.Scheme"),
    _set("reception_receivedmatter", f"late_notified_at = {_EARLY}", "reception.ReceivedMatter"),
    _set("reception_receivedmatter", f"closed_notified_at = {_EARLY}", "reception.ReceivedMatter"),
    _set("reception_appointment", f"reminded_at = {_EARLY}", "标为已提醒", "WHERE reminded_at IS NULL"),
    Alteration("matters_archiving: done", f"UPDATE matters_archiving SET done_at = {_LATE}", "归档"),
    Alteration("notices_mailbox: held", f"UPDATE notices_mailbox SET last_sent_at = {_LATE}", "上次收信"),
    Alteration("allowances_use: used up", "UPDATE allowances_use SET used_until = 9000000000000", "用量限额"),
    # Access
    _set("matters_cosigner", "wants_news = NOT wants_news", "matters.CoSigner"),
    _set("vault_sealkey", f"wrong = 9, wrong_at = {_LATE}", "密封口令"),
    _set("matters_matter", "token_hash = receipt_hash", "matters.Matter"),
    _set("matters_matter", "receipt_hash = token_hash", "matters.Matter"),
    _set("matters_matter", "parts = parts + 1", "matters.Matter"),
    _set("matters_matter", "parts = 0", "matters.Matter", "WHERE parts <> 0"),
    _set("matters_matter", "respondent_unit_id = NULL", "matters.Matter", "WHERE respondent_unit_id IS NOT NULL"),
    _set("orgs_officer", "password = 'pbkdf2_sha256$1$x$y'", "orgs.Officer"),
    _set("orgs_officer", "must_change_password = NOT must_change_password", "orgs.Officer"),
    _set("orgs_officer", "is_superuser = true", "orgs.Officer"),
    _set("orgs_officer", "email = 'somebody@example.invalid'", "orgs.Officer"),
    _set("orgs_post", "role = 'leader'", "orgs.Post", "WHERE role <> 'leader'"),
    _gone("orgs_post", "orgs.Post"),
    _set("vault_sealkey", "public = 'x'", "vault.SealKey"),
    _set("vault_sealkey", "locked = ''", "vault.SealKey"),
    _gone("vault_sealshare", "vault.SealShare"),
    _set("vault_identity", "wrapped_key = ciphertext", "vault.Identity"),
    replace(
        _set("vault_identity", "key_id = '0123456789abcdef'", "vault.Identity"), at_start="vault-0123456789abcdef"
    ),
    _gone("vault_opening", "vault.Opening"),
    Alteration("auth_group: a row added", "INSERT INTO auth_group (name) VALUES ('x')", "auth.Group"),
    # Answers
    _set("matters_matter", "text = 'x'", "matters.Matter"),
    _set("matters_reply", "facts = 'x'", "matters.Reply"),
    _gone("matters_message", "matters.Message"),
    _gone("matters_attachment", "matters.Attachment"),
    _set("documents_letter", "content = '{}'", "documents.Letter"),
    _set("documents_letter", "file_id = NULL", "documents.Letter", "WHERE file_id IS NOT NULL"),
    _gone("documents_letter", "documents.Letter"),
    _set("documents_storedfile", "sha256 = 'x'", "与收到时不同"),
    _gone("documents_storedfile", "documents.StoredFile", "WHERE id IN (SELECT file_id FROM matters_attachment)"),
    _set("documents_casearchive", "manifest = 'x'", "documents.CaseArchive"),
    _gone("documents_casearchive", "documents.CaseArchive"),
    Alteration("documents_lettercounter: set back", "UPDATE documents_lettercounter SET last = last - 1", "文书编号"),
    Alteration("documents_lettercounter: emptied", "DELETE FROM documents_lettercounter", "文书编号"),
    # What leaves the house
    _gone("notices_notice", "notices.Notice"),
    Alteration("notices_notice: emptied", "DELETE FROM notices_notice", "notices.Notice"),
    _set("notices_notice", "dedupe = 'x'", "notices.Notice"),
    _set(
        "notices_notice",
        "identity_id = (SELECT max(CAST(other.identity_id AS text)) FROM notices_notice AS other)",
        "notices.Notice",
        "WHERE identity_id IS NOT NULL",
    ),
    _set(
        "notices_notice",
        "officer_id = (SELECT max(other.officer_id) FROM notices_notice AS other)",
        "notices.Notice",
        "WHERE officer_id < (SELECT max(other.officer_id) FROM notices_notice AS other)",
    ),
    _set("notices_notice", "state = 'sent', next_try_at = NULL", "状态与台账不符", "WHERE outcome = ''"),
    _set(
        "notices_notice",
        f"state = 'sent', outcome = 'sent', sent_at = {_EARLY}, next_try_at = NULL",
        "notices.Notice",
        "WHERE outcome = ''",
    ),
    _set("notices_notice", f"sent_at = {_EARLY}", "notices.Notice", "WHERE outcome = 'sent'"),
    Alteration("matters_search: emptied", "DELETE FROM matters_search", "查找不到"),
    # The ledger itself
    Alteration("ledger_checkpoint: emptied", "DELETE FROM ledger_checkpoint", "签过"),
    Alteration(
        "ledger_entry: the last one cut off",
        "DELETE FROM ledger_entry WHERE seq = (SELECT max(seq) FROM ledger_entry)",
        "签过",
    ),
    _set("ledger_entry", f"written_at = {_EARLY}", "叶哈希"),
    _set("ledger_entry", "actor = 'officer:99'", "叶哈希"),
    _set("ledger_entry", "leaf_format = 1", "叶哈希"),
    _set("ledger_entry", "leaf_salt = salt", "叶哈希", "WHERE salt IS NOT NULL"),
    # Without a word about formats, as an older version wrote: two of what it says don't fit.
    replace(
        _set("ledger_entry", "leaf_format = 1, leaf_salt = NULL", "旧格式", "WHERE seq = 2"),
        name="ledger_entry: a leaf of the older format",
    ),
)
