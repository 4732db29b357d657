"""Who can open the seal of a matter."""

from datetime import datetime
from uuid import UUID

from huiyin.kernel.refs import Ref
from huiyin.matters.core.selectors.views import ReaderView, SealView
from huiyin.orgs.selectors import officer_names, posts_of_officers
from huiyin.vault.services import seal_has_identity, seal_readers, unsealing_view


def seal_view(*, matter_id: UUID, at: datetime) -> SealView:
    """The seal as pages show it. Who may see the matter has been decided before."""
    subject = Ref("matter", matter_id)
    readers = sorted(seal_readers(subject=subject))
    names, posts = officer_names(officer_ids=readers), posts_of_officers(officer_ids=readers)
    return SealView(
        readers=tuple(
            ReaderView(
                officer_id=officer_id,
                name=names.get(officer_id, ""),
                office=" · ".join(dict.fromkeys((post.unit_name, post.title)))
                if (post := next(iter(posts.get(officer_id, ())), None))
                else "",
            )
            for officer_id in readers
        ),
        has_identity=seal_has_identity(subject=subject),
        unsealing=unsealing_view(subject=subject, at=at),
    )
