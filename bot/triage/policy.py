"""Telling a question about the law from a report: 打孩子犯法吗 is not an emergency."""

from bot.triage.evidence import Findings

# What a question never holds: a call for help, or the writer saying that it happens to them.
NEVER_A_QUESTION = ("help", "help_perhaps", "hits_me", "scolds_me", "incident", "now", "cry")


def is_policy_question(findings: Findings) -> bool:
    """Say whether the text only asks what the rules are, about nobody in particular."""
    return findings.has("policy") and not any(findings.has(one) for one in NEVER_A_QUESTION)
