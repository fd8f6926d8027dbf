"""What the database refuses by itself of a case, on both dialects; same shape as app/review/triggers.py.

The timeline, the roots, handlers, checks, approvals and looks at contacts are append-only. A handler, or somebody
of a handling unit, does not check or override. A case closes only on an approval of its own round that
stands on something recorded: a passed check (where no review is due; by two people where the case asks for
two), an approved review, a reason.
"""

from collections.abc import Sequence

from app.core.triggers import Rule, append_only

_HANDLER_CHECKS = """
    SELECT 1 FROM case_handler h JOIN user_account u ON u.id = NEW.checker_id
    WHERE h.case_id = NEW.case_id AND (h.user_id = u.id OR h.unit_id = u.unit_id)
"""
_HANDLER_APPROVES = _HANDLER_CHECKS.replace("NEW.checker_id", "NEW.user_id")
_ABOUT_CHECKS = _HANDLER_CHECKS.replace("case_handler", "case_about")
_GROUNDS = """
    SELECT 1 FROM case_approval a WHERE a.id = NEW.approval_id AND a.case_id = NEW.id AND a.round = NEW.round
    AND (
        (a.kind = 'check' AND (NEW.review_rule = 'none' OR (NEW.review_rule = 'sampled' AND NOT NEW.drawn)) AND EXISTS (
            SELECT 1 FROM case_check c
            WHERE c.id = a.check_id AND c.case_id = NEW.id AND c.round = NEW.round AND c.passed))
        OR (a.kind IN ('panel', 'panel_sampled') AND EXISTS (
            SELECT 1 FROM review r
            WHERE r.id = a.review_ref AND r.case_id = NEW.id AND r.round = NEW.round AND r.verdict = 'approved'))
        OR (a.kind = 'override' AND a.reason_text_id IS NOT NULL AND a.user_id IS NOT NULL)
    )
"""
_DONE_WITH = "('handled', 'in_review', 'closed', 'merged', 'rejected', 'void')"
# What was passed before the result was last reported done was another result.
_ONE_CHECK = """
    SELECT 1 FROM case_approval a WHERE a.id = NEW.approval_id AND a.kind = 'check' AND 1 >= (
        SELECT count(DISTINCT c.checker_id) FROM case_check c
        WHERE c.case_id = NEW.id AND c.round = NEW.round AND c.passed AND c.at >= NEW.handled_at)
"""

RULES: Sequence[Rule] = (
    *append_only("case_entry"),
    *append_only("case_handler"),
    *append_only("case_check"),
    *append_only("case_approval"),
    *append_only("ledger_root"),
    *append_only("ledger_head"),
    *append_only("contact_look"),
    *append_only("conference", "0009"),
    *append_only("refused_closing", "0012"),
    Rule("case_kept", "DELETE", '"case"', "1 = 1", "a case is never removed"),
    Rule("check_not_handler", "INSERT", "case_check", f"EXISTS ({_HANDLER_CHECKS})", "a handler is not a judge"),
    Rule(
        "check_not_about", "INSERT", "case_check", f"EXISTS ({_ABOUT_CHECKS})", "whom a case is about is not its judge"
    ),
    Rule(
        "approval_not_handler",
        "INSERT",
        "case_approval",
        f"NEW.user_id IS NOT NULL AND EXISTS ({_HANDLER_APPROVES})",
        "a handler is not a judge",
    ),
    Rule(
        "case_closes_on_approval",
        "UPDATE",
        '"case"',
        f"NEW.state = 'closed' AND NOT EXISTS ({_GROUNDS})",
        "a case closes only on a recorded approval",
    ),
    Rule(
        "case_parts_first",
        "UPDATE",
        '"case"',
        f"NEW.open_parts < 0 OR (NEW.open_parts > 0 AND NEW.state IN {_DONE_WITH})",
        "a part of the case is still open",
        since="0006",
    ),
    Rule(
        "case_closes_on_two_checks",
        "UPDATE",
        '"case"',
        f"NEW.state = 'closed' AND NEW.checks_needed > 1 AND EXISTS ({_ONE_CHECK})",
        "this case closes only when two people have checked it",
        "0011",
    ),
    Rule(
        "case_checks_kept",
        "UPDATE",
        '"case"',
        "OLD.checks_needed > NEW.checks_needed",
        "a second check once asked for is made",
        "0011",
    ),
    Rule(
        "case_born_open",
        "INSERT",
        '"case"',
        "NEW.state = 'closed'",
        "a case is not born closed",
    ),
)
