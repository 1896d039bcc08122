"""Appendix A: its words, what it says of one person, and its Word template.

labels      the words of the policy's Appendix A, in its order
content     what one person's form says, as plain data
stages      what of it a form says at each stage of the year
fields      the same as text: dates, money and blank rows written the one way the form has
controls    the places to write in, and the columns of the workbook that they go to
base        what a form was made with, kept in it unseen
appendix_a  its template, and what that may be filled in with
"""
