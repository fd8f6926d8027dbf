"""Every way into the program, and why none of them closes a case without a recorded approval.

Somebody who adds a route, a command, an op or a job writes here how it cannot close a case, or on which
approval it does; tests/cases/test_no_other_way.py walks the program and misses whatever is not here.
"""

from dataclasses import dataclass

from app.cases.words import Approval

A = Approval


@dataclass(frozen=True)
class Never:
    """It closes no case; `why` says what it does instead."""

    why: str


@dataclass(frozen=True)
class On:
    """A case may close through it, on these approvals only."""

    approvals: tuple[Approval, ...]


@dataclass(frozen=True)
class By:
    """A way in that does nothing itself: it calls these ops."""

    ops: tuple[str, ...]


MOVES = Never("a move of the lifecycle that does not lead to closed")
ADDS = Never("adds to a case and leaves its state alone")
TELLS = Never("writes notices")
READS = Never("a GET: reads")
SETS_UP = Never("makes streets, people, places or rules; no case")

Entry = Never | On | By
CASE_OPS: dict[str, Entry] = {
    "report": MOVES,
    **dict.fromkeys(("verify", "report_finding", "file", "place", "classify", "reject"), MOVES),
    **dict.fromkeys(("dispatch", "sign_in", "hand_over", "refuse", "redispatch", "rule", "call_next"), MOVES),
    **dict.fromkeys(("self_dispose", "handle", "make_safe", "suspend", "resume", "merge", "unmerge", "void"), MOVES),
    **dict.fromkeys(("confer", "conclude", "check_fail", "reopen"), MOVES),
    **dict.fromkeys(
        ("contact", "note", "supplement", "urge", "prepare_packet", "take_over", "pass_on", "supervise", "answer"), ADDS
    ),
    **dict.fromkeys(("ask_extension", "ask_suspension", "extend", "decline", "call_back"), ADDS),
    **dict.fromkeys(("ask_part", "sign_in_part", "report_part", "cancel_part", "enforce", "lead", "progress"), ADDS),
    "decline_reopen": ADDS,
    "let_go": Never("on UnitClosed: its cases go to the next unit, or before the duty chief"),
    "expect_unit": Never("a case that comes back to work goes on from a closed unit in the same way"),
    "recheck": ADDS,
    **dict.fromkeys(("ask_reopen", "appeal_reopen"), Never("a reporter asks for a new round; it stays closed")),
    "plan_rechecks": Never("on CaseClosed: plans the return visits"),
    "drop_rechecks": Never("on CaseReopened: nobody goes to see whether it lasts"),
    "reassign": MOVES,
    "set_answer_by": Never("until when a 督办 must be answered"),
    "note_refused": Never("writes down that an attempt to close was refused"),
    "route_filed": Never("on CaseFiled: dispatches by the rules or puts the case before the desk"),
    "call_checker": Never("on CaseHandled: names a checker"),
    "find_follower": Never("another owner where the one it had has left, or it waits before the duty chief"),
    "name_again": Never("names another checker"),
    "needs_desk": Never("puts the case before a person"),
    "lapse": Never("writes that a panel came to no verdict"),
    "review_again": Never("tells that a second panel has it"),
    "leave_to_chief": Never("puts the case before the duty chief, whose ruling is `override`"),
    "rebuild_words": Never("what cases are searched by"),
    "forget_name": Never("a neutral word in the reasons of the rules"),
    "end_listing": Never("a kind of case is a unit's no more"),
    "set_return_until": Never("until when a case may be sent back"),
    "set_drawn": Never("what the lot said; the lot itself is a row that never changes"),
    "start_review": Never("the rules put a checked case before a panel"),
    "send_to_rework": Never("the panel's first no"),
    "to_conference": Never("the panel's second no"),
    "check_pass": On((A.CHECK,)),
    "freeze": Never("writes down which pool a panel will be drawn from"),
    "draw": ADDS,
    "override": On((A.OVERRIDE,)),
    "close": On((A.CHECK, A.PANEL, A.PANEL_SAMPLED, A.OVERRIDE)),
}
OPS: dict[str, Entry] = {
    **{f"cases.{name}": entry for name, entry in CASE_OPS.items()},
    **dict.fromkeys(("intake.take_report", "intake.register_report"), By(("cases.report",))),
    "intake.register_same": By(("cases.report", "cases.merge")),
    **dict.fromkeys(("intake.import_cases", "intake.import_row"), By(("cases.report",))),
    **dict.fromkeys(("intake.keep_contact", "intake.unmask_contact", "intake.purge"), Never("contact data only")),
    "intake.erase_contact": Never("contact data only"),
    "verdicts.give": Never("what a reporter says of a closing"),
    "verdicts.ask_reopen": By(("cases.ask_reopen",)),
    "verdicts.appeal": By(("cases.appeal_reopen",)),
    **dict.fromkeys(("verdicts.forget", "verdicts.erase"), Never("what a reporter wrote, forgotten")),
    **dict.fromkeys(("intake.revoke_link", "intake.track_by_number"), Never("the resident's way back to read")),
    "review.decide_sampling": Never("draws the lot"),
    "review.after_check": On((A.CHECK,)),
    "review.after_conference": Never("opens a review"),
    "review.open_review": Never("freezes a pool"),
    **dict.fromkeys(("review.draw_by_root", "review.draw_by_dice"), By(("cases.draw",))),
    "review.look": Never("names of a draw, for the auditor"),
    "review.stop_review": Never("ends the panel of a case that ended without work"),
    "review.vacate": Never("a seat changes its holder"),
    "review.void_round": Never("ends a panel without a verdict: a second one, or the duty chief"),
    "review.cast_ballot": On((A.PANEL, A.PANEL_SAMPLED)),
    **dict.fromkeys([f"review.{n}" for n in ("enroll", "approve", "renew", "end_term", "set_cap", "agree")], SETS_UP),
    **dict.fromkeys([f"review.{n}" for n in ("apply", "ask_after", "told", "refuse", "set_away")], SETS_UP),
    "review.forget_applications": Never("who asked to sit on panels"),
    "review.leave": By(("review.cast_ballot",)),
    **dict.fromkeys(("sla.keep_time", "sla.stop_for", "sla.start_for", "sla.narrow"), Never("clocks only")),
    **dict.fromkeys(("sla.start_call_back", "sla.promise_recheck"), Never("clocks only")),
    "sla.answer_within": By(("cases.set_answer_by",)),
    **dict.fromkeys([f"notices.note_{n}" for n in ("granted", "declined", "taken_over")], TELLS),
    **dict.fromkeys(("notices.note_awaited", "notices.note_seats_lost"), TELLS),
    **dict.fromkeys([f"notices.note_{n}" for n in ("handed_over", "handover_signed", "silent_lead", "unsent")], TELLS),
    **dict.fromkeys(
        [f"notices.note_{n}" for n in ("supervised", "answered", "part", "refused_closing", "reporters")], TELLS
    ),
    "sla.open_return_window": By(("cases.set_return_until",)),
    **dict.fromkeys([f"notices.note_{n}" for n in ("dispatched", "handled", "reworked", "urged", "closed")], TELLS),
    **dict.fromkeys([f"notices.note_{n}" for n in ("desk", "seated", "clock")], TELLS),
    **dict.fromkeys(("notices.mark_read",), TELLS),
    **dict.fromkeys([f"grid.{n}" for n in ("import_grid", "add_duty", "end_duty", "add_leave", "end_leave")], SETS_UP),
    **dict.fromkeys(
        [f"grid.{n}" for n in ("retire_grids", "upload_draft", "activate_draft", "note_boundaries")], SETS_UP
    ),
    **dict.fromkeys([f"grid.{n}" for n in ("put_on_duty", "finish_duty", "give_stand_in")], SETS_UP),
    **dict.fromkeys([f"grid.{n}" for n in ("book_off", "take_leave_back")], SETS_UP),
    **dict.fromkeys([f"grid.{n}" for n in ("write_hand_over", "sign_hand_over")], Never("what a shift tells the next")),
    **dict.fromkeys(
        [f"grid.check_{n}" for n in ("draft", "end", "stand_in", "leave")], Never("reads: says what would be refused")
    ),
    **dict.fromkeys([f"people.{n}" for n in ("create_street", "create_user", "set_grids", "set_password")], SETS_UP),
    **dict.fromkeys(
        [f"people.{n}" for n in ("lock", "unlock", "anonymise", "end_sessions", "knock", "enter")], SETS_UP
    ),
    **dict.fromkeys(("catalog.close_unit", "catalog.close_due_unit"), By(("cases.let_go",))),
    "desk.export": Never("writes down that a list was taken"),
    "desk.begin_bulk": Never("writes down which move is to be made on which cases"),
    "desk.make_bulk_move": By(("cases.dispatch", "cases.urge", "cases.void")),
    **dict.fromkeys(("desk.end_bulk", "desk.end_left_bulks"), Never("forgets the words of a bulk move")),
    **dict.fromkeys(("desk.save_filter", "desk.drop_filter"), Never("filters under a name")),
    **dict.fromkeys([f"people.{n}" for n in ("set_street", "open_account", "edit_account", "reset_password")], SETS_UP),
    **dict.fromkeys(("people.lock_account", "people.unlock_account"), SETS_UP),
    **dict.fromkeys([f"catalog.{n}" for n in ("add_department", "edit_department", "add_unit", "edit_unit")], SETS_UP),
    **dict.fromkeys([f"catalog.{n}" for n in ("reopen_unit", "switch_category", "due_units")], SETS_UP),
    **dict.fromkeys(
        [
            f"catalog.{n}"
            for n in (
                "change_limits",
                "change_rules",
                "change_stage",
                "add_reply",
                "edit_reply",
                "add_reason",
                "edit_reason",
            )
        ],
        SETS_UP,
    ),
    **dict.fromkeys([f"catalog.{n}" for n in ("import_catalog", "seed_stage_limits", "set_limits")], SETS_UP),
    **dict.fromkeys([f"catalog.{n}" for n in ("set_stage_limit", "create_unit", "create_estate")], SETS_UP),
    **dict.fromkeys(
        [f"catalog.{n}" for n in ("save_estate", "end_estate", "save_house", "keep_sheet", "take_sheet")], SETS_UP
    ),
    **dict.fromkeys([f"catalog.{n}" for n in ("create_place", "create_places", "set_estate_units")], SETS_UP),
}
OF_THE_PAGE = tuple(f"cases.{name}" for name, entry in CASE_OPS.items() if entry is MOVES or entry is ADDS)
ROUTES: dict[str, Entry] = {
    "admin_estates.end": By(("catalog.end_estate",)),
    "admin_grids.upload": By(("grid.upload_draft",)),
    "admin_grids.activate": By(("grid.activate_draft",)),
    "admin_calendar.look": Never("shows what a calendar would move"),
    "admin_calendar.activate": By(("cases.set_answer_by",)),
    "admin_estates.upload": By(("catalog.keep_sheet",)),
    "admin_estates.take": By(("catalog.take_sheet",)),
    "admin_estates.save": By(("catalog.save_estate",)),
    "admin_estates.save_house": By(("catalog.save_house",)),
    "account.step_in": Never("opens a session, in a demo only"),
    "account.seen": By(("notices.mark_read",)),
    "account.look": Never("a cookie of this device"),
    "account.change_password": By(("people.set_password",)),
    "account.knock": By(("people.knock", "people.enter")),
    "account.sign_out": Never("ends a session"),
    "accounts.create": By(("people.open_account",)),
    "accounts.edit": By(("people.edit_account",)),
    "accounts.reset": By(("people.reset_password",)),
    "accounts.lock": By(("people.lock_account",)),
    "accounts.unlock": By(("people.unlock_account",)),
    "accounts.look": Never("reads a sheet and shows what it would do"),
    "accounts.take_in": By(("people.open_account",)),
    "admin.set_street": By(("people.set_street",)),
    "catalog.new_department": By(("catalog.add_department",)),
    "catalog.department": By(("catalog.edit_department",)),
    "catalog.new_unit": By(("catalog.add_unit",)),
    "catalog.unit": By(("catalog.edit_unit",)),
    "catalog.close_unit": By(("catalog.close_unit",)),
    "catalog.reopen_unit": By(("catalog.reopen_unit",)),
    "promises.limits": By(("catalog.change_limits",)),
    "reasons.add": By(("catalog.add_reason",)),
    "reasons.edit": By(("catalog.edit_reason",)),
    "stages.save": By(("catalog.change_stage",)),
    "rules.save": By(("catalog.change_rules",)),
    "promises.switch": By(("catalog.switch_category",)),
    "promises.new_reply": By(("catalog.add_reply",)),
    "promises.reply": By(("catalog.edit_reply",)),
    "casework.act": By(OF_THE_PAGE),
    "casework.prepare": By(("cases.prepare_packet",)),
    "casework.note_late": Never("says that a late promise is known"),
    "casework.show_reporter": By(("intake.unmask_contact",)),
    "lists.export": By(("desk.export",)),
    "bulk.preview": Never("says what would happen; writes nothing"),
    **dict.fromkeys(("bulk.run", "bulk.go_on"), By(("desk.begin_bulk", "desk.make_bulk_move", "desk.end_bulk"))),
    "lists.save": By(("desk.save_filter",)),
    "lists.drop": By(("desk.drop_filter",)),
    "devices.register": Never("gives a person the key of what their tablet keeps"),
    **dict.fromkeys(("devices.revoke", "devices.let_in"), SETS_UP),
    "field_uploads.add": Never("keeps a picture that came in pieces"),
    "field_sync.take_in": By((*OF_THE_PAGE, "intake.register_report", "intake.register_same")),
    "field_sync.phone": By(("intake.unmask_contact",)),
    "field.send": By(("intake.register_report", "intake.register_same")),
    "field.alike": Never("shows what may be the same; writes nothing"),
    "panel.names": By(("review.look",)),
    "panel.vote": By(("review.cast_ballot",)),
    "resident.send_join": By(("review.apply",)),
    "resident.ask_after": By(("review.ask_after", "review.told")),
    "duties.new": By(("grid.check_draft", "grid.put_on_duty")),
    "duties.end": By(("grid.check_end", "grid.finish_duty")),
    "duties.stand_in": By(("grid.check_stand_in", "grid.give_stand_in")),
    "duties.leave": By(("grid.check_leave", "grid.book_off")),
    "load.move": By(("cases.pass_on",)),
    "handover.write": By(("grid.write_hand_over",)),
    "handover.sign": By(("grid.sign_hand_over",)),
    "duties_import.take": By(("grid.put_on_duty",)),
    "duties.back": By(("grid.take_leave_back",)),
    "roster.approve": By(("review.approve",)),
    "roster.refuse": By(("review.refuse",)),
    "roster.renew": By(("review.renew",)),
    "roster.end": By(("review.end_term",)),
    "responsibility.end": By(("cases.end_listing",)),
    **dict.fromkeys(("standing.send_again", "standing.let_be"), Never("what becomes of a mail")),
    "roster.cap": By(("review.set_cap",)),
    **dict.fromkeys(("roster.away", "roster.back"), By(("review.set_away",))),
    "roster.agree": By(("review.agree",)),
    "roster.leave": By(("review.leave",)),
    "resident.send_report": By(("intake.take_report",)),
    "resident.find": By(("intake.track_by_number",)),
    "resident.revoke": By(("intake.revoke_link",)),
    "resident.supplement": By(("cases.supplement",)),
    "resident.give_verdict": By(("verdicts.give",)),
    "resident.ask_reopen": By(("verdicts.ask_reopen",)),
    "resident.appeal": By(("verdicts.appeal",)),
}
# Two verbs that a person makes on the case page may close it, each on its own approval.
CLOSING_VERBS = {"check_pass": "cases.check_pass", "override": "cases.override"}
# Whoever is refused one of these is remembered (app/cases/attempts.py); a merge where the work is judged already.
REMEMBERED = {*CLOSING_VERBS, *(f"close {approval}" for approval in A)}
COMMANDS: dict[str, Entry] = {
    "": By(("people.create_street",)),
    "start": By(("people.create_street",)),
    "web": Never("serves the routes above"),
    "worker": Never("runs the jobs below"),
    "migrate": Never("the schema, with its triggers"),
    "seed-demo": Never("plays stories through the ops above, in an empty database"),
    "create-street": By(("people.create_street", "catalog.seed_stage_limits")),
    "create-user": By(("people.create_user",)),
    "people anonymise": By(("people.lock", "people.anonymise", "cases.forget_name")),
    "contacts erase": By(("intake.erase_contact", "verdicts.erase")),
    "import-grid": By(("grid.import_grid",)),
    "import-catalog": By(("catalog.import_catalog",)),
    "import-cases": By(("intake.import_cases",)),
    "calendar show": Never("reads"),
    **dict.fromkeys([f"calendar {n}" for n in ("import", "close", "windows")], By(("cases.set_answer_by",))),
    "sweep": Never("runs the jobs sweep, call_unsigned and turn_reviews"),
    "audit verify": Never("reads and compares"),
    **dict.fromkeys([f"sla {n}" for n in ("explain", "archive", "replay")], Never("reads")),
    "search rebuild": By(("cases.rebuild_words",)),
    "lifecycle": Never("writes two pages of docs from the table"),
}
JOBS: dict[str, Entry] = {
    "sweep": Never("steps of clocks and their notices; an overdue review is told, never decided"),
    "call_unsigned": By(("cases.call_next",)),
    "name_checkers": By(("cases.name_again",)),
    "follow_on": By(("cases.find_follower", "cases.pass_on")),
    "turn_reviews": By(("review.vacate", "review.void_round")),
    "resume_suspended": By(("cases.resume",)),
    "deliver": Never("sends letters"),
    "remind_leads": Never("tells lead officials"),
    "make_root": By(("review.draw_by_root",)),
    "draw_panels": By(("review.draw_by_root",)),
    "purge": By(("intake.purge", "review.forget_applications", "verdicts.forget", "desk.end_left_bulks")),
    "drop_unused": Never("files that no case names"),
    "catch_up_calendars": By(("cases.set_answer_by",)),
    "extend_calendars": SETS_UP,
    "retire_grids": By(("grid.retire_grids",)),
    "close_units": By(("catalog.close_due_unit",)),
}
