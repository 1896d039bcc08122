"""Word documents: their templates, checked and filled in; what one of them contains is for `appendix_a` and `letters`.

document      a kind of document: its template, and what that may be filled in with
tags          what the tags of a template may contain
typed         typed text, escaped for Word and looked for in the document
direction     paragraphs that are written from right to left
properties    title and custom properties, which no page shows
fill          fills in Word templates (the only place that knows docxtpl)
places        where each paragraph of an edited template is
placeholders  what a standard template shows, and where
tag_check     the tags of an edited template, one by one
foreign       what no template may hold
fit           whether an edited template still fits
trial         an edited template filled in on trial
printable     a document to print, with blanks to fill in by hand
file_names    file names a person finds and every system takes
"""
