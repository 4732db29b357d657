"""Services for officers' drafts."""
