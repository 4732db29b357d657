"""Sentences that offices write again and again: kept by unit and category, offered while somebody writes."""
