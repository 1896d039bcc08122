"""Reads a filled-in Word document as Word shows it: what is struck through, hidden or deleted is not said.

shown          brings the body of a document to what Word shows, with the modules below
alternatives   of two forms of the same thing the one that Word shows; words without their readings above
revisions      tracked changes: what was put in, without what was taken out
fields         the results of fields, without their instructions
unseen         words that are struck through or hidden
styles         whether a run is struck through or hidden, by itself or by its styles; numbered styles
list_numbers   the number or bullet of each line of a list
paragraphs     the text of a paragraph itself
"""
