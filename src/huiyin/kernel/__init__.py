"""Plain Python that everything stands on: who acts, when, under which id, and how a refusal is said."""
