"""The checks of the ledger and of the commands, written out."""

from engine.app.checks.w901_no_workspace import NO_WORKSPACE
from engine.app.checks.w902_file_unreadable import FILE_UNREADABLE
from engine.app.checks.w903_outside_workspace import OUTSIDE_WORKSPACE
from engine.app.checks.w904_no_policy import NO_POLICY
from engine.app.checks.w905_unknown_shop import UNKNOWN_SHOP
from engine.app.checks.w906_not_a_period import NOT_A_PERIOD
from engine.app.checks.w907_which_policy import WHICH_POLICY
from engine.app.checks.w908_no_mapping import NO_MAPPING
from engine.app.checks.w909_unknown_agent import UNKNOWN_AGENT
from engine.app.checks.w910_unknown_line import UNKNOWN_LINE
from engine.app.checks.w911_folder_not_empty import FOLDER_NOT_EMPTY
from engine.app.checks.w912_nothing_posted import NOTHING_POSTED
from engine.app.checks.w913_not_two_sides import NOT_TWO_SIDES
from engine.app.checks.w914_no_policies import NO_POLICIES
from engine.app.checks.w915_stray_policy import STRAY_POLICY
from engine.app.checks.w916_several_agents import SEVERAL_AGENTS
from engine.app.checks.w917_reason_missing import REASON_MISSING
from engine.app.checks.w918_versions_differ import VERSIONS_DIFFER
from engine.app.checks.w920_not_formatted import NOT_FORMATTED
from engine.app.checks.w921_not_certain import NOT_CERTAIN
from engine.app.checks.w930_month_not_later import MONTH_NOT_LATER
from engine.app.checks.w931_months_paid import MONTHS_PAID
from engine.app.checks.w932_end_differs import END_DIFFERS
from engine.app.checks.w933_months_not_set import MONTHS_NOT_SET
from engine.app.checks.w934_file_there import FILE_THERE
from engine.app.checks.w935_files_need_folder import FILES_NEED_FOLDER
from engine.app.checks.w936_file_unwritable import FILE_UNWRITABLE
from engine.app.checks.w950_unknown_path import UNKNOWN_PATH
from engine.app.checks.w951_not_set import NOT_SET
from engine.app.checks.w952_nothing_to_set import NOTHING_TO_SET
from engine.app.checks.w953_nothing_compared import NOTHING_COMPARED
from engine.app.checks.w954_months_reversed import MONTHS_REVERSED
from engine.app.checks.w955_one_side import ONE_SIDE
from engine.app.checks.w960_two_policies import TWO_POLICIES
from engine.app.checks.w961_account_unknown import ACCOUNT_UNKNOWN
from engine.app.checks.w962_more_rejects import MORE_REJECTS
from engine.app.checks.w963_more_findings import MORE_FINDINGS
from engine.app.checks.w970_no_such_number import NO_SUCH_NUMBER
from engine.app.checks.w971_several_numbers import SEVERAL_NUMBERS
from engine.app.checks.w972_no_number import NO_NUMBER
from engine.app.checks.w973_not_a_range import NOT_A_RANGE
from engine.app.checks.w974_too_many_variants import TOO_MANY_VARIANTS
from engine.app.checks.w975_variant_differs import VARIANT_DIFFERS
from engine.app.checks.w976_no_such_value import NO_SUCH_VALUE
from engine.app.checks.w977_nothing_to_balance import NOTHING_TO_BALANCE
from engine.app.checks.w978_no_such_grade import NO_SUCH_GRADE
from engine.app.checks.w979_edge_crossed import EDGE_CROSSED
from engine.app.checks.w991_no_rows import NO_ROWS
from engine.app.checks.w992_unknown_order import UNKNOWN_ORDER
from engine.core.diagnostic import Check
from engine.ledger.checks.l701_already_posted import ALREADY_POSTED
from engine.ledger.checks.l702_recomputed_differs import RECOMPUTED_DIFFERS
from engine.ledger.checks.l703_chain_broken import CHAIN_BROKEN
from engine.ledger.checks.l704_policy_has_paid import POLICY_HAS_PAID
from engine.ledger.checks.l705_figures_gone import FIGURES_GONE
from engine.ledger.checks.l706_base_has_paid import BASE_HAS_PAID
from engine.ledger.checks.l707_entries_missing import ENTRIES_MISSING
from engine.ledger.checks.l708_entry_inconsistent import ENTRY_INCONSISTENT
from engine.ledger.checks.l709_anchor_missing import ANCHOR_MISSING
from engine.ledger.checks.l710_store_busy import STORE_BUSY
from engine.ledger.checks.l711_store_unreadable import STORE_UNREADABLE
from engine.ledger.checks.l712_contradicts import CONTRADICTS
from engine.ledger.checks.l713_store_read_only import STORE_READ_ONLY
from engine.ledger.checks.l714_disk_full import DISK_FULL
from engine.ledger.checks.l715_store_newer import STORE_NEWER
from engine.ledger.checks.l716_roster_contradicts import ROSTER_CONTRADICTS
from engine.ledger.checks.l720_awaiting_name import AWAITING_NAME
from engine.ledger.checks.l721_period_not_open import PERIOD_NOT_OPEN
from engine.ledger.checks.l722_same_name import SAME_NAME
from engine.ledger.checks.l723_not_awaiting import NOT_AWAITING
from engine.ledger.checks.l724_other_policy import OTHER_POLICY
from engine.ledger.checks.l725_amount_unfit import AMOUNT_UNFIT
from engine.ledger.checks.l726_hold_unfit import HOLD_UNFIT
from engine.ledger.checks.l727_month_far import MONTH_FAR
from engine.ledger.checks.l728_month_ahead import MONTH_AHEAD
from engine.ledger.checks.l731_export_exists import EXPORT_EXISTS
from engine.ledger.checks.l732_not_an_export import NOT_AN_EXPORT
from engine.ledger.checks.l733_export_altered import EXPORT_ALTERED
from engine.ledger.checks.l734_export_incomplete import EXPORT_INCOMPLETE
from engine.ledger.checks.l735_export_surplus import EXPORT_SURPLUS
from engine.ledger.checks.l736_table_differs import TABLE_DIFFERS
from engine.ledger.checks.l737_exports_lack_entries import EXPORTS_LACK_ENTRIES
from engine.ledger.checks.l738_exports_differ import EXPORTS_DIFFER
from engine.ledger.checks.l739_store_not_empty import STORE_NOT_EMPTY
from engine.ledger.checks.l740_rows_altered import ROWS_ALTERED
from engine.ledger.checks.l741_key_gone import KEY_GONE

LEDGER_AND_APP_CHECKS: tuple[Check, ...] = (
    ALREADY_POSTED,
    RECOMPUTED_DIFFERS,
    CHAIN_BROKEN,
    POLICY_HAS_PAID,
    FIGURES_GONE,
    BASE_HAS_PAID,
    ENTRIES_MISSING,
    ENTRY_INCONSISTENT,
    ANCHOR_MISSING,
    STORE_BUSY,
    STORE_UNREADABLE,
    CONTRADICTS,
    STORE_READ_ONLY,
    DISK_FULL,
    STORE_NEWER,
    ROSTER_CONTRADICTS,
    AWAITING_NAME,
    PERIOD_NOT_OPEN,
    SAME_NAME,
    NOT_AWAITING,
    OTHER_POLICY,
    AMOUNT_UNFIT,
    HOLD_UNFIT,
    MONTH_FAR,
    MONTH_AHEAD,
    EXPORT_EXISTS,
    NOT_AN_EXPORT,
    EXPORT_ALTERED,
    EXPORT_INCOMPLETE,
    EXPORT_SURPLUS,
    TABLE_DIFFERS,
    EXPORTS_LACK_ENTRIES,
    EXPORTS_DIFFER,
    STORE_NOT_EMPTY,
    ROWS_ALTERED,
    KEY_GONE,
    NO_WORKSPACE,
    FILE_UNREADABLE,
    OUTSIDE_WORKSPACE,
    NO_POLICY,
    UNKNOWN_SHOP,
    NOT_A_PERIOD,
    WHICH_POLICY,
    NO_MAPPING,
    UNKNOWN_AGENT,
    UNKNOWN_LINE,
    FOLDER_NOT_EMPTY,
    NOTHING_POSTED,
    NOT_TWO_SIDES,
    NO_POLICIES,
    STRAY_POLICY,
    REASON_MISSING,
    VERSIONS_DIFFER,
    SEVERAL_AGENTS,
    NOT_FORMATTED,
    NOT_CERTAIN,
    MONTH_NOT_LATER,
    MONTHS_PAID,
    END_DIFFERS,
    MONTHS_NOT_SET,
    FILE_THERE,
    FILES_NEED_FOLDER,
    FILE_UNWRITABLE,
    UNKNOWN_PATH,
    NOT_SET,
    NOTHING_TO_SET,
    NOTHING_COMPARED,
    MONTHS_REVERSED,
    ONE_SIDE,
    TWO_POLICIES,
    ACCOUNT_UNKNOWN,
    MORE_REJECTS,
    MORE_FINDINGS,
    NO_SUCH_NUMBER,
    SEVERAL_NUMBERS,
    NO_NUMBER,
    NOT_A_RANGE,
    TOO_MANY_VARIANTS,
    VARIANT_DIFFERS,
    NO_SUCH_VALUE,
    NOTHING_TO_BALANCE,
    NO_SUCH_GRADE,
    EDGE_CROSSED,
    NO_ROWS,
    UNKNOWN_ORDER,
)
