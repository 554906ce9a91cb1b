"""Hand-written SQL of the orders, and of the measures per agent and month."""

from __future__ import annotations

# An order of somebody who never met an agent is credited to nobody, and counts for nobody.
BOUGHT = """
CREATE TABLE as_of AS SELECT max(second) AS second FROM (
    SELECT second_of(max(time)) AS second FROM messages
    UNION ALL SELECT second_of(greatest(max(created), max(paid), max(shipped), max(received),
        max(logistics))) FROM orders
    UNION ALL SELECT second_of(greatest(max(applied), max(finished))) FROM refunds);

CREATE TABLE bought AS
SELECT buyers.buyer + shops.shop AS thread, CAST(id AS BIGINT) AS id, second_of(created) AS created,
    second_of(paid) AS paid, CAST(amount * 100 AS BIGINT) AS cents, items,
    status = '交易关闭' AS closed
FROM orders JOIN buyers ON buyers.name = orders.buyer JOIN shops ON shops.name = orders.shop
WHERE buyers.buyer > 0;

CREATE TABLE purchasers AS
SELECT thread, max(created) AS created, max(paid) AS paid FROM bought GROUP BY thread
"""

# After the last creation nothing new follows. What was paid by then is the last payment, except for
# chats that begin between the two; only those look for theirs.
KINDS = """
CREATE TABLE chats AS
SELECT thread, agent, month, start, answered, filtered, purchasers.created > start AS orders_later,
    purchasers.paid > start AS pays_later,
    CASE WHEN purchasers.created <= start AND purchasers.paid <= start
        THEN start - purchasers.paid <= 1814400 ELSE false END AS bought
FROM conversations LEFT JOIN purchasers USING (thread)
WHERE consult;

CREATE TABLE between_two AS
SELECT chat.thread, chat.agent, chat.start
FROM chats chat ASOF JOIN (SELECT thread, paid FROM bought WHERE paid IS NOT NULL) payment
    ON payment.thread = chat.thread AND chat.start >= payment.paid
WHERE NOT chat.orders_later AND chat.pays_later AND chat.start - payment.paid <= 1814400;

-- A unit is a buyer of an agent in a month. A bit of `seen` is what was met at least once.
CREATE TABLE units AS
SELECT thread, agent, month, count(*) AS chats, bit_or(CASE WHEN filtered OR thread < 0 THEN 0
    ELSE 1 + CASE WHEN answered THEN 2 ELSE 0 END
        + CASE WHEN after_sale THEN 4 ELSE 8 + CASE WHEN orders_later THEN 16 ELSE 0 END
            + CASE WHEN pays_later THEN 32 ELSE 0 END END END) AS seen
FROM (SELECT chats.*, bought OR (NOT orders_later AND pays_later
        AND (thread, agent, start) IN (FROM between_two)) AS after_sale FROM chats)
GROUP BY thread, agent, month
"""

# D6: a follow-up of a silent order earns from 1800 s after its creation on.
CREDITED = """
CREATE TABLE placed AS
SELECT bought.*, holder.agent AS order_agent
FROM bought ASOF LEFT JOIN takings holder
    ON holder.thread = bought.thread AND bought.created > holder.second;

CREATE TABLE credited AS
SELECT placed.*, CASE WHEN order_agent IS NOT NULL OR holder.second - created >= 1800
    THEN holder.agent END AS payment_agent
FROM placed ASOF LEFT JOIN takings holder
    ON holder.thread = placed.thread AND placed.paid > holder.second
"""

# Did the payment's agent write between creation and payment? The last span begun before the payment
# tells, unless both lie within it; then its lines do.
URGED = """
CREATE TABLE chased AS
SELECT payment.thread, payment_agent AS agent, created, paid, cents, span.until < paid AS over,
    CASE WHEN span.until < paid THEN span.until ELSE span.second END >= created AS sure
FROM (FROM credited WHERE payment_agent IS NOT NULL) payment
ASOF JOIN spans span ON span.thread = payment.thread AND span.agent = payment.payment_agent
    AND payment.paid > span.second;

CREATE TABLE urged AS
SELECT agent, month_of(paid) AS month, cents FROM chased WHERE sure
UNION ALL
SELECT payment.agent, month_of(paid), cents
FROM (FROM chased WHERE NOT sure AND NOT over) payment
ASOF JOIN (SELECT thread, agent, second FROM lines WHERE NOT asks
    AND thread IN (SELECT thread FROM chased WHERE NOT sure AND NOT over)) line
    ON line.thread = payment.thread AND line.agent = payment.agent AND payment.paid > line.second
WHERE line.second >= payment.created
"""

# Whoever speaks to the buyer of a silent order speaks for the first time after its creation.
SILENT = """
CREATE TABLE silent AS
SELECT thread, created, coalesce(paid, created + 259200) AS finish FROM credited
WHERE order_agent IS NULL;

CREATE TABLE followed AS
SELECT agent, month_of(created) AS month
FROM silent JOIN (SELECT thread, agent, min(second) AS second FROM spans
    WHERE thread IN (SELECT thread FROM silent) GROUP BY thread, agent) USING (thread)
WHERE second >= created AND second < finish
"""

REFUNDED = """
CREATE TABLE refunded AS
SELECT payment_agent AS agent, month_of(paid) AS month,
    least(sum(CAST(back.amount * 100 AS BIGINT)), any_value(cents)) AS cents
FROM refunds back JOIN credited ON credited.id = CAST(back.order_id AS BIGINT)
WHERE back.status = '退款成功' AND payment_agent IS NOT NULL
GROUP BY credited.id, payment_agent, paid
"""

SALES = """
CREATE TABLE sales AS
WITH rules AS (
    SELECT 'order' AS rule, order_agent AS agent, paid, thread, cents, items FROM credited
    UNION ALL SELECT 'payment', payment_agent, paid, thread, cents, items FROM credited
    UNION ALL SELECT 'first', coalesce(order_agent, payment_agent), paid, thread, cents, items
    FROM credited
), buyers_of AS (
    SELECT rule, agent, month_of(paid) AS month, thread, count(*) AS orders, sum(cents) AS cents,
        sum(items) AS items
    FROM rules WHERE paid IS NOT NULL AND agent IS NOT NULL GROUP BY ALL
)
SELECT rule, agent, month, sum(orders) AS orders, sum(cents) AS cents, sum(items) AS items,
    count(*) AS buyers
FROM buyers_of GROUP BY ALL
"""
