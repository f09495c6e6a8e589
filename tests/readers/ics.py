"""Prints the events of a calendar file as JSON: what a calendar program understands."""

import json
import sys

from icalendar import Calendar

with open(sys.argv[1], "rb") as file:
    calendar = Calendar.from_ical(file.read())

events = []
for event in calendar.walk("VEVENT"):
    assert event["DTSTAMP"].dt is not None
    events.append({
        "uid": str(event["UID"]),
        "title": str(event["SUMMARY"]),
        "start": event["DTSTART"].dt.isoformat(),
        "end": event["DTEND"].dt.isoformat() if "DTEND" in event else None,
        "place": str(event.get("LOCATION", "")),
        "description": str(event.get("DESCRIPTION", "")),
        "url": str(event["URL"]),
    })
assert not calendar.errors
assert len({event["uid"] for event in events}) == len(events)
json.dump({"name": str(calendar["X-WR-CALNAME"]), "events": events}, sys.stdout)
