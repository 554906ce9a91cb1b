"""The checks of rules about order flags, written out."""

from engine.app.checks.w981_no_flag_rules import NO_FLAG_RULES
from engine.app.checks.w982_no_orders import NO_ORDERS
from engine.app.checks.w983_upload_form import UPLOAD_FORM
from engine.app.checks.w984_option_misplaced import OPTION_MISPLACED
from engine.audit.checks.a631_flag_case_differs import FLAG_CASE_DIFFERS
from engine.bind.checks.b381_unknown_colour import UNKNOWN_COLOUR
from engine.bind.checks.b382_unknown_flag_source import UNKNOWN_FLAG_SOURCE
from engine.bind.checks.b383_unknown_fact import UNKNOWN_FACT
from engine.bind.checks.b384_unknown_field import UNKNOWN_FIELD
from engine.bind.checks.b385_order_uncovered import ORDER_UNCOVERED
from engine.bind.checks.b386_flag_rules_clash import FLAG_RULES_CLASH
from engine.bind.checks.b387_flag_rule_unreachable import FLAG_RULE_UNREACHABLE
from engine.core.diagnostic import Check
from engine.flags.checks.f101_unknown_flag_code import UNKNOWN_FLAG_CODE
from engine.flags.checks.f102_order_undecided import ORDER_UNDECIDED
from engine.flags.checks.f103_nobody_handled import NOBODY_HANDLED
from engine.flags.checks.f104_memo_cut import MEMO_CUT
from engine.flags.checks.f105_flags_differ import FLAGS_DIFFER
from engine.flags.checks.f106_memo_gap import MEMO_GAP
from engine.flags.checks.f107_flag_replay_differs import FLAG_REPLAY_DIFFERS
from engine.policy.checks.p261_memo_template import MEMO_TEMPLATE

FLAG_CHECKS: tuple[Check, ...] = (
    MEMO_TEMPLATE,
    UNKNOWN_COLOUR,
    UNKNOWN_FLAG_SOURCE,
    UNKNOWN_FACT,
    UNKNOWN_FIELD,
    ORDER_UNCOVERED,
    FLAG_RULES_CLASH,
    FLAG_RULE_UNREACHABLE,
    UNKNOWN_FLAG_CODE,
    ORDER_UNDECIDED,
    NOBODY_HANDLED,
    MEMO_CUT,
    FLAGS_DIFFER,
    MEMO_GAP,
    FLAG_REPLAY_DIFFERS,
    NO_FLAG_RULES,
    NO_ORDERS,
    UPLOAD_FORM,
    OPTION_MISPLACED,
    FLAG_CASE_DIFFERS,
)
