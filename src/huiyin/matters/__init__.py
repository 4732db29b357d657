"""The life of a matter: what somebody brought, who has it, what was answered."""
