"""Referrals to aid schemes."""
