"""P271 service-span.

What it means
    Days or hours under `service:` end before they begin, or a date is none.

Why it matters
    No conversation could lie in them.

Wrong
    service:
      service_hours: {from: "20:00", to: "08:00"}   # <-

Right
    service:
      service_hours: {from: "08:00", to: "20:00"}
"""

from engine.core.diagnostic import Check

SERVICE_SPAN = Check(code="P271", name="service-span")
