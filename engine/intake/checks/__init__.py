"""What can be wrong with a file, a mapping or a row: one file per code, listed by hand.

Each file shows one wrong and one right import: `csv`, `long`, `roster` or `xlsx` is the file's
content, read by the mapping of that name in `tests/unit/intake/examples` (`xlsx` by that of
`csv`); `mapping` replaces keys of it, `file`, `shop` and `month` what the command says.
"""

from engine.intake.checks.i801_too_large import TOO_LARGE
from engine.intake.checks.i802_empty_file import EMPTY_FILE
from engine.intake.checks.i803_not_text import NOT_TEXT
from engine.intake.checks.i804_unknown_encoding import UNKNOWN_ENCODING
from engine.intake.checks.i805_broken_table import BROKEN_TABLE
from engine.intake.checks.i806_no_such_sheet import NO_SUCH_SHEET
from engine.intake.checks.i807_missing_column import MISSING_COLUMN
from engine.intake.checks.i808_duplicate_header import DUPLICATE_HEADER
from engine.intake.checks.i809_unread_column import UNREAD_COLUMN
from engine.intake.checks.i810_no_month import NO_MONTH
from engine.intake.checks.i811_month_differs import MONTH_DIFFERS
from engine.intake.checks.i812_not_one_month import NOT_ONE_MONTH
from engine.intake.checks.i813_no_shop import NO_SHOP
from engine.intake.checks.i815_page_unreadable import PAGE_UNREADABLE
from engine.intake.checks.i821_month_pattern import MONTH_PATTERN
from engine.intake.checks.i822_unknown_measure import UNKNOWN_MEASURE
from engine.intake.checks.i823_measure_twice import MEASURE_TWICE
from engine.intake.checks.i824_unfit_spelling import UNFIT_SPELLING
from engine.intake.checks.i825_wrong_grain import WRONG_GRAIN
from engine.intake.checks.i826_entered_without_author import ENTERED_WITHOUT_AUTHOR
from engine.intake.checks.i827_redeclared_measure import REDECLARED_MEASURE
from engine.intake.checks.i828_key_misfit import KEY_MISFIT
from engine.intake.checks.i829_evidence_unmapped import EVIDENCE_UNMAPPED
from engine.intake.checks.i831_unknown_field import UNKNOWN_FIELD
from engine.intake.checks.i832_field_missing import FIELD_MISSING
from engine.intake.checks.i833_field_misfit import FIELD_MISFIT
from engine.intake.checks.i841_row_length import ROW_LENGTH
from engine.intake.checks.i842_blank_cell import BLANK_CELL
from engine.intake.checks.i843_not_a_number import NOT_A_NUMBER
from engine.intake.checks.i844_no_percent_sign import NO_PERCENT_SIGN
from engine.intake.checks.i845_percent_sign import PERCENT_SIGN
from engine.intake.checks.i846_not_a_duration import NOT_A_DURATION
from engine.intake.checks.i847_too_many_places import TOO_MANY_PLACES
from engine.intake.checks.i848_out_of_range import OUT_OF_RANGE
from engine.intake.checks.i849_digits_lost import DIGITS_LOST
from engine.intake.checks.i850_not_a_month import NOT_A_MONTH
from engine.intake.checks.i851_not_a_date import NOT_A_DATE
from engine.intake.checks.i852_not_in_list import NOT_IN_LIST
from engine.intake.checks.i853_other_month import OTHER_MONTH
from engine.intake.checks.i854_other_shop import OTHER_SHOP
from engine.intake.checks.i855_unknown_measure_name import UNKNOWN_MEASURE_NAME
from engine.intake.checks.i856_nobody_stated import NOBODY_STATED
from engine.intake.checks.i857_evidence_blank import EVIDENCE_BLANK
from engine.intake.checks.i861_conflicting_rows import CONFLICTING_ROWS
from engine.intake.checks.i862_repeated_row import REPEATED_ROW
from engine.intake.checks.i863_ends_before_start import ENDS_BEFORE_START
from engine.intake.checks.i864_two_posts import TWO_POSTS
from engine.intake.checks.i865_not_a_day import NOT_A_DAY
from engine.intake.checks.i871_not_a_moment import NOT_A_MOMENT
from engine.intake.checks.i872_other_clock import OTHER_CLOCK
from engine.intake.checks.i873_below_zero import BELOW_ZERO
from engine.intake.checks.i874_not_whole import NOT_WHOLE
from engine.intake.checks.i875_not_yes_or_no import NOT_YES_OR_NO
from engine.intake.checks.i876_paid_before_order import PAID_BEFORE_ORDER
from engine.intake.checks.i877_row_unsplit import ROW_UNSPLIT
from engine.intake.checks.i878_account_twice import ACCOUNT_TWICE
from engine.intake.checks.i881_refund_above_paid import REFUND_ABOVE_PAID

INTAKE_CHECKS = (
    TOO_LARGE,
    EMPTY_FILE,
    NOT_TEXT,
    UNKNOWN_ENCODING,
    BROKEN_TABLE,
    NO_SUCH_SHEET,
    MISSING_COLUMN,
    DUPLICATE_HEADER,
    UNREAD_COLUMN,
    NO_MONTH,
    MONTH_DIFFERS,
    NOT_ONE_MONTH,
    NO_SHOP,
    PAGE_UNREADABLE,
    MONTH_PATTERN,
    UNKNOWN_MEASURE,
    MEASURE_TWICE,
    UNFIT_SPELLING,
    WRONG_GRAIN,
    ENTERED_WITHOUT_AUTHOR,
    REDECLARED_MEASURE,
    KEY_MISFIT,
    EVIDENCE_UNMAPPED,
    UNKNOWN_FIELD,
    FIELD_MISSING,
    FIELD_MISFIT,
    ROW_LENGTH,
    BLANK_CELL,
    NOT_A_NUMBER,
    NO_PERCENT_SIGN,
    PERCENT_SIGN,
    NOT_A_DURATION,
    TOO_MANY_PLACES,
    OUT_OF_RANGE,
    DIGITS_LOST,
    NOT_A_MONTH,
    NOT_A_DATE,
    NOT_IN_LIST,
    OTHER_MONTH,
    OTHER_SHOP,
    UNKNOWN_MEASURE_NAME,
    NOBODY_STATED,
    EVIDENCE_BLANK,
    CONFLICTING_ROWS,
    REPEATED_ROW,
    ENDS_BEFORE_START,
    TWO_POSTS,
    NOT_A_DAY,
    NOT_A_MOMENT,
    OTHER_CLOCK,
    BELOW_ZERO,
    NOT_WHOLE,
    NOT_YES_OR_NO,
    PAID_BEFORE_ORDER,
    ROW_UNSPLIT,
    ACCOUNT_TWICE,
    REFUND_ABOVE_PAID,
)
