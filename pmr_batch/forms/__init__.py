"""Appendix A: its words, its content for one person, its Word template, and what fills it in.

labels        the words of the policy's Appendix A, in its order
content       what one person's form says, as plain data
fields        the same as text: dates, money and blank rows written the one way the form has
markup        WordprocessingML, and the package around it
styles        how the Word templates look
theme         the theme and the font table that Word asks for
template      builds the Word template
tags          what the tags of a template may say
typed         text as it was typed, on its way into Word and found again
word          fills in Word templates (the only place that knows docxtpl)
places        where each paragraph of an edited template stands
placeholders  what a template may name, and what the standard form shows where
blocks        the tags of an edited template, one by one
foreign       what no template may hold
fit           whether an edited template still fits
names         file names a person finds and every system takes
"""
