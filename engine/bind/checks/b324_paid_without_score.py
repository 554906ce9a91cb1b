"""B324 paid-without-score.

What it means
    A line that is paid to agents who are not reviewed needs the score that they do not have.

Why it matters
    There is no number for it.

Wrong
    eligibility:
      考核资格: {when: 缺勤月数 <= 2, otherwise: {pay: [工资]}}   # <-

Right
    eligibility:
      考核资格: {when: 缺勤月数 <= 2, otherwise: {pay: [提成]}}
"""

from engine.core.diagnostic import Check

PAID_WITHOUT_SCORE = Check(code="B324", name="paid-without-score")
