"""Word documents: their templates, checked and filled in; what a document says is the business of its own room.

document      a kind of document: its template, and what that may be filled in with
tags          what the tags of a template may say
typed         text as it was typed, on its way into Word and found again
properties    what a document keeps that no page shows
fill          fills in Word templates (the only place that knows docxtpl)
places        where each paragraph of an edited template stands
placeholders  what a standard template shows, and where
blocks        the tags of an edited template, one by one
foreign       what no template may hold
fit           whether an edited template still fits
trial         an edited template tried out
paper         a document as it is printed, with room to write by hand
names         file names a person finds and every system takes
"""
