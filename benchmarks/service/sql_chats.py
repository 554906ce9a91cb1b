"""Hand-written SQL of the chats: lines, turns, conversations, rounds, and who holds the credit.

Every table is small integers. Lines are sorted once, by stream (a buyer with an agent), second and
id; everything after it reads neighbours with `OVER ()`, which streams. A **turn** is a run of lines
of one side within a conversation: the sides alternate, so that counts are differences of positions,
and an interval is the distance of two neighbouring turns.
"""

from __future__ import annotations

KEYS = """
CREATE MACRO second_of(moment) AS CAST(epoch_us(moment) // 1000000 AS INTEGER);
CREATE MACRO month_of(second) AS CAST(
    year(DATE '1970-01-01' + CAST(second // 86400 AS INTEGER)) * 12
    + month(DATE '1970-01-01' + CAST(second // 86400 AS INTEGER)) - 1 AS SMALLINT);

CREATE TABLE agents AS
SELECT agent AS name, CAST(row_number() OVER (ORDER BY agent) AS SMALLINT) AS agent
FROM (SELECT DISTINCT agent FROM accounts WHERE kind = 'agent');

CREATE TABLE shops AS
SELECT shop AS name, CAST(row_number() OVER (ORDER BY shop) - 1 AS SMALLINT) AS shop
FROM (SELECT DISTINCT shop FROM accounts);

-- The accounts whose lines count.
CREATE TABLE desks AS
SELECT account, agents.agent, shops.shop
FROM accounts JOIN agents ON agents.name = accounts.agent JOIN shops ON shops.name = accounts.shop
WHERE kind = 'agent';

-- buyer + shop is a thread. D8: the nick of an account is no buyer, and negative.
CREATE TABLE buyers AS
SELECT buyer AS name,
    CAST(CASE WHEN buyer IN (SELECT account FROM accounts) THEN -1 ELSE 1 END
        * row_number() OVER () * (SELECT count(*) FROM shops) AS INTEGER) AS buyer
FROM (SELECT DISTINCT buyer FROM messages)
"""

# Automatic lines, and accounts of other kinds, are left behind here. The one big sort.
LINES = """
CREATE TABLE lines AS
SELECT buyers.buyer + desks.shop AS thread, desks.agent, second_of(time) AS second,
    CAST(id AS BIGINT) AS id, direction = 'in' AS asks, chars
FROM messages JOIN desks USING (account) JOIN buyers ON buyers.name = messages.buyer
WHERE NOT (direction = 'out' AND auto)
ORDER BY thread, agent, second, id;

-- What comes behind the last line: the end of its turn and of its conversation.
INSERT INTO lines (thread) VALUES (NULL)
"""

# `place` and `apart` number lines, and separate lines (10 s and more), so far: what lies between
# two turns is the difference. `before` is the second of the line before.
TURNS = """
CREATE VIEW turns AS
WITH neighbours AS (
    SELECT thread, agent, second, id, asks, row_number() OVER () AS place,
        asks IS DISTINCT FROM lag(asks) OVER () AS answers, lag(second) OVER () AS before,
        thread IS DISTINCT FROM lag(thread) OVER () OR agent <> lag(agent) OVER ()
            OR second - lag(second) OVER () >= 600 AS begins,
        second - lag(second) OVER () >= 10 AS distant
    FROM lines
), counted AS (
    SELECT *,
        count(*) FILTER (begins OR answers OR distant) OVER (ROWS UNBOUNDED PRECEDING) AS apart
    FROM neighbours
)
SELECT thread, agent, second, id, asks, begins, before, place, apart FROM counted
WHERE begins OR answers
"""

# Of all turns those that begin a conversation are kept, with what follows them, and those that end
# a slow round (over 120 s). Intervals are summed up on the way. `spoken` is the last human line
# before.
MARKS = """
CREATE TABLE marks AS
WITH numbered AS (
    SELECT *, row_number() OVER () AS turn,
        lead(second) OVER () AS second_2, lead(id) OVER () AS id_2,
        lead(second, 2) OVER () AS second_3, lead(place) OVER () - place AS size_1,
        lead(place, 2) OVER () - lead(place) OVER () AS size_2,
        lead(apart, 2) OVER () - lead(apart) OVER () AS apart_2,
        lead(apart, 3) OVER () - lead(apart, 2) OVER () AS apart_3,
        CASE WHEN NOT asks AND NOT begins THEN second - lag(second) OVER () ELSE 0 END AS seconds,
        CASE WHEN lag(asks) OVER () THEN lag(before) OVER () ELSE before END AS spoken
    FROM turns
), summed AS (
    SELECT *, sum(seconds) OVER (ROWS UNBOUNDED PRECEDING) AS running FROM numbered
)
SELECT thread, agent, second, id, asks, begins, turn, second_2, id_2, second_3, seconds, spoken,
    CAST(running AS BIGINT) AS running,
    asks AND size_1 = 1 AND apart_2 >= 2 AS asks_once,
    NOT asks AND size_2 = 1 AND apart_3 >= 2 AS asks_once_later
FROM summed WHERE begins OR seconds > 120
"""

# A buyer who wrote one line, got two separate ones and said no more is filtered (D9).
CONVERSATIONS = """
CREATE TABLE conversations AS
WITH whole AS (
    SELECT *, lead(turn) OVER () - turn AS size, lead(running) OVER () - running AS all_seconds,
        lead(spoken) OVER () AS last_spoken,
        coalesce(lead(thread) OVER () = thread AND lead(agent) OVER () = agent
            AND NOT lead(asks) OVER (), false) AS answered_later
    FROM marks WHERE begins
), judged AS (
    SELECT *, CAST(size - CAST(NOT asks AS INTEGER) AS INTEGER) // 2 AS replies,
        asks_once AND size = 2 OR asks_once_later AND size = 3 AS filtered
    FROM whole WHERE thread IS NOT NULL
)
SELECT thread, agent, second AS start, month_of(second) AS month, asks OR size >= 2 AS consult,
    filtered, replies > 0 OR answered_later AS answered,
    CASE WHEN filtered THEN 0 ELSE replies END AS replies,
    CASE WHEN filtered THEN 0 ELSE all_seconds END AS seconds,
    CASE WHEN asks AND size >= 2 AND NOT filtered THEN second_2 - second END AS first_seconds,
    CASE WHEN asks THEN second WHEN size >= 2 THEN second_2 END AS asked,
    CASE WHEN asks THEN id WHEN size >= 2 THEN id_2 END AS asked_id,
    CASE WHEN asks AND size >= 2 THEN second_2 WHEN size >= 3 THEN second_3 END AS replied,
    CASE WHEN NOT asks THEN second WHEN size >= 2 THEN second_2 END AS spoke,
    CASE WHEN NOT asks THEN id WHEN size >= 2 THEN id_2 END AS spoke_id,
    CASE WHEN NOT asks OR size >= 2 THEN last_spoken END AS last_spoken,
    turn + size AS until
FROM judged
"""

# By the second of the line that opened the round. A filtered conversation has one round, and its
# last turn answers it.
SLOW_ROUNDS = """
CREATE TABLE slow_rounds AS
SELECT thread, agent, second - seconds AS asked FROM marks
WHERE NOT begins AND thread > 0
    AND turn + 1 NOT IN (SELECT until FROM conversations WHERE filtered)
"""

# What an agent says in a conversation is a span from its first line to its last. Where spans of two
# agents lie in one another (or last for days) the thread is read line by line, else span by span.
SPANS = """
CREATE TABLE spans AS
SELECT thread, agent, spoke AS second, spoke_id AS id, last_spoken AS until, month
FROM conversations WHERE spoke IS NOT NULL AND thread > 0
ORDER BY thread, second, id;

CREATE TABLE tangled AS
SELECT DISTINCT thread FROM (
    SELECT thread, thread = lag(thread) OVER () AND second <= lag(until) OVER ()
        OR until - second > 172800 AS tangles FROM spans)
WHERE tangles;

CREATE TABLE services AS
SELECT thread, agent, second, id, until, month FROM spans WHERE thread NOT IN (FROM tangled)
UNION ALL
SELECT thread, agent, second, id, second, month FROM spans WHERE thread IN (FROM tangled)
UNION ALL
SELECT thread, agent, second, id, second, NULL FROM lines
WHERE NOT asks AND thread IN (FROM tangled)
ORDER BY thread, second, id, month NULLS FIRST
"""

# The last line of anybody else is the end of the row before the present run of rows of one agent.
# It is carried by its place to the openings within the run. 0: nobody before.
TAKINGS = """
CREATE TABLE openings AS
WITH neighbours AS (
    SELECT *, row_number() OVER () AS place, thread IS DISTINCT FROM lag(thread) OVER () AS begins,
        lag(agent) OVER () AS agent_before, lag(until) OVER () AS until_before
    FROM services
), packed AS (
    SELECT *, CASE WHEN begins THEN place * 2147483648
        WHEN agent <> agent_before THEN place * 2147483648 + until_before END AS packed_second,
        CASE WHEN begins THEN place * 2147483648
        WHEN agent <> agent_before THEN place * 2147483648 + agent_before END AS packed_agent
    FROM neighbours
), carried AS (
    SELECT *, max(packed_second) OVER (ROWS UNBOUNDED PRECEDING) % 2147483648 AS other_second,
        max(packed_agent) OVER (ROWS UNBOUNDED PRECEDING) % 2147483648 AS other
    FROM packed WHERE packed_second IS NOT NULL OR month IS NOT NULL
)
SELECT thread, agent, second, month, place, CAST(other_second AS INTEGER) AS other_second,
    CAST(other AS SMALLINT) AS other
FROM carried WHERE month IS NOT NULL;

-- Who may hold the thread from which second on.
CREATE TABLE takings AS
SELECT thread, agent, second FROM openings WHERE other = 0 OR second - other_second >= 1800
"""

# D12: a chat begun less than 1800 s after a colleague's line. Done: they write within 1800 s.
HANDOVERS = """
CREATE TABLE handovers AS
SELECT due.agent, due.month, next.second <= due.second + 1800 AS done
FROM (FROM openings WHERE other > 0 AND second - other_second < 1800) due
ASOF LEFT JOIN (SELECT thread, agent, second, rowid + 1 AS place FROM services) next
    ON next.thread = due.thread AND next.agent = due.other AND due.place < next.place
"""

# Conversations without an answer in time of their own: does anybody speak, or go on speaking?
LATE_ANSWERS = """
CREATE TABLE questions AS
SELECT thread, agent, month, asked, asked_id FROM conversations
WHERE consult AND thread > 0 AND (replied IS NULL OR replied - asked > 172800)
    AND asked + 172800 < (SELECT second FROM as_of);

CREATE TABLE answers AS
SELECT thread, second, until FROM services WHERE thread IN (SELECT thread FROM questions);

CREATE TABLE unheard AS
SELECT question.*, coalesce(present.until = asked, false) AS tied
FROM (SELECT question.*, next.second AS next_second
    FROM questions question ASOF LEFT JOIN answers next
    ON next.thread = question.thread AND question.asked < next.second) question
ASOF LEFT JOIN answers present
    ON present.thread = question.thread AND question.asked >= present.second
WHERE coalesce(next_second > asked + 172800, true) AND coalesce(present.until <= asked, true);

-- Where a span ends in the second of the question the later id answers.
CREATE TABLE late_answers AS
SELECT agent, month FROM unheard WHERE NOT tied
UNION ALL
SELECT agent, month FROM unheard
WHERE tied AND NOT EXISTS (FROM lines WHERE NOT lines.asks AND lines.thread = unheard.thread
    AND lines.second = unheard.asked AND lines.id > unheard.asked_id)
"""
