"""Appendix A: its labels, its content for one person, and its Word template.

labels         the words of the policy's Appendix A, in its order
content        one person's form as plain data
stages         the content of a form at each stage of the year
fields         the content as text: dates, money and blank rows as the form writes them
controls       the content controls to write in, and the columns of the workbook that they go to
original_form  digests of the texts a form was made with, in its properties
appendix_a     its template, and what that may be filled in with
"""
