"""Every check of the project, written out: what the reference lists and the tests raise."""

from engine.app.flag_checks import FLAG_CHECKS
from engine.app.ledger_and_app_checks import LEDGER_AND_APP_CHECKS
from engine.audit.checks.a601_case_differs import CASE_DIFFERS
from engine.audit.checks.a602_case_unreadable import CASE_UNREADABLE
from engine.audit.checks.a603_pay_cliff import PAY_CLIFF
from engine.audit.checks.a604_acceptance_unused import ACCEPTANCE_UNUSED
from engine.audit.checks.a605_case_figure import CASE_FIGURE
from engine.audit.checks.a606_case_month import CASE_MONTH
from engine.audit.checks.a611_better_pays_less import BETTER_PAYS_LESS
from engine.audit.checks.a612_pays_ever_less import PAYS_EVER_LESS
from engine.audit.checks.a613_no_effect import NO_EFFECT
from engine.audit.checks.a614_out_of_reach import OUT_OF_REACH
from engine.audit.checks.a615_negative_line import NEGATIVE_LINE
from engine.audit.checks.a621_fine_without_basis import FINE_WITHOUT_BASIS
from engine.audit.checks.a622_fine_in_guangdong import FINE_IN_GUANGDONG
from engine.audit.checks.a623_fine_uncapped_in_shenzhen import FINE_UNCAPPED_IN_SHENZHEN
from engine.audit.checks.a624_fine_in_hebei import FINE_IN_HEBEI
from engine.audit.checks.a625_compensation_uncapped import COMPENSATION_UNCAPPED
from engine.audit.checks.a626_compensation_notice import COMPENSATION_NOTICE
from engine.audit.checks.a627_no_minimum_wage import NO_MINIMUM_WAGE
from engine.audit.checks.a628_minimum_wage_leaves_out import MINIMUM_WAGE_LEAVES_OUT
from engine.audit.checks.a629_probation_under_80 import PROBATION_UNDER_80
from engine.audit.checks.r501_figure_missing import FIGURE_MISSING
from engine.audit.checks.r502_no_row_hit import NO_ROW_HIT
from engine.audit.checks.r503_replay_differs import REPLAY_DIFFERS
from engine.audit.checks.r504_nobody_to_count import NOBODY_TO_COUNT
from engine.audit.checks.r505_role_unknown import ROLE_UNKNOWN
from engine.audit.checks.r506_not_on_roster import NOT_ON_ROSTER
from engine.audit.checks.r507_two_posts import TWO_POSTS
from engine.audit.checks.r508_nobody_on_roster import NOBODY_ON_ROSTER
from engine.audit.checks.r509_unit_differs import UNIT_DIFFERS
from engine.audit.checks.r510_author_missing import AUTHOR_MISSING
from engine.audit.checks.r511_figure_out_of_bounds import FIGURE_OUT_OF_BOUNDS
from engine.audit.checks.r512_month_not_posted import MONTH_NOT_POSTED
from engine.audit.checks.r513_value_not_posted import VALUE_NOT_POSTED
from engine.audit.checks.r521_change_unstated import CHANGE_UNSTATED
from engine.audit.checks.r522_part_of_month_unstated import PART_OF_MONTH_UNSTATED
from engine.audit.checks.r531_nobody_shares import NOBODY_SHARES
from engine.audit.checks.r532_key_without_row import KEY_WITHOUT_ROW
from engine.audit.checks.r533_evidence_missing import EVIDENCE_MISSING
from engine.audit.checks.r541_accounts_unknown import ACCOUNTS_UNKNOWN
from engine.audit.checks.r542_two_sources import TWO_SOURCES
from engine.audit.checks.r543_prefix_without_text import PREFIX_WITHOUT_TEXT
from engine.audit.checks.r544_credit_differs import CREDIT_DIFFERS
from engine.bind.checks.b301_unknown_name import UNKNOWN_NAME
from engine.bind.checks.b308_units_clash import UNITS_CLASH
from engine.bind.checks.b309_circular import CIRCULAR
from engine.bind.checks.b310_division_by_zero import DIVISION_BY_ZERO
from engine.bind.checks.b311_too_many_digits import TOO_MANY_DIGITS
from engine.bind.checks.b312_rounding_unstated import ROUNDING_UNSTATED
from engine.bind.checks.b313_no_row import NO_ROW
from engine.bind.checks.b314_unknown_part import UNKNOWN_PART
from engine.bind.checks.b315_whole_number_bands import WHOLE_NUMBER_BANDS
from engine.bind.checks.b316_ambiguous_name import AMBIGUOUS_NAME
from engine.bind.checks.b317_cut_elsewhere import CUT_ELSEWHERE
from engine.bind.checks.b318_people_argument import PEOPLE_ARGUMENT
from engine.bind.checks.b319_wrong_use import WRONG_USE
from engine.bind.checks.b320_no_score import NO_SCORE
from engine.bind.checks.b321_unknown_word import UNKNOWN_WORD
from engine.bind.checks.b322_measure_redefined import MEASURE_REDEFINED
from engine.bind.checks.b323_unused import UNUSED
from engine.bind.checks.b324_paid_without_score import PAID_WITHOUT_SCORE
from engine.bind.checks.b325_rank_of_others import RANK_OF_OTHERS
from engine.bind.checks.b326_percent_sign import PERCENT_SIGN
from engine.bind.checks.b331_versions_overlap import VERSIONS_OVERLAP
from engine.bind.checks.b332_versions_gap import VERSIONS_GAP
from engine.bind.checks.b333_no_version import NO_VERSION
from engine.bind.checks.b334_month_not_whole import MONTH_NOT_WHOLE
from engine.bind.checks.b335_shared_by_days import SHARED_BY_DAYS
from engine.bind.checks.b336_line_elsewhere import LINE_ELSEWHERE
from engine.bind.checks.b341_decision_gap import DECISION_GAP
from engine.bind.checks.b342_decision_overlap import DECISION_OVERLAP
from engine.bind.checks.b343_row_unreachable import ROW_UNREACHABLE
from engine.bind.checks.b344_test_unreadable import TEST_UNREADABLE
from engine.bind.checks.b345_too_many_parts import TOO_MANY_PARTS
from engine.bind.checks.b351_history_unstated import HISTORY_UNSTATED
from engine.bind.checks.b352_past_argument import PAST_ARGUMENT
from engine.bind.checks.b361_pool_per_agent import POOL_PER_AGENT
from engine.bind.checks.b362_pool_too_fine import POOL_TOO_FINE
from engine.bind.checks.b363_part_negative import PART_NEGATIVE
from engine.bind.checks.b364_share_of_others import SHARE_OF_OTHERS
from engine.bind.checks.b365_share_not_paid import SHARE_NOT_PAID
from engine.bind.checks.b366_per_key import PER_KEY
from engine.bind.checks.b367_no_keys import NO_KEYS
from engine.bind.checks.b371_limits_cross import LIMITS_CROSS
from engine.bind.checks.b372_counts_nothing import COUNTS_NOTHING
from engine.bind.checks.b373_limited_line_read import LIMITED_LINE_READ
from engine.bind.checks.b374_category_sign import CATEGORY_SIGN
from engine.bind.checks.b391_unknown_facts import UNKNOWN_FACTS
from engine.bind.checks.b392_unfit_facts import UNFIT_FACTS
from engine.bind.checks.b393_rows_unit import ROWS_UNIT
from engine.core.diagnostic import Check
from engine.formula.checks.b302_formula_unreadable import FORMULA_UNREADABLE
from engine.formula.checks.b303_formula_forbidden import FORMULA_FORBIDDEN
from engine.formula.checks.b304_formula_too_large import FORMULA_TOO_LARGE
from engine.formula.checks.b305_unknown_function import UNKNOWN_FUNCTION
from engine.formula.checks.b306_wrong_arguments import WRONG_ARGUMENTS
from engine.formula.checks.b307_comma_ambiguous import COMMA_AMBIGUOUS
from engine.intake.checks import INTAKE_CHECKS
from engine.policy.checks.p201_not_a_number import NOT_A_NUMBER
from engine.policy.checks.p202_not_a_month import NOT_A_MONTH
from engine.policy.checks.p203_ends_before_start import ENDS_BEFORE_START
from engine.policy.checks.p204_unknown_source import UNKNOWN_SOURCE
from engine.policy.checks.p205_weights import WEIGHTS
from engine.policy.checks.p206_row_length import ROW_LENGTH
from engine.policy.checks.p207_columns_missing import COLUMNS_MISSING
from engine.policy.checks.p208_bounds_inverted import BOUNDS_INVERTED
from engine.policy.checks.p210_band_overlap import BAND_OVERLAP
from engine.policy.checks.p212_total_differs import TOTAL_DIFFERS
from engine.policy.checks.p213_row_repeated import ROW_REPEATED
from engine.policy.checks.p214_folded_formula import FOLDED_FORMULA
from engine.policy.checks.p215_csv_table import CSV_TABLE
from engine.policy.checks.p216_csv_changed import CSV_CHANGED
from engine.policy.checks.p217_method_needs import METHOD_NEEDS
from engine.policy.checks.p218_unit_unstated import UNIT_UNSTATED
from engine.policy.checks.p219_column_misplaced import COLUMN_MISPLACED
from engine.policy.checks.p220_not_at_its_path import NOT_AT_ITS_PATH
from engine.policy.checks.p221_csv_missing import CSV_MISSING
from engine.policy.checks.p223_level_steps import LEVEL_STEPS
from engine.policy.checks.p224_start_unstated import START_UNSTATED
from engine.policy.checks.p231_line_unclear import LINE_UNCLEAR
from engine.policy.checks.p232_category_missing import CATEGORY_MISSING
from engine.policy.checks.p233_line_order import LINE_ORDER
from engine.policy.checks.p234_counted_later import COUNTED_LATER
from engine.policy.checks.p235_counted_twice import COUNTED_TWICE
from engine.policy.checks.p236_line_twice import LINE_TWICE
from engine.policy.checks.p241_shares_not_whole import SHARES_NOT_WHOLE
from engine.policy.checks.p242_measure_bounds import MEASURE_BOUNDS
from engine.policy.checks.p250_base_missing import BASE_MISSING
from engine.policy.checks.p251_base_circle import BASE_CIRCLE
from engine.policy.checks.p252_too_many_bases import TOO_MANY_BASES
from engine.policy.checks.p253_nothing_to_remove import NOTHING_TO_REMOVE
from engine.policy.checks.p254_not_a_base import NOT_A_BASE
from engine.policy.checks.p255_base_head import BASE_HEAD
from engine.policy.checks.p271_service_span import SERVICE_SPAN
from engine.policy.checks.p272_one_aggregate import ONE_AGGREGATE
from engine.source.checks.y101_not_yaml import NOT_YAML
from engine.source.checks.y102_empty_file import EMPTY_FILE
from engine.source.checks.y103_not_text import NOT_TEXT
from engine.source.checks.y104_duplicate_key import DUPLICATE_KEY
from engine.source.checks.y105_anchor import ANCHOR
from engine.source.checks.y106_tag import TAG
from engine.source.checks.y107_too_large import TOO_LARGE
from engine.source.checks.y108_too_deep import TOO_DEEP
from engine.source.checks.y109_not_a_mapping import NOT_A_MAPPING
from engine.source.checks.y110_second_document import SECOND_DOCUMENT
from engine.source.checks.y111_key_not_text import KEY_NOT_TEXT
from engine.source.checks.y151_unknown_key import UNKNOWN_KEY
from engine.source.checks.y152_missing_key import MISSING_KEY
from engine.source.checks.y153_wrong_kind import WRONG_KIND
from engine.source.checks.y154_not_allowed import NOT_ALLOWED
from engine.source.checks.y155_wrong_length import WRONG_LENGTH
from engine.source.checks.y156_formula_cut import FORMULA_CUT

ALL_CHECKS: tuple[Check, ...] = (
    NOT_YAML,
    EMPTY_FILE,
    NOT_TEXT,
    DUPLICATE_KEY,
    ANCHOR,
    TAG,
    TOO_LARGE,
    TOO_DEEP,
    NOT_A_MAPPING,
    SECOND_DOCUMENT,
    KEY_NOT_TEXT,
    UNKNOWN_KEY,
    MISSING_KEY,
    WRONG_KIND,
    NOT_ALLOWED,
    WRONG_LENGTH,
    FORMULA_CUT,
    NOT_A_NUMBER,
    NOT_A_MONTH,
    ENDS_BEFORE_START,
    UNKNOWN_SOURCE,
    WEIGHTS,
    ROW_LENGTH,
    COLUMNS_MISSING,
    BOUNDS_INVERTED,
    BAND_OVERLAP,
    TOTAL_DIFFERS,
    ROW_REPEATED,
    FOLDED_FORMULA,
    CSV_TABLE,
    CSV_CHANGED,
    METHOD_NEEDS,
    UNIT_UNSTATED,
    COLUMN_MISPLACED,
    NOT_AT_ITS_PATH,
    CSV_MISSING,
    LEVEL_STEPS,
    START_UNSTATED,
    LINE_UNCLEAR,
    CATEGORY_MISSING,
    LINE_ORDER,
    COUNTED_LATER,
    COUNTED_TWICE,
    LINE_TWICE,
    SHARES_NOT_WHOLE,
    MEASURE_BOUNDS,
    BASE_MISSING,
    BASE_CIRCLE,
    TOO_MANY_BASES,
    NOTHING_TO_REMOVE,
    NOT_A_BASE,
    BASE_HEAD,
    SERVICE_SPAN,
    ONE_AGGREGATE,
    UNKNOWN_NAME,
    FORMULA_UNREADABLE,
    FORMULA_FORBIDDEN,
    FORMULA_TOO_LARGE,
    UNKNOWN_FUNCTION,
    WRONG_ARGUMENTS,
    COMMA_AMBIGUOUS,
    UNITS_CLASH,
    CIRCULAR,
    DIVISION_BY_ZERO,
    TOO_MANY_DIGITS,
    ROUNDING_UNSTATED,
    NO_ROW,
    UNKNOWN_PART,
    WHOLE_NUMBER_BANDS,
    AMBIGUOUS_NAME,
    CUT_ELSEWHERE,
    PEOPLE_ARGUMENT,
    WRONG_USE,
    NO_SCORE,
    UNKNOWN_WORD,
    MEASURE_REDEFINED,
    UNUSED,
    PAID_WITHOUT_SCORE,
    RANK_OF_OTHERS,
    PERCENT_SIGN,
    VERSIONS_OVERLAP,
    VERSIONS_GAP,
    NO_VERSION,
    MONTH_NOT_WHOLE,
    SHARED_BY_DAYS,
    LINE_ELSEWHERE,
    DECISION_GAP,
    DECISION_OVERLAP,
    ROW_UNREACHABLE,
    TEST_UNREADABLE,
    TOO_MANY_PARTS,
    HISTORY_UNSTATED,
    PAST_ARGUMENT,
    LIMITS_CROSS,
    COUNTS_NOTHING,
    LIMITED_LINE_READ,
    CATEGORY_SIGN,
    UNKNOWN_FACTS,
    UNFIT_FACTS,
    ROWS_UNIT,
    POOL_PER_AGENT,
    POOL_TOO_FINE,
    PART_NEGATIVE,
    SHARE_OF_OTHERS,
    SHARE_NOT_PAID,
    PER_KEY,
    NO_KEYS,
    CASE_DIFFERS,
    CASE_UNREADABLE,
    PAY_CLIFF,
    ACCEPTANCE_UNUSED,
    CASE_FIGURE,
    CASE_MONTH,
    FINE_WITHOUT_BASIS,
    FINE_IN_GUANGDONG,
    FINE_UNCAPPED_IN_SHENZHEN,
    FINE_IN_HEBEI,
    COMPENSATION_UNCAPPED,
    COMPENSATION_NOTICE,
    NO_MINIMUM_WAGE,
    MINIMUM_WAGE_LEAVES_OUT,
    PROBATION_UNDER_80,
    BETTER_PAYS_LESS,
    PAYS_EVER_LESS,
    NO_EFFECT,
    OUT_OF_REACH,
    NEGATIVE_LINE,
    FIGURE_MISSING,
    NO_ROW_HIT,
    REPLAY_DIFFERS,
    NOBODY_TO_COUNT,
    ROLE_UNKNOWN,
    NOT_ON_ROSTER,
    TWO_POSTS,
    NOBODY_ON_ROSTER,
    UNIT_DIFFERS,
    AUTHOR_MISSING,
    FIGURE_OUT_OF_BOUNDS,
    MONTH_NOT_POSTED,
    VALUE_NOT_POSTED,
    CHANGE_UNSTATED,
    PART_OF_MONTH_UNSTATED,
    NOBODY_SHARES,
    KEY_WITHOUT_ROW,
    EVIDENCE_MISSING,
    ACCOUNTS_UNKNOWN,
    TWO_SOURCES,
    PREFIX_WITHOUT_TEXT,
    CREDIT_DIFFERS,
    *INTAKE_CHECKS,
    *FLAG_CHECKS,
    *LEDGER_AND_APP_CHECKS,
)
